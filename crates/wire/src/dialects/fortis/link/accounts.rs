//! The accounts of a link: one for cards, one for bank debits. They say which methods it takes.

use super::kept;
use crate::{
    dialects::fortis::{
        read::{Kept, id},
        show::account,
    },
    json::Fields,
};
use paylink_core::{
    Code,
    forms::Patch,
    records::{LinkRecord, Method},
};

/// The methods of a new link.
pub(in crate::dialects::fortis) fn accounts_of_new(
    fields: &mut Fields,
    kept: &mut Kept,
    location: Option<&str>,
) -> Patch<Vec<String>> {
    let card = id(fields, kept::CARD);
    let ach = id(fields, kept::ACH);
    let named = [(Method::Card, card, kept::CARD), (Method::Ach, ach, kept::ACH)];
    let methods: Vec<String> = named
        .iter()
        .filter(|(_, account, _)| account.set().is_some())
        .map(|(method, _, _)| method.name().to_owned())
        .collect();
    for (method, given, name) in named {
        keep_account(kept, location, (method, name), given);
    }
    if methods.is_empty() { Patch::Keep } else { Patch::Set(methods) }
}

/// The methods a link takes after a change.
pub(in crate::dialects::fortis) fn accounts_now(
    fields: &mut Fields,
    kept: &mut Kept,
    link: &LinkRecord,
) -> Patch<Vec<String>> {
    let (card, ach) = (id(fields, kept::CARD), id(fields, kept::ACH));
    if !card.is_mentioned() && !ach.is_mentioned() {
        return Patch::Keep;
    }
    let takes = |given: &Patch<String>, before: bool| match given {
        Patch::Keep => before,
        Patch::Clear => false,
        Patch::Set(_) => true,
    };
    let merchant = link.merchant_id.to_string();
    let before = (link.card_minor.is_some(), link.ach_minor.is_some());
    let after = (takes(&card, before.0), takes(&ach, before.1));
    keep_account(kept, Some(&merchant), (Method::Card, kept::CARD), card);
    keep_account(kept, Some(&merchant), (Method::Ach, kept::ACH), ach);
    if after == (false, false) {
        fields.refuse(kept::CARD, Code::Required, "one of cc_ and ach_product_transaction_id is required");
        return Patch::Keep;
    }
    let names = [(Method::Card, after.0), (Method::Ach, after.1)];
    let taken: Vec<String> =
        names.iter().filter(|(_, takes)| *takes).map(|(method, _)| method.name().to_owned()).collect();
    if after == before { Patch::Keep } else { Patch::Set(taken) }
}

/// Keeps the account for a method where it is not the one that follows from the merchant.
fn keep_account(kept: &mut Kept, merchant: Option<&str>, (method, name): (Method, &str), given: Patch<String>) {
    let usual = merchant.map(|merchant| account(merchant, method));
    let given = match given {
        Patch::Set(id) if Some(&id) == usual.as_ref() => Patch::Clear,
        other @ (Patch::Keep | Patch::Clear | Patch::Set(_)) => other,
    };
    kept.put(name, given);
}
