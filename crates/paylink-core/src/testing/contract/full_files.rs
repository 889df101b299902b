//! Files of which everything is set, and others of which nothing is.

use super::{family::Family, samples::long};
use crate::{
    records::{FilePurpose, FileRecord, FileStatus, FileType, FileUsageRecord, LinkFile, MerchantLogos},
    testing::build::{Make, instant},
};

/// The shortest there are: a nameless logo of nothing.
pub(super) fn empty(family: &mut Family) {
    family.file = FileRecord {
        link_id: None,
        purpose: FilePurpose::Logo,
        name: String::new(),
        content_type: FileType::Png,
        size: 0,
        sha256: String::new(),
        status: FileStatus::Pending,
        ..family.file.clone()
    };
    family.file_usage = FileUsageRecord { bytes: 0, limit_bytes: 0, ..family.file_usage };
}

/// The longest there are.
pub(super) fn fill(family: &mut Family) {
    family.file = FileRecord { name: long(255), size: i64::MAX, ..family.file.clone() };
    family.file_usage = FileUsageRecord { bytes: i64::MAX - 1, limit_bytes: i64::MAX, ..family.file_usage };
}

/// What an update may change of a file.
pub(super) fn refilled(of: FileRecord, with: FileRecord) -> FileRecord {
    FileRecord { status: with.status, name: with.name, updated_at: with.updated_at, ..of }
}

pub(super) fn attachments(make: &Make) -> Vec<LinkFile> {
    let one = |content_type| LinkFile {
        id: make.id(),
        name: long(255),
        size: i64::MAX,
        content_type,
        created_at: instant(4),
    };
    (0..5).flat_map(|_| FileType::ALL).map(|kind| one(*kind)).collect()
}

pub(super) fn logos(make: &Make) -> MerchantLogos {
    MerchantLogos { light: Some(make.id()), dark: Some(make.id()) }
}
