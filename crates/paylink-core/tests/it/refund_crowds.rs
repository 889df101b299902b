//! Many refunds of one payment at once, on one process and on several: together never more than was paid.

use crate::{
    crowds::Crowd,
    shop::{PLATFORM, card, one_time, pay_through},
    till::{ask, back},
};
use paylink_core::{PaymentId, ports::RefundStanding};
use std::collections::BTreeMap;

/// A payment of 12.50 that stands.
async fn paid(crowd: &Crowd) -> PaymentId {
    pay_through(&crowd.processes[0], &crowd.link.link, "paid", &card("tok_ok"), None).await.id()
}

/// So many refunds at once over this amount; what how many of them were told.
async fn refund(
    crowd: &Crowd,
    id: PaymentId,
    count: usize,
    amount: &'static str,
    key: impl Fn(usize) -> String,
) -> BTreeMap<String, usize> {
    let tasks: Vec<_> = (0..count)
        .map(|number| {
            let paylink = crowd.processes[number % crowd.processes.len()].clone();
            let key = key(number);
            tokio::spawn(async move { ask(&paylink, &PLATFORM, id, &back(Some(amount)), &key).await.told() })
        })
        .collect();
    let mut told = BTreeMap::new();
    for task in tasks {
        *told.entry(task.await.expect("a merchant")).or_default() += 1;
    }
    told
}

/// Reserved and refunded as the API tells, and what the books find.
async fn sums(crowd: &Crowd, id: PaymentId) -> (i64, i64) {
    let payment = crowd.processes[0].payment(&PLATFORM, &id.to_string()).await.expect("the payment").payment;
    let findings = crowd.processes[0].check_books(None).await.expect("the books").findings;
    assert!(findings.is_empty(), "{findings:?}");
    (payment.refund_reserved_minor, payment.refunded_minor)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_refunds_at_once_leave_the_exact_remainder() {
    for processes in [1, 2, 4] {
        let crowd = Crowd::before(&one_time(), processes).await;
        let id = paid(&crowd).await;
        let told = refund(&crowd, id, 64, "0.30", |number| format!("r{number}")).await;
        // 41 × 0.30 = 12.30
        let expected = [("201 succeeded 30".to_owned(), 41), ("409 refund_exceeds_payment".to_owned(), 23)];
        assert_eq!(told, BTreeMap::from(expected), "{processes} processes");
        assert_eq!(sums(&crowd, id).await, (1230, 1230), "{processes} processes");
        assert_eq!((crowd.gateway.given_back(id), crowd.gateway.refund_calls()), (1230, 41), "{processes} processes");
        let refused = |standing: &RefundStanding| matches!(standing, RefundStanding::Failed(_));
        assert!(!crowd.gateway.refunds().iter().any(|refund| refused(&refund.standing)), "nothing over the rest");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixty_four_full_refunds_one_succeeds() {
    for processes in [1, 4] {
        let crowd = Crowd::before(&one_time(), processes).await;
        let id = paid(&crowd).await;
        let told = refund(&crowd, id, 64, "12.50", |number| format!("r{number}")).await;
        assert_eq!(told.get("201 succeeded 1250"), Some(&1), "{processes} processes: {told:?}");
        assert_eq!(told.get("409 refund_exceeds_payment"), Some(&63), "{processes} processes: {told:?}");
        assert_eq!((sums(&crowd, id).await, crowd.gateway.refund_calls()), ((1250, 1250), 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_copies_of_one_refund_are_one_refund_and_one_answer() {
    for processes in [1, 4] {
        let crowd = Crowd::before(&one_time(), processes).await;
        let id = paid(&crowd).await;
        let told = refund(&crowd, id, 64, "1", |_| "r".to_owned()).await;
        let known = ["201 succeeded 100", "409 idempotency_key_in_use"];
        assert!(told.keys().all(|told| known.contains(&told.as_str())), "{processes} processes: {told:?}");
        assert_eq!((sums(&crowd, id).await, crowd.gateway.refund_calls()), ((100, 100), 1), "{processes} processes");
    }
}
