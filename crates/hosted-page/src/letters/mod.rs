//! Messages to people: what a letter says, as a mail in HTML and plain text, and as a text message.

mod clean;
mod facts;
mod segments;
mod short;
mod story;
mod view;

use crate::{HostedPages, format::Voice, qr, write};
use clean::clean;
use paylink_core::{
    ports::{InlineImage, MessageWriter, WriteError, WrittenMail},
    records::Letter,
};
use view::{HtmlMail, PlainMail, View};

/// The name of the QR code among a mail's images.
const QR: &str = "payment-qr";

/// Room for a mail in either form, in bytes.
const ROOM: usize = 16 * 1024;

impl HostedPages {
    fn voice(&self, letter: &Letter) -> Voice<'_> {
        // what is known of the reader's language is known of the payer's
        let locale = letter.locale.as_deref().filter(|_| letter.kind.is_for_payer());
        Voice::new(self.languages.choose(locale.unwrap_or_default()), locale)
    }
}

impl MessageWriter for HostedPages {
    fn mail(&self, letter: &Letter) -> Result<WrittenMail, WriteError> {
        let letter = clean(letter);
        let voice = self.voice(&letter);
        let view = View::new(&letter, &voice);
        let failed = |error: paylink_core::ports::PageError| WriteError(error.0);
        let mut images = Vec::new();
        if let Some(address) = view.qr_address() {
            images.push(InlineImage { name: QR.to_owned(), png: qr::qr_png(address).map_err(failed)? });
        }
        let html = write(&HtmlMail { view: &view }, ROOM).map_err(failed)?;
        let text = write(&PlainMail { view: &view }, ROOM).map_err(failed)?;
        Ok(WrittenMail { subject: view.subject, html, text, images })
    }

    fn text(&self, letter: &Letter) -> Result<String, WriteError> {
        let letter = clean(letter);
        let voice = self.voice(&letter);
        short::text(&letter, &voice).ok_or_else(|| WriteError("its address leaves no room in two segments".to_owned()))
    }
}
