//! Attachments of a link: what its payer can download.

use super::files::{FileUpload, MAX_ATTACHMENTS, Owner};
use super::listing::Slice;
use crate::{
    Caller, Change, ChangeSet, Code, Error, EventKind, FieldErrors, FileId, Link, LinkState, Once, Paylink, Reply,
    Stored, TypedId,
    engine::Decided,
    forms::ListQuery,
    idempotency::Known,
    ports::Position,
    records::{FilePurpose, FileRecord, LinkFile, LinkRecord},
    views::{AttachmentView, Listed},
};

impl Paylink {
    /// Whether the caller may attach files to the link: asked before anybody reads megabytes for nothing.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `storage_unavailable`.
    pub async fn may_attach(&self, caller: &Caller, link: &str) -> Result<(), Error> {
        self.visible_link(caller, link).await?;
        caller.may_write()
    }

    /// Attaches a file to a link.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `payload_too_large`, `file_type_not_allowed`, `invalid_file`,
    /// `card_data_not_allowed`, `link_closed`, `too_many_files`, `file_quota_exceeded`, `storage_unavailable`.
    pub async fn attach_file(
        &self,
        caller: &Caller,
        link: &str,
        upload: &FileUpload,
        once: Option<Once<'_, AttachmentView>>,
    ) -> Result<Reply<AttachmentView>, Error> {
        let found = self.visible_link(caller, link).await?.value;
        caller.may_write()?;
        if let Some(once) = &once
            && let Some(Known::Answer(answer)) = self.known(&caller.scope(), once).await?
        {
            return Ok(Reply::Replayed(answer));
        }
        takes_one_more(found.clone())?;
        let owner = Owner { merchant: found.merchant_id, link: Some(found.id), purpose: FilePurpose::Attachment };
        let file = self.keep(caller, owner, upload).await?;
        let attached = self.attach(caller, &file, once).await;
        if !matches!(attached, Ok(Reply::Fresh(_))) {
            // refused, or a copy of the request was faster
            self.give_up(caller, file.id).await;
        }
        attached
    }

    async fn attach(
        &self,
        caller: &Caller,
        file: &FileRecord,
        once: Option<Once<'_, AttachmentView>>,
    ) -> Result<Reply<AttachmentView>, Error> {
        let Some(id) = file.link_id else { return Err(Error::internal("an attachment without its link")) };
        let _alone = self.lock(id).await;
        self.run_once(caller, once, || async move {
            let Stored { value, version } = self.visible_link(caller, &id.to_string()).await?;
            let mut link = takes_one_more(value)?;
            let mut changes = ChangeSet::new();
            let ready = self.made_ready(&mut changes, file.id).await?;
            let attachment = LinkFile {
                id: ready.id,
                name: ready.name,
                size: ready.size,
                content_type: ready.content_type,
                created_at: ready.created_at,
            };
            link.details.attachments.push(attachment.clone());
            let view = self.attachment_view(&link, attachment);
            self.put_attachments(&mut changes, Stored { value: link, version }).await?;
            Ok(Decided { changes, view })
        })
        .await
    }

    /// The attachments of a link, newest first.
    ///
    /// # Errors
    /// `not_found`, `invalid_parameter`.
    pub async fn attachments(
        &self,
        caller: &Caller,
        link: &str,
        query: &ListQuery,
    ) -> Result<Listed<AttachmentView>, Error> {
        let link = self.visible_link(caller, link).await?.value;
        let mut errors = FieldErrors::default();
        let slice = Slice::read(query, caller, "attachments", &link.id.to_string(), &mut errors);
        errors.finish()?;
        let place = |file: &LinkFile| Position { created_at: file.created_at, id: file.id.uuid() };
        let after = slice.page().after;
        let mut files = link.details.attachments.clone();
        files.sort_by_key(|file| std::cmp::Reverse(place(file)));
        let rest = files.into_iter().filter(|file| after.is_none_or(|after| place(file) < after));
        let rest = rest.map(|value| Stored { value, version: crate::Version::FIRST });
        let listed = slice.list(rest.collect(), place);
        let rows = listed.rows.into_iter().map(|file| self.attachment_view(&link, file)).collect();
        Ok(Listed { rows, next: listed.next })
    }

    /// Takes a file off a link, whatever state the link is in.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn detach_file(&self, caller: &Caller, link: &str, file: &str) -> Result<(), Error> {
        let not_found = || Error::of(Code::NotFound);
        let found = self.visible_link(caller, link).await?.value;
        let file: FileId = file.parse().map_err(|_| not_found())?;
        if !found.details.attachments.iter().any(|one| one.id == file) {
            return Err(not_found());
        }
        caller.may_write()?;
        let _alone = self.lock(found.id).await;
        self.run(caller, || async move {
            let Stored { value: mut link, version } = self.visible_link(caller, &found.id.to_string()).await?;
            let count = link.details.attachments.len();
            link.details.attachments.retain(|one| one.id != file);
            if link.details.attachments.len() == count {
                return Err(not_found());
            }
            let mut changes = ChangeSet::new();
            self.remove_files(&mut changes, link.merchant_id, &[file]).await?;
            self.put_attachments(&mut changes, Stored { value: link, version }).await?;
            Ok(Decided { changes, view: () })
        })
        .await
    }

    /// Takes all files off a link that is being changed; what is in them goes soon.
    pub(crate) async fn detach_all(&self, changes: &mut ChangeSet, link: &mut LinkRecord) -> Result<(), Error> {
        let ids: Vec<FileId> = std::mem::take(&mut link.details.attachments).iter().map(|file| file.id).collect();
        self.remove_files(changes, link.merchant_id, &ids).await
    }

    /// Adds the link with its changed attachments, and the event that tells of it.
    async fn put_attachments(&self, changes: &mut ChangeSet, link: Stored<LinkRecord>) -> Result<(), Error> {
        let Stored { mut value, version } = link;
        value.updated_at = self.now();
        let totals = self.totals_of(&value).await?;
        self.announce_link(changes, EventKind::LinkUpdated, &value, totals);
        changes.push(Change::UpdateLink(Box::new(Stored { value, version })));
        Ok(())
    }

    fn attachment_view(&self, link: &LinkRecord, file: LinkFile) -> AttachmentView {
        let url = format!("{}/p/{}/files/{}", self.settings.public_url, link.slug, file.id);
        AttachmentView { file, url }
    }
}

/// The link, if one more file may be attached to it.
fn takes_one_more(record: LinkRecord) -> Result<LinkRecord, Error> {
    let link = Link::restore(record)?;
    match link.state() {
        LinkState::Open => {}
        LinkState::Completed { .. } | LinkState::Cancelled { .. } => return Err(Error::of(Code::LinkClosed)),
    }
    let record = link.into_record();
    if record.details.attachments.len() >= MAX_ATTACHMENTS {
        return Err(Error::of(Code::TooManyFiles));
    }
    Ok(record)
}
