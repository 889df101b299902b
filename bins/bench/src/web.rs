//! Pages and link creation over HTTP, against the floor app.

use crate::{
    Outcome, api,
    compare::{Series, Side, Turn, take_turns},
    floor_app,
    http::{Load, Request, exchange, load},
    options::Options,
    process::{Child, Server},
    report::{self, Goal},
};
use std::{net::SocketAddr, path::Path, sync::Arc};

/// Links whose pages are opened in turn.
const LINKS: usize = 100;

/// A server and what to ask of it.
struct Stage {
    server: Server,
    pages: Arc<[Request]>,
    link: Arc<[Request]>,
}

impl Stage {
    fn set(options: &Options, folder: &Path, settings: &[(&str, &str)]) -> Outcome<Self> {
        let server = Server::start(options, folder, settings)?;
        let merchant = api::merchant(&server)?;
        let mut pages = Vec::new();
        for _ in 0..LINKS {
            pages.push(Request::get(&format!("/p/{}", api::link(&server, &merchant)?)));
        }
        Ok(Self { server, pages: pages.into(), link: [api::link_request(&merchant)].into() })
    }

    /// An app that answers from memory what the server answers.
    fn floor(&self, options: &Options, folder: &Path) -> Outcome<(Child, SocketAddr)> {
        let (page, link) = (folder.join("page.http"), folder.join("link.http"));
        for (file, requests) in [(&page, &self.pages), (&link, &self.link)] {
            let request = requests.first().ok_or("nothing to ask")?;
            std::fs::write(file, exchange(self.server.address, request)?)?;
        }
        floor_app::start(&options.own, &page, &link)
    }
}

/// A turn of load on a child, with the processor time it took there.
fn turn(
    options: &Options,
    child: &Child,
    address: SocketAddr,
    requests: &Arc<[Request]>,
    expected: u16,
) -> Outcome<Turn> {
    let before = child.busy();
    let requests = Arc::clone(requests);
    let mut turn =
        load(&Load { address, requests, expected, clients: options.clients, span: options.turn, once: false })?;
    turn.busy = before.zip(child.busy()).map(|(before, after)| after.saturating_sub(before));
    Ok(turn)
}

/// The hosted page against the same bytes from memory.
pub(crate) fn pages(options: &Options) -> Outcome<()> {
    let (folder, other_folder) = (options.folder()?, options.folder()?);
    let kept = Stage::set(options, folder.path(), &[])?;
    let anew = Stage::set(options, other_folder.path(), &[("PAYLINK_PAGE_CACHE", "off")])?;
    let (floor, address) = kept.floor(options, folder.path())?;
    let ours = |stage: &Stage| turn(options, &stage.server.child, stage.server.address, &stage.pages, 200);
    let mut sides = [
        Side::new("page, cache on", || ours(&kept)),
        Side::new("page, cache off", || ours(&anew)),
        Side::new("floor app", || turn(options, &floor, address, &kept.pages, 200)),
    ];
    let series = take_turns(options.rounds, &mut sides)?;
    report::heading("Hosted page, requests per second");
    show(&series, &[Some(Goal(0.85)), Some(Goal(0.5))]);
    Ok(())
}

/// Making a link against the same answer from memory.
pub(crate) fn links(options: &Options) -> Outcome<()> {
    let folder = options.folder()?;
    let stage = Stage::set(options, folder.path(), &[])?;
    let (floor, address) = stage.floor(options, folder.path())?;
    let mut sides = [
        Side::new("make a link", || turn(options, &stage.server.child, stage.server.address, &stage.link, 201)),
        Side::new("floor app", || turn(options, &floor, address, &stage.link, 201)),
    ];
    let series = take_turns(options.rounds, &mut sides)?;
    report::heading("Links made over HTTP, per second; each answered after a durable commit");
    show(&series, &[None]);
    Ok(())
}

/// Every side, then each against the last.
fn show(series: &[Series], goals: &[Option<Goal>]) {
    series.iter().for_each(report::side);
    if let Some((floor, sides)) = series.split_last() {
        for (side, goal) in sides.iter().zip(goals) {
            report::ratio(side, floor, goal.as_ref());
        }
    }
    report::gap();
}
