//! What payers see: the payment page, the receipt, notices and QR codes, the messages they get, and the
//! readable API reference. Every page is one answer: styles and scripts are inside, and nothing is loaded
//! from any other host.

mod accent;
mod assets;
mod checkout;
mod closed;
mod consent;
mod csp;
mod files;
mod format;
mod kept;
mod language;
mod letters;
mod lines;
mod notice;
mod qr;
mod receipt;
mod reference;
#[cfg(feature = "samples")]
pub mod samples;
mod saved_method;
mod shell;
mod unsubscribe;

use askama::Template;
use assets::ASSETS;
use checkout::Checkout;
use closed::Closed;
pub use language::LanguageError;
use language::Languages;
use notice::Notice;
use paylink_core::ports::{CheckoutPage, Page, PageError, PageSituation, Pages, RenderedPage};
pub use qr::{qr_png, qr_svg, qr_terminal};
use receipt::Receipt;
use reference::Reference;
use saved_method::SavedMethod;
use shell::Frame;
use unsubscribe::Unsubscribe;

/// The pages as HTML, and the messages as mails and texts.
pub struct HostedPages {
    languages: Languages,
    keep: bool,
}

impl HostedPages {
    /// Reads the built-in languages.
    ///
    /// # Errors
    /// [`LanguageError`] when a built-in catalogue is damaged, which a test rules out.
    pub fn new() -> Result<Self, LanguageError> {
        Ok(Self { languages: Languages::built_in()?, keep: true })
    }

    /// Adds the language `tag` (BCP 47) from a Fluent catalogue, or replaces it. Browsers that ask for it
    /// and readers who are known to speak it get it.
    ///
    /// # Errors
    /// [`LanguageError`] unless the catalogue holds exactly the texts of `locales/en/pages.ftl` and `locales/en/letters.ftl`.
    pub fn with_language(mut self, tag: &str, catalogue: &str) -> Result<Self, LanguageError> {
        self.languages.add(tag, catalogue)?;
        Ok(self)
    }

    /// Renders every page anew. Otherwise the payment pages of a few hundred links are kept in memory and used
    /// again for models that are equal in everything but the time.
    #[must_use]
    pub fn keeping_none(self) -> Self {
        Self { keep: false, ..self }
    }

    fn checkout(&self, frame: &Frame<'_>, page: &CheckoutPage) -> Result<String, PageError> {
        if !self.keep {
            return checkout(frame, page);
        }
        if let Some(html) = frame.language.kept.page(page, frame.nonce) {
            return Ok(html);
        }
        let html = checkout(frame, page)?;
        frame.language.kept.keep(page, frame.nonce, &html);
        Ok(html)
    }
}

impl Pages for HostedPages {
    fn render(&self, page: &Page, nonce: &str, languages: &str) -> Result<RenderedPage, PageError> {
        csp::check_nonce(nonce)?;
        let frame = Frame { language: self.languages.choose(languages), nonce };
        let (html, token_url) = match page {
            Page::Checkout(page) => (self.checkout(&frame, page)?, Some(page.gateway.token_url.as_str())),
            Page::Receipt(page) => (write(&Receipt::new(&frame, page), SLIP)?, None),
            Page::Unsubscribe(page) => (write(&Unsubscribe::new(&frame, page), SLIP)?, None),
            Page::PaymentMethod(page) => (write(&SavedMethod::new(&frame, page), SLIP)?, None),
            Page::NotFound => (write(&Notice::not_found(&frame), SLIP)?, None),
            Page::Unavailable => (write(&Notice::unavailable(&frame), SLIP)?, None),
            Page::ApiReference(document) => (write(&Reference::new(&frame, document), document.len() * 2)?, None),
        };
        Ok(RenderedPage { html, csp: csp::policy(nonce, token_url) })
    }

    fn qr_svg(&self, text: &str) -> Result<String, PageError> {
        qr::qr_svg(text)
    }

    fn qr_png(&self, text: &str) -> Result<Vec<u8>, PageError> {
        qr::qr_png(text)
    }

    fn pay_button(&self) -> &str {
        &ASSETS.pay_button_js
    }
}

/// Room for a receipt or notice, and for a payment page, in bytes: what they need and a little more.
const SLIP: usize = 16 * 1024;
const FORM: usize = 48 * 1024;

fn checkout(frame: &Frame<'_>, page: &CheckoutPage) -> Result<String, PageError> {
    if page.situation == PageSituation::Payable {
        if let Some(form) = Checkout::new(frame, page) {
            return write(&form, FORM);
        }
    } else if let Some(closed) = Closed::new(frame, page) {
        return write(&closed, FORM);
    }
    write(&Notice::unavailable(frame), SLIP)
}

fn write(template: &impl Template, room: usize) -> Result<String, PageError> {
    let mut html = String::with_capacity(room);
    template.render_into(&mut html).map_err(|error| PageError(error.to_string()))?;
    Ok(html)
}
