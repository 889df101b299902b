//! What payers see, and what they let be saved.

use super::{id, lines, payment, some, time};
use paylink_core::{
    Currency,
    lines::line_table,
    ports::{CheckoutPage, ConsentText, PageFile, PageLogo, PagePrice, PageSituation, PublicGateway, SavedMeans},
    records::{Consent, FileType, Method, PaymentMethodRecord, Revocation, RevokedBy},
    views::PaymentMethodView,
};

/// The page of a link that is not open yet, by card only.
pub(crate) fn checkout_page() -> CheckoutPage {
    CheckoutPage {
        slug: "spring-sale".to_owned(),
        situation: PageSituation::NotYetOpen { opens_at: time("2030-01-05T00:00:00Z") },
        merchant_name: "Corner Bakery".to_owned(),
        merchant_website: some("https://bakery.example/"),
        logo: Some(PageLogo { light: "/logos/l.png".to_owned(), dark: some("/logos/d.png") }),
        files: vec![PageFile {
            name: "Invoice.pdf".to_owned(),
            size: 48_123,
            content_type: FileType::Pdf,
            path: "/p/spring-sale/files/f".to_owned(),
        }],
        accent_color: some("#0b6e4f"),
        currency: Currency::USD,
        card: Some(PagePrice { amount: "12.50".to_owned(), note: some("card note") }),
        ach: None,
        lines: line_table(&lines(), Currency::USD),
        description: some("Cake"),
        order_number: some("A1042"),
        invoice_number: None,
        due_date: Some("2030-01-31".parse().unwrap()),
        sales_tax: some("1.10"),
        ends_at: Some(time("2030-02-01T00:00:00Z")),
        now: time("2030-01-02T03:04:05Z"),
        show_billing_fields: true,
        ask_to_save: false,
        saved: None,
        timezone: "Europe/Oslo".to_owned(),
        cancel_url: Some("https://bakery.example/basket".to_owned()),
        gateway: PublicGateway {
            kind: "sandbox".to_owned(),
            token_url: "/sandbox/tokens".to_owned(),
            publishable_key: None,
            test_mode: true,
        },
    }
}

/// The page of a link that offers a saved card.
pub(crate) fn kept_page() -> CheckoutPage {
    let details = payment().payment.method_details.unwrap();
    CheckoutPage { saved: Some(SavedMeans { id: id(9), method: Method::Card, details }), ..checkout_page() }
}

/// The words of consent.
pub(crate) fn consent() -> ConsentText {
    ConsentText { text: "Save this card.".to_owned(), version: "en-3f0c5a1b9d27".to_owned(), locale: "en".to_owned() }
}

/// A saved card that its payer has removed.
pub(crate) fn saved_method() -> PaymentMethodView {
    let payment = payment().payment;
    let method = PaymentMethodRecord {
        id: id(9),
        merchant_id: payment.merchant_id,
        customer_id: Some(id(8)),
        link_id: payment.link_id,
        payment_id: payment.id,
        method: Method::Card,
        details: payment.method_details.unwrap(),
        gateway_reference: some("vault_private"),
        consent: Consent {
            text: "Save this card.".to_owned(),
            text_version: "en-3f0c5a1b9d27".to_owned(),
            locale: "en".to_owned(),
            at: time("2030-01-02T03:04:05Z"),
            address: some("203.0.113.7"),
        },
        revoked: Some(Revocation {
            at: time("2030-01-05T03:04:05Z"),
            by: RevokedBy::Payer,
            reason: "requested".to_owned(),
        }),
        created_at: time("2030-01-02T03:04:06Z"),
        updated_at: time("2030-01-05T03:04:05Z"),
    };
    PaymentMethodView { method, usable: false }
}
