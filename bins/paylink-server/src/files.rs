//! Where files are kept: opened by what the configuration names.

use crate::{
    config::{Config, FilePlace},
    failure::Failure,
};
use paylink_core::Files;
use paylink_store_files::{Inspector, local_folder, prepare_folder};
use std::sync::Arc;

const URL: &str = "PAYLINK_FILES_URL";

/// Makes the folder of files for a server, if they are kept in one.
pub(crate) fn prepare(config: &Config) -> Result<(), Failure> {
    match &config.files.place {
        FilePlace::Folder(folder) => prepare_folder(folder).map_err(|error| Failure::setting(URL, error)),
        FilePlace::S3(..) => Ok(()),
    }
}

/// The place for files; `None` when it is a folder that no server has made yet.
pub(crate) fn open(config: &Config) -> Result<Option<Files>, Failure> {
    let store = match &config.files.place {
        FilePlace::Folder(folder) if !folder.is_dir() => return Ok(None),
        FilePlace::Folder(folder) => local_folder(folder).map_err(|error| Failure::setting(URL, error))?,
        FilePlace::S3(settings, keys) => settings.open(keys).map_err(|error| Failure::setting(URL, error))?,
    };
    let (store, inspector) = (Arc::new(store), Arc::new(Inspector::new()));
    Ok(Some(Files { store, inspector, quota_bytes: config.files.quota_bytes }))
}
