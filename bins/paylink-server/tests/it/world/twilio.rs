//! Somebody else's provider of text messages, as far as a server meets it: it takes texts, and reports on them.

use super::{
    client::{Heard, Say},
    eventually,
    home::Home,
    peers,
    receiver::{Delivery, read},
};
use serde_json::{Value, json};
use std::{
    io::Write as _,
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const TOKEN: &str = "canary-twilio-token";
const FROM: &str = "+15005550006";

/// A text that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) sid: String,
    pub(crate) to: String,
    pub(crate) body: String,
    /// Where it is to be reported on.
    pub(crate) callback: String,
}

/// A running provider; stops when dropped.
pub(crate) struct Twilio {
    address: SocketAddr,
    texts: Arc<Mutex<Vec<Text>>>,
    accepting: JoinHandle<()>,
}

impl Twilio {
    /// Takes every text but those to the numbers that Twilio keeps for tests: +15005550001 is invalid, +15005550004
    /// has answered STOP, +15005550009 takes no texts.
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let texts = Arc::new(Mutex::new(Vec::new()));
        let memory = texts.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, memory.clone()));
            }
        });
        Self { address, texts, accepting }
    }

    /// `home` with a server that texts through this provider.
    pub(crate) fn known_to(&self, home: Home) -> Home {
        home.with("PAYLINK_TWILIO_URL", &format!("http://{}", self.address))
            .with("PAYLINK_TWILIO_ACCOUNT_SID", ACCOUNT)
            .with("PAYLINK_TWILIO_AUTH_TOKEN", TOKEN)
            .with("PAYLINK_SMS_FROM", FROM)
    }

    /// Every text so far, in order.
    pub(crate) fn texts(&self) -> Vec<Text> {
        self.texts.lock().unwrap().clone()
    }

    /// Waits for a text to this number.
    pub(crate) async fn text_to(&self, number: &str) -> Text {
        eventually("a text", async || self.texts().into_iter().find(|text| text.to == number)).await
    }
}

impl Drop for Twilio {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// A status callback on its way to a server.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) form: Vec<(String, String)>,
    pub(crate) signature: String,
}

impl Report {
    /// What the provider says of `text`, signed by its own library.
    pub(crate) fn about(text: &Text, status: &str, code: Option<&str>) -> Self {
        let fields = [
            ("SmsSid", text.sid.as_str()),
            ("SmsStatus", status),
            ("MessageStatus", status),
            ("To", &text.to),
            ("MessageSid", &text.sid),
            ("AccountSid", ACCOUNT),
            ("From", FROM),
            ("ApiVersion", "2010-04-01"),
        ];
        let code = code.map(|code| ("ErrorCode", code));
        let form: Vec<(String, String)> =
            fields.into_iter().chain(code).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let signature = library_signature(&text.callback, &form);
        Self { form, signature }
    }

    /// The same with another value, under the same signature.
    pub(crate) fn tampered(&self, field: &str, value: &str) -> Self {
        let mut other = self.clone();
        let found = other.form.iter_mut().find(|(name, _)| name == field).unwrap();
        found.1 = value.to_owned();
        other
    }

    /// Posts it.
    pub(crate) async fn post(&self, server: SocketAddr) -> Heard {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.form).finish();
        let say = Say::new(server, "POST", "/v1/inbound/twilio").header("x-twilio-signature", &self.signature);
        say.raw("application/x-www-form-urlencoded", body.as_bytes()).send().await
    }
}

fn library_signature(url: &str, form: &[(String, String)]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/notify/tests/peers/twilio_signatures.py");
    let mut command = Command::new(peers().join("venv/bin/python"));
    let mut child = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let task = json!({"token": TOKEN, "checks": [{"url": url, "form": form, "signature": null}]});
    child.stdin.take().unwrap().write_all(task.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    said[0]["signed"].as_str().unwrap().to_owned()
}

async fn serve(mut stream: TcpStream, texts: Arc<Mutex<Vec<Text>>>) {
    while let Some(request) = read(&mut stream).await {
        let (status, body) = answer(&request, &texts);
        let head = format!("HTTP/1.1 {status} As Told\r\ncontent-type: application/json\r\n");
        let answer = format!("{head}content-length: {}\r\n\r\n{body}", body.to_string().len());
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn answer(request: &Delivery, texts: &Mutex<Vec<Text>>) -> (u16, Value) {
    assert_eq!(request.path, format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json"));
    let field = |name: &str| {
        let mut form = url::form_urlencoded::parse(request.body.as_bytes());
        form.find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap()
    };
    let to = field("To");
    let code = match to.as_str() {
        "+15005550001" => Some(21211),
        "+15005550004" => Some(21610),
        "+15005550009" => Some(21614),
        _ => None,
    };
    if let Some(code) = code {
        return (400, json!({"status": 400, "code": code, "message": format!("'{to}' gets no text from {FROM}")}));
    }
    let mut texts = texts.lock().unwrap();
    let sid = format!("SM{:032x}", texts.len() + 1);
    texts.push(Text { sid: sid.clone(), to, body: field("Body"), callback: field("StatusCallback") });
    (201, json!({"sid": sid, "status": "queued"}))
}
