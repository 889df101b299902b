//! Slugs and external ids of links.

use super::{
    Fixture,
    check::{During, Kept, holds, taken},
    ground::{Ground, insert_link, update_link},
    rows::found,
};
use crate::{UniqueKey, Version, records::LinkRecord, testing::build::instant};

pub(super) async fn a_slug_is_unique_without_regard_to_case(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let slugged = |slug: &str| LinkRecord { slug: slug.to_owned(), ..ground.make.link(ours.id) };
    ground.write([insert_link(&slugged("Summer_Fair-2026"))]).await?;
    for slug in ["Summer_Fair-2026", "summer_fair-2026", "SUMMER_FAIR-2026", "sUMMER_fAIR-2026"] {
        taken(ground.write([insert_link(&slugged(slug))]).await, UniqueKey::Slug).during(slug)?;
        let foreign = LinkRecord { slug: slug.to_owned(), ..ground.make.link(theirs.id) };
        taken(ground.write([insert_link(&foreign)]).await, UniqueKey::Slug).during("another merchant's link")?;
    }
    // `_` and `%` are no wildcards
    for slug in ["SummerXFair-2026", "Summer_Fair-2026_", "Summer_Fair"] {
        ground.write([insert_link(&slugged(slug))]).await.during(slug)?;
    }
    let twins = [insert_link(&slugged("twin-link")), insert_link(&slugged("Twin-Link"))];
    taken(ground.write(twins).await, UniqueKey::Slug).during("two in one set")?;
    holds(ground.store.link_by_slug("twin-link").await?.is_none(), "neither of them is written")
}

pub(super) async fn a_link_is_found_by_its_slug_in_any_case(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?;
    let link = LinkRecord { slug: "Caf_e-9Z".to_owned(), ..ground.make.link(merchant.id) };
    ground.write([insert_link(&link)]).await?;
    for slug in ["Caf_e-9Z", "caf_e-9z", "CAF_E-9Z"] {
        found(slug, ground.store.link_by_slug(slug).await?, &link, Version::FIRST)?;
    }
    for slug in ["Caf_e-9", "CafXe-9Z", "caf_e-9z ", "%", "", "caf\u{e9}-9z"] {
        holds(ground.store.link_by_slug(slug).await?.is_none(), format!("no link has the slug {slug:?}"))?;
    }
    let deleted = LinkRecord { deleted_at: Some(instant(1)), ..link.clone() };
    ground.write([update_link(&deleted, Version::FIRST)]).await?;
    found("a deleted link", ground.store.link_by_slug("CAF_E-9Z").await?, &deleted, Version(2))?;
    found("a deleted link by id", ground.store.link(link.id).await?, &deleted, Version(2))
}

pub(super) async fn a_changed_slug_is_guarded_and_the_old_one_free(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (first, second) = (ground.link().await?, ground.link().await?);
    let named = |link: &LinkRecord, slug: &str| LinkRecord { slug: slug.to_owned(), ..link.clone() };
    let clash = named(&second, &first.slug.to_uppercase());
    taken(ground.write([update_link(&clash, Version::FIRST)]).await, UniqueKey::Slug)?;
    found("a refused update", ground.store.link(second.id).await?, &second, Version::FIRST)?;
    let upper = named(&first, &first.slug.to_uppercase());
    ground.write([update_link(&upper, Version::FIRST)]).await.during("the same slug in another case")?;
    ground.write([update_link(&named(&first, "moved-away"), Version(2))]).await?;
    holds(ground.store.link_by_slug(&first.slug).await?.is_none(), "the old slug leads nowhere")?;
    ground.write([update_link(&clash, Version::FIRST)]).await.during("a slug that was given up")?;
    found("its new owner", ground.store.link_by_slug(&first.slug).await?, &clash, Version(2))
}

pub(super) async fn a_links_external_id_is_unique_per_merchant(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let named = |merchant, name: Option<&str>| LinkRecord {
        external_id: name.map(str::to_owned),
        ..ground.make.link(merchant)
    };
    let first = named(ours.id, Some("order-7"));
    ground.write([insert_link(&first)]).await?;
    for (merchant, name) in [(theirs.id, Some("order-7")), (ours.id, Some("Order-7")), (ours.id, Some("order-7 "))] {
        ground.write([insert_link(&named(merchant, name))]).await.during(format!("{name:?}"))?;
    }
    ground.write([insert_link(&named(ours.id, None)), insert_link(&named(ours.id, None))]).await?;
    let key = UniqueKey::LinkExternalId;
    taken(ground.write([insert_link(&named(ours.id, Some("order-7")))]).await, key)?;

    let second = named(ours.id, None);
    ground.write([insert_link(&second)]).await?;
    let clash = LinkRecord { external_id: Some("order-7".to_owned()), ..second.clone() };
    taken(ground.write([update_link(&clash, Version::FIRST)]).await, key).during("an update")?;
    let deleted = LinkRecord { deleted_at: Some(instant(1)), ..first.clone() };
    ground.write([update_link(&deleted, Version::FIRST)]).await?;
    taken(ground.write([update_link(&clash, Version::FIRST)]).await, key).during("that of a deleted link")?;
    let nameless = LinkRecord { external_id: None, ..deleted };
    ground.write([update_link(&nameless, Version(2))]).await?;
    ground.write([update_link(&clash, Version::FIRST)]).await.during("an external id that was given up")
}
