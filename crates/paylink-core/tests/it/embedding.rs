//! The example of the guide does what the guide says.

#[path = "../../examples/embed.rs"]
#[expect(dead_code, reason = "its main prints what the test compares")]
mod embed;

#[tokio::test]
async fn the_example_takes_a_payment_and_tells_every_event() {
    let lines = embed::run().await.expect("the whole story");
    let (told, events) = lines.split_at(5);
    assert_eq!(
        told,
        [
            "a link over 12.50 USD: ACTIVE",
            "paying: 12.50 USD failed",
            "paying: 12.50 USD succeeded",
            "the same request again: 12.50 USD succeeded",
            "the link: COMPLETED, paid",
        ]
    );
    let mut events = events.to_vec();
    events.sort_unstable();
    assert_eq!(
        events,
        [
            "2026-01-15T12:00:00Z payment_link.created",
            "2026-01-15T12:01:00Z payment.failed",
            "2026-01-15T12:01:00Z payment.processing",
            "2026-01-15T12:02:00Z payment.processing",
            "2026-01-15T12:02:00Z payment.succeeded",
            "2026-01-15T12:02:00Z payment_link.completed",
        ]
    );
}
