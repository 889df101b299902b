//! The command line.

use crate::failure::Failure;
use clap::{Parser, Subcommand};
use std::{io::Write as _, path::PathBuf};

/// Payment links that people run themselves.
#[derive(Debug, Parser)]
#[command(name = "paylink-server", version, about)]
pub(crate) struct Cli {
    /// What to do; without it the server serves.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Configuration file [default: paylink.toml, if it exists]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Address to listen on [env: PAYLINK_BIND]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub(crate) bind: Option<String>,
    /// Base of every URL shown to people [env: PAYLINK_PUBLIC_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Where everything is kept [env: PAYLINK_DATABASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// Folder of the generated secret [env: PAYLINK_DATA_DIR]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) data_dir: Option<String>,
    /// web, worker or all [env: PAYLINK_ROLE]
    // not global: `key create` has a --role of its own
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Log filter [env: PAYLINK_LOG]
    #[arg(long, global = true, value_name = "FILTER")]
    pub(crate) log: Option<String>,
}

/// What the server can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve with the configuration found
    Serve {
        /// web, worker or all [env: PAYLINK_ROLE]
        #[arg(long, value_name = "ROLE")]
        role: Option<String>,
    },
    /// Serve on an empty database with a demo merchant and a demo link
    Demo,
    /// Bring the database schema up to date, then exit
    Migrate,
    /// Copy the embedded database to a new file, while a server runs or not
    Backup {
        /// The copy; it must not exist yet
        path: PathBuf,
    },
    /// Check books, storage and settings; exit status 1 when something is wrong
    Doctor,
    /// Manage API keys
    Key {
        /// What to do with them
        #[command(subcommand)]
        action: KeyAction,
    },
    /// Look at what people are sent
    Messages {
        /// What to do with it
        #[command(subcommand)]
        action: MessagesAction,
    },
    /// Print the OpenAPI 3.1 document
    Openapi,
}

/// What can be done with messages here.
#[derive(Debug, Subcommand)]
pub(crate) enum MessagesAction {
    /// Write every kind of message, with made-up contents, as HTML and text files
    Gallery {
        /// Where to; it is made if need be, and files of the same names are replaced
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// What can be done with API keys here.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyAction {
    /// Print a new API key once
    Create {
        /// What people call it
        #[arg(long)]
        name: String,
        /// admin or read_only
        #[arg(long, default_value = "admin")]
        role: String,
    },
}

impl Cli {
    /// Reads the command line.
    pub(crate) fn read() -> Result<Self, Failure> {
        Ok(Self::try_parse()?)
    }

    /// The server's role, before or after the word `serve`.
    pub(crate) const fn role(&self) -> &Option<String> {
        if let Some(Command::Serve { role: role @ Some(_) }) = &self.command { role } else { &self.role }
    }
}

/// Prints a result of a command on standard output.
pub(crate) fn print_line(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = writeln!(out, "{text}").and_then(|()| out.flush());
    written.map_err(|error| Failure::broken("standard output", &error))
}
