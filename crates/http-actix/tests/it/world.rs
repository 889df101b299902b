//! A running server over stores and gateways for tests, and the usual things in it.

use crate::{
    client::{Heard, Say},
    gate::GatedGateway,
};
use futures_util::FutureExt as _;
use paylink_core::{
    Error, Files, Paylink, Secret, Settings,
    ports::{Page, PageError, Pages, RenderedPage},
    records::Channel,
    testing::{
        MemoryFiles, MemoryStore, PlainConsents, PlainWriter, RecordingCarrier, RecordingSender, ScriptedGateway,
        SeededIds, TestClock, TrustingInspector,
    },
};
use paylink_http_actix::{AppState, HttpSettings, Parts, RateLimits, SandboxDesk, serve};
use serde_json::{Value, json};
use std::{
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
};

pub(crate) const ADMIN: &str = "admin-key-of-the-test-server";
pub(crate) const SECRET: &str = "a server secret of at least 32 bytes";
pub(crate) const PUBLIC_URL: &str = "https://pay.test";

/// A server and everything behind it.
pub(crate) struct World {
    pub(crate) address: SocketAddr,
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) gateway: Arc<ScriptedGateway>,
    pub(crate) gate: Arc<GatedGateway>,
    pub(crate) webhooks: Arc<RecordingSender>,
    pub(crate) post: Arc<RecordingCarrier>,
    pub(crate) files: Arc<MemoryFiles>,
    pub(crate) paylink: Paylink,
    handle: actix_web::dev::ServerHandle,
    counter: AtomicU64,
}

impl Drop for World {
    fn drop(&mut self) {
        // The command is sent at once; the thread ends by itself.
        drop(self.handle.stop(false));
    }
}

pub(crate) fn settings() -> HttpSettings {
    HttpSettings { rate_limits: RateLimits::OFF, ..HttpSettings::new(PUBLIC_URL, Secret::new(SECRET)) }
}

pub(crate) fn world() -> World {
    world_with(settings())
}

pub(crate) fn world_with(settings: HttpSettings) -> World {
    start(settings, None)
}

pub(crate) fn start(settings: HttpSettings, sandbox: Option<Arc<dyn SandboxDesk>>) -> World {
    let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(TestClock::default()));
    let (gateway, webhooks) = (Arc::new(ScriptedGateway::new()), Arc::new(RecordingSender::new()));
    let gate = Arc::new(GatedGateway::new(gateway.clone()));
    let (ids, post) = (Arc::new(SeededIds::new(7)), Arc::new(RecordingCarrier::new()));
    let files = Arc::new(MemoryFiles::new());
    let kept = Files { store: files.clone(), inspector: Arc::new(TrustingInspector), quota_bytes: 20 << 20 };
    let paylink = Paylink::builder()
        .files(kept)
        .store(store.clone())
        .gateway(gate.clone())
        .webhooks(webhooks.clone())
        .writer(Arc::new(PlainWriter))
        .consents(Arc::new(PlainConsents))
        .mail(post.clone())
        .text(post.clone())
        .clock(clock.clone())
        .ids(ids.clone())
        .settings(Settings {
            public_url: PUBLIC_URL.to_owned(),
            admin_key: Some(Secret::new(ADMIN)),
            decline_limits: true,
            origin_secret: Secret::new("origins"),
            previous_secrets: Vec::new(),
        })
        .build()
        .unwrap();
    let parts = Parts { paylink: paylink.clone(), pages: Arc::new(PlainPages), ids, clock: clock.clone(), sandbox };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = serve(listener, &AppState::new(settings, parts)).unwrap();
            send.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    let handle = receive.recv().unwrap();
    World { address, store, clock, gateway, gate, webhooks, post, files, paylink, handle, counter: AtomicU64::new(0) }
}

impl World {
    pub(crate) fn say(&self, method: &str, path: &str) -> Say {
        Say::new(self.address, method, path)
    }

    /// As the platform.
    pub(crate) fn admin(&self, method: &str, path: &str) -> Say {
        self.say(method, path).bearer(ADMIN)
    }

