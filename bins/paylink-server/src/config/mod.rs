//! The configuration: defaults, then `paylink.toml`, then the environment, then flags.

mod files;
mod messages;
mod settings;
mod sources;

pub(crate) use files::FilePlace;
pub(crate) use messages::Mail;
pub(crate) use settings::{Config, Database, LogFormat, Role};
pub(crate) use sources::load;
