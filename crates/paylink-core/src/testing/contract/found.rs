//! Links are found by their words and tags, as these are now, and never by those of another merchant.

use super::{
    Fixture,
    check::{Kept, holds, same},
    ground::{ALL, Ground, insert_link, update_link},
};
use crate::{
    Change, Version,
    ports::LinkFilter,
    records::{LinkCustomer, LinkRecord, Term},
    testing::build::instant,
};

fn word(text: &str) -> Term {
    Term::Beginning(text.to_owned())
}

/// A link that says this.
fn link(ground: &Ground, merchant: crate::MerchantId, second: u64, description: &str, tags: &[&str]) -> LinkRecord {
    let mut row = LinkRecord { created_at: instant(second), ..ground.make.link(merchant) };
    row.details.description = Some(description.to_owned());
    row.details.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    row
}

pub(super) async fn links_are_found_by_words_and_tags(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?.id, ground.merchant().await?.id);
    let mut roof = link(&ground, ours, 1, "New roof, Zürich", &["VIP", "100%"]);
    roof.order_number = Some("A1042".to_owned());
    roof.invoice_number = Some("2030-0042".to_owned());
    roof.details.customer = Some(LinkCustomer {
        name: Some("Ann Sørensen".to_owned()),
        email: Some("ann.s@example.com".to_owned()),
        ..LinkCustomer::default()
    });
    let repair = link(&ground, ours, 2, "Roofing repair — ZÜRICH; annual", &["vip customer", "1000", "a_b"]);
    let tea = link(&ground, ours, 3, "緑茶 tea", &["VIP", "back\\slash", "Zürich"]);
    let theirs_roof = link(&ground, theirs, 4, "Roof zurich ann", &["vip"]);
    let mut gone = link(&ground, ours, 5, "roof", &["VIP"]);
    gone.deleted_at = Some(instant(6));
    for row in [&roof, &repair, &tea, &theirs_roof, &gone] {
        ground.write([insert_link(row)]).await?;
    }
    let cases: Vec<(Vec<Term>, Vec<&LinkRecord>, Vec<&LinkRecord>)> = vec![
        (vec![word("roof")], vec![&repair, &roof], vec![&theirs_roof]),
        (vec![word("roofi")], vec![&repair], vec![]),
        (vec![word("oof")], vec![], vec![]),
        (vec![word("roofs")], vec![], vec![]),
        (vec![word("zurich")], vec![&repair, &roof], vec![&theirs_roof]),
        (vec![word("roof"), word("ann")], vec![&repair, &roof], vec![&theirs_roof]),
        (vec![word("roof"), word("sorensen")], vec![&roof], vec![]),
        (vec![word("repair"), word("sorensen")], vec![], vec![]),
        (vec![word("a1042")], vec![&roof], vec![]),
        (vec![word("2030"), word("0042")], vec![&roof], vec![]),
        (vec![word("example"), word("com"), word("s")], vec![&roof], vec![]),
        (vec![word("茶")], vec![&tea], vec![]),
        (vec![word("緑"), word("tea")], vec![&tea], vec![]),
        (vec![word("vip")], vec![], vec![]),
        (vec![Term::tag("vip")], vec![&tea, &roof], vec![&theirs_roof]),
        (vec![Term::tag("ViP Customer")], vec![&repair], vec![]),
        (vec![Term::tag("vip cust")], vec![], vec![]),
        (vec![Term::tag("100%")], vec![&roof], vec![]),
        (vec![Term::tag("1000")], vec![&repair], vec![]),
        (vec![Term::tag("a_b")], vec![&repair], vec![]),
        (vec![Term::tag("acb")], vec![], vec![]),
        (vec![Term::tag("back\\slash")], vec![&tea], vec![]),
        (vec![Term::tag("ZÜRICH")], vec![&tea], vec![]),
        (vec![Term::tag("vip"), word("roof")], vec![&roof], vec![&theirs_roof]),
        (vec![Term::tag("vip"), Term::tag("zürich"), word("tea")], vec![&tea], vec![]),
        (vec![Term::tag("")], vec![], vec![]),
    ];
    for (terms, of_ours, of_theirs) in cases {
        let everyones: Vec<_> = of_theirs.iter().chain(&of_ours).map(|row| row.id).collect();
        for (merchant_id, wanted) in [
            (Some(ours), of_ours.iter().map(|row| row.id).collect()),
            (Some(theirs), of_theirs.iter().map(|row| row.id).collect()),
            (Some(ground.make.id()), vec![]),
            (None, everyones),
        ] {
            let filter = LinkFilter { merchant_id, terms: terms.clone(), ..LinkFilter::default() };
            let found: Vec<_> = ground.store.links(&filter, ALL).await?.iter().map(|row| row.value.id).collect();
            same(format!("{terms:?} of {merchant_id:?}"), &found, &wanted)?;
        }
    }
    Ok(())
}

