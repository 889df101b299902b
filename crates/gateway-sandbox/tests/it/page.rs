//! The challenge as a page.

use paylink_core::{Currency, Money, records::MethodDetails};
use paylink_gateway_sandbox::{ChallengeState, ChallengeView, challenge_page};

const NONCE: &str = "q1w2e3r4t5y6u7i8o9p0aA";

fn view(state: ChallengeState) -> ChallengeView {
    let (brand, last4) = ("visa".to_owned(), "3155".to_owned());
    ChallengeView {
        amount: Money::new(1250, Currency::USD),
        details: MethodDetails::Card { brand, last4, exp_month: 12, exp_year: 2030 },
        state,
        expires_at: "2026-01-15T12:30:00Z".parse().unwrap(),
        return_url: "https://pay.example/p/abc?a=1&b=2".to_owned(),
    }
}

#[test]
fn an_open_challenge_can_be_approved_and_declined() {
    let page = challenge_page(&view(ChallengeState::Open), NONCE).unwrap();
    for part in ["12.50 USD", "visa card ending in 3155", r#"<form method="post">"#, r#"name="answer" value="approve""#]
    {
        assert!(page.html.contains(part), "{part}");
    }
    assert!(page.html.contains(r#"name="answer" value="decline""#));
    assert!(!page.html.contains("pay.example"), "the way back opens with the answer");
}

#[test]
fn an_ended_challenge_only_leads_back() {
    for (state, title) in [
        (ChallengeState::Approved, "Payment confirmed"),
        (ChallengeState::Declined, "Payment declined"),
        (ChallengeState::Expired, "Time is up"),
        (ChallengeState::Abandoned, "Payment given up"),
    ] {
        let page = challenge_page(&view(state), NONCE).unwrap();
        assert!(page.html.contains(&format!("<h1>{title}</h1>")) && !page.html.contains("<form"), "{title}");
        assert!(page.html.contains("https://pay.example/p/abc?a=1&#38;b=2"), "{title}");
    }
}

#[test]
fn the_policy_allows_the_one_style_sheet_and_nothing_else() {
    let page = challenge_page(&view(ChallengeState::Open), NONCE).unwrap();
    let policy = "default-src 'none'; style-src 'nonce-q1w2e3r4t5y6u7i8o9p0aA'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    assert_eq!(page.csp, policy);
    assert_eq!(page.html.matches("<style").count(), 1);
    assert!(page.html.contains(&format!("<style nonce=\"{NONCE}\">")));
    for forbidden in ["<script", "src=", "style=", "onclick=", "url(", "@import", "http"] {
        assert!(!page.html.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn hostile_text_stays_text_and_odd_addresses_are_no_links() {
    let mut view = view(ChallengeState::Approved);
    let brand = "\"><script>alert(1)</script>".to_owned();
    view.details = MethodDetails::Card { brand, last4: "</dd>".to_owned(), exp_month: 1, exp_year: 2030 };
    view.return_url = "javascript:alert(1)".to_owned();
    let html = challenge_page(&view, NONCE).unwrap().html;
    assert!(!html.contains("<script") && !html.contains("javascript:") && !html.contains("href="));
    assert_eq!(html.matches("</dd>").count(), 2);
    view.return_url = "https://pay.example/\"onclick=\"x".to_owned();
    let html = challenge_page(&view, NONCE).unwrap().html;
    assert!(!html.contains("\"onclick"));
}
