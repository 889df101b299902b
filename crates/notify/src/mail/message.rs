//! From a mail's contents to its bytes. The same mail always gives the same bytes.

use super::{
    address,
    headers::{AutoSubmitted, ListUnsubscribe, ListUnsubscribePost, Subject},
    sender::MailFrom,
};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentDisposition, ContentId, ContentType},
    },
};
use paylink_core::ports::{InlineImage, OutgoingMail};
use std::time::SystemTime;
use url::Url;

/// A longer address would not fit a header line (RFC 5322 allows 998 characters).
const MAX_URL: usize = 900;

/// A mail ready to be handed in.
pub(super) struct Ready {
    pub(super) from: Address,
    /// The one recipient.
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
}

/// Why a mail cannot be sent as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unfit {
    #[error("the address is malformed")]
    Recipient,
    #[error("the address for answers is malformed")]
    ReplyTo,
    #[error("the subject or the sender's name is not one line")]
    Line,
    #[error("the address for unsubscribing is no usable URL")]
    Unsubscribe,
    #[error("a picture has no usable name")]
    Image,
    #[error("the mail could not be put together")]
    Other,
}

/// Puts `mail` together.
pub(super) fn ready(mail: &OutgoingMail, from: &MailFrom) -> Result<Ready, Unfit> {
    let to = address::read(&mail.to).ok_or(Unfit::Recipient)?;
    let subject = line(&mail.content.subject)?.to_owned();
    let sender = match line(&mail.from_name)? {
        "" => from.name.clone(),
        name => Some(name.to_owned()),
    };
    let mut builder = Message::builder()
        .envelope(envelope(&from.address, &to)?)
        .message_id(Some(format!("<{}@{}>", mail.id, from.address.domain())))
        .date(SystemTime::from(mail.made_at.to_offset_date_time()).max(SystemTime::UNIX_EPOCH))
        .from(Mailbox::new(sender, from.address.clone()))
        .to(Mailbox::new(None, to.clone()))
        .header(Subject(subject))
        .header(AutoSubmitted);
    if let Some(text) = &mail.reply_to {
        builder = builder.reply_to(Mailbox::new(None, address::read(text).ok_or(Unfit::ReplyTo)?));
    }
    if let Some(text) = &mail.unsubscribe_url {
        builder = builder.header(ListUnsubscribe(unsubscribe(text)?)).header(ListUnsubscribePost);
    }
    let message = builder.multipart(body(mail)?).map_err(|_| Unfit::Other)?;
    Ok(Ready { from: from.address.clone(), to, bytes: message.formatted() })
}

fn envelope(from: &Address, to: &Address) -> Result<Envelope, Unfit> {
    Envelope::new(Some(from.clone()), vec![to.clone()]).map_err(|_| Unfit::Other)
}

/// Text without line breaks and other control characters.
fn line(text: &str) -> Result<&str, Unfit> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if text.contains(breaks) { Err(Unfit::Line) } else { Ok(text.trim()) }
}

fn unsubscribe(text: &str) -> Result<Url, Unfit> {
    let url = Url::parse(text).map_err(|_| Unfit::Unsubscribe)?;
    let good = matches!(url.scheme(), "https" | "http") && url.as_str().len() <= MAX_URL;
    if good { Ok(url) } else { Err(Unfit::Unsubscribe) }
}

/// Plain text, or HTML with its pictures: whichever the reader shows.
fn body(mail: &OutgoingMail) -> Result<MultiPart, Unfit> {
    let text = SinglePart::plain(mail.content.text.clone());
    let html = SinglePart::html(mail.content.html.clone());
    let alternative = multipart(mail, "alternative", "")?.singlepart(text);
    if mail.content.images.is_empty() {
        return Ok(alternative.singlepart(html));
    }
    // RFC 2387 asks for the type of the part that the others belong to
    let related = multipart(mail, "related", "; type=\"text/html\"")?.singlepart(html);
    let with_images =
        mail.content.images.iter().try_fold(related, |parts, image| Ok(parts.singlepart(picture(image)?)))?;
    Ok(alternative.multipart(with_images))
}

/// With a boundary made from the mail's id: nobody who writes a part of the mail knows it beforehand.
fn multipart(mail: &OutgoingMail, kind: &str, rest: &str) -> Result<MultiPart, Unfit> {
    let kind = format!("multipart/{kind}; boundary=\"={kind}_{}\"{rest}", mail.id);
    Ok(MultiPart::builder().header(ContentType::parse(&kind).map_err(|_| Unfit::Other)?).build())
}

fn picture(image: &InlineImage) -> Result<SinglePart, Unfit> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if image.name.is_empty() || image.name.len() > 64 || !image.name.bytes().all(plain) {
        return Err(Unfit::Image);
    }
    Ok(SinglePart::builder()
        .header(ContentType::parse("image/png").map_err(|_| Unfit::Other)?)
        .header(ContentDisposition::inline())
        .header(ContentId::from(format!("<{}>", image.name)))
        .body(image.png.clone()))
}
