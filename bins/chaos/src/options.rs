//! What to break, and for how long.

use crate::Outcome;
use std::path::PathBuf;

/// What the servers stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// One process on the embedded database.
    Sqlite,
    /// Two web processes and two workers on one PostgreSQL.
    Postgres,
}

/// How the tool was called.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// Names of demonstrations; none means all.
    pub(crate) names: Vec<String>,
    /// Decides every victim and moment.
    pub(crate) seed: u64,
    /// How often the fault is repeated, in place of the demonstration's own number.
    pub(crate) rounds: Option<u32>,
    /// A quick look instead of the full proof.
    pub(crate) short: bool,
    /// Only this engine.
    only: Option<Engine>,
    /// The server under test.
    pub(crate) server: PathBuf,
}

impl Options {
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>, usage: &str) -> Outcome<Self> {
        let server = std::env::current_exe()?.with_file_name("paylink-server");
        let mut options = Self { names: Vec::new(), seed: 1, rounds: None, short: false, only: None, server };
        while let Some(word) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| usage.to_owned());
            match word.as_str() {
                "--seed" => options.seed = value()?.parse()?,
                "--rounds" => options.rounds = Some(value()?.parse()?),
                "--short" => options.short = true,
                "--engine" => options.only = Some(engine(&value()?)?),
                "--server" => options.server = PathBuf::from(value()?).canonicalize()?,
                flag if flag.starts_with('-') => return Err(usage.into()),
                name => options.names.push(name.to_owned()),
            }
        }
        if options.rounds == Some(0) {
            return Err("--rounds must be at least 1".into());
        }
        if !options.server.is_file() {
            return Err("there is no paylink-server beside this program; `cargo xtask chaos` builds both".into());
        }
        Ok(options)
    }

    /// Whether this engine is wanted.
    pub(crate) fn wants(&self, engine: Engine) -> bool {
        self.only.is_none_or(|only| only == engine)
    }

    /// The engines to run a demonstration on that both can show.
    pub(crate) fn engines(&self) -> Vec<Engine> {
        [Engine::Sqlite, Engine::Postgres].into_iter().filter(|engine| self.wants(*engine)).collect()
    }

    /// How often to repeat: as told, else `short` for a quick look and `full` for the proof.
    pub(crate) fn rounds(&self, short: u32, full: u32) -> u32 {
        self.rounds.unwrap_or(if self.short { short } else { full })
    }
}

fn engine(name: &str) -> Outcome<Engine> {
    match name {
        "sqlite" => Ok(Engine::Sqlite),
        "postgres" => Ok(Engine::Postgres),
        _ => Err("--engine takes sqlite or postgres".into()),
    }
}
