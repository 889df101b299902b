//! Files: whose they are, and how much space they take.

use super::{
    Fixture,
    check::{During, Kept, corrupt, gone, holds, same, stale, taken},
    ground::{ALL, Ground, at},
    rows::found,
};
use crate::{
    Change, UniqueKey, Version,
    ports::FileFilter,
    records::{FilePurpose, FileRecord, FileUsageRecord},
};

pub(super) async fn a_file_belongs_to_a_merchant_and_an_attachment_to_a_link(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let insert = |row: &FileRecord| Change::InsertFile(row.clone());
    let logo = || FileRecord { link_id: None, purpose: FilePurpose::Logo, ..ground.make.attachment(&link) };
    let stranger = FileRecord { merchant_id: ground.make.id(), ..logo() };
    gone(ground.write([insert(&stranger)]).await).during("a file of an unknown merchant")?;
    let unwritten = ground.make.attachment(&ground.make.link(link.merchant_id));
    gone(ground.write([insert(&unwritten)]).await).during("a file of an unknown link")?;
    let loose = FileRecord { link_id: None, ..ground.make.attachment(&link) };
    corrupt(ground.write([insert(&loose)]).await).during("an attachment without a link")?;
    let bound = FileRecord { link_id: Some(link.id), ..logo() };
    corrupt(ground.write([insert(&bound)]).await).during("a logo with a link")?;
    let hollow = FileRecord { size: -1, ..logo() };
    corrupt(ground.write([insert(&hollow)]).await).during("a file of less than nothing")?;
    for row in [logo(), FileRecord { purpose: FilePurpose::LogoDark, ..logo() }, ground.make.attachment(&link)] {
        ground.write([insert(&row)]).await.during(row.purpose.name())?;
        found(row.purpose.name(), ground.store.file(row.id).await?, &row, Version::FIRST)?;
    }
    Ok(())
}

pub(super) async fn a_merchants_space_is_counted_once_and_never_over_its_limit(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant_id = ground.merchant().await?.id;
    let space = |bytes, limit_bytes| FileUsageRecord { merchant_id, bytes, limit_bytes };
    let unknown = FileUsageRecord { merchant_id: ground.make.id(), ..space(1, 2) };
    gone(ground.write([Change::InsertFileUsage(unknown)]).await).during("space of an unknown merchant")?;
    for (bytes, limit) in [(11, 10), (-1, 10), (1, 0), (i64::MAX, i64::MAX - 1)] {
        let change = Change::InsertFileUsage(space(bytes, limit));
        corrupt(ground.write([change]).await).during(format!("{bytes} of {limit}"))?;
    }
    holds(ground.store.file_usage(merchant_id).await?.is_none(), "what was refused is not written")?;
    ground.write([Change::InsertFileUsage(space(10, 10))]).await.during("all of it")?;
    taken(ground.write([Change::InsertFileUsage(space(1, 10))]).await, UniqueKey::FileUsage).during("a second row")?;
    let update = |row: FileUsageRecord, version| Change::UpdateFileUsage(at(&row, version));
    corrupt(ground.write([update(space(11, 10), Version::FIRST)]).await).during("an update over the limit")?;
    stale(ground.write([update(space(3, 10), Version(2))]).await, "file_usage")
        .during("an update of another version")?;
    ground.write([update(space(3, 10), Version::FIRST)]).await.during("an update")?;
    found("used space", ground.store.file_usage(merchant_id).await?, &space(3, 10), Version(2))
}

pub(super) async fn a_deleted_file_is_gone_at_its_version_only(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let (row, other) = (ground.make.attachment(&link), ground.make.attachment(&link));
    ground.write([Change::InsertFile(row.clone()), Change::InsertFile(other.clone())]).await?;
    stale(ground.write([Change::DeleteFile(row.id, Version(2))]).await, "file").during("at another version")?;
    found("the file", ground.store.file(row.id).await?, &row, Version::FIRST)?;
    ground.write([Change::UpdateFile(at(&row, Version::FIRST))]).await?;
    stale(ground.write([Change::DeleteFile(row.id, Version::FIRST)]).await, "file").during("at an old version")?;
    ground.write([Change::DeleteFile(row.id, Version(2))]).await.during("at its version")?;
    holds(ground.store.file(row.id).await?.is_none(), "a deleted file is gone")?;
    stale(ground.write([Change::DeleteFile(row.id, Version(2))]).await, "file").during("a second time")?;
    found("the other one", ground.store.file(other.id).await?, &other, Version::FIRST)
}

pub(super) async fn files_are_filtered_by_merchant(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (link, other) = (ground.link().await?, ground.link().await?);
    let rows = [ground.make.attachment(&link), ground.make.attachment(&link), ground.make.attachment(&other)];
    ground.write(rows.clone().map(Change::InsertFile)).await?;
    let of = |merchant_id| FileFilter { merchant_id };
    same("all", &ground.store.files(&of(None), ALL).await?.len(), &3)?;
    same("of one", &ground.store.files(&of(Some(link.merchant_id)), ALL).await?.len(), &2)?;
    let found_ids: Vec<_> =
        ground.store.files(&of(Some(other.merchant_id)), ALL).await?.iter().map(|row| row.value.id).collect();
    same("of the other", &found_ids, &vec![rows[2].id])?;
    same("of nobody", &ground.store.files(&of(Some(ground.make.id())), ALL).await?.len(), &0)
}
