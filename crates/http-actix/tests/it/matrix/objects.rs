//! One object of every kind, all of one merchant: what the variable parts of paths stand for.

use crate::{
    files::PNG,
    saved_methods::{payers_page, ticked},
    world::World,
};
use paylink_core::records::Channel;
use serde_json::{Value, json};

/// Values of the variable parts of paths, by name.
pub(crate) struct Objects {
    pub(crate) merchant: String,
    values: Vec<(&'static str, String)>,
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

/// The id of a saved payment method of the merchant, and what the payer proves himself with.
fn saved_method(world: &World, merchant: &str) -> (String, String) {
    let link = world.link_of(merchant, json!({"save_payment_method": true}));
    let path = format!("/v1/checkout/{}/payments", text(&link, "slug"));
    let paid = world.say("POST", &path).key("save").json(&ticked("tok_ok")).send().ok(201);
    let payment = world.get(&format!("/v1/payments/{}", text(&paid, "id"))).ok(200);
    let page = payers_page(world, &text(&paid, "id"));
    (text(&payment, "payment_method_id"), page.rsplit('/').next().unwrap_or_default().to_owned())
}

impl Objects {
    /// A merchant that has one of everything.
    pub(crate) fn of(world: &World) -> Self {
        let merchant = world.merchant();
        let paid = world.link_of(&merchant, json!({}));
        let payment = text(&world.pay(&paid, "tok_ok", "objects").ok(201), "id");
        let refund = world.post(&format!("/v1/payments/{payment}/refunds"), &json!({"amount": "1.00"})).ok(201);
        let customer = json!({"email": "ada@example.com"});
        let (_, message) = world.sent(&merchant, Channel::Email, customer.clone());
        // an open link: what is paid cannot be changed
        let planned = json!({
            "customer": customer, "due_date": "2027-01-15",
            "reminders": [{"offset_days": -3, "channels": ["email"]}],
        });
        let link = world.link_of(&merchant, planned);
        let path = format!("/v1/payment_links/{}/reminders", text(&link, "id"));
        let reminder = world.get(&path).ok(200)["data"][0].clone();
        let file = world.attach(&link, "terms.png", PNG).ok(201);
        let logo = world.admin("PUT", &format!("/v1/merchants/{merchant}/logo")).raw("image/png", PNG).send().ok(200);
        let logo = text(&logo, "logo_url").rsplit('/').next().unwrap_or_default().to_owned();
        let bill = |kind: &str| {
            let body = json!({"number": "7", "amount": "12.50", "merchant_id": merchant});
            text(&world.post(&format!("/v1/{kind}"), &body).ok(201), "id")
        };
        let (invoice, order) = (bill("invoices"), bill("orders"));
        let (method, method_token) = saved_method(world, &merchant);
        let endpoint = json!({"url": "https://receiver.test/", "merchant_id": merchant});
        let endpoint = world.post("/v1/webhook_endpoints", &endpoint).ok(201);
        let suppression =
            json!({"channel": "email", "address": format!("{merchant}@example.com"), "merchant_id": merchant});
        let suppression = world.post("/v1/suppressions", &suppression).ok(201);
        let event = world.get(&format!("/v1/events?merchant_id={merchant}")).ok(200)["data"][0].clone();
        let person = json!({"name": "Ada Lovelace", "merchant_id": merchant});
        let person = world.post("/v1/customers", &person).ok(201);
        let (key, _) = world.key("read_only", Some(&merchant));
        let values = vec![
            ("merchant_id", merchant.clone()),
            ("customer_id", text(&person, "id")),
            ("payment_link_id", text(&link, "id")),
            ("slug", text(&link, "slug")),
            ("payment_id", payment),
            ("file_id", text(&file, "id")),
            ("logo", logo),
            ("invoice_id", invoice),
            ("order_id", order),
            ("payment_method_id", method),
            ("method_token", method_token),
            ("refund_id", text(&refund, "id")),
            ("message_id", message.clone()),
            ("reminder_id", text(&reminder, "id")),
            ("webhook_endpoint_id", text(&endpoint, "id")),
            ("suppression_id", text(&suppression, "id")),
            ("event_id", text(&event, "id")),
            ("api_key_id", key),
            ("token", format!("{message}-0123456789abcdef0123456789abcdef")),
        ];
        Self { merchant, values }
    }

    /// Ids of the same kinds that belong to nobody.
    pub(crate) fn unknown(&self) -> Self {
        let nobody = |id: &str| match id.rsplit_once('_') {
            Some((prefix, _)) => format!("{prefix}_00000000000000000000000000"),
            None => "nobody-has-this-slug".to_owned(),
        };
        let values = self.values.iter().map(|(name, id)| (*name, nobody(id))).collect();
        Self { merchant: nobody(&self.merchant), values }
    }

    /// Nothing that could be an id.
    pub(crate) fn garbage() -> Self {
        Self { merchant: "garbage".to_owned(), values: Vec::new() }
    }

    /// The path with its variable parts filled in.
    pub(crate) fn fill(&self, path: &str) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => part.to_owned(),
            Some(_) if self.values.is_empty() => "garbage".to_owned(),
            Some(name) => {
                let found = self.values.iter().find(|(known, _)| *known == name);
                found.unwrap_or_else(|| panic!("no object in matrix/objects.rs for {{{name}}}")).1.clone()
            }
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    /// Every id of an object.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.values.iter().filter(|(name, _)| name.ends_with("_id")).map(|(_, id)| id.as_str()).collect()
    }
}
