//! What is in files, for those who open a page: logos for everybody, attachments for whoever has their link.

use super::checkout::situation;
use super::files::unavailable;
use crate::{
    Code, Error, FileId, Link, Paylink,
    ports::{FileContent, PageFile, PageSituation},
    records::{FilePurpose, FileStatus, FileType, LinkRecord},
};

/// A file on its way out.
#[derive(Debug)]
pub struct Download {
    /// Which.
    pub id: FileId,
    /// The name to save it under.
    pub name: String,
    /// What is in it.
    pub content_type: FileType,
    /// The content itself.
    pub content: FileContent,
}

impl Paylink {
    /// A logo. Its id is all that is needed.
    ///
    /// # Errors
    /// `not_found`, `storage_unavailable`.
    pub async fn logo(&self, id: &str) -> Result<Download, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: FileId = id.parse().map_err(|_| not_found())?;
        let file = self.store.file(id).await?.ok_or_else(not_found)?.value;
        match (file.purpose, file.status) {
            (FilePurpose::Logo | FilePurpose::LogoDark, FileStatus::Ready) => {}
            (FilePurpose::Attachment, _) | (_, FileStatus::Pending) => return Err(not_found()),
        }
        let content = self.content(id).await?;
        Ok(Download { id, name: file.name, content_type: file.content_type, content })
    }

    /// An attachment, for someone who has the address of its link. Not before the link opens, and not once it is
    /// cancelled or deleted.
    ///
    /// # Errors
    /// `not_found`, `storage_unavailable`.
    pub async fn payer_file(&self, slug: &str, id: &str) -> Result<Download, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: FileId = id.parse().map_err(|_| not_found())?;
        let link = Link::restore(self.link_for_payer(slug).await?.value)?;
        let bill = self.telling_bill(&link).await?;
        if !are_shown(&situation(&link, bill.as_ref(), self.now())) {
            return Err(not_found());
        }
        let mut files = link.into_record().details.attachments.into_iter();
        let file = files.find(|file| file.id == id).ok_or_else(not_found)?;
        let content = self.content(id).await?;
        Ok(Download { id, name: file.name, content_type: file.content_type, content })
    }

    async fn content(&self, id: FileId) -> Result<FileContent, Error> {
        let found = self.file_ports()?.store.get(id).await.map_err(unavailable)?;
        // it may have been removed since its row was read; if not, the doctor tells of it
        found.ok_or_else(|| {
            tracing::error!(file.id = %id, "a file is not in the file store");
            Error::of(Code::NotFound)
        })
    }
}

/// The attachments as a page lists them.
pub(crate) fn page_files(link: &LinkRecord, situation: &PageSituation) -> Vec<PageFile> {
    if !are_shown(situation) {
        return Vec::new();
    }
    let shown = link.details.attachments.iter().map(|file| PageFile {
        name: file.name.clone(),
        size: u64::try_from(file.size).unwrap_or(0),
        content_type: file.content_type,
        path: format!("/p/{}/files/{}", link.slug, file.id),
    });
    shown.collect()
}

/// Whether payers get to see attachments.
const fn are_shown(situation: &PageSituation) -> bool {
    match situation {
        PageSituation::Payable
        | PageSituation::BeingPaid
        | PageSituation::Paid { .. }
        | PageSituation::MethodUnavailable
        | PageSituation::Ended { .. } => true,
        PageSituation::NotYetOpen { .. } | PageSituation::Cancelled => false,
    }
}
