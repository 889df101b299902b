//! Nobody writes over what they have not seen.

use super::{
    Fixture,
    check::{During, Kept, gone, holds, stale},
    family::{Family, Kind},
    ground::Ground,
    rows::found,
};
use crate::{Change, Version, records::EndpointRecord};

pub(super) async fn an_insert_gives_version_one(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let family = Family::of(&ground.make);
    ground.write(family.inserts()).await?;
    family.check_all(&*ground.store).await
}

pub(super) async fn every_update_counts_up_by_one(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let family = Family::of(&ground.make);
    ground.write(family.inserts()).await?;
    for kind in Kind::CHANGING {
        for read in 1..=5 {
            ground.write([family.update(kind, Version(read))]).await.during(format!("update {read} of {kind:?}"))?;
            family.check(&*ground.store, kind, Version(read + 1)).await?;
        }
    }
    for kind in Kind::CHANGING {
        family.check(&*ground.store, kind, Version(6)).await.during("after updates of other rows")?;
    }
    Ok(())
}

pub(super) async fn an_update_of_another_version_is_stale(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let family = Family::of(&ground.make);
    ground.write(family.inserts()).await?;
    for kind in Kind::CHANGING {
        ground.write([family.update(kind, Version::FIRST)]).await?;
        for version in [Version(0), Version::FIRST, Version(3), Version(i64::MAX)] {
            let result = ground.write([family.update(kind, version)]).await;
            stale(result, kind.entity()).during(format!("a row at version 2, an update at {}", version.0))?;
        }
        family.check(&*ground.store, kind, Version(2)).await?;
    }
    Ok(())
}

pub(super) async fn an_update_of_an_unknown_row_is_stale(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (family, unborn) = (Family::of(&ground.make), Family::of(&ground.make));
    ground.write(family.inserts()).await?;
    for kind in Kind::CHANGING {
        stale(ground.write([unborn.update(kind, Version::FIRST)]).await, kind.entity())?;
    }
    stale(ground.write([unborn.update(Kind::Work, Version::FIRST)]).await, "work")?;
    stale(ground.write([Change::FinishWork(unborn.work.key, Version::FIRST)]).await, "work")?;
    stale(ground.write([Change::DeleteEndpoint(unborn.endpoint.id, Version::FIRST)]).await, "endpoint")
}

pub(super) async fn an_expectation_compares_versions_and_writes_nothing(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (family, unborn) = (Family::of(&ground.make), Family::of(&ground.make));
    ground.write(family.inserts()).await?;
    for kind in [Kind::Merchant, Kind::Customer, Kind::Link, Kind::Payment, Kind::PaymentMethod] {
        let expect = |family: &Family, version| match kind {
            Kind::Customer => Change::ExpectCustomer(family.customer.id, version),
            Kind::Link => Change::ExpectLink(family.link.id, version),
            Kind::Payment => Change::ExpectPayment(family.payment.id, version),
            Kind::PaymentMethod => Change::ExpectPaymentMethod(family.payment_method.id, version),
            Kind::Merchant
            | Kind::Bill
            | Kind::Refund
            | Kind::LedgerEntry
            | Kind::Event
            | Kind::ApiKey
            | Kind::Endpoint
            | Kind::Delivery
            | Kind::Reminder
            | Kind::Message
            | Kind::Suppression
            | Kind::File
            | Kind::FileUsage
            | Kind::Request
            | Kind::Work => Change::ExpectMerchant(family.merchant.id, version),
        };
        ground.write([expect(&family, Version::FIRST)]).await.during(format!("expecting {kind:?} as it is"))?;
        family.check(&*ground.store, kind, Version::FIRST).await.during("after an expectation")?;
        ground.write([family.update(kind, Version::FIRST)]).await?;
        for version in [Version(0), Version::FIRST, Version(3)] {
            let what = format!("a row at version 2, expected at {}", version.0);
            stale(ground.write([expect(&family, version)]).await, kind.entity()).during(what)?;
        }
        ground.write([expect(&family, Version(2))]).await?;
        stale(ground.write([expect(&unborn, Version::FIRST)]).await, kind.entity())?;
    }
    Ok(())
}

pub(super) async fn a_payment_leaves_its_links_version_alone(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let family = Family::of(&ground.make);
    ground.write([Kind::Merchant, Kind::Customer, Kind::Link].map(|kind| family.insert(kind))).await?;
    ground.write([family.insert(Kind::Payment)]).await?;
    ground.write([family.update(Kind::Payment, Version::FIRST)]).await?;
    family.check(&*ground.store, Kind::Link, Version::FIRST).await
}

pub(super) async fn a_deleted_endpoint_takes_its_deliveries_along(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let family = Family::of(&ground.make);
    ground.write(family.inserts()).await?;
    let other: EndpointRecord = ground.endpoint().await?;
    let kept = ground.make.delivery(&family.event, &other);
    ground.write([Change::InsertDelivery(kept.clone())]).await?;
    ground.write([family.update(Kind::Endpoint, Version::FIRST)]).await?;

    let delete = |version| Change::DeleteEndpoint(family.endpoint.id, version);
    stale(ground.write([delete(Version::FIRST)]).await, "endpoint").during("deleting at an old version")?;
    family.check(store, Kind::Delivery, Version::FIRST).await?;
    ground.write([delete(Version(2))]).await?;
    holds(store.endpoint(family.endpoint.id).await?.is_none(), "the endpoint is gone")?;
    holds(store.delivery(family.delivery.id).await?.is_none(), "its delivery is gone")?;
    found("another endpoint's delivery", store.delivery(kept.id).await?, &kept, Version::FIRST)?;
    family.check(store, Kind::Event, Version::FIRST).await?;
    stale(ground.write([delete(Version(2))]).await, "endpoint").during("deleting twice")?;
    let lost = ground.make.delivery(&family.event, &family.endpoint);
    let insert = Change::InsertDelivery(lost.clone());
    gone(ground.write([insert.clone()]).await).during("a delivery to a deleted endpoint")?;
    ground.write([family.insert(Kind::Endpoint), insert]).await.during("the same endpoint and pair anew")?;
    found("the delivery to the new endpoint", store.delivery(lost.id).await?, &lost, Version::FIRST)
}
