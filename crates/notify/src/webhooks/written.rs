//! What is sent in each format: the body, and the headers beside it.

use paylink_core::{ports::Outgoing, records::WebhookFormat, views::EventView};
use paylink_wire::{
    dialects::{Attempt, connectfi, fortis, payengine, telness},
    standard_webhooks::{BadSecret, Headers, ID_HEADER, SIGNATURE_HEADER, SigningSecret, TIMESTAMP_HEADER},
    v1,
};

const JSON: &str = "application/json";

/// The body of an event; `None` when the format does not tell of such.
pub(super) fn body(format: WebhookFormat, event: &EventView) -> Option<String> {
    match format {
        WebhookFormat::Native => Some(v1::event_body(event)),
        WebhookFormat::ConnectFi => connectfi::webhook::body(event),
        WebhookFormat::Telness => telness::webhook::body(event),
        WebhookFormat::Fortis => fortis::webhook::body(event),
        WebhookFormat::PayEngine => payengine::webhook::body(event),
    }
}

/// Media type of the body.
pub(super) const fn content_type(format: WebhookFormat) -> &'static str {
    match format {
        WebhookFormat::Native => JSON,
        WebhookFormat::ConnectFi => connectfi::webhook::CONTENT_TYPE,
        WebhookFormat::Telness => telness::webhook::CONTENT_TYPE,
        WebhookFormat::Fortis => fortis::webhook::CONTENT_TYPE,
        WebhookFormat::PayEngine => payengine::webhook::CONTENT_TYPE,
    }
}

/// What proves that the body is ours, and whatever else goes beside it.
///
/// # Errors
/// [`BadSecret`] when the endpoint has no secret that signs.
pub(super) fn headers(outgoing: &Outgoing) -> Result<Vec<(&'static str, String)>, BadSecret> {
    let Outgoing { event, at, secrets, body, .. } = outgoing;
    let attempt = Attempt { event: *event, at: *at, secrets };
    match outgoing.format {
        WebhookFormat::Native => signed(outgoing),
        WebhookFormat::ConnectFi => Ok(connectfi::webhook::headers(&attempt, body)),
        WebhookFormat::Telness => Ok(telness::webhook::headers(&attempt, body)),
        WebhookFormat::Fortis => Ok(fortis::webhook::headers(&attempt, body)),
        WebhookFormat::PayEngine => Ok(payengine::webhook::headers(&attempt, body)),
    }
}

fn signed(outgoing: &Outgoing) -> Result<Vec<(&'static str, String)>, BadSecret> {
    let secrets: Vec<SigningSecret> =
        outgoing.secrets.iter().map(|secret| SigningSecret::parse(secret.expose())).collect::<Result<_, _>>()?;
    let event = outgoing.event.to_string();
    let headers = Headers::sign(&secrets, &event, outgoing.at.seconds(), outgoing.body.as_bytes())?;
    Ok(vec![(ID_HEADER, headers.id), (TIMESTAMP_HEADER, headers.timestamp), (SIGNATURE_HEADER, headers.signature)])
}
