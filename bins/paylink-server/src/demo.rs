//! `paylink-server demo`: something to look at within a minute.

use crate::{
    cli::print_line,
    config::{Config, Database, FilePlace},
    failure::Failure,
    serve::{self, Ready},
    system::SystemIds,
};
use paylink_core::{
    Caller, Error, Paylink, Reply, Role,
    forms::{ApiKeyForm, LinkForm, ListQuery, MerchantForm, Patch},
    hash::hex,
    ports::IdSource as _,
    views::LinkView,
};
use std::path::PathBuf;

/// Serves an empty database with a demo merchant and a demo link.
pub(crate) async fn demo(mut config: Config) -> Result<(), Failure> {
    let temporary = if config.database_named { None } else { Some(place(&mut config)) };
    let result = show(&config).await;
    if let Some(folder) = temporary {
        // left-overs of a demo are no reason to end badly
        let _ = std::fs::remove_dir_all(folder);
    }
    result
}

/// Points the configuration at a fresh folder, so that every demo begins empty.
fn place(config: &mut Config) -> PathBuf {
    let mut bytes = [0; 8];
    SystemIds.fill(&mut bytes);
    let folder = std::env::temp_dir().join(format!("paylink-demo-{}", hex(&bytes)));
    config.database = Database::Sqlite(folder.join("paylink.db"));
    if matches!(&config.files.place, FilePlace::Folder(files) if *files == config.data_dir.join("files")) {
        config.files.place = FilePlace::Folder(folder.join("files"));
    }
    config.data_dir.clone_from(&folder);
    folder
}

async fn show(config: &Config) -> Result<(), Failure> {
    let ready = serve::prepare(config).await?;
    let caller = Caller::platform(Role::Admin, None);
    let failed = |error: Error| Failure::broken("the demo", &error);
    let known = ready.wired.paylink.merchants(&caller, &ListQuery::default()).await.map_err(failed)?;
    if !known.rows.is_empty() {
        return Err(Failure::setting(
            "PAYLINK_DATABASE_URL",
            "the demo wants an empty database, and this one has merchants",
        ));
    }
    let (link, key) = furnish(&ready.wired.paylink, &caller).await.map_err(failed)?;
    print_line(&greeting(&ready, &link, &key))?;
    serve::run(config, ready).await
}

/// A merchant, a link to be paid, and a key to look at both.
async fn furnish(paylink: &Paylink, caller: &Caller) -> Result<(LinkView, String), Error> {
    let replayed = || Error::internal("a demo has nothing to replay");
    let merchant = MerchantForm {
        name: "Blue Bottle Bicycles".into(),
        email: "shop@example.com".into(),
        accent_color: "#1f5fbf".into(),
        timezone: "America/New_York".into(),
        ..MerchantForm::default()
    };
    let Reply::Fresh(merchant) = paylink.create_merchant(caller, &merchant, None).await? else {
        return Err(replayed());
    };
    let link = LinkForm {
        amount: "129.00".into(),
        currency: "USD".into(),
        description: "Spring tune-up and new brake pads".into(),
        order_number: "BB1042".into(),
        sales_tax: "9.50".into(),
        slug: Patch::Set("demo".to_owned()),
        ..LinkForm::default()
    };
    let id = merchant.id.to_string();
    let Reply::Fresh(link) = paylink.create_link(caller, Some(&id), &link, None).await? else { return Err(replayed()) };
    let key = ApiKeyForm { name: Some("Demo".to_owned()), role: Some("admin".to_owned()), ..ApiKeyForm::default() };
    let Reply::Fresh(key) = paylink.create_api_key(caller, &key, None).await? else { return Err(replayed()) };
    Ok((link, key.secret.expose().to_owned()))
}

fn greeting(ready: &Ready, link: &LinkView, key: &str) -> String {
    let qr = paylink_hosted_page::qr_terminal(&link.url);
    let base = &ready.public_url;
    format!(
        "\nPaylink demo: nothing here moves money.\n\n{qr}\n\
         Payment link   {}\n\
         Test card      4242 4242 4242 4242, any future date, any code\n\
         API key        {key}\n\
         API reference  {base}/docs\n\n\
         Ctrl-C stops the demo and forgets everything in it.\n",
        link.url
    )
}
