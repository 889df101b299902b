//! `paylink-server key create`: a first API key, without a server that runs.

use crate::{
    cli::{KeyAction, print_line},
    config::Config,
    failure::Failure,
    storage::Storage,
    wiring,
};
use paylink_core::{Caller, Reply, Role, forms::ApiKeyForm};

/// Runs a `key` command.
pub(crate) async fn run(config: &Config, action: KeyAction) -> Result<(), Failure> {
    let KeyAction::Create { name, role } = action;
    let storage = Storage::open_as_tool(config).await?;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.bind));
    let wired = wiring::wire(config, storage, None, &public_url)?;
    let form = ApiKeyForm { name: Some(name), role: Some(role), ..ApiKeyForm::default() };
    let made = wired.paylink.create_api_key(&Caller::platform(Role::Admin, None), &form, None).await;
    wired.storage.close();
    match made {
        Ok(Reply::Fresh(key)) => print_line(key.secret.expose()),
        Ok(Reply::Replayed(_)) => Ok(()),
        Err(error) => Err(Failure::Setting(error.detail)),
    }
}
