//! Writes every sample page into a folder, and every sample message into `messages` in it, to look at: `cargo run --example gallery -- FOLDER`.

use paylink_core::{Timestamp, ports::Pages};
use paylink_hosted_page::{
    HostedPages,
    samples::{self, gallery},
};
use std::{env, fs, path::Path};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = env::args().nth(1).ok_or("name the folder to write to")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let pages = HostedPages::new()?;
    let now: Timestamp = "2026-03-12T15:04:05Z".parse()?;
    for (name, page) in samples::all(now) {
        let rendered = pages.render(&page, "c2FtcGxlLW5vbmNlLTEyMw", "en")?;
        fs::write(folder.join(format!("{name}.html")), rendered.html)?;
        fs::write(folder.join(format!("{name}.csp")), rendered.csp)?;
    }
    fs::write(folder.join("qr.svg"), pages.qr_svg("https://pay.example/p/spring-campaign")?)?;
    fs::write(folder.join("qr.png"), pages.qr_png("https://pay.example/p/spring-campaign")?)?;
    let messages = folder.join("messages");
    fs::create_dir_all(&messages)?;
    for (name, bytes) in gallery::files(&pages, now)? {
        fs::write(messages.join(name), bytes)?;
    }
    Ok(())
}
