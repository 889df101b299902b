//! Many committers at once, on a real disk.

use crate::support::{Place, creation, merchant, new_link};
use paylink_core::{
    Change, UniqueKey, Version,
    ports::{EventReader, LinkReader, Store, StoreError},
    testing::build::Make,
};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_committers_get_what_they_were_told() {
    let (place, make) = (Place::new(), Make::new(11));
    let store = Arc::new(place.open());
    let id = merchant(&store, &make).await;
    let contested = make.link(id).slug;
    let tasks: Vec<_> = (0..64_u32)
        .map(|number| {
            let store = Arc::clone(&store);
            let contested = contested.clone();
            tokio::spawn(async move {
                let make = Make::new(1000 + u64::from(number));
                let mut told = Vec::new();
                for round in 0..10 {
                    let mut rows = new_link(&make, id);
                    if round == 5 {
                        rows.0.slug.clone_from(&contested);
                    }
                    told.push((rows.clone(), store.commit(creation(&rows)).await));
                }
                told
            })
        })
        .collect();
    let mut told = Vec::new();
    for task in tasks {
        told.extend(task.await.unwrap());
    }
    drop(store);

    let store = place.open();
    let mut winners = 0;
    for ((link, event, _), outcome) in told {
        let (kept, fact) = (store.link(link.id).await.unwrap(), store.event(event.id).await.unwrap());
        match outcome {
            Ok(()) => {
                winners += u32::from(link.slug == contested);
                let kept = kept.unwrap();
                assert_eq!((kept.value, kept.version), (link, Version::FIRST));
                assert_eq!(fact.unwrap().value, event);
            }
            Err(error) => {
                assert!(matches!(error, StoreError::Taken { key: UniqueKey::Slug }), "{error}");
                assert_eq!(link.slug, contested);
                assert!(kept.is_none() && fact.is_none(), "a refused set left something behind");
            }
        }
    }
    assert_eq!(winners, 1, "one of 64 gets the slug");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_read_shows_was_committed_together() {
    let (place, make) = (Place::new(), Make::new(12));
    let store = Arc::new(place.open());
    let rows = new_link(&make, merchant(&store, &make).await);
    store.commit(creation(&rows)).await.unwrap();
    let writing = tokio::spawn({
        let (store, id) = (Arc::clone(&store), rows.0.id);
        async move {
            for _ in 0..100 {
                let mut link = store.link(id).await.unwrap().unwrap();
                link.value.paid_minor += 1;
                link.value.updated_at = link.value.updated_at.plus(std::time::Duration::from_micros(1));
                store.commit(paylink_core::ChangeSet::new().with(Change::UpdateLink(Box::new(link)))).await.unwrap();
            }
        }
    });
    while !writing.is_finished() {
        let link = store.link(rows.0.id).await.unwrap().unwrap();
        assert_eq!(link.version.0, link.value.paid_minor + 1);
    }
    writing.await.unwrap();
    assert_eq!(store.link(rows.0.id).await.unwrap().unwrap().version, Version(101));
}
