//! Tokens: in place of a key, for a merchant, for a payer.

use super::ask::{Answered, Ask, On as _, Trouble, fresh};
use paylink_core::forms::TokenForm;
use paylink_wire::dialects::connectfi::{About, AccessToken, Instant, Token, link_token, login, merchant_of};
use serde_json::json;

/// A token for an API key, by its id and secret.
pub(super) async fn key_token(ask: &mut Ask) -> Answered {
    let login = login(ask.body().await?)?;
    let grant = ask.paylink().grant_key_token(&login.login, login.password.expose()).await?;
    let token = ask.call.state().tokens().sign_key(&grant)?;
    Ok(ask.ok(AccessToken { token, dts_expire_at: Instant(grant.expires_at) }))
}

/// There are no passwords to choose: the secret of an API key is made by the server and never changes.
pub(super) async fn change_password(ask: &mut Ask) -> Answered {
    ask.caller().await?;
    // for the request's id; the passwords in it are nobody's business
    ask.body().await?;
    let why = "The secret of an API key is made by the server and cannot be chosen: make a new key with \
               POST /v1/api_keys, change over to it, and revoke the old one.";
    Err(Trouble::Own("passwordChange", json!({}), why))
}

/// A token for a merchant of the client's.
pub(super) async fn merchant_token(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let id = merchant_of(ask.body().await?)?;
    let reply =
        ask.paylink().grant_merchant_token(&caller, &id, &TokenForm::default(), None).await.on(About::Merchant(id))?;
    let grant = fresh(reply)?;
    let token = ask.call.state().tokens().sign(&grant)?;
    Ok(ask.ok(hour(token)))
}

/// A token for whoever has the address of a payment's page.
pub(super) async fn payer_token(ask: &mut Ask) -> Answered {
    let link = link_token(ask.body().await?)?;
    // what is no such word is not told again
    let about = About::Payment(link.chars().filter(char::is_ascii_alphanumeric).take(64).collect());
    let grant = ask.paylink().grant_payer_token(&link).await.on(about)?;
    let token = ask.call.state().tokens().sign_payer(&grant)?;
    Ok(ask.ok(hour(token)))
}

const fn hour(token: String) -> Token {
    Token { expires_in: 3600, token }
}
