//! PostgreSQL's programs: where they are, and who runs them.

use crate::Error;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Where Debian puts the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// The user PostgreSQL runs as when we are root.
const USER: &str = "postgres";

/// Whether PostgreSQL's programs are on this machine.
#[must_use]
pub fn is_installed() -> bool {
    folder().is_some()
}

/// The newest version Debian installed, else whatever is on `PATH`.
fn folder() -> Option<PathBuf> {
    let complete = |folder: &PathBuf| ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file());
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten().filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((version, entry.path().join("bin")))
    });
    let mut versions: Vec<_> = versions.filter(|(_, folder)| complete(folder)).collect();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    versions.pop().map(|(_, folder)| folder).or_else(|| std::env::split_paths(&path).find(complete))
}

/// The path of one of PostgreSQL's programs, such as `pgbench`.
///
/// # Errors
/// When PostgreSQL is not installed.
pub fn program(name: &str) -> Result<PathBuf, Error> {
    let folder = folder();
    folder.map(|folder| folder.join(name)).ok_or_else(|| {
        Error::new("find PostgreSQL", "it is not installed (Debian: postgresql; `cargo xtask setup` installs it)")
    })
}

/// A command as the user that PostgreSQL runs as, in a folder that user can enter.
pub(crate) fn as_postgres(program: &Path) -> Result<Command, Error> {
    let mut command = if is_root()? {
        let mut command = Command::new("runuser");
        command.args(["-u", USER, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/").stdin(Stdio::null());
    // settings of the caller's own PostgreSQL are not for this one
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"PG")) {
        command.env_remove(name);
    }
    Ok(command)
}

fn is_root() -> Result<bool, Error> {
    Ok(output(Command::new("id").arg("-u"))?.trim() == "0")
}

/// Runs to the end and gives standard output; a bad end carries what the program complained about.
pub(crate) fn output(command: &mut Command) -> Result<String, Error> {
    let attempted = format!("run {}", command.get_program().to_string_lossy());
    let output = command.output().map_err(Error::of(&attempted))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(Error::new(attempted, format!("{}: {}", output.status, complaint.trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
