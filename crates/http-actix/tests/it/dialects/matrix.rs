//! One link made in one dialect is the same link in all: read, listed, cancelled and paid in every other one and natively.
//!
//! A dialect is one [`Tongue`] in a file of its own and one line in [`ALL`].

mod connectfi;
mod fortis;
mod native;
mod payengine;
mod telness;

use crate::{
    client::Say,
    world::{World, world},
};
use serde_json::{Value, json};
use std::cell::Cell;

/// Everyone who can talk of links.
const ALL: &[Tongue] = &[native::TONGUE, connectfi::TONGUE, fortis::TONGUE, payengine::TONGUE, telness::TONGUE];

/// How one dialect says what all of them can say.
struct Tongue {
    name: &'static str,
    /// Makes a one-time link over 12.50 USD; its id.
    make: fn(&Ground) -> String,
    /// What it says of a link.
    read: fn(&Ground, &str) -> Seen,
    /// The ids of the links it lists.
    list: fn(&Ground) -> Vec<String>,
    /// Takes a link back.
    cancel: fn(&Ground, &str),
    /// What becomes of a link that it takes back.
    ends: State,
    /// Pays a link; most leave that to the page.
    pay: fn(&Ground, &str),
}

/// What a dialect says of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    state: State,
    /// Its id, while there is one.
    id: Option<String>,
    /// The amount, by dialects that tell it.
    amount: Option<String>,
    /// The address of the page, by dialects that tell it.
    url: Option<String>,
}

impl Seen {
    const GONE: Self = Self { state: State::Gone, id: None, amount: None, url: None };
}

/// What every dialect can say of a link's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It waits for its payment.
    Open,
    /// It was paid.
    Paid,
    /// It was taken back.
    TakenBack,
    /// It was deleted.
    Gone,
}

/// A server, a merchant, and the keys that the dialects want.
struct Ground {
    world: World,
    merchant: String,
    /// The secret of a key of the platform.
    platform: String,
    /// Id and secret of a key of the merchant.
    own: (String, String),
    orders: Cell<u32>,
}

fn ground() -> Ground {
    let world = world();
    let merchant = world.merchant();
    let ((_, platform), own) = (world.key("admin", None), world.key("admin", Some(&merchant)));
    Ground { world, merchant, platform, own, orders: Cell::new(0) }
}

impl Ground {
    fn say(&self, method: &str, path: &str) -> Say {
        self.world.say(method, path)
    }

    /// The link as the native API knows it.
    fn native(&self, id: &str) -> Value {
        self.world.get(&format!("/v1/payment_links/{id}")).ok(200)
    }

    /// Pays a link on its page.
    fn pay_on_page(&self, id: &str) {
        self.world.pay(&self.native(id), "tok_ok", id).ok(201);
    }

    /// A new order over 12.50.
    fn order(&self) -> String {
        self.orders.set(self.orders.get() + 1);
        let number = format!("A{}", self.orders.get());
        let body = json!({"merchant_id": self.merchant, "number": number, "amount": "12.50"});
        text(&self.world.post("/v1/orders", &body).ok(201)["id"])
    }
}

/// A text in an answer.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}")).to_owned()
}

/// The texts of one field of each row.
fn texts(rows: &Value, field: &str) -> Vec<String> {
    rows.as_array().unwrap_or_else(|| panic!("a list: {rows}")).iter().map(|row| text(&row[field])).collect()
}

/// Whether everybody sees the link in this state, and agrees on the rest.
fn all_see(ground: &Ground, id: &str, state: State, what: &str) {
    for other in ALL {
        let seen = (other.read)(ground, id);
        let what = format!("{what}, read as {}", other.name);
        assert_eq!(seen.state, state, "{what}");
        if state != State::Gone {
            assert_eq!(seen.id.as_deref(), Some(id), "{what}");
            // some write numbers, without needless zeros
            assert!(seen.amount.is_none_or(|amount| amount == "12.50" || amount == "12.5"), "{what}");
            assert!(seen.url.is_none_or(|url| url == ground.native(id)["url"]), "{what}");
        }
    }
}

#[test]
fn a_link_made_in_one_dialect_is_read_and_listed_in_every_other() {
    let ground = ground();
    let mut made = Vec::new();
    for maker in ALL {
        ground.world.clock.advance(std::time::Duration::from_secs(1));
        let id = (maker.make)(&ground);
        assert_eq!(ground.native(&id)["amount"], json!("12.50"), "{}", maker.name);
        assert_eq!(ground.native(&id)["merchant_id"], json!(ground.merchant), "{}", maker.name);
        all_see(&ground, &id, State::Open, &format!("made as {}", maker.name));
        made.push(id);
    }
    made.sort();
    for other in ALL {
        let mut listed = (other.list)(&ground);
        listed.sort();
        assert_eq!(listed, made, "listed as {}", other.name);
    }
}

#[test]
fn a_link_made_in_one_dialect_is_cancelled_in_every_other() {
    let ground = ground();
    for maker in ALL {
        for other in ALL {
            let id = (maker.make)(&ground);
            (other.cancel)(&ground, &id);
            all_see(&ground, &id, other.ends, &format!("made as {}, cancelled as {}", maker.name, other.name));
        }
    }
}

#[test]
fn a_link_made_in_one_dialect_is_paid_in_every_other() {
    let ground = ground();
    for maker in ALL {
        for other in ALL {
            let id = (maker.make)(&ground);
            (other.pay)(&ground, &id);
            all_see(&ground, &id, State::Paid, &format!("made as {}, paid as {}", maker.name, other.name));
        }
    }
}
