//! An attachment as the API shows it: to the merchant, and to payers.

use crate::v1::shapes::{FileTypeShape, file_word};
use paylink_core::{
    FileId, Timestamp,
    ports::PageFile,
    records::{FileType, LinkFile},
    views::{AttachmentView, LinkView},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A file that the payer of a link can download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Attachment {
    /// Identity.
    #[schema(value_type = String, examples("file_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub id: FileId,
    /// `file`.
    #[schema(schema_with = file_word)]
    pub object: &'static str,
    /// The name it is shown and saved under: the one it was uploaded with, cleaned.
    #[schema(examples("Invoice 2030-0042.pdf"))]
    pub name: String,
    /// Its length in bytes; that of the picture made anew, not of the upload.
    #[schema(examples(48123))]
    pub size: i64,
    /// What is in it.
    #[schema(value_type = FileTypeShape)]
    pub content_type: FileType,
    /// Where the payer downloads it; as secret as the address of the page.
    #[schema(examples("https://pay.example.com/p/spring-sale/files/file_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub url: String,
    /// When it was attached.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl Attachment {
    /// Those of a link.
    pub(super) fn all(view: &LinkView) -> Vec<Self> {
        let url = |file: &LinkFile| format!("{}/files/{}", view.url, file.id);
        view.link.details.attachments.iter().map(|file| Self::of(file, url(file))).collect()
    }

    fn of(file: &LinkFile, url: String) -> Self {
        Self {
            id: file.id,
            object: "file",
            name: file.name.clone(),
            size: file.size,
            content_type: file.content_type,
            url,
            created_at: file.created_at,
        }
    }
}

impl From<&AttachmentView> for Attachment {
    fn from(view: &AttachmentView) -> Self {
        Self::of(&view.file, view.url.clone())
    }
}

/// A file to download from the payment page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckoutFile {
    /// Its name.
    #[schema(examples("Invoice 2030-0042.pdf"))]
    pub name: String,
    /// Its length in bytes.
    #[schema(examples(48123))]
    pub size: u64,
    /// What is in it.
    #[schema(value_type = FileTypeShape)]
    pub content_type: FileType,
    /// Where it is.
    #[schema(examples("https://pay.example.com/p/spring-sale/files/file_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub url: String,
}

impl CheckoutFile {
    /// With its address on the server whose pages begin with `base`.
    pub(super) fn of(file: &PageFile, base: &str) -> Self {
        let url = format!("{base}{}", file.path);
        Self { name: file.name.clone(), size: file.size, content_type: file.content_type, url }
    }
}
