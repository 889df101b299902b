//! Views of a link's page: the first of a day, and how many in all.

use super::{
    Fixture,
    check::{During, Kept, holds, same, taken},
    ground::{Ground, insert_payment},
    rows::found,
};
use crate::{
    Change, Date, UniqueKey, Version,
    records::{LinkRecord, LinkTotals},
    testing::build::instant,
};

fn day(number: u64) -> Date {
    Date::in_utc(instant(number * 86_400))
}

pub(super) async fn a_link_is_first_seen_once_a_day(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (store, link, other) = (&*ground.store, ground.link().await?, ground.link().await?);
    holds(!store.was_viewed(link.id, day(1)).await?, "nobody has seen it")?;
    ground.write([Change::InsertView(link.id, day(1))]).await?;
    holds(store.was_viewed(link.id, day(1)).await?, "it was seen")?;
    for unseen in [day(0), day(2)] {
        holds(!store.was_viewed(link.id, unseen).await?, format!("it was not seen on {unseen}"))?;
    }
    holds(!store.was_viewed(other.id, day(1)).await?, "the other link was not seen")?;
    taken(ground.write([Change::InsertView(link.id, day(1))]).await, UniqueKey::ViewOfDay).during("a second first")?;
    ground.write([Change::CountView(link.id, day(1))]).await?;
    taken(ground.write([Change::InsertView(link.id, day(1))]).await, UniqueKey::ViewOfDay).during("after a second")?;
    ground.write([Change::InsertView(link.id, day(2))]).await.during("another day")?;
    ground.write([Change::InsertView(other.id, day(1))]).await.during("another link")?;
    ground.write([Change::CountView(link.id, day(7))]).await.during("counting on a day without a first view")?;
    holds(!store.was_viewed(link.id, day(7)).await?, "a day without a first view stays so")?;
    ground.write([Change::CountView(ground.make.id(), day(1))]).await.during("counting for an unknown link")
}

pub(super) async fn totals_count_views(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let (seen, paid, quiet) = (ground.link().await?, ground.link().await?, ground.link().await?);
    let first = |link: &LinkRecord, number| Change::InsertView(link.id, day(number));
    let again = |link: &LinkRecord, number| Change::CountView(link.id, day(number));
    ground.write([first(&seen, 1), again(&seen, 1), again(&seen, 1), again(&seen, 9)]).await?;
    ground.write([first(&seen, 400)]).await?;
    ground.write([again(&seen, 400)]).await?;
    ground.write([first(&paid, 1), insert_payment(&ground.make.payment(&paid))]).await?;
    let views = |views_count| LinkTotals { views_count, ..LinkTotals::default() };
    let of_paid = LinkTotals { payments_count: 1, ..views(1) };
    let ids = [quiet.id, seen.id, paid.id, ground.make.id(), seen.id];
    same("totals", &store.link_totals(&ids).await?, &vec![views(0), views(5), of_paid, views(0), views(5)])?;
    for (link, wanted) in [(&quiet, views(0)), (&seen, views(5)), (&paid, of_paid)] {
        same("totals of one link", &store.link_totals(&[link.id]).await?, &vec![wanted])?;
    }
    ground.write([again(&seen, 1)]).await?;
    same("totals after one more", &store.link_totals(&[seen.id]).await?, &vec![views(6)])
}

pub(super) async fn a_view_leaves_its_links_version_alone(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (store, link) = (&*ground.store, ground.link().await?);
    found("before", store.link_by_slug(&link.slug).await?, &link, Version::FIRST)?;
    ground.write([Change::InsertView(link.id, day(1))]).await?;
    ground.write([Change::CountView(link.id, day(1))]).await?;
    ground.write([Change::ExpectLink(link.id, Version::FIRST)]).await.during("expecting the link as it was")?;
    found("after", store.link_by_slug(&link.slug).await?, &link, Version::FIRST)
}
