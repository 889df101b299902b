//! Valid rows of files.

use super::build::{Make, instant};
use crate::{
    MerchantId,
    hash::sha256_hex,
    records::{FilePurpose, FileRecord, FileStatus, FileType, FileUsageRecord, LinkRecord},
};

impl Make {
    /// A PDF that has been attached to a link.
    pub fn attachment(&self, link: &LinkRecord) -> FileRecord {
        FileRecord {
            id: self.id(),
            merchant_id: link.merchant_id,
            link_id: Some(link.id),
            purpose: FilePurpose::Attachment,
            name: "Invoice.pdf".to_owned(),
            content_type: FileType::Pdf,
            size: 1000,
            sha256: sha256_hex("invoice"),
            status: FileStatus::Ready,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// Some used space of a merchant.
    pub fn file_usage(&self, merchant_id: MerchantId) -> FileUsageRecord {
        FileUsageRecord { merchant_id, bytes: 1000, limit_bytes: 5000 }
    }
}
