//! Customers: one external id each, and what is asked of them is found by them.

use super::{
    Fixture,
    check::{During, Kept, gone, holds, same, taken},
    ground::{ALL, Ground, at, insert_link, insert_payment, page},
    rows::found,
};
use crate::{
    Change, CustomerId, TypedId, UniqueKey, Version,
    ports::{CustomerFilter, LinkFilter, PaymentFilter, Position},
    records::{CustomerRecord, LinkRecord, PaymentRecord},
    testing::build::instant,
};

fn insert(row: &CustomerRecord) -> Change {
    Change::InsertCustomer(Box::new(row.clone()))
}

fn update(row: &CustomerRecord, version: Version) -> Change {
    Change::UpdateCustomer(Box::new(at(row, version)))
}

pub(super) async fn a_customers_external_id_is_unique_per_merchant(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let named = |merchant, name: Option<&str>| CustomerRecord {
        external_id: name.map(str::to_owned),
        ..ground.make.customer(merchant)
    };
    let key = UniqueKey::CustomerExternalId;
    let first = named(ours.id, Some("c-7"));
    ground.write([insert(&first)]).await?;
    for (merchant, name) in [(theirs.id, Some("c-7")), (ours.id, Some("C-7")), (ours.id, Some("c-7 "))] {
        ground.write([insert(&named(merchant, name))]).await.during(format!("{name:?}"))?;
    }
    ground.write([insert(&named(ours.id, None)), insert(&named(ours.id, None))]).await?;
    taken(ground.write([insert(&named(ours.id, Some("c-7")))]).await, key)?;
    let second = named(ours.id, None);
    ground.write([insert(&second)]).await?;
    let clash = CustomerRecord { external_id: Some("c-7".to_owned()), ..second };
    taken(ground.write([update(&clash, Version::FIRST)]).await, key).during("an update")?;
    // one gives it up and the other takes it, in one set
    let gone = CustomerRecord { external_id: None, deleted_at: Some(instant(1)), ..first };
    ground.write([update(&gone, Version::FIRST), update(&clash, Version::FIRST)]).await.during("handing it over")?;
    found("its new owner", ground.store.customer_by_external_id(ours.id, "c-7").await?, &clash, Version(2))
}

pub(super) async fn a_customer_is_found_by_its_external_id_in_its_merchant(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let row = CustomerRecord { external_id: Some("Ann_1".to_owned()), ..ground.make.customer(ours.id) };
    ground.write([insert(&row)]).await?;
    found("ours", store.customer_by_external_id(ours.id, "Ann_1").await?, &row, Version::FIRST)?;
    holds(store.customer_by_external_id(theirs.id, "Ann_1").await?.is_none(), "another merchant's is not found")?;
    for name in ["ann_1", "AnnX1", "Ann_1 ", "%", ""] {
        let other = store.customer_by_external_id(ours.id, name).await?;
        holds(other.is_none(), format!("no customer is called {name:?}"))?;
    }
    let gone = CustomerRecord { external_id: None, deleted_at: Some(instant(1)), ..row };
    ground.write([update(&gone, Version::FIRST)]).await?;
    holds(store.customer_by_external_id(ours.id, "Ann_1").await?.is_none(), "who gave it up is not found by it")?;
    found("by id all the same", store.customer(gone.id).await?, &gone, Version(2))
}

