//! Whether rows and file store agree; for a doctor.

use super::files::unavailable;
use crate::{
    Error, FileId, Paylink, TypedId,
    ports::{FileFilter, PageOf, Position},
    records::FileStatus,
};
use std::time::Duration;

/// Rows looked at in one step.
const STEP: u32 = 100;
/// A file in the store may be this young without a row: its row may just have gone.
const YOUNG: Duration = Duration::from_secs(3600);

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFinding {
    /// It has a row, but the file store does not hold it.
    Missing(FileId),
    /// The file store holds it with another length than its row says.
    WrongSize(FileId),
    /// The file store holds it, but it has no row: it takes space for nothing.
    Orphan(FileId),
}

/// What a step of the check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCheck {
    /// How many files were looked at.
    pub checked: usize,
    /// What is wrong.
    pub findings: Vec<FileFinding>,
    /// Where the next step begins; `None` when there is none.
    pub next: Option<Position>,
}

impl Paylink {
    /// Looks for the files of up to a hundred rows in the file store.
    ///
    /// # Errors
    /// `storage_unavailable`; `not_available` where there are no files.
    pub async fn check_files(&self, after: Option<Position>) -> Result<FileCheck, Error> {
        let files = self.file_ports()?;
        let rows = self.store.files(&FileFilter::default(), PageOf { after, limit: STEP }).await?;
        let full = rows.len() >= usize::try_from(STEP).unwrap_or(usize::MAX);
        let last = rows.last().map(|row| Position { created_at: row.value.created_at, id: row.value.id.uuid() });
        let mut check = FileCheck { checked: rows.len(), findings: Vec::new(), next: last.filter(|_| full) };
        for file in rows.into_iter().map(|row| row.value).filter(|file| file.status == FileStatus::Ready) {
            let finding = match files.store.size(file.id).await.map_err(unavailable)? {
                None => FileFinding::Missing(file.id),
                Some(size) if i64::try_from(size) != Ok(file.size) => FileFinding::WrongSize(file.id),
                Some(_) => continue,
            };
            // it may have gone since the row was read
            if self.store.file(file.id).await?.is_some() {
                check.findings.push(finding);
            }
        }
        Ok(check)
    }

    /// Looks for files in the store that have no row, among up to `limit` of them.
    ///
    /// # Errors
    /// As [`Paylink::check_files`].
    pub async fn check_orphans(&self, limit: usize) -> Result<FileCheck, Error> {
        let now = self.now();
        let kept = self.file_ports()?.store.list(limit).await.map_err(unavailable)?;
        let mut check = FileCheck { checked: kept.len(), findings: Vec::new(), next: None };
        for file in kept.into_iter().filter(|file| now.since(file.written_at) > YOUNG) {
            if self.store.file(file.id).await?.is_none() {
                check.findings.push(FileFinding::Orphan(file.id));
            }
        }
        Ok(check)
    }
}