pub(super) async fn what_a_link_is_found_by_follows_its_changes(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?.id;
    let first = link(&ground, merchant, 1, "roof repair", &["spring"]);
    ground.write([insert_link(&first)]).await?;
    let second = LinkRecord { details: link(&ground, merchant, 1, "roof tiles", &["autumn"]).details, ..first.clone() };
    ground.write([update_link(&second, Version::FIRST)]).await?;
    let third = LinkRecord { order_number: Some("B7".to_owned()), invoice_number: None, ..second.clone() };
    ground.write([update_link(&third, Version(2))]).await?;
    // a change of something else takes nothing away
    let fourth = LinkRecord { viewed_at: Some(instant(9)), ..third.clone() };
    ground.write([update_link(&fourth, Version(3))]).await?;
    let fifth = link(&ground, merchant, 2, "made", &[]);
    let changed = LinkRecord { details: link(&ground, merchant, 2, "changed at once", &[]).details, ..fifth.clone() };
    ground.write([insert_link(&fifth), update_link(&changed, Version::FIRST)]).await?;
    for (term, wanted) in [
        (word("roof"), vec![first.id]),
        (word("tiles"), vec![first.id]),
        (word("b7"), vec![first.id]),
        (Term::tag("autumn"), vec![first.id]),
        (word("repair"), vec![]),
        (Term::tag("spring"), vec![]),
        (word("made"), vec![]),
        (word("changed"), vec![fifth.id]),
    ] {
        let filter = LinkFilter { terms: vec![term.clone()], ..LinkFilter::default() };
        let found: Vec<_> = ground.store.links(&filter, ALL).await?.iter().map(|row| row.value.id).collect();
        same(format!("{term:?}"), &found, &wanted)?;
    }
    Ok(())
}

pub(super) async fn a_refused_set_changes_nothing_that_links_are_found_by(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?.id;
    let kept = link(&ground, merchant, 1, "roof", &["spring"]);
    ground.write([insert_link(&kept)]).await?;
    let refused = link(&ground, merchant, 2, "cellar", &["autumn"]);
    let changed = LinkRecord { details: refused.details.clone(), ..kept.clone() };
    let nobody = ground.make.link(merchant).id;
    let set =
        [insert_link(&refused), update_link(&changed, Version::FIRST), Change::ExpectLink(nobody, Version::FIRST)];
    holds(ground.write(set).await.is_err(), "a set with a stale expectation is refused")?;
    for (term, wanted) in [
        (word("roof"), vec![kept.id]),
        (Term::tag("spring"), vec![kept.id]),
        (word("cellar"), vec![]),
        (Term::tag("autumn"), vec![]),
    ] {
        let filter = LinkFilter { terms: vec![term.clone()], ..LinkFilter::default() };
        let found: Vec<_> = ground.store.links(&filter, ALL).await?.iter().map(|row| row.value.id).collect();
        same(format!("{term:?}"), &found, &wanted)?;
    }
    Ok(())
}

pub(super) async fn every_field_of_a_link_can_change_alone(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?.id;
    let base = ground.make.link(merchant);
    ground.write([insert_link(&base)]).await?;
    let (text, day) = (Some("x7".to_owned()), "2031-02-03".parse().ok());
    let mut details = base.details.clone();
    details.sales_tax_minor = Some(3);
    let changes = [
        LinkRecord { order_number: text.clone(), ..base.clone() },
        LinkRecord { invoice_number: text.clone(), ..base.clone() },
        LinkRecord { external_id: text, ..base.clone() },
        LinkRecord { due_date: day, ..base.clone() },
        LinkRecord { starts_at: Some(instant(7)), ..base.clone() },
        LinkRecord { ends_at: Some(instant(8)), ..base.clone() },
        LinkRecord { card_minor: Some(77), ..base.clone() },
        LinkRecord { sent_at: Some(instant(9)), ..base.clone() },
        LinkRecord { updated_at: instant(10), ..base.clone() },
        LinkRecord { details, ..base.clone() },
        base.clone(),
    ];
    for (version, wanted) in (1..).zip(changes) {
        ground.write([update_link(&wanted, Version(version))]).await?;
        let found = ground.store.link(base.id).await?.map(|row| row.value);
        same(format!("change {version}"), &found, &Some(wanted))?;
    }
    Ok(())
}
