//! `paylink-server messages gallery`: every message people can get, with made-up contents, as files to look at.

use crate::{
    cli::{MessagesAction, print_line},
    failure::Failure,
};
use paylink_core::Timestamp;
use paylink_hosted_page::{HostedPages, samples::gallery};
use std::{fs, path::Path};

/// When the samples were made: the same every time, so that two galleries can be compared.
const MADE_AT: &str = "2026-03-12T15:04:05Z";

/// Runs a `messages` command.
pub(crate) fn run(action: &MessagesAction) -> Result<(), Failure> {
    let MessagesAction::Gallery { folder } = action;
    let made_at: Timestamp = MADE_AT.parse().map_err(|error| Failure::broken("the gallery's date", &error))?;
    let pages = HostedPages::new().map_err(|error| Failure::broken("the pages", &error))?;
    let files = gallery::files(&pages, made_at).map_err(|error| Failure::broken("the gallery", &error))?;
    let count = files.len();
    fs::create_dir_all(folder).map_err(|error| refused(folder, &error))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|error| refused(&path, &error))?;
    }
    print_line(&format!("{count} files; begin with {}", folder.join("index.html").display()))
}

fn refused(path: &Path, error: &std::io::Error) -> Failure {
    Failure::setting("messages gallery", format_args!("{}: {error}", path.display()))
}
