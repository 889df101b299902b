//! The content security policy, and that the pages can live under it.

use crate::{NONCE, every_sample, markup::Markup, now};
use paylink_core::ports::{CheckoutPage, Page, Pages, PublicGateway, ReceiptPage};
use paylink_hosted_page::{HostedPages, samples};

fn render(page: &Page) -> paylink_core::ports::RenderedPage {
    HostedPages::new().unwrap().render(page, NONCE, "en").unwrap()
}

#[test]
fn the_policy_allows_our_own_nonce_and_nothing_else() {
    for (name, page) in every_sample() {
        let expected = format!(
            "default-src 'none'; script-src 'nonce-{NONCE}'; style-src 'nonce-{NONCE}'; img-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        assert_eq!(render(&page).csp, expected, "{name}");
    }
}

#[test]
fn a_gateway_on_another_origin_may_be_called() {
    let connect = |token_url: &str| {
        let gateway = PublicGateway { token_url: token_url.to_owned(), ..samples::checkout(now()).gateway };
        let csp = render(&Page::Checkout(Box::new(CheckoutPage { gateway, ..samples::checkout(now()) }))).csp;
        csp.split("; ").find(|part| part.starts_with("connect-src")).unwrap().to_owned()
    };
    assert_eq!(connect("/sandbox/tokens"), "connect-src 'self'");
    assert_eq!(connect("https://api.gateway.example/v1/tokens?x=1"), "connect-src 'self' https://api.gateway.example");
    assert_eq!(connect("http://127.0.0.1:9000/tokens"), "connect-src 'self' http://127.0.0.1:9000");
    assert_eq!(connect("https://evil.example; script-src *"), "connect-src 'self'");
    assert_eq!(connect("javascript:alert(1)"), "connect-src 'self'");
}

#[test]
fn scripts_and_styles_carry_the_nonce_and_nothing_is_inline_or_foreign() {
    for (name, page) in every_sample() {
        let markup = Markup::read(&render(&page).html);
        for tag in &markup.tags {
            let value =
                |wanted: &str| tag.attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
            let data = value("type") == Some("application/json");
            if matches!(tag.name.as_str(), "script" | "style") && !data {
                assert_eq!(value("nonce"), Some(NONCE), "{name}");
            }
            assert!(!matches!(tag.name.as_str(), "link" | "iframe" | "object" | "embed" | "base"), "{name}");
            let pictures = tag.attributes.iter().filter(|(name, _)| matches!(name.as_str(), "src" | "srcset"));
            for (_, path) in pictures {
                assert!(matches!(tag.name.as_str(), "img" | "source"), "{name}: {}", tag.name);
                assert!(path.starts_with("/logos/") && !path.contains([' ', ',']), "{name}: {path}");
            }
            for (attribute, value) in &tag.attributes {
                assert!(!attribute.starts_with("on"), "{name}: {attribute}");
                assert!(
                    !matches!(attribute.as_str(), "style" | "srcdoc" | "action" | "formaction"),
                    "{name}: {attribute}"
                );
                assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{name}: {value}");
            }
        }
        for raw in &markup.raw {
            assert!(!raw.contains("url(") && !raw.contains("@import") && !raw.contains("eval("), "{name}");
        }
    }
}

#[test]
fn addresses_that_are_no_web_addresses_lead_nowhere() {
    for address in [
        "javascript://evil.example/%0aalert(1)",
        "ftp://files.example/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "vbscript:x",
        "\\\\evil",
        "mailto:a@b.c",
        "",
    ] {
        let receipt = ReceiptPage {
            redirect_url: Some(address.to_owned()),
            merchant_website: Some(address.to_owned()),
            action_url: Some(address.to_owned()),
            ..samples::receipt(now())
        };
        let waiting = ReceiptPage { status: paylink_core::records::PaymentStatus::RequiresAction, ..receipt.clone() };
        for page in [receipt, waiting] {
            let markup = Markup::read(&render(&Page::Receipt(Box::new(page))).html);
            assert_eq!(markup.values("href").next(), None, "{address}");
        }
        let (cancel_url, merchant_website) = (Some(address.to_owned()), None);
        let page = CheckoutPage { cancel_url, merchant_website, ..samples::checkout(now()) };
        let markup = Markup::read(&render(&Page::Checkout(Box::new(page))).html);
        assert_eq!(markup.values("href").next(), None, "{address}");
    }
}

#[test]
fn a_page_that_is_given_a_way_back_shows_it() {
    let markup = |page| Markup::read(&render(&Page::Checkout(Box::new(page))).html);
    let with = markup(samples::checkout(now()));
    assert!(with.values("href").any(|address| address == "https://www.northlight.example/basket"));
    let without = markup(CheckoutPage { cancel_url: None, ..samples::checkout(now()) });
    assert!(without.values("href").all(|address| address != "https://www.northlight.example/basket"));
}

#[test]
fn a_nonce_that_could_break_out_is_refused() {
    let pages = HostedPages::new().unwrap();
    for nonce in ["", "short", "0123456789abcdef\"", "0123456789abcdef'; script-src *", "0123456789 abcdef"] {
        assert!(pages.render(&Page::NotFound, nonce, "en").is_err(), "{nonce}");
    }
}
