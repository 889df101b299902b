//! Rows that cannot be understood are errors that name the row, never a guess.

use crate::support::{Place, creation, merchant, new_link, outsider};
use diesel::connection::SimpleConnection;
use paylink_core::{
    Change,
    ports::{LinkFilter, LinkReader, PageOf, PaymentReader, Store, StoreError},
    testing::build::Make,
};
use std::fmt::Debug;

fn assert_corrupt<T: Debug>(answer: Result<T, StoreError>, kind: &str, row: &str, column: &str) {
    let Err(StoreError::Corrupt { entity, id, problem }) = answer else { panic!("{column}: {answer:?}") };
    assert_eq!((entity, id.as_str()), (kind, row));
    assert!(problem.contains(column), "{problem}");
    assert!(!problem.contains("secret"), "a damaged value is not repeated: {problem}");
}

#[tokio::test]
async fn a_damaged_row_is_an_error_that_names_it() {
    let (place, make) = (Place::new(), Make::new(3));
    let store = place.open();
    let rows = new_link(&make, merchant(&store, &make).await);
    let payment = make.payment(&rows.0);
    store.commit(creation(&rows).with(Change::InsertPayment(Box::new(payment.clone())))).await.unwrap();
    let (link, all) = (rows.0.id, PageOf { after: None, limit: 10 });
    for (column, damage, repair) in [
        ("currency", "currency = 'ZZZ'", "currency = 'USD'"),
        ("due_date", "due_date = 'secret'", "due_date = NULL"),
        ("ends_at", "ends_at = 9223372036854775807", "ends_at = NULL"),
        ("details", "details = '{\"notes\": \"secret\"}'", ""),
    ] {
        let mut outside = outsider(&place.path);
        outside.batch_execute(&format!("UPDATE links SET {damage}")).unwrap();
        assert_corrupt(store.link(link).await, "link", &link.to_string(), column);
        assert_corrupt(store.link_by_slug(&rows.0.slug).await, "link", &link.to_string(), column);
        assert_corrupt(store.links(&LinkFilter::default(), all).await, "link", &link.to_string(), column);
        if !repair.is_empty() {
            outside.batch_execute(&format!("UPDATE links SET {repair}")).unwrap();
        }
    }
    outsider(&place.path).batch_execute("UPDATE payments SET billing = 'secret'").unwrap();
    assert_corrupt(store.payment(payment.id).await, "payment", &payment.id.to_string(), "billing");
}
