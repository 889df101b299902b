//! Which events an endpoint hears of in its format, and how often it is tried.

use crate::{
    hooks::{attempts, deliveries, failed},
    shop::{PLATFORM, Shop, fresh, minutes},
};
use paylink_core::{
    Code,
    forms::EndpointForm,
    records::{DeliveryStatus, EndpointRecord, WebhookFormat},
};

const A: &str = "https://a.test/hook";

async fn endpoint(shop: &Shop, format: &str) -> EndpointRecord {
    let form = EndpointForm { url: A.into(), format: format.into(), ..EndpointForm::default() };
    fresh(shop.paylink.create_endpoint(&PLATFORM, &form, None).await.expect("an endpoint"))
}

#[tokio::test]
async fn an_endpoint_is_made_in_every_format_and_in_no_other() {
    let shop = Shop::open().await;
    for format in WebhookFormat::ALL {
        assert_eq!(endpoint(&shop, format.name()).await.format, *format);
    }
    let form = EndpointForm { url: A.into(), format: "xml".into(), ..EndpointForm::default() };
    let error = shop.paylink.create_endpoint(&PLATFORM, &form, None).await.expect_err("no such format");
    assert_eq!(error.code, Code::InvalidValue);
    assert_eq!(error.fields[0].detail, "one of native, connectfi, telness, fortis, payengine");
}

#[tokio::test]
async fn an_event_that_a_format_does_not_tell_of_makes_no_delivery() {
    let shop = Shop::open().await;
    let (silent, talking) = (endpoint(&shop, "connectfi").await, endpoint(&shop, "telness").await);
    shop.one_time().await;
    shop.tick().await;
    assert!(deliveries(&shop, &silent).await.is_empty());
    let told = deliveries(&shop, &talking).await;
    assert!(!told.is_empty() && told.iter().all(|row| row.body.starts_with("telness evt_")), "{told:?}");
    let again = shop.paylink.redeliver(&PLATFORM, &told[0].event_id.to_string(), None).await.expect("sent again");
    assert_eq!(fresh(again).deliveries.len(), 1, "nothing for the silent one");
    let test = shop.paylink.test_endpoint(&PLATFORM, &silent.id.to_string(), None).await;
    assert_eq!(test.expect_err("a format without tests").code, Code::NotSupported);
}

#[tokio::test]
async fn an_endpoint_is_tried_as_often_as_its_format_says() {
    let shop = Shop::open().await;
    let hook = endpoint(&shop, "fortis").await;
    shop.sender.answer_always(A, failed(500));
    shop.one_time().await;
    for _ in 0..8 {
        shop.tick().await;
        shop.clock.advance(minutes(6));
    }
    let rows = deliveries(&shop, &hook).await;
    assert!(rows.iter().all(|row| row.status == DeliveryStatus::Failed && row.attempts == 5), "{rows:?}");
    assert_eq!(attempts(&shop, A).len(), rows.len() * 5);
}
