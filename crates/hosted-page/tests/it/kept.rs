//! A page that was kept is the page that would be made now.

use crate::{NONCE, every_sample, now};
use paylink_core::ports::{CheckoutPage, Page, PageSituation, Pages as _};
use paylink_hosted_page::{HostedPages, samples};
use std::time::Duration;

const OTHER_NONCE: &str = "Zm9yIGFub3RoZXIgYW4";

fn checkouts() -> impl Iterator<Item = (&'static str, CheckoutPage)> {
    every_sample().into_iter().filter_map(|(name, page)| match page {
        Page::Checkout(page) => Some((name, *page)),
        Page::Receipt(_) | Page::Unsubscribe(_) | Page::PaymentMethod(_) => None,
        Page::NotFound | Page::Unavailable | Page::ApiReference(_) => None,
    })
}

fn html(pages: &HostedPages, page: &CheckoutPage, nonce: &str) -> String {
    pages.render(&Page::Checkout(Box::new(page.clone())), nonce, "en").unwrap().html
}

/// What a process says that has kept nothing.
fn anew(page: &CheckoutPage, nonce: &str) -> String {
    html(&HostedPages::new().unwrap().keeping_none(), page, nonce)
}

#[test]
fn a_kept_page_has_the_nonce_and_the_time_of_its_own_answer() {
    let pages = HostedPages::new().unwrap();
    for (name, page) in checkouts() {
        assert!(html(&pages, &page, NONCE) == anew(&page, NONCE), "{name}");
        let later = CheckoutPage { now: page.now.plus(Duration::from_millis(86_400_123)), ..page };
        let again = html(&pages, &later, OTHER_NONCE);
        assert!(again == anew(&later, OTHER_NONCE), "{name}");
        assert!(again.contains(OTHER_NONCE) && !again.contains(NONCE), "{name}");
    }
}

#[test]
fn a_page_is_made_anew_when_anything_in_it_changes() {
    let pages = HostedPages::new().unwrap();
    let base = samples::checkout(now());
    let mut changed = vec![base.clone(); 18];
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = changed.as_mut_slice() else { unreachable!() };
    a.situation = PageSituation::BeingPaid;
    b.merchant_name.push('!');
    c.merchant_website = None;
    d.accent_color = Some("#8a1538".to_owned());
    e.currency = "EUR".parse().unwrap();
    f.card = None;
    g.ach = None;
    h.description = None;
    i.order_number = None;
    j.invoice_number = None;
    k.due_date = None;
    l.sales_tax = None;
    m.ends_at = None;
    n.show_billing_fields = false;
    o.timezone = "Asia/Tokyo".to_owned();
    p.gateway.test_mode = false;
    r.lines = samples::lines(0);
    q.gateway.token_url = "https://tokens.gateway.example/v1".to_owned();
    for (place, page) in changed.iter().enumerate() {
        html(&pages, &base, NONCE);
        let shown = html(&pages, page, NONCE);
        assert!(shown == anew(page, NONCE), "change {place}");
        assert!(shown != anew(&base, NONCE), "change {place} is not to be seen");
    }
}

#[test]
fn texts_that_look_like_holes_stay_as_they_are() {
    let pages = HostedPages::new().unwrap();
    let mut page = samples::checkout(now());
    let millis = page.now.micros() / 1000;
    page.merchant_name = format!("\"now\":{millis} nonce=\"{NONCE}\" {NONCE}");
    page.description = Some(page.merchant_name.clone());
    html(&pages, &page, NONCE);
    assert!(html(&pages, &page, OTHER_NONCE) == anew(&page, OTHER_NONCE));
}

#[test]
fn more_pages_than_there_is_room_for_are_all_shown_right() {
    let pages = HostedPages::new().unwrap();
    for number in 0..600 {
        let page = CheckoutPage { slug: format!("campaign-{}", number % 300), ..samples::checkout(now()) };
        assert!(html(&pages, &page, NONCE) == anew(&page, NONCE), "{number}");
    }
}
