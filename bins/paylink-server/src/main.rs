//! The Paylink server: reads its configuration, puts the adapters together, serves, and runs the commands.

mod backup;
mod carriers;
mod cli;
mod config;
mod demo;
mod doctor;
mod failure;
mod files;
mod gallery;
mod keys;
mod logging;
mod sandbox;
mod secret;
mod serve;
mod storage;
mod system;
mod wiring;
mod workers;

use cli::{Cli, Command};
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run() -> Result<(), Failure> {
    let cli = Cli::read()?;
    if matches!(cli.command, Some(Command::Openapi)) {
        return cli::print_line(&paylink_http_actix::openapi());
    }
    if let Some(Command::Messages { action }) = &cli.command {
        return gallery::run(action);
    }
    let config = config::load(&cli, |name| std::env::var(name))?;
    logging::start(&config)?;
    let system = actix_web::rt::System::new();
    system.block_on(async move {
        match cli.command {
            None | Some(Command::Serve { .. }) => serve::serve(config).await,
            Some(Command::Demo) => demo::demo(config).await,
            Some(Command::Migrate) => wiring::migrate(&config).await,
            Some(Command::Backup { path }) => backup::run(&config, path).await,
            Some(Command::Doctor) => doctor::run(&config).await,
            Some(Command::Key { action }) => keys::run(&config, action).await,
            Some(Command::Messages { .. } | Command::Openapi) => Ok(()),
        }
    })
}
