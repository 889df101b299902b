//! Whose a file is, for callers who name it by its id alone.

use super::logos::LogoScheme;
use crate::{
    Caller, Code, Error, FileId, LinkId, MerchantId, Paylink,
    records::{FilePurpose, FileRecord, FileStatus},
};

impl Paylink {
    /// The link to which a file is attached.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn link_of_attachment(&self, caller: &Caller, id: &str) -> Result<LinkId, Error> {
        let file = self.visible_file(caller, id).await?;
        file.link_id.filter(|_| file.purpose == FilePurpose::Attachment).ok_or_else(|| Error::of(Code::NotFound))
    }

    /// The merchant whose logo a file is, and which of its logos.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn owner_of_logo(&self, caller: &Caller, id: &str) -> Result<(MerchantId, LogoScheme), Error> {
        let file = self.visible_file(caller, id).await?;
        match file.purpose {
            FilePurpose::Logo => Ok((file.merchant_id, LogoScheme::Light)),
            FilePurpose::LogoDark => Ok((file.merchant_id, LogoScheme::Dark)),
            FilePurpose::Attachment => Err(Error::of(Code::NotFound)),
        }
    }

    async fn visible_file(&self, caller: &Caller, id: &str) -> Result<FileRecord, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: FileId = id.parse().map_err(|_| not_found())?;
        let found = self.store.file(id).await?.map(|row| row.value);
        found.filter(|file| caller.sees(file.merchant_id) && file.status == FileStatus::Ready).ok_or_else(not_found)
    }
}
