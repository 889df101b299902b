//! The server's secret: given, or made once and kept in the data folder.

use crate::{
    config::{Config, Database},
    failure::Failure,
    system::SystemIds,
};
use paylink_core::{Secret, hash::hex, ports::IdSource};
use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

/// The secret of this server.
///
/// # Errors
/// When the database may be shared and no secret is set, or when the data folder cannot be written or the file holds no secret.
pub(crate) fn find(config: &Config) -> Result<Secret, Failure> {
    if let Some(secret) = &config.secret {
        return Ok(secret.clone());
    }
    if matches!(config.database, Database::Postgres(_)) {
        return Err(Failure::setting("PAYLINK_SECRET", "must be set with PostgreSQL, the same for every server on it"));
    }
    let path = config.data_dir.join("secret");
    let broken = |error: std::io::Error| Failure::setting("PAYLINK_DATA_DIR", format!("{}: {error}", path.display()));
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir).map_err(broken)?;
    match create(&path) {
        Ok(secret) => Ok(secret),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let text = fs::read_to_string(&path).map_err(broken)?;
            let text = text.trim();
            if text.len() < 32 {
                return Err(Failure::setting("PAYLINK_DATA_DIR", format!("{} holds no secret", path.display())));
            }
            Ok(Secret::new(text))
        }
        Err(error) => Err(broken(error)),
    }
}

/// The secret of this server if it is there already; none is made.
pub(crate) fn existing(config: &Config) -> Option<Secret> {
    let kept = || fs::read_to_string(config.data_dir.join("secret")).ok().map(|text| text.trim().to_owned());
    let kept = || kept().filter(|text| text.len() >= 32).map(Secret::new);
    match config.database {
        _ if config.secret.is_some() => config.secret.clone(),
        Database::Sqlite(_) => kept(),
        Database::Postgres(_) => None,
    }
}

/// Writes a new secret beside its final place first, so that a crash leaves no half of one.
fn create(path: &Path) -> std::io::Result<Secret> {
    if path.exists() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let mut bytes = [0; 32];
    SystemIds.fill(&mut bytes);
    let text = hex(&bytes);
    let draft = path.with_extension(format!("new-{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // a hard link does not replace: of two servers that start together, one makes the secret
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked?;
    Ok(Secret::new(text))
}