pub(super) async fn customers_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let some = |text: &str| Some(text.to_owned());
    let customer = |merchant, second, name: &str, email: &str| CustomerRecord {
        external_id: some(name),
        email: some(email),
        created_at: instant(second),
        ..ground.make.customer(merchant)
    };
    let first = customer(ours.id, 1, "a", "Ann.ÄÖ@Example.com");
    let second = customer(ours.id, 2, "A", "b@example.com");
    let foreign = customer(theirs.id, 3, "a", "ann.äö@example.COM");
    let nobody = CustomerRecord { external_id: None, email: None, ..customer(ours.id, 4, "", "") };
    let deleted = CustomerRecord { deleted_at: Some(instant(9)), ..customer(ours.id, 5, "d", "b@example.com") };
    for row in [&first, &second, &foreign, &nobody, &deleted] {
        ground.write([insert(row)]).await?;
    }
    let any = CustomerFilter::default;
    let of_ours = CustomerFilter { merchant_id: Some(ours.id), ..any() };
    let (from, until) = (Some(instant(2)), Some(instant(4)));
    let ann = some("ann.äö@example.com");
    let cases: Vec<(&str, CustomerFilter, Vec<&CustomerRecord>)> = vec![
        ("no filter", any(), vec![&nobody, &foreign, &second, &first]),
        ("ours", of_ours.clone(), vec![&nobody, &second, &first]),
        ("nobody's", CustomerFilter { merchant_id: Some(ground.make.id()), ..any() }, vec![]),
        ("external id", CustomerFilter { external_id: some("a"), ..any() }, vec![&foreign, &first]),
        ("our external id", CustomerFilter { external_id: some("a"), ..of_ours.clone() }, vec![&first]),
        ("that of a deleted one", CustomerFilter { external_id: some("d"), ..any() }, vec![]),
        ("mail address", CustomerFilter { email_key: ann.clone(), ..any() }, vec![&foreign, &first]),
        ("our mail address", CustomerFilter { email_key: ann, ..of_ours.clone() }, vec![&first]),
        ("mail address %", CustomerFilter { email_key: some("%"), ..any() }, vec![]),
        ("from", CustomerFilter { created_from: from, ..any() }, vec![&nobody, &foreign, &second]),
        ("until", CustomerFilter { created_until: until, ..any() }, vec![&foreign, &second, &first]),
        ("ours between", CustomerFilter { created_from: from, created_until: until, ..of_ours }, vec![&second]),
    ];
    for (what, filter, wanted) in cases {
        let ids =
            |rows: Vec<crate::Stored<CustomerRecord>>| rows.into_iter().map(|row| row.value.id).collect::<Vec<_>>();
        let all = ids(ground.store.customers(&filter, ALL).await?);
        same(what, &all, &wanted.iter().map(|row| row.id).collect())?;
        if let Some(row) = wanted.first() {
            let after = Some(Position { created_at: row.created_at, id: row.id.uuid() });
            let rest = ids(ground.store.customers(&filter, page(after, 1)).await?);
            let second: Vec<CustomerId> = wanted.iter().skip(1).take(1).map(|row| row.id).collect();
            same(format!("{what}, the second"), &rest, &second)?;
        }
    }
    Ok(())
}

pub(super) async fn links_and_payments_are_filtered_by_customer(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let merchant = ground.merchant().await?;
    let (ann, bob) = (ground.make.customer(merchant.id), ground.make.customer(merchant.id));
    ground.write([insert(&ann), insert(&bob)]).await?;
    let (mut of_ann, mut paid_by_ann) = (Vec::new(), Vec::new());
    for (second, customer) in (1..).zip([Some(ann.id), Some(bob.id), None, Some(ann.id)]) {
        let created_at = instant(second);
        let link = LinkRecord { customer_id: customer, created_at, ..ground.make.link(merchant.id) };
        let payment = PaymentRecord { created_at, ..ground.make.payment(&link) };
        ground.write([insert_link(&link), insert_payment(&payment)]).await?;
        if customer == Some(ann.id) {
            of_ann.insert(0, link.id);
            paid_by_ann.insert(0, payment.id);
        }
    }
    let links = LinkFilter { customer_id: Some(ann.id), ..LinkFilter::default() };
    let found: Vec<_> = store.links(&links, ALL).await?.into_iter().map(|row| row.value.id).collect();
    same("the customer's links", &found, &of_ann)?;
    same("in pages of one", &store.links(&links, page(None, 1)).await?.len(), &1)?;
    let payments = PaymentFilter { customer_id: Some(ann.id), ..PaymentFilter::default() };
    let found: Vec<_> = store.payments(&payments, ALL).await?.into_iter().map(|row| row.value.id).collect();
    same("the customer's payments", &found, &paid_by_ann)?;
    let nobody = LinkFilter { customer_id: Some(ground.make.id()), ..LinkFilter::default() };
    same("an unknown customer's links", &store.links(&nobody, ALL).await?.len(), &0)
}

