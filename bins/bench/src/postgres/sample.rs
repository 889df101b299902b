//! One order committed by the store, and the rows it left behind after every commit.

use super::script::Script;
use crate::{
    Outcome,
    storage::{
        changes::{Order, Shop},
        target::{Act, Part, Target},
    },
};
use paylink_core::{TypedId as _, ports::Store as _};
use paylink_pg_cluster::Server;
use paylink_store_diesel::postgres::{PostgresOptions, PostgresStore};
use serde_json::Value;
use std::collections::HashMap;

/// A row: column, type, value.
#[derive(Default)]
pub(super) struct Row {
    pub(super) columns: Vec<(String, String, Value)>,
}

/// Commits `order` into `database` and writes down what any client would have to send for it.
pub(super) async fn script(server: &Server, database: &str, shop: &Shop, order: &Order) -> Outcome<Script> {
    let store = PostgresStore::open(PostgresOptions::tool(server.url(database).parse()?)).await?;
    let kinds = kinds(server, database)?;
    let mut script = Script::default();
    script.keep(&shop.merchant.id.uuid().to_string());
    script.keep("00000000-0000-0000-0000-000000000000");
    if let Some(link) = &order.link {
        script.count(&link.id.uuid().to_string());
    }
    for changes in &order.commits {
        store.commit(changes.clone()).await?;
        script.begin();
        for change in changes.changes() {
            for target in Target::all(change)? {
                let row = match target.act {
                    Act::Insert | Act::Update(_) => row(server, database, &target, &kinds)?,
                    Act::Delete | Act::Expect(_) => Row::default(),
                };
                script.step(&target, &row)?;
            }
        }
        script.commit();
    }
    store.close();
    Ok(script)
}

/// The type of every column, by `table.column`.
fn kinds(server: &Server, database: &str) -> Outcome<HashMap<String, String>> {
    let sql = "SELECT json_object_agg(table_name || '.' || column_name, data_type) \
               FROM information_schema.columns WHERE table_schema = 'public'";
    Ok(serde_json::from_str(&server.run(database, sql)?)?)
}

fn row(server: &Server, database: &str, target: &Target, kinds: &HashMap<String, String>) -> Outcome<Row> {
    let table = target.table;
    let place: Vec<String> = target
        .key
        .iter()
        .map(|(column, part)| match part {
            Part::Id(id) => format!("{column} = '{id}'"),
            Part::Text(text) => format!("{column} = '{text}'"),
        })
        .collect();
    let found = server.run(database, &format!("SELECT row_to_json(t) FROM {table} t WHERE {}", place.join(" AND ")))?;
    let values: serde_json::Map<String, Value> = serde_json::from_str(&found)?;
    let columns = values.into_iter().map(|(column, value)| {
        let kind = kinds.get(&format!("{table}.{column}")).cloned().unwrap_or_default();
        (column, kind, value)
    });
    Ok(Row { columns: columns.collect() })
}