    pub(crate) fn get(&self, path: &str) -> Heard {
        self.admin("GET", path).send()
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Heard {
        self.admin("POST", path).json(body).send()
    }

    fn fresh(&self) -> u64 {
        self.counter.fetch_add(1, Ordering::Relaxed)
    }

    /// A new merchant's id.
    pub(crate) fn merchant(&self) -> String {
        let merchant = self.post("/v1/merchants", &json!({"name": format!("Shop {}", self.fresh())})).ok(201);
        merchant["id"].as_str().unwrap().to_owned()
    }

    /// A new link of a new merchant.
    pub(crate) fn link(&self) -> Value {
        self.link_of(&self.merchant(), json!({}))
    }

    /// A new link over 12.50 USD; `more` is added to its fields.
    pub(crate) fn link_of(&self, merchant: &str, more: Value) -> Value {
        let mut body = json!({"merchant_id": merchant, "amount": "12.50"});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.post("/v1/payment_links", &body).ok(201)
    }

    /// A new API key's id and secret.
    pub(crate) fn key(&self, role: &str, merchant: Option<&str>) -> (String, String) {
        let mut body = json!({"name": "test", "role": role});
        if let Some(merchant) = merchant {
            body["merchant_id"] = json!(merchant);
        }
        let key = self.post("/v1/api_keys", &body).ok(201);
        (key["id"].as_str().unwrap().to_owned(), key["secret"].as_str().unwrap().to_owned())
    }

    /// A token of `merchant`.
    pub(crate) fn token(&self, merchant: &str) -> String {
        let answer = self.admin("POST", &format!("/v1/merchants/{merchant}/token")).send().ok(201);
        answer["token"].as_str().unwrap().to_owned()
    }

    /// A link sent to `customer` by `channel`, and the id of the message.
    pub(crate) fn sent(&self, merchant: &str, channel: Channel, customer: Value) -> (Value, String) {
        let link = self.link_of(merchant, json!({"customer": customer, "delivery": channel.name()}));
        let jobs = self.paylink.claim_messages(channel, 10).now_or_never().unwrap().unwrap();
        for job in jobs {
            self.paylink.send_message(job).now_or_never().unwrap().unwrap();
        }
        let listed = self.get(&format!("/v1/messages?payment_link_id={}", link["id"].as_str().unwrap())).ok(200);
        let message = &listed["data"][0];
        assert_eq!(message["status"], "sent", "{message}");
        (link, message["id"].as_str().unwrap().to_owned())
    }

    /// Pays `link` with a token of the scripted gateway.
    pub(crate) fn pay(&self, link: &Value, token: &str, key: &str) -> Heard {
        let path = format!("/v1/checkout/{}/payments", link["slug"].as_str().unwrap());
        self.say("POST", &path).key(key).json(&json!({"method": "card", "token": token})).send()
    }
}

/// Pages of one line: what is shown is tested with the real pages.
struct PlainPages;

impl Pages for PlainPages {
    fn render(&self, page: &Page, nonce: &str, languages: &str) -> Result<RenderedPage, PageError> {
        let name = match page {
            Page::Checkout(page) if page.slug == "panics" => panic!("a page that cannot be made"),
            Page::Checkout(page) => format!("checkout {} {:?}", page.slug, page.situation),
            Page::Receipt(page) => format!("receipt {}", page.payment_id),
            Page::Unsubscribe(page) => format!("unsubscribe {} {}", page.merchant_name, page.done),
            Page::PaymentMethod(page) => format!("payment method {} {}", page.merchant_name, page.removed_at.is_some()),
            Page::NotFound => "not found".to_owned(),
            Page::Unavailable => "unavailable".to_owned(),
            Page::ApiReference(document) => format!("reference of {} bytes", document.len()),
        };
        Ok(RenderedPage { html: format!("{name} [{languages}]"), csp: format!("script-src 'nonce-{nonce}'") })
    }

    fn qr_svg(&self, text: &str) -> Result<String, PageError> {
        Ok(format!("<svg>{text}</svg>"))
    }

    fn qr_png(&self, text: &str) -> Result<Vec<u8>, PageError> {
        Ok(format!("PNG {text}").into_bytes())
    }

    fn pay_button(&self) -> &str {
        "customElements.define('paylink-button', …)"
    }
}

/// A counter that knows one challenge.
pub(crate) struct PlainDesk;

#[async_trait::async_trait]
impl SandboxDesk for PlainDesk {
    async fn create_token(&self, body: &Value) -> Result<Secret, Error> {
        match body["card"]["number"].as_str() {
            Some(number) => Ok(Secret::new(format!("tok_{}", number.len()))),
            None => Err(Error::field("card.number", paylink_core::Code::Required, "is missing")),
        }
    }

    async fn challenge(&self, id: &str, nonce: &str) -> Result<Option<RenderedPage>, Error> {
        let page = RenderedPage { html: "challenge".to_owned(), csp: format!("style-src 'nonce-{nonce}'") };
        Ok((id == "known").then_some(page))
    }

    async fn answer(&self, id: &str, approve: bool) -> Result<Option<String>, Error> {
        Ok((id == "known").then(|| format!("{PUBLIC_URL}/back?approved={approve}")))
    }
}