pub(super) async fn a_customer_that_is_named_has_to_be_there(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?;
    let stranger = ground.make.customer(ground.make.id());
    gone(ground.write([insert(&stranger)]).await).during("a customer without its merchant")?;
    let customer = ground.make.customer(merchant.id);
    let link = LinkRecord { customer_id: Some(customer.id), ..ground.make.link(merchant.id) };
    gone(ground.write([insert_link(&link)]).await).during("a link for an unknown customer")?;
    ground.write([insert(&customer), insert_link(&link)]).await.during("both at once")?;
    let payment = PaymentRecord { customer_id: Some(ground.make.id()), ..ground.make.payment(&link) };
    gone(ground.write([insert_payment(&payment)]).await).during("a payment of an unknown customer")
}

/// Every link and payment of a customer, deleted ones too, moves in parts of a given size.
pub(super) async fn what_names_a_customer_moves_to_another(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let merchant = ground.merchant().await?;
    let (from, to, other) =
        (ground.make.customer(merchant.id), ground.make.customer(merchant.id), ground.make.customer(merchant.id));
    let earlier = CustomerRecord {
        merged_into: Some(from.id),
        deleted_at: Some(instant(1)),
        ..ground.make.customer(merchant.id)
    };
    ground.write([&from, &to, &other, &earlier].map(insert)).await?;
    let link =
        |customer: &CustomerRecord| LinkRecord { customer_id: Some(customer.id), ..ground.make.link(merchant.id) };
    let (kept, away) = (link(&from), LinkRecord { deleted_at: Some(instant(2)), ..link(&from) });
    let others = link(&other);
    let (paid, also_paid) = (ground.make.payment(&kept), ground.make.payment(&away));
    ground.write([&kept, &away, &others].map(insert_link)).await?;
    ground.write([&paid, &also_paid].map(insert_payment)).await?;
    holds(!store.customer_is_bare(from.id).await?, "links and payments name it")?;
    let part = |most| Change::MoveCustomer { from: from.id, to: to.id, most };
    ground.write([part(1)]).await.during("the first part")?;
    let links_of = |customer: &CustomerRecord| LinkFilter {
        with_deleted: true,
        customer_id: Some(customer.id),
        ..LinkFilter::default()
    };
    same("moved links after one part", &store.links(&links_of(&to), ALL).await?.len(), &1)?;
    same("links that are left", &store.links(&links_of(&from), ALL).await?.len(), &1)?;
    ground.write([part(1)]).await.during("the second part")?;
    holds(store.customer_is_bare(from.id).await?, "two parts move two of each kind")?;
    for link in [kept, away] {
        let moved = LinkRecord { customer_id: Some(to.id), ..link };
        found("a moved link", store.link(moved.id).await?, &moved, Version(2))?;
    }
    for payment in [paid, also_paid] {
        let moved = PaymentRecord { customer_id: Some(to.id), ..payment };
        found("a moved payment", store.payment(moved.id).await?, &moved, Version(2))?;
    }
    found("another customer's link", store.link(others.id).await?, &others, Version::FIRST)?;
    let merged: Vec<_> = store.merged_customers(to.id, 10).await?.into_iter().map(|row| row.value.id).collect();
    same("customers that were merged into the first", &merged, &vec![earlier.id])?;
    ground.write([part(5)]).await.during("nothing left to move is no error")?;
    let last = LinkRecord { deleted_at: Some(instant(3)), ..link(&from) };
    ground.write([insert_link(&last)]).await?;
    holds(!store.customer_is_bare(from.id).await?, "a deleted link alone names it")?;
    let nowhere = Change::MoveCustomer { from: from.id, to: ground.make.id(), most: 5 };
    gone(ground.write([nowhere]).await).during("to a customer who is not there")
}

pub(super) async fn those_that_are_gone_show_to_who_asks_for_them(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?;
    let away = CustomerRecord { deleted_at: Some(instant(1)), ..ground.make.customer(merchant.id) };
    let link = LinkRecord { deleted_at: Some(instant(1)), ..ground.make.link(merchant.id) };
    ground.write([insert(&away), insert_link(&link)]).await?;
    let customers = CustomerFilter { with_deleted: true, ..CustomerFilter::default() };
    same("customers", &ground.store.customers(&customers, ALL).await?.len(), &1)?;
    let links = LinkFilter { with_deleted: true, ..LinkFilter::default() };
    same("links", &ground.store.links(&links, ALL).await?.len(), &1)
}
