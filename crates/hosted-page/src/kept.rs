//! Payment pages kept from one answer to the next, for links that are opened again and again.
//!
//! **Invariant:** a kept page is used only for a model that is equal in everything but the time. What can
//! change, above all whether the link can be paid now, is part of the model, and the model is made anew for
//! every answer; so an old page cannot be shown, it is at most kept in vain.

use crate::assets::ASSETS;
use paylink_core::{Timestamp, ports::CheckoutPage};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Pages of one language, the latest of each slug.
#[derive(Default)]
pub(crate) struct KeptPages(Mutex<HashMap<String, Kept>>);

/// So many pages are kept per language, at about 10 KiB each. When there is no more room all are dropped:
/// those that are asked for come back by themselves.
const MOST: usize = 256;

struct Kept {
    page: CheckoutPage,
    pieces: Arc<[Piece]>,
}

/// A part of a page.
enum Piece {
    /// This page's own text.
    Own(Box<str>),
    /// Style or script that all pages of a kind share.
    Shared(&'static str),
    /// The answer's nonce.
    Nonce,
    /// The answer's time, in milliseconds.
    Now,
}

impl KeptPages {
    /// The page, if it was made before and nothing in it has changed.
    pub(crate) fn page(&self, page: &CheckoutPage, nonce: &str) -> Option<String> {
        let pieces = {
            let pages = self.pages();
            let kept = pages.get(&page.slug).filter(|kept| same_but_for_time(&kept.page, page))?;
            Arc::clone(&kept.pieces)
        };
        let mut html = String::with_capacity(crate::FORM);
        for piece in &*pieces {
            match piece {
                Piece::Own(text) => html.push_str(text),
                Piece::Shared(text) => html.push_str(text),
                Piece::Nonce => html.push_str(nonce),
                Piece::Now => html.push_str(&millis(page.now)),
            }
        }
        Some(html)
    }

    /// Keeps `html`, which was rendered from `page` with `nonce`.
    pub(crate) fn keep(&self, page: &CheckoutPage, nonce: &str, html: &str) {
        let Some(pieces) = cut(html, nonce, page.now) else { return };
        let mut pages = self.pages();
        if pages.len() >= MOST {
            pages.clear();
        }
        pages.insert(page.slug.clone(), Kept { page: page.clone(), pieces: pieces.into() });
    }

    fn pages(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Every field by name: a new one has to be put here too.
fn same_but_for_time(kept: &CheckoutPage, page: &CheckoutPage) -> bool {
    let CheckoutPage {
        slug,
        situation,
        merchant_name,
        merchant_website,
        accent_color,
        logo,
        files,
        currency,
        card,
        ach,
        lines,
        description,
        order_number,
        invoice_number,
        due_date,
        sales_tax,
        ends_at,
        now: _,
        show_billing_fields,
        ask_to_save,
        saved,
        timezone,
        cancel_url,
        gateway,
    } = page;
    (&kept.slug, &kept.situation, &kept.merchant_name) == (slug, situation, merchant_name)
        && (&kept.merchant_website, &kept.accent_color, &kept.currency) == (merchant_website, accent_color, currency)
        && (&kept.logo, &kept.files) == (logo, files)
        && (&kept.card, &kept.ach, &kept.lines, &kept.description) == (card, ach, lines, description)
        && (&kept.order_number, &kept.invoice_number, &kept.due_date) == (order_number, invoice_number, due_date)
        && (&kept.sales_tax, &kept.ends_at, &kept.timezone) == (sales_tax, ends_at, timezone)
        && (&kept.show_billing_fields, &kept.gateway) == (show_billing_fields, gateway)
        && (&kept.ask_to_save, &kept.saved, &kept.cancel_url) == (ask_to_save, saved, cancel_url)
}

fn millis(now: Timestamp) -> String {
    (now.micros() / 1000).to_string()
}

/// Where the nonce stands: texts of people have no plain quotes here.
const NONCE: &str = "nonce=\"";
/// Where the time stands: once, in the page's data; inside a text its quotes would be escaped.
const NOW: &str = "\"now\":";

/// Cuts a page into its parts; `None` when the time does not stand in it exactly once.
fn cut(html: &str, nonce: &str, now: Timestamp) -> Option<Vec<Piece>> {
    let own = |text: &str| Piece::Own(text.into());
    let time = format!("{NOW}{}", millis(now));
    if html.matches(&time).count() != 1 {
        return None;
    }
    let (before, after) = html.split_once(&time)?;
    let mut pieces = vec![Piece::Own(format!("{before}{NOW}").into()), Piece::Now, own(after)];
    let mark = format!("{NONCE}{nonce}\"");
    pieces = each_text(pieces, |text, out| {
        for (place, part) in text.split(&mark).enumerate() {
            if place > 0 {
                out.extend([own(NONCE), Piece::Nonce, own("\"")]);
            }
            out.push(own(part));
        }
    });
    for shared in [&ASSETS.checkout_css, &ASSETS.slip_css, &ASSETS.checkout_js, &ASSETS.waiting_js] {
        pieces = each_text(pieces, |text, out| match text.split_once(shared.as_str()) {
            Some((before, after)) => out.extend([own(before), Piece::Shared(shared), own(after)]),
            None => out.push(own(text)),
        });
    }
    pieces.retain(|piece| !matches!(piece, Piece::Own(text) if text.is_empty()));
    Some(pieces)
}

/// Cuts every text among `pieces` further.
fn each_text(pieces: Vec<Piece>, mut cut: impl FnMut(&str, &mut Vec<Piece>)) -> Vec<Piece> {
    let mut out = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Own(text) => cut(&text, &mut out),
            Piece::Shared(_) | Piece::Nonce | Piece::Now => out.push(piece),
        }
    }
    out
}
