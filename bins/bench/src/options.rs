//! What to measure, and for how long.

use crate::Outcome;
use std::{path::PathBuf, time::Duration};

const USAGE: &str = "usage: paylink-bench [--only NAME] [--rounds N] [--seconds N] [--clients N] [--operations N]
\
                     names: footprint, pages, links, commits, postgres, scale, reports";

/// A part of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    Footprint,
    Pages,
    Links,
    Commits,
    Postgres,
    Scale,
    Reports,
}

/// What this process is for.
pub(crate) enum Job {
    Measure(Options),
    /// Answers from memory what these files hold; started by the benchmark itself.
    FloorApp(Vec<PathBuf>),
}

/// How to measure.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    only: Option<Area>,
    /// How often the sides take turns.
    pub(crate) rounds: u32,
    /// How long one side has the machine in a round over HTTP.
    pub(crate) turn: Duration,
    /// Connections, or tasks that commit.
    pub(crate) clients: usize,
    /// Commits of one turn on the storage.
    pub(crate) operations: usize,
    /// This program.
    pub(crate) own: PathBuf,
    /// The server built beside it.
    pub(crate) server: PathBuf,
}

impl Options {
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Outcome<Job> {
        let own = std::env::current_exe()?;
        let server = own.with_file_name(format!("paylink-server{}", std::env::consts::EXE_SUFFIX));
        let turn = Duration::from_secs(3);
        let mut options = Self { only: None, rounds: 7, turn, clients: 64, operations: 12_800, own, server };
        while let Some(flag) = arguments.next() {
            if flag == "floor-app" {
                return Ok(Job::FloorApp(arguments.map(PathBuf::from).collect()));
            }
            let value = arguments.next().ok_or(USAGE)?;
            match flag.as_str() {
                "--only" => options.only = Some(area(&value)?),
                "--rounds" => options.rounds = value.parse()?,
                "--seconds" => options.turn = Duration::from_secs(value.parse()?),
                "--clients" => options.clients = value.parse()?,
                "--operations" => options.operations = value.parse()?,
                _ => return Err(USAGE.into()),
            }
        }
        if options.rounds == 0 || options.turn.is_zero() || options.clients == 0 || options.operations == 0 {
            return Err("every number must be at least 1".into());
        }
        if !options.server.is_file() {
            let build = "cargo build --release -p paylink-server -p paylink-bench";
            return Err(format!("there is no server beside this program; build both: {build}").into());
        }
        Ok(Job::Measure(options))
    }

    pub(crate) fn wants(&self, area: Area) -> bool {
        self.only.is_none_or(|only| only == area)
    }

    /// A folder beside this program, so that its files lie on a disk and not in memory.
    pub(crate) fn folder(&self) -> Outcome<tempfile::TempDir> {
        let parent = self.own.parent().ok_or("this program lies nowhere")?;
        Ok(tempfile::Builder::new().prefix("paylink-bench-").tempdir_in(parent)?)
    }
}

fn area(name: &str) -> Outcome<Area> {
    match name {
        "footprint" => Ok(Area::Footprint),
        "pages" => Ok(Area::Pages),
        "links" => Ok(Area::Links),
        "commits" => Ok(Area::Commits),
        "postgres" => Ok(Area::Postgres),
        "scale" => Ok(Area::Scale),
        "reports" => Ok(Area::Reports),
        _ => Err(USAGE.into()),
    }
}
