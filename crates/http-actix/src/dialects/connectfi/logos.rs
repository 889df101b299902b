//! Logos of merchants: uploaded and taken away, by the client or by the merchant itself.

use super::{
    ask::{Answered, Ask, On as _},
    merchants::{own, shown},
};
use crate::upload::Taken;
use paylink_core::{Code, Error, records::FilePurpose};
use paylink_wire::dialects::connectfi::{About, remove_logo, scheme_of};

/// Gives a merchant a logo.
pub(super) async fn upload(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let id = match ask.is_merchants() {
        true => own(ask, &caller).await?.id.to_string(),
        false => ask.call.segment("cFiMerchantId").to_owned(),
    };
    let scheme = scheme_of(ask.call.segment("type"));
    let uploaded = ask.call.upload(Taken { max: FilePurpose::Logo.max_bytes(), bare: false }).await?;
    let merchant = ask.paylink().set_logo(&caller, &id, scheme, &uploaded.file).await.on(About::Merchant(id))?;
    Ok(ask.ok(shown(ask, &merchant)))
}

/// Takes a logo away.
pub(super) async fn remove(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let wanted = remove_logo(ask.body().await?)?;
    let about = || About::Logo(wanted.logo.clone());
    let (merchant, scheme) = ask.paylink().owner_of_logo(&caller, &wanted.logo).await.on(about())?;
    let merchant = merchant.to_string();
    if wanted.merchant.as_ref().is_some_and(|named| *named != merchant) {
        return Err(Error::of(Code::NotFound)).on(about());
    }
    ask.paylink().delete_logo(&caller, &merchant, scheme).await.on(about())?;
    let record = ask.paylink().merchant(&caller, &merchant).await.on(About::Merchant(merchant))?;
    Ok(ask.ok(shown(ask, &record)))
}
