//! The audit log of several servers on one database.

use super::Place;
use crate::{
    audit::findings,
    world::{CARD, Shop, eventually, pay_by_card},
};
use futures_util::future::join_all;

async fn sealed(place: &Place) {
    eventually("every entry is sealed", async || {
        Some(()).filter(|()| place.count("audit_marks WHERE seal IS NULL") == 0)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_seal_one_chain_and_no_entry_twice() {
    let place = Place::new();
    let servers = [place.home("all").serve().await, place.home("all").serve().await];
    let shop = Shop::open(&servers[0]).await;
    let payers = (0..40).map(|payer| {
        let (shop, servers) = (&shop, &servers);
        async move {
            let server = &servers[payer % 2];
            let link = shop.one_time_link(server).await;
            pay_by_card(server, &link, CARD, &format!("pay-{payer}")).await.ok(201);
        }
    });
    join_all(payers).await;
    sealed(&place).await;
    assert!(place.count("audit_log") >= 240);
    assert_eq!(place.count("audit_log"), place.count("audit_marks WHERE seal IS NOT NULL"));
    let gaps =
        "(SELECT number - lag(number, 1, 0::bigint) OVER (ORDER BY number) AS step FROM audit_seals) s WHERE step <> 1";
    assert_eq!(place.count(gaps), 0, "seals are numbered without a gap");
    assert_eq!(findings(&servers[0].home), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_to_the_log_behind_the_servers_back_is_named() {
    let one = "(SELECT id FROM audit_log WHERE action = 'payment.succeeded' ORDER BY id LIMIT 1)";
    for (damage, finding) in [
        (
            format!(
                "ALTER TABLE audit_log DISABLE TRIGGER ALL;
                 UPDATE audit_log SET state = replace(state, 'succeeded', 'succeedee') WHERE id = {one};
                 ALTER TABLE audit_log ENABLE TRIGGER ALL"
            ),
            "was changed after seal",
        ),
        (
            format!(
                "ALTER TABLE audit_log DISABLE TRIGGER ALL; DELETE FROM audit_log WHERE id = {one};
                 ALTER TABLE audit_log ENABLE TRIGGER ALL"
            ),
            "was removed after seal",
        ),
        (
            "ALTER TABLE audit_seals DISABLE TRIGGER ALL; ALTER TABLE audit_marks DISABLE TRIGGER ALL;
             DELETE FROM audit_seals WHERE number = (SELECT max(number) FROM audit_seals) - 1;
             ALTER TABLE audit_seals ENABLE TRIGGER ALL; ALTER TABLE audit_marks ENABLE TRIGGER ALL"
                .to_owned(),
            ": missing",
        ),
    ] {
        let place = Place::new();
        let server = place.home("all").serve().await;
        let shop = Shop::open(&server).await;
        for payer in 0..2 {
            let link = shop.one_time_link(&server).await;
            pay_by_card(&server, &link, CARD, &format!("pay-{payer}")).await.ok(201);
            sealed(&place).await;
        }
        let home = server.kill();
        assert_eq!(findings(&home), Vec::<String>::new());
        place.run(&damage);
        let found = findings(&home);
        assert!(found.iter().any(|line| line.contains(finding)), "{damage}\n{found:#?}");
    }
}
