//! The settings for files.

use super::sources::Given;
use crate::failure::Failure;
use paylink_store_files::{S3Keys, S3Settings};
use std::path::{Path, PathBuf};

const URL: &str = "PAYLINK_FILES_URL";
const KEY_ID: &str = "PAYLINK_FILES_ACCESS_KEY_ID";
const SECRET: &str = "PAYLINK_FILES_SECRET_ACCESS_KEY";
const QUOTA: &str = "PAYLINK_FILES_QUOTA";
/// One GiB.
const DEFAULT_QUOTA: i64 = 1024 * 1024 * 1024;

/// Where files are kept, and how much of them.
#[derive(Debug, Clone)]
pub(crate) struct FileSettings {
    /// Where.
    pub(crate) place: FilePlace,
    /// The most that the files of one merchant may take, in bytes.
    pub(crate) quota_bytes: i64,
}

/// Where files are kept.
#[derive(Debug, Clone)]
pub(crate) enum FilePlace {
    /// In this folder.
    Folder(PathBuf),
    /// In a store that speaks S3.
    S3(S3Settings, S3Keys),
}

/// Where files are kept: in the data folder, unless the settings name another place.
pub(super) fn files(given: &Given, data_dir: &Path) -> Result<FileSettings, Failure> {
    let text = |name: &str| given.get(name).map(String::as_str);
    let quota_bytes = match text(QUOTA) {
        None => DEFAULT_QUOTA,
        Some(text) => quota(text)?,
    };
    let keys = (text(KEY_ID), text(SECRET));
    let place = match (text(URL), keys) {
        (Some(url), (Some(key), Some(secret))) if url.starts_with("s3:") => {
            let settings = url.parse().map_err(|error| Failure::setting(URL, error))?;
            let (access_key_id, secret_access_key) = (key.to_owned(), secret.to_owned());
            FilePlace::S3(settings, S3Keys { access_key_id, secret_access_key })
        }
        (Some(url), (None, _)) if url.starts_with("s3:") => return Err(missing(KEY_ID)),
        (Some(url), (_, None)) if url.starts_with("s3:") => return Err(missing(SECRET)),
        (_, (Some(_), _)) => return Err(alone(KEY_ID)),
        (_, (None, Some(_))) => return Err(alone(SECRET)),
        (None, (None, None)) => FilePlace::Folder(data_dir.join("files")),
        (Some(url), (None, None)) => match url.strip_prefix("file:").filter(|path| !path.is_empty()) {
            Some(path) => FilePlace::Folder(PathBuf::from(path)),
            None => return Err(Failure::setting(URL, "must begin with `file:` or `s3://`")),
        },
    };
    Ok(FileSettings { place, quota_bytes })
}

fn missing(name: &str) -> Failure {
    Failure::setting(name, format!("must be set, because {URL} names an S3 store"))
}

fn alone(name: &str) -> Failure {
    Failure::setting(name, format!("is of no use unless {URL} names an S3 store"))
}

fn quota(text: &str) -> Result<i64, Failure> {
    let bytes = text.parse().ok().filter(|bytes| (0..=1 << 50).contains(bytes));
    bytes.ok_or_else(|| Failure::setting(QUOTA, "must be a whole number of bytes, from 0 to 2^50"))
}
