//! The challenge as a page of its own: no script, one form, light and dark.

use super::{ChallengeState, ChallengeView};
use askama::Template;
use paylink_core::{
    ports::{PageError, RenderedPage},
    records::MethodDetails,
};

#[derive(Template)]
#[template(path = "challenge.html")]
struct ChallengePage<'a> {
    nonce: &'a str,
    amount: String,
    card: String,
    open: bool,
    title: &'static str,
    text: &'static str,
    return_url: Option<&'a str>,
}

/// Renders the challenge. `nonce` is 128 fresh random bits, base64url. The form posts `answer=approve` or
/// `answer=decline` to the page's own address; the answer to that is a redirect to `view.return_url`.
///
/// # Errors
/// [`PageError`].
pub fn challenge_page(view: &ChallengeView, nonce: &str) -> Result<RenderedPage, PageError> {
    let (title, text) = match view.state {
        ChallengeState::Open => {
            ("Confirm this payment", "A shop asks your bank for this payment. Approve it only if you started it.")
        }
        ChallengeState::Approved => ("Payment confirmed", "You have confirmed this payment. You can go back now."),
        ChallengeState::Declined => ("Payment declined", "You have declined this payment. Nothing was charged."),
        ChallengeState::Expired => ("Time is up", "This payment was not confirmed in time. Nothing was charged."),
        ChallengeState::Abandoned => ("Payment given up", "This payment was given up. Nothing was charged."),
    };
    let card = match &view.details {
        MethodDetails::Card { brand, last4, .. } => format!("{brand} card ending in {last4}"),
        MethodDetails::Ach { last4, .. } => format!("account ending in {last4}"),
    };
    let is_web = view.return_url.starts_with("https://") || view.return_url.starts_with("http://");
    let page = ChallengePage {
        nonce,
        amount: view.amount.to_string(),
        card,
        open: view.state == ChallengeState::Open,
        title,
        text,
        return_url: is_web.then_some(view.return_url.as_str()),
    };
    let html = page.render().map_err(|problem| PageError(problem.to_string()))?;
    let csp = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    Ok(RenderedPage { html, csp })
}
