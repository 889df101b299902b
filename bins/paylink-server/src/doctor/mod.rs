//! `paylink-server doctor`: looks at everything money depends on, changes nothing, and says what is wrong.

mod books;
mod files;
mod report;
mod storage;
mod surroundings;

use crate::{config::Config, failure::Failure, storage::Storage, wiring};
use paylink_core::Secret;
use report::Report;

/// Runs every check; fails when one has a finding.
pub(crate) async fn run(config: &Config) -> Result<(), Failure> {
    let mut report = Report::default();
    surroundings::clock(&mut report);
    surroundings::secret(config, &mut report);
    surroundings::public_url(config, &mut report).await;
    surroundings::mail(config, &mut report).await;
    storage::existing(config)?;
    if storage::schema(config, &mut report).await {
        let opened = Storage::open_as_tool(config).await?;
        // nothing here is signed; a real secret might have to be made, and a doctor makes nothing
        let unsigned = Config { secret: Some(Secret::new("0".repeat(32))), ..config.clone() };
        let wired = wiring::wire(&unsigned, opened, None, "http://localhost")?;
        books::payments(&wired.paylink, &mut report).await;
        books::links(&wired.paylink, &mut report).await;
        books::reports(&wired.paylink, &mut report).await;
        books::bills(&wired.paylink, &mut report).await;
        books::work(&wired.paylink, &mut report).await;
        books::newest(&wired.paylink, &mut report).await;
        files::files(&wired.paylink, &mut report).await;
        wired.storage.close();
    }
    report.finish()
}
