//! Rows of files: logos of merchants and attachments of links. What is in them lies in the file store.

use super::named;
use crate::{FileId, LinkId, MerchantId, Timestamp};
use serde::{Deserialize, Serialize};

named! {
    /// What a file is for.
    FilePurpose {
        /// The merchant's logo.
        Logo = "logo",
        /// Its logo on dark pages.
        LogoDark = "logo_dark",
        /// Something that the payer of a link can download.
        Attachment = "attachment",
    }
}

impl FilePurpose {
    /// The largest upload, in bytes.
    #[must_use]
    pub const fn max_bytes(self) -> usize {
        match self {
            Self::Logo | Self::LogoDark => 1024 * 1024,
            Self::Attachment => 10 * 1024 * 1024,
        }
    }
}

named! {
    /// What is in a file; nothing else is kept.
    FileType {
        /// A document, as it was uploaded.
        Pdf = "application/pdf",
        /// A picture, made anew from what was uploaded.
        Png = "image/png",
    }
}

impl FileType {
    /// The ending of file names, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
        }
    }
}

named! {
    /// How far a file has come.
    FileStatus {
        /// Its space is taken; what is in it may not have arrived.
        Pending = "pending",
        /// All of it lies in the file store.
        Ready = "ready",
    }
}

/// One file. Its id is random and also the name under which the file store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// Identity; random.
    pub id: FileId,
    /// Whose space it takes.
    pub merchant_id: MerchantId,
    /// The link it is attached to; an attachment has one, a logo has none.
    pub link_id: Option<LinkId>,
    /// What for.
    pub purpose: FilePurpose,
    /// The name it is shown under, cleaned.
    pub name: String,
    /// What is in it.
    pub content_type: FileType,
    /// Its length in bytes.
    pub size: i64,
    /// SHA-256 of what is in it, in hexadecimal digits.
    pub sha256: String,
    /// How far it has come.
    pub status: FileStatus,
    /// When its space was taken.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How much space a merchant's files take, pending ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileUsageRecord {
    /// Whose.
    pub merchant_id: MerchantId,
    /// Sum of the sizes, in bytes; never over `limit_bytes`.
    pub bytes: i64,
    /// The most it may be: the quota when space was last taken.
    pub limit_bytes: i64,
}

/// An attachment as its link names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkFile {
    /// Identity.
    pub id: FileId,
    /// The name it is shown under, cleaned.
    pub name: String,
    /// Its length in bytes.
    pub size: i64,
    /// What is in it.
    pub content_type: FileType,
    /// When it was attached.
    pub created_at: Timestamp,
}

/// A merchant's logos.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantLogos {
    /// The one for light pages, and for all pages without another.
    #[serde(default)]
    pub light: Option<FileId>,
    /// The one for dark pages.
    #[serde(default)]
    pub dark: Option<FileId>,
}
