//! What payers do: see what is to be paid, and pay it.

use super::ask::{Answered, Ask, On as _, Trouble};
use crate::{
    answers::{json_answer, reply},
    gate::origin,
};
use actix_web::HttpResponse;
use paylink_core::{
    Answer, Code, Error, Fingerprint, IdempotencyKey, LinkId, Once, PayerSight, TokenId, hash::sha256_hex,
    records::PaymentStatus, views::PaymentView,
};
use paylink_wire::{
    dialects::connectfi::{
        About, Logo, MeansWanted, PayerDetails, PayerPayment, PayerWish, PaymentOutcome, PaymentParts, Refusal,
        Success, ach_pay, card_pay, nothing,
    },
    json::Object,
};
use serde_json::json;

/// Shows what is to be paid.
pub(super) async fn details(ask: &mut Ask) -> Answered {
    let (link, _) = ask.payer()?;
    nothing(ask.body().await?)?;
    let PayerSight { link, merchant, latest } = ask.paylink().payer_sight(link).await?;
    let merchant_ref = merchant.external_id.as_deref();
    let parts = PaymentParts { link: &link, latest: latest.as_ref(), merchant_ref, now: ask.now() };
    let logos = Logo::all(&merchant, &ask.paylink().logo_urls(&merchant));
    Ok(ask.ok(PayerDetails::of(&parts, &merchant, logos)))
}

/// Pays by bank debit.
pub(super) async fn by_ach(ask: &mut Ask) -> Answered {
    pay(ask, ach_pay).await
}

/// Pays by card.
pub(super) async fn by_card(ask: &mut Ask) -> Answered {
    pay(ask, card_pay).await
}

/// Plaid is not spoken here, whatever is asked of it.
pub(super) async fn plaid(ask: &mut Ask) -> Answered {
    ask.payer()?;
    ask.body().await?;
    Err(Trouble::Own("plaidUnavailable", json!({}), "bank accounts are not linked through Plaid here"))
}

async fn pay(ask: &mut Ask, read: fn(Object) -> PayerPayment) -> Answered {
    let (link, token) = ask.payer()?;
    let body = ask.body().await?;
    let said = paylink_wire::json::Node::Object(body.clone()).to_json();
    let about = || About::Payment(link.to_string());
    let PayerWish { means, mut form } = read(body).on(about())?;
    let sight = ask.paylink().payer_sight(link).await?;
    let key = key(&sight, token, &said)?;
    form.token = Some(gateway_token(ask, means).await?);
    let origin = origin(ask.call.request(), ask.call.state()).map(|address| address.to_string());
    let (paylink, slug, id) = (ask.paylink().clone(), sight.link.link.slug, ask.id().to_owned());
    let path = ask.call.request().path().to_owned();
    // A task of its own: a payer who hangs up does not stop it between its two commits.
    let task = actix_web::rt::spawn(async move {
        let render = paid(link, id);
        let fingerprint = Fingerprint::of("POST", &path, "", said.as_bytes());
        let once = Once { key: &key, fingerprint, render: &render };
        let outcome = paylink.pay(&slug, &form, origin.as_deref(), once).await?;
        Ok::<HttpResponse, Error>(reply(outcome, &render))
    });
    task.await.map_err(|_| Error::internal("a payment's task ended early"))?.on(about())
}

/// The same body under the same token is the same payment, so that one that was sent twice is made once; after a refusal
/// it is a new one.
fn key(sight: &PayerSight, token: TokenId, said: &str) -> Result<IdempotencyKey, Error> {
    let refused = sight.latest.as_ref().filter(|last| last.status == PaymentStatus::Failed);
    let after = refused.map(|last| last.id.to_string()).unwrap_or_default();
    IdempotencyKey::new(&sha256_hex(&format!("{token}\n{after}\n{said}")))
}

/// The gateway's token for what the payer pays with. Numbers go to a gateway that plays the processor, and nowhere else.
async fn gateway_token(ask: &Ask, means: MeansWanted) -> Result<String, Trouble> {
    match means {
        MeansWanted::Token(token) => Ok(token),
        MeansWanted::Plaid(account) => {
            let context = json!({ "account_id": account.chars().take(64).collect::<String>() });
            Err(Trouble::Own("paymentPlaidAccount", context, "there is no such account at Plaid"))
        }
        MeansWanted::Numbers(numbers) => match ask.call.state().sandbox() {
            Some(desk) => Ok(desk.create_token(&numbers).await?.expose().to_owned()),
            None => {
                let detail = "card and account numbers go to the gateway, which gives a token for them";
                Err(Error::field("account", Code::CardDataNotAllowed, detail).into())
            }
        },
    }
}

/// How the outcome of a payment is written down.
fn paid(link: LinkId, id: String) -> impl Fn(Result<&PaymentView, &Error>) -> Answer + Send + Sync + 'static {
    let about = About::Payment(link.to_string());
    move |outcome| match outcome {
        Ok(view) if view.payment.status == PaymentStatus::Failed => {
            let context = json!({ "entityId": link, "reason": view.payment.failure_code });
            let message = view.payment.failure_message.clone().unwrap_or_default();
            json_answer(400, &Refusal::own("paymentDeclined", context, &message, &id))
        }
        Ok(view) => json_answer(200, &Success::of(PaymentOutcome::of(view), &id)),
        Err(error) => {
            let refusal = Refusal::of(error, &about, &id);
            json_answer(refusal.status, &refusal)
        }
    }
}
