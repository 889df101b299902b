//! Pages about no link in particular.

use crate::{
    assets::ASSETS,
    shell::{Frame, Mark, Shell},
};
use askama::Template;

#[derive(Template)]
#[template(path = "notice.html", whitespace = "minimize")]
pub(crate) struct Notice<'a> {
    shell: Shell<'a>,
    mark: Mark,
    title: &'a str,
    text: &'a str,
    /// What the button that loads the page again says.
    retry: Option<&'a str>,
}

impl<'a> Notice<'a> {
    /// There is no such link or payment.
    pub(crate) fn not_found(frame: &Frame<'a>) -> Self {
        let words = &frame.language.messages;
        Self::new(frame, Mark::Lost, (&words.not_found_title, &words.not_found_text), None)
    }

    /// Something is wrong on our side.
    pub(crate) fn unavailable(frame: &Frame<'a>) -> Self {
        let words = &frame.language.messages;
        let said = (words.unavailable_title.as_str(), words.unavailable_text.as_str());
        Self::new(frame, Mark::Busy, said, Some(&words.unavailable_retry))
    }

    fn new(frame: &Frame<'a>, mark: Mark, (title, text): (&'a str, &'a str), retry: Option<&'a str>) -> Self {
        Self { shell: Shell::new(frame, title.to_owned(), &ASSETS.slip_css, None), mark, title, text, retry }
    }
}
