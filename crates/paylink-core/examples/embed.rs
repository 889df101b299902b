//! Paylink inside another program, without HTTP: `cargo run -p paylink-core --features testing --example embed`.
//!
//! Explained in `docs/guides/embed.md`. The ports are those of `testing`, but for the webhook sender, which is our own.

use async_trait::async_trait;
use paylink_core::{
    Answer, Caller, Error, Fingerprint, IdempotencyKey, Once, Paylink, Reply, Role, Secret, Settings,
    forms::{EndpointForm, LinkForm, MerchantForm, PayForm},
    ports::{Outgoing, SendOutcome, UrlRefused, WebhookSender},
    records::WebhookFormat,
    testing::{MemoryStore, ScriptedGateway, SeededIds, TestClock},
    views::{EventView, PaymentView},
};
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Events end here instead of on someone else's server.
#[derive(Default)]
struct Inbox(Mutex<Vec<String>>);

#[async_trait]
impl WebhookSender for Inbox {
    async fn check_url(&self, url: &str) -> Result<(), UrlRefused> {
        if url == "local:inbox" { Ok(()) } else { Err(UrlRefused) }
    }

    fn body(&self, _format: WebhookFormat, event: &EventView) -> Option<String> {
        Some(format!("{} {}", event.at, event.kind.name()))
    }

    async fn send(&self, outgoing: &Outgoing) -> SendOutcome {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(outgoing.body.clone());
        SendOutcome::Delivered { status: 200 }
    }
}

/// How an outcome is written down, to be replayed when the same request comes again.
fn answer(outcome: Result<&PaymentView, &Error>) -> Answer {
    let (status, body) = match outcome {
        Ok(view) => (201, format!("{} {}", view.amount(), view.payment.status.name())),
        Err(error) => (error.code.class().status(), error.code.name().to_owned()),
    };
    Answer { status, content_type: "text/plain".to_owned(), body }
}

/// One attempt of a payer; the key makes it safe to repeat.
async fn pay(paylink: &Paylink, slug: &str, key: &str, token: &str) -> Result<String, Error> {
    let (method, token) = (Some("card".to_owned()), Some(token.to_owned()));
    let form = PayForm { method, token, ..PayForm::default() };
    let key = IdempotencyKey::new(key)?;
    let fingerprint = Fingerprint::of("PAY", slug, "", format!("{:?}", form.token).as_bytes());
    let once = Once { key: &key, fingerprint, render: &answer };
    Ok(match paylink.pay(slug, &form, None, once).await? {
        Reply::Fresh(view) => format!("paying: {}", answer(Ok(&view)).body),
        Reply::Replayed(answer) => format!("the same request again: {}", answer.body),
    })
}

/// What a use case answered when it carried no idempotency key, so that nothing can be replayed.
fn made<V>(reply: Reply<V>) -> Result<V, Error> {
    let Reply::Fresh(value) = reply else { return Err(Error::internal("a replay without a key")) };
    Ok(value)
}

/// The whole story; what happened, line by line.
pub(crate) async fn run() -> Result<Vec<String>, Error> {
    let (inbox, clock) = (Arc::new(Inbox::default()), Arc::new(TestClock::default()));
    let paylink = Paylink::builder()
        .store(Arc::new(MemoryStore::new()))
        .gateway(Arc::new(ScriptedGateway::new()))
        .webhooks(inbox.clone())
        .clock(clock.clone())
        .ids(Arc::new(SeededIds::new(1)))
        .settings(Settings {
            public_url: "https://pay.example.com".to_owned(),
            admin_key: None,
            decline_limits: true,
            origin_secret: Secret::new("32 random bytes of your own"),
            previous_secrets: Vec::new(),
        })
        .build()?;
    let we = Caller::platform(Role::Admin, None);

    let merchant = MerchantForm { name: "Corner Bakery".into(), ..MerchantForm::default() };
    let merchant = made(paylink.create_merchant(&we, &merchant, None).await?)?;
    let endpoint = EndpointForm { url: "local:inbox".into(), ..EndpointForm::default() };
    made(paylink.create_endpoint(&we, &endpoint, None).await?)?;
    let link = LinkForm { amount: "12.50".into(), description: "Two dozen rolls".into(), ..LinkForm::default() };
    let link = made(paylink.create_link(&we, Some(&merchant.id.to_string()), &link, None).await?)?;
    let mut lines = vec![format!("a link over 12.50 USD: {}", link.status.name())];

    jobs(&paylink).await?;

    for (key, token) in [("first", "tok_declined"), ("second", "tok_ok"), ("second", "tok_ok")] {
        clock.advance(Duration::from_secs(60));
        lines.push(pay(&paylink, &link.link.slug, key, token).await?);
        jobs(&paylink).await?;
    }
    let link = paylink.link(&we, &link.link.id.to_string()).await?;
    lines.push(format!("the link: {}, {}", link.status.name(), link.payment_status.name()));
    lines.extend(inbox.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..));
    Ok(lines)
}

/// What a service does in loops of its own.
async fn jobs(paylink: &Paylink) -> Result<(), Error> {
    paylink.reconcile_tick().await?;
    paylink.dispatch_tick().await?;
    while let Some(job) = paylink.claim_deliveries(1, &[]).await?.pop() {
        paylink.deliver(job).await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    Ok(writeln!(std::io::stdout(), "{}", run().await?.join("\n"))?)
}
