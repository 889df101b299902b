//! The page on which a payer ends a merchant's requests and reminders.

use crate::{
    assets::ASSETS,
    shell::{Frame, Mark, Payee, Shell},
};
use askama::Template;
use paylink_core::{ports::UnsubscribePage, records::Channel};

#[derive(Template)]
#[template(path = "unsubscribe.html", whitespace = "minimize")]
pub(crate) struct Unsubscribe<'a> {
    shell: Shell<'a>,
    payee: Payee<'a>,
    /// Once it is done.
    mark: Mark,
    title: String,
    text: String,
    done: bool,
}

impl<'a> Unsubscribe<'a> {
    /// Asks, or says that it is done.
    pub(crate) fn new(frame: &Frame<'a>, page: &'a UnsubscribePage) -> Self {
        let words = &frame.language.messages;
        let name = page.merchant_name.as_str();
        let (title, text) = match (page.done, page.channel) {
            (false, Channel::Email) => (words.unsubscribe_title(name), words.unsubscribe_text_email(name)),
            (false, Channel::Sms) => (words.unsubscribe_title(name), words.unsubscribe_text_sms(name)),
            (true, Channel::Email) => (words.unsubscribed_title.clone(), words.unsubscribed_text_email(name)),
            (true, Channel::Sms) => (words.unsubscribed_title.clone(), words.unsubscribed_text_sms(name)),
        };
        let document_title = words.unsubscribe_document_title(name);
        Self {
            shell: Shell::new(frame, document_title, &ASSETS.slip_css, page.accent_color.as_deref()),
            payee: Payee::new(name, page.merchant_website.as_deref()).with_logo(page.logo.as_ref(), words),
            mark: Mark::Done,
            title,
            text,
            done: page.done,
        }
    }
}
