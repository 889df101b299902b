//! The page on which a payer sees and removes a saved card or account.

use crate::{
    assets::ASSETS,
    format::instant,
    receipt::method_text,
    shell::{Frame, Mark, Payee, Shell},
};
use askama::Template;
use paylink_core::ports::PaymentMethodPage;

#[derive(Template)]
#[template(path = "saved_method.html", whitespace = "minimize")]
pub(crate) struct SavedMethod<'a> {
    shell: Shell<'a>,
    payee: Payee<'a>,
    /// Once it is done.
    mark: Mark,
    title: String,
    text: String,
    hint: String,
    done: bool,
}

impl<'a> SavedMethod<'a> {
    /// Offers to remove it, or says that it was removed.
    pub(crate) fn new(frame: &Frame<'a>, page: &'a PaymentMethodPage) -> Self {
        let words = &frame.language.messages;
        let name = page.merchant_name.as_str();
        let method = method_text(&page.details, words);
        let at = |when| instant(when, &page.timezone, words);
        let (title, text, hint) = match page.removed_at {
            None => {
                (words.saved_title.clone(), words.saved_text(&method, name, &at(page.saved_at)), words.saved_hint(name))
            }
            Some(when) => {
                (words.removed_title.clone(), words.removed_text(&method, &at(when), name), words.removed_hint(name))
            }
        };
        let document_title = words.saved_document_title(name);
        Self {
            shell: Shell::new(frame, document_title, &ASSETS.slip_css, page.accent_color.as_deref()),
            payee: Payee::new(name, page.merchant_website.as_deref()),
            mark: Mark::Done,
            title,
            text,
            hint,
            done: page.removed_at.is_some(),
        }
    }
}
