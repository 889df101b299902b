//! What a server costs before anybody asks it anything: start, memory, size on disk.

use crate::{
    Outcome, api,
    http::{Load, load},
    options::Options,
    process::Server,
    report::{figure, gap, heading, mebibytes, millis},
};
use std::{path::Path, time::Duration};

const STARTS: usize = 9;
const IDLE: Duration = Duration::from_secs(3);
const MEMORY_GOAL: u64 = 30 * 1024 * 1024;
const START_GOAL: Duration = Duration::from_millis(300);

pub(crate) fn measure(options: &Options) -> Outcome<()> {
    heading("Footprint of the server");
    let size = std::fs::metadata(&options.server)?.len();
    figure("size of the binary", &mebibytes(size), None);
    starts(options)?;
    memory(options)?;
    gap();
    Ok(())
}

fn starts(options: &Options) -> Outcome<()> {
    let mut fresh = Vec::new();
    let mut again = Vec::new();
    for _ in 0..STARTS {
        let folder = options.folder()?;
        fresh.push(Server::start(options, folder.path(), &[])?.cold_start);
        again.push(Server::start(options, folder.path(), &[])?.cold_start);
    }
    for (name, spans) in [("start, no database yet", &mut fresh), ("start, database there", &mut again)] {
        spans.sort_unstable();
        let middle = spans.get(STARTS / 2).copied().unwrap_or_default();
        figure(name, &millis(middle), Some(("≤ 300 ms", middle <= START_GOAL)));
    }
    Ok(())
}

fn memory(options: &Options) -> Outcome<()> {
    let folder = options.folder()?;
    let server = Server::start(options, folder.path(), &[])?;
    std::thread::sleep(IDLE);
    let idle = server.child.resident()?;
    figure("memory, idle", &mebibytes(idle), Some(("≤ 30 MiB", idle <= MEMORY_GOAL)));
    let worked = after_work(options, &server)?;
    figure("memory, idle again after load", &mebibytes(worked), None);
    let database = size_of(&folder.path().join("paylink-data"))?;
    figure("data folder then", &mebibytes(database), None);
    Ok(())
}

fn after_work(options: &Options, server: &Server) -> Outcome<u64> {
    let merchant = api::merchant(server)?;
    let requests = [api::link_request(&merchant)].into();
    let span = options.turn;
    load(&Load { address: server.address, requests, expected: 201, clients: options.clients, span, once: false })?;
    std::thread::sleep(IDLE);
    server.child.resident()
}

fn size_of(folder: &Path) -> Outcome<u64> {
    let mut sum: u64 = 0;
    for entry in std::fs::read_dir(folder)? {
        sum = sum.saturating_add(entry?.metadata()?.len());
    }
    Ok(sum)
}
