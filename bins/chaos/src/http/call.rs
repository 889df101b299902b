//! A request, put together once and sent as often as it takes.

use serde_json::Value;

/// The bytes of a request.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// For people: method and path.
    pub(crate) name: String,
    head: String,
    body: Vec<u8>,
}

impl Call {
    fn new(method: &str, path: &str) -> Self {
        let name = format!("{method} {path}");
        Self { head: format!("{name} HTTP/1.1\r\nhost: paylink.test\r\n"), name, body: Vec::new() }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub(crate) fn post(path: &str, body: &Value) -> Self {
        let mut call = Self::new("POST", path).header("content-type", "application/json");
        call.body = body.to_string().into_bytes();
        let length = call.body.len().to_string();
        call.header("content-length", &length)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        for part in [name, ": ", value, "\r\n"] {
            self.head.push_str(part);
        }
        self
    }

    pub(crate) fn bearer(self, credential: &str) -> Self {
        self.header("authorization", &format!("Bearer {credential}"))
    }

    pub(crate) fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{}\r\n", self.head).into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}
