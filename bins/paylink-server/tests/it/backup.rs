//! Backups taken under load are restored elsewhere, and the server that opens them knows everything it had acknowledged.

use crate::{
    postgres::Place,
    world::{CARD, Home, Server, Shop, eventually, link_of, pay_by_card, text},
};
use paylink_pg_cluster::program;
use serde_json::{Value, json};
use std::{
    fs::{self, File},
    os::unix::fs::PermissionsExt as _,
    process::{Command, Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::task::JoinHandle;

const PAYERS: usize = 4;
const SITE: &str = "https://localhost";

/// Merchants and payers who go on until they are told to stop.
struct Load {
    paid: Arc<Mutex<Vec<Value>>>,
    over: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Load {
    fn start(server: &Arc<Server>, shop: &Shop) -> Self {
        let (paid, over) = (Arc::<Mutex<Vec<Value>>>::default(), Arc::<AtomicBool>::default());
        let tasks = (0..PAYERS).map(|name| {
            let (server, shop, paid, over) = (server.clone(), shop.clone(), paid.clone(), over.clone());
            tokio::spawn(async move {
                for number in 0.. {
                    if over.load(Ordering::SeqCst) {
                        break;
                    }
                    let link = shop.one_time_link(&server).await;
                    pay_by_card(&server, &link, CARD, &format!("{name}-{number}")).await.ok(201);
                    paid.lock().unwrap().push(link);
                }
            })
        });
        Self { tasks: tasks.collect(), paid, over }
    }

    /// The links whose payment was acknowledged, once there are so many more.
    async fn after(&self, more: usize) -> Vec<Value> {
        let wanted = self.paid.lock().unwrap().len() + more;
        eventually("payments are acknowledged", async || {
            let paid = self.paid.lock().unwrap();
            (paid.len() >= wanted).then(|| paid.clone())
        })
        .await
    }

    async fn stop(self) {
        self.over.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.unwrap();
        }
    }
}

fn good(output: &Output) {
    let said = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(output.status.success(), "{}\n{}\n{}", output.status, said[0], said[1]);
}

/// The doctor finds nothing, a server starts, and every link in `paid` is paid there; the next one can be as well.
async fn is_whole(home: Home, shop: &Shop, paid: &[Value]) -> Server {
    good(&home.run(&["doctor"]));
    let server = home.serve().await;
    for link in paid {
        let found = link_of(&server, link).await;
        assert_eq!((&found["payment_status"], &found["amount_paid"]), (&json!("paid"), &json!("12.50")), "{found}");
    }
    let link = shop.one_time_link(&server).await;
    pay_by_card(&server, &link, CARD, "after").await.ok(201);
    good(&server.home.run(&["doctor"]));
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_the_embedded_database_taken_under_load_is_restored_with_its_secret() {
    let server = Arc::new(Home::new().with("PAYLINK_PUBLIC_URL", SITE).serve().await);
    let shop = Shop::open(&server).await;
    let token = server.admin("POST", &format!("/v1/merchants/{}/token", shop.merchant)).send().await.ok(201);
    let load = Load::start(&server, &shop);
    let paid = load.after(30).await;
    good(&server.home.run(&["backup", "copy.db"]));
    let copy = server.home.path().join("copy.db");
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    load.after(10).await;
    load.stop().await;

    let before = fs::read(&copy).unwrap();
    assert_eq!(server.home.run(&["backup", "copy.db"]).status.code(), Some(2), "a backup overwrites nothing");
    assert!(fs::read(&copy).unwrap() == before);

    let home = Home::new().with("PAYLINK_PUBLIC_URL", SITE);
    fs::create_dir(home.database().parent().unwrap()).unwrap();
    fs::copy(&copy, home.database()).unwrap();
    let secret = "paylink-data/secret";
    fs::copy(server.home.path().join(secret), home.path().join(secret)).unwrap();
    let restored = is_whole(home, &shop, &paid).await;
    let links = restored.say("GET", "/v1/payment_links").bearer(&text(&token, "token")).send().await;
    assert_eq!(links.status, 200, "a merchant token from before: {}", links.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_of_postgresql_taken_under_load_is_restored_into_a_new_database() {
    let (place, other) = (Place::new(), Place::new());
    let server = Arc::new(place.home("all").serve().await);
    let shop = Shop::open(&server).await;
    let load = Load::start(&server, &shop);
    let paid = load.after(30).await;
    let file = server.home.path().join("copy.dump");
    let mut dump = Command::new(program("pg_dump").unwrap());
    dump.args(["--format=custom", "--dbname", place.url()]).stdout(File::create(&file).unwrap());
    good(&dump.stderr(Stdio::piped()).output().unwrap());
    load.after(10).await;
    load.stop().await;

    let mut restore = Command::new(program("pg_restore").unwrap());
    restore.args(["--exit-on-error", "--single-transaction", "--no-owner", "--dbname", other.url()]);
    good(&restore.stdin(File::open(&file).unwrap()).output().unwrap());
    is_whole(other.home("all"), &shop, &paid).await;
}
