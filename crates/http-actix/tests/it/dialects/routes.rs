//! Every route of every dialect, as the reference page lists them, and somebody with credentials for all of them.

use crate::{client::Say, matrix::objects::Objects, world::World};
use paylink_http_actix::dialects_page;
use serde_json::{Value, json};

/// One endpoint of one dialect.
#[derive(Debug, Clone)]
pub(super) struct Route {
    pub(super) dialect: String,
    pub(super) method: String,
    pub(super) path: String,
}

impl Route {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// What a variable part of the path stands for.
    pub(super) fn part<'n>(&self, name: &'n str) -> &'n str {
        match name {
            "cFiMerchantId" => "merchant_id",
            "cFiInvoiceId" => "file_id",
            "payment_profile_id" | "session_id" => "payment_method_id",
            "id" if self.path.starts_with("/v2/paylinks") => "payment_link_id",
            "id" if self.path.starts_with("/v2/quickinvoices") => "payment_link_id",
            "id" if self.path.starts_with("/v2/contacts") => "customer_id",
            "id" if self.path.starts_with("/v2/locations") => "merchant_id",
            "id" if self.path.starts_with("/v2/transactions") => "payment_id",
            "id" if self.path.starts_with("/v2/postbackconfigs") => "webhook_endpoint_id",
            other => other,
        }
    }

    /// The request to the objects with these ids, without credentials.
    pub(super) fn to(&self, world: &World, ids: &Objects) -> Say {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => part.to_owned(),
            Some("type") => "logo".to_owned(),
            Some(name @ ("token" | "slug")) => format!("no-{name}"),
            Some("id") if self.path.starts_with("/v2/tags") => "tag_00000000000000000000000000".to_owned(),
            Some(name) => ids.fill(&format!("{{{}}}", self.part(name))),
        };
        let path = self.path.split('/').map(part).collect::<Vec<_>>().join("/");
        // the developer is named by everybody: who he is decides nothing
        let say = world.say(&self.method, &path).header("x-request-id", "same").header("developer-id", "d");
        if matches!(self.method.as_str(), "GET" | "DELETE") { say } else { say.json(&body(ids)) }
    }
}

/// Names objects in the words of all dialects at once: each takes what it knows.
fn body(ids: &Objects) -> Value {
    let id = |name: &str| ids.fill(&format!("{{{name}}}"));
    json!({
        "cFiMerchantId": id("merchant_id"), "cFiTransactionId": id("payment_link_id"), "cFiReminderId": [id("reminder_id")],
        "cFiInvoiceId": id("file_id"), "amount": 1.5, "status": "Completed", "reason": "x", "link": "no-such-word",
        "invoiceId": id("invoice_id"), "merchant_id": id("merchant_id"), "transaction_id": id("payment_id"),
        "payment_link_id": id("payment_link_id"), "data": {"amount": "1.50", "description": "taken over"},
        "paylink": {"location_id": id("merchant_id"), "amount_due": "1.50", "contact_id": id("customer_id")},
        "quickinvoice": {
            "location_id": id("merchant_id"), "title": "Taken over", "due_date": "2030-01-31", "item_list": {"a": 1.5},
            "transaction_id": id("payment_id"),
        },
        "contact": {"location_id": id("merchant_id"), "last_name": "Taken", "contact_api_id": "taken"},
        "tag": {"location_id": id("merchant_id"), "title": "taken"},
        "location": {"name": "Taken over"},
        "postbackconfig": {"location_id": id("merchant_id"), "url": "https://taken.test/", "resource": "transaction"},
        "transaction": {
            "action": "refund", "payment_method": "cc", "previous_transaction_id": id("payment_id"),
            "transaction_amount": "1.50", "location_id": id("merchant_id"),
        },
    })
}

/// The routes of all dialects, from the page that is made from their tables.
pub(super) fn routes() -> Vec<Route> {
    let mut dialect = String::new();
    let mut all = Vec::new();
    for line in dialects_page().lines() {
        if let Some(rest) = line.strip_prefix("Format of webhooks: `") {
            rest.split('`').next().unwrap_or_default().clone_into(&mut dialect);
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, method, path, ..] = cells.as_slice() else { continue };
        if let Some(path) = path.strip_prefix('`').and_then(|path| path.strip_suffix('`')) {
            let (method, path) = ((*method).to_owned(), path.to_owned());
            all.push(Route { dialect: dialect.clone(), method, path });
        }
    }
    assert!(all.len() > 95, "{}", all.len());
    all
}

/// Somebody with a key: its id, its secret, and a token of the merchant it is for.
pub(super) struct Holder {
    pub(super) id: String,
    pub(super) secret: String,
    pub(super) token: String,
}

impl Holder {
    pub(super) fn new(world: &World, role: &str, merchant: &str) -> Self {
        let (id, secret) = world.key(role, Some(merchant));
        Self { id, secret, token: world.token(merchant) }
    }

    /// Shows the credentials where the dialect wants them.
    pub(super) fn shows(&self, say: Say, route: &Route) -> Say {
        match route.dialect.as_str() {
            "telness" => say.header("x-api-key", &self.secret),
            "payengine" => say.header("authorization", &format!("Basic {}", self.secret)),
            "fortis" => say.header("user-id", &self.id).header("user-api-key", &self.secret),
            "connectfi" if ["/payment-link/", "/user/"].iter().any(|start| route.path.starts_with(start)) => {
                say.header("x-connectfi-token", &self.secret)
            }
            "connectfi" => say.header("x-connectfi-jwtoken", &self.token),
            other => panic!("say in dialects/guards.rs how {other} takes credentials"),
        }
    }
}
