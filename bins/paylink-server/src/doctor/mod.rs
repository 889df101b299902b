//! `paylink-server doctor`: looks at everything money depends on, changes nothing, and says what is wrong.

mod audit;
mod books;
mod files;
mod report;
mod storage;
mod surroundings;

use crate::{config::Config, failure::Failure, secret, storage::Storage, wiring};
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
        // a secret might have to be made, and a doctor makes nothing: without one, seals are not told from forged ones
        let secret = secret::existing(config);
        let known = secret.is_some();
        let looking = Config { secret: secret.or_else(|| Some(Secret::new("0".repeat(32)))), ..config.clone() };
        let wired = wiring::wire(&looking, opened, None, "http://localhost")?;
        books::payments(&wired.paylink, &mut report).await;
        books::links(&wired.paylink, &mut report).await;
        books::reports(&wired.paylink, &mut report).await;
        books::bills(&wired.paylink, &mut report).await;
        books::work(&wired.paylink, &mut report).await;
        books::newest(&wired.paylink, &mut report).await;
        audit::chain(&wired.paylink, known, &mut report).await;
        audit::waiting(&wired.paylink, &mut report).await;
        files::files(&wired.paylink, &mut report).await;
        wired.storage.close();
    }
    report.finish()
}
