//! Creating and changing a paylink.

use crate::{
    dialects::fortis::{
        link::{
            API_ID, NewLink, Payer, accounts_now, accounts_of_new, day, keep_hand, kept, location_of_new, payer_patch,
        },
        read::{Kept, flag, open, text, whole},
    },
    json::{Fields, Object},
};
use paylink_core::{
    Code,
    forms::{LinkForm, Patch},
    records::LinkRecord,
};
use std::collections::BTreeMap;

const DESCRIPTION: usize = 64;

/// Reads the body of `POST /v2/paylinks`, sent with the API key `by`. Fields that are not known are left aside.
#[must_use]
pub fn create_paylink(body: Object, by: Option<&str>) -> NewLink {
    let mut fields = open(body, "paylink");
    let location_id = location_of_new(&mut fields);
    let mut kept = Kept::from(&BTreeMap::new());
    let payment_methods = accounts_of_new(&mut fields, &mut kept, location_id.as_deref());
    let payer = Payer::read_with_phone(&mut fields);
    if let Some(digits) = payer.dead_phone() {
        kept.put(kept::PHONE, Patch::Set(digits));
    }
    keep_hand(&mut kept, kept::MADE_BY, by);
    let mail = payer.email.set().is_some() || payer.is_tied();
    let (number, reachable) = (payer.phone.set().is_some(), payer.reachable_phone());
    let asked = whole(&mut fields, "delivery_method", (0, 3)).into_set();
    let ways = asked.map_or((payer.email.set().is_some(), number), ways_of);
    if asked.is_some() {
        require_address(&mut fields, ways, (mail, number));
    }
    let contact_api_id = payer.contact_api_id.clone();
    let form = LinkForm {
        amount: fields.amount("amount_due"),
        payment_methods,
        customer: payer.of_new(),
        delivery: delivery_of((ways.0 && mail, ways.1 && reachable)).into(),
        ..shared(&mut fields)
    };
    let form = LinkForm { metadata: kept.into_patch(), unread: fields.finish(), ..form };
    NewLink { location_id, contact_api_id, form }
}

/// Reads the body of `PUT /v2/paylinks/{id}`, sent with the API key `by`, for the link as it is.
#[must_use]
pub fn update_paylink(body: Object, link: &LinkRecord, by: Option<&str>) -> (LinkForm, Option<String>) {
    let mut fields = open(body, "paylink");
    let mut kept = Kept::from(&link.details.metadata);
    let payment_methods = accounts_now(&mut fields, &mut kept, link);
    let payer = Payer::read_with_phone(&mut fields);
    let asked = whole(&mut fields, "delivery_method", (0, 3)).into_set();
    if payer.phone.is_mentioned() {
        kept.put(kept::PHONE, payer.dead_phone().map_or(Patch::Clear, Patch::Set));
    }
    keep_hand(&mut kept, kept::CHANGED_BY, by);
    let contact_api_id = payer.contact_api_id.clone();
    let payer = payer.laid_over(link);
    let person = &payer.1;
    let delivery = asked.map(|asked| {
        let ways = ways_of(asked);
        let mail = person.email.is_some() || person.id.is_some() || contact_api_id.is_some();
        require_address(&mut fields, ways, (mail, person.phone.is_some() || kept.has(kept::PHONE)));
        delivery_of((ways.0 && mail, ways.1 && person.phone.is_some()))
    });
    let form = LinkForm {
        amount: fields.amount("amount_due"),
        payment_methods,
        customer: payer_patch(payer),
        delivery: delivery.map_or(Patch::Keep, Patch::from),
        ..shared(&mut fields)
    };
    (LinkForm { metadata: kept.into_patch(), unread: fields.finish(), ..form }, contact_api_id)
}

/// The fields that mean the same at creation and afterwards.
fn shared(fields: &mut Fields) -> LinkForm {
    LinkForm {
        description: text(fields, "description", DESCRIPTION),
        external_id: text(fields, "paylink_api_id", API_ID),
        ends_at: day(fields, "expire_date"),
        may_have_ended: true,
        show_receipt_details: flag(fields, "display_product_transaction_receipt_details"),
        show_billing_fields: flag(fields, "display_billing_fields"),
        tags: fields.texts("tags"),
        ..LinkForm::default()
    }
}

/// By mail, by text message.
const fn ways_of(delivery_method: i64) -> (bool, bool) {
    (delivery_method & 1 == 1, delivery_method & 2 == 2)
}

const fn delivery_of(ways: (bool, bool)) -> &'static str {
    match ways {
        (false, false) => "none",
        (true, false) => "email",
        (false, true) => "sms",
        (true, true) => "both",
    }
}

fn require_address(fields: &mut Fields, ways: (bool, bool), has: (bool, bool)) {
    if ways.0 && !has.0 {
        fields.refuse("email", Code::Required, "delivery_method 1 and 3 need a mail address");
    }
    if ways.1 && !has.1 {
        fields.refuse("cell_phone", Code::Required, "delivery_method 2 and 3 need a telephone number");
    }
}
