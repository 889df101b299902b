//! The merchants of a client.

use super::ask::{Answered, Ask, On as _, Trouble, fresh};
use paylink_core::{
    Caller, Code, Error,
    forms::{ListQuery, MerchantForm},
    records::MerchantRecord,
};
use paylink_wire::dialects::connectfi::{
    About, Merchant, MerchantChange, create_merchant, merchant_list, merchant_of, nothing, update_merchant,
};
use serde_json::json;
use std::collections::BTreeMap;

/// Makes a merchant.
pub(super) async fn create(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let change = create_merchant(ask.body().await?);
    let about = change.reference().map_or(About::Path, |reference| About::Reference(reference.to_owned()));
    let form = with_metadata(&change, &BTreeMap::new());
    let made = ask.paylink().create_merchant(&caller, &form, None).await.on(about)?;
    Ok(ask.ok(shown(ask, &fresh(made)?)))
}

/// Changes a merchant.
pub(super) async fn update(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let change = update_merchant(ask.body().await?);
    change.form.unread.clone().finish()?;
    let about = || About::Merchant(change.id.clone());
    let before = ask.paylink().merchant(&caller, &change.id).await.on(about())?;
    let form = with_metadata(&change, &before.metadata);
    let changed = ask.paylink().update_merchant(&caller, &change.id, &form).await.on(about())?;
    Ok(ask.ok(shown(ask, &changed)))
}

/// Shows a merchant.
pub(super) async fn details(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let id = merchant_of(ask.body().await?)?;
    let merchant = ask.paylink().merchant(&caller, &id).await.on(About::Merchant(id))?;
    Ok(ask.ok(shown(ask, &merchant)))
}

/// Shows a merchant to itself.
pub(super) async fn profile(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    nothing(ask.body().await?)?;
    let merchant = own(ask, &caller).await?;
    Ok(ask.ok(shown(ask, &merchant)))
}

/// Lists merchants, the newest first.
pub(super) async fn list(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let wanted = merchant_list(ask.body().await?)?;
    let mut found = Vec::new();
    let (mut query, mut passed) = (ListQuery::all(), 0_usize);
    loop {
        let page = ask.paylink().merchants(&caller, &query).await?;
        for merchant in page.rows.iter().map(|record| shown(ask, record)).filter(|one| wanted.holds(one)) {
            passed = passed.saturating_add(1);
            if passed > wanted.skip && found.len() < wanted.take {
                found.push(merchant);
            }
        }
        if page.next.is_none() || found.len() >= wanted.take {
            return Ok(ask.ok(found));
        }
        query.cursor = page.next;
    }
}

/// The merchant that the caller is.
pub(super) async fn own(ask: &Ask, caller: &Caller) -> Result<MerchantRecord, Trouble> {
    let id = caller.merchant().ok_or_else(|| Error::of(Code::Forbidden))?.to_string();
    ask.paylink().merchant(caller, &id).await.on(About::Merchant(id))
}

/// Refuses what an archived merchant does not do any more.
pub(super) fn not_archived(merchant: &MerchantRecord) -> Result<(), Trouble> {
    if paylink_wire::dialects::connectfi::is_archived(merchant) {
        let context = json!({ "cFiMerchantId": merchant.id });
        return Err(Trouble::Own("merchantIsArchive", context, "the merchant is archived"));
    }
    Ok(())
}

pub(super) fn shown(ask: &Ask, merchant: &MerchantRecord) -> Merchant {
    Merchant::of(merchant, &ask.paylink().logo_urls(merchant))
}

fn with_metadata(change: &MerchantChange, before: &BTreeMap<String, String>) -> MerchantForm {
    MerchantForm { metadata: change.metadata(before).into(), ..change.form.clone() }
}
