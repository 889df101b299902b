//! Hostile texts in every field that holds text: the page keeps the elements and attributes it has with harmless ones.

use crate::{NONCE, markup::Markup, now};
use paylink_core::{
    PaymentMethodId, TypedId,
    ports::{CheckoutPage, Page, PagePrice, PageSituation, Pages, PublicGateway, ReceiptPage, SavedMeans},
    records::{LineTable, Method, MethodDetails, PaymentStatus},
};
use paylink_hosted_page::{HostedPages, samples};

pub(crate) const HOSTILE: [&str; 40] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</SCRIPT ><svg onload=alert(1)>",
    "<!--<script>",
    "--><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "` onload=`alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "{% include \"layout.html\" %}",
    "${alert(1)}",
    "{ $merchant }",
    "\\\"; alert(1); //",
    "\\u003cscript\\u003ealert(1)",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<base href=\"https://evil.example/\">",
    "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\">",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "#fff;}</style><script>alert(1)</script>",
    "red;background:url(https://evil.example)",
    "\u{2028}alert(1)\u{2029}",
    "\u{202e}<script>alert(1)",
    "\u{e000}\u{e001}{time}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
];

/// Lines with `text` wherever a line or sum holds text.
fn table(text: &str) -> Option<LineTable> {
    let mut table = samples::lines(9)?;
    for line in &mut table.lines {
        text.clone_into(&mut line.name);
        text.clone_into(&mut line.amount);
        text.clone_into(&mut line.unit_amount);
        line.tax_amount = Some(format!("1{text}"));
    }
    (table.subtotal, table.total) = (text.to_owned(), text.to_owned());
    (table.discount, table.tax) = (Some(text.to_owned()), Some(text.to_owned()));
    Some(table)
}

/// The same page with `text` in every field that holds text.
fn pages_with(text: &str) -> Vec<Page> {
    let some = || Some(text.to_owned());
    let price = |amount: &str| Some(PagePrice { amount: amount.to_owned(), note: some() });
    let checkout = CheckoutPage {
        slug: text.to_owned(),
        merchant_name: text.to_owned(),
        merchant_website: Some(format!("https://merchant.example/?{text}")),
        accent_color: some(),
        card: price("1.00"),
        ach: price(text),
        lines: table(text),
        description: some(),
        order_number: some(),
        invoice_number: some(),
        sales_tax: some(),
        timezone: text.to_owned(),
        cancel_url: Some(format!("https://merchant.example/?{text}")),
        ask_to_save: true,
        gateway: PublicGateway {
            kind: text.to_owned(),
            token_url: text.to_owned(),
            publishable_key: some(),
            test_mode: true,
        },
        ..samples::checkout(now())
    };
    let closed = CheckoutPage { situation: PageSituation::Paid { paid_at: now() }, ..checkout.clone() };
    let receipt = |status| {
        let method = MethodDetails::Ach { bank_name: some(), last4: text.to_owned(), account_type: text.to_owned() };
        Page::Receipt(Box::new(ReceiptPage {
            slug: text.to_owned(),
            payment_id: text.to_owned(),
            status,
            failure_code: some(),
            failure_message: some(),
            action_url: Some(format!("https://merchant.example/?{text}")),
            merchant_name: text.to_owned(),
            merchant_website: Some(format!("https://merchant.example/?{text}")),
            accent_color: some(),
            amount: text.to_owned(),
            sales_tax: some(),
            method: Some(method),
            lines: table(text),
            description: some(),
            order_number: some(),
            invoice_number: some(),
            redirect_url: Some(format!("https://merchant.example/?{text}")),
            payable: true,
            timezone: text.to_owned(),
            ..samples::receipt(now())
        }))
    };
    let quoted = serde_json::Value::from(text);
    let reference = format!(
        r#"{{"info":{{"title":{quoted},"version":{quoted},"description":{quoted}}},
            "paths":{{{quoted}:{{"get":{{"tags":[{quoted}],"operationId":{quoted},"summary":{quoted},"description":{quoted},
            "parameters":[{{"name":{quoted},"in":{quoted},"description":{quoted},
                "schema":{{"type":{quoted},"enum":[{quoted}],"default":{quoted},"examples":[{quoted}]}}}}],
            "responses":{{{quoted}:{{"description":{quoted},"content":{{{quoted}:{{"schema":{{"type":{quoted}}}}}}}}}}}}}}}}},
            "components":{{"schemas":{{{quoted}:{{"description":{quoted},"properties":{{{quoted}:{{"format":{quoted},"type":"string"}}}}}}}}}}}}"#
    );
    serde_json::from_str::<serde_json::Value>(&reference).expect("a document");
    let mut pages = vec![Page::Checkout(Box::new(checkout)), Page::Checkout(Box::new(closed))];
    pages.extend([PaymentStatus::Succeeded, PaymentStatus::RequiresAction, PaymentStatus::Failed].map(receipt));
    let method = MethodDetails::Ach { bank_name: some(), last4: text.to_owned(), account_type: text.to_owned() };
    let saved = SavedMeans { id: PaymentMethodId::from_random([5; 16]), method: Method::Ach, details: method.clone() };
    let website = Some(format!("https://merchant.example/?{text}"));
    let kept = CheckoutPage {
        card: None,
        saved: Some(saved),
        merchant_website: website.clone(),
        cancel_url: website,
        ..samples::checkout(now())
    };
    pages.push(Page::Checkout(Box::new(kept)));
    let mut page = samples::payment_method(now(), method, false);
    (page.merchant_name, page.timezone) = (text.to_owned(), text.to_owned());
    page.merchant_website = Some(format!("https://merchant.example/?{text}"));
    pages.push(Page::PaymentMethod(Box::new(page)));
    pages.push(Page::ApiReference(reference));
    pages
}

#[test]
fn hostile_texts_are_inert_in_every_field() {
    let renderer = HostedPages::new().unwrap();
    let skeletons = |text: &str| -> Vec<Markup> {
        let render = |page: &Page| Markup::read(&renderer.render(page, NONCE, "en").unwrap().html);
        pages_with(text).iter().map(render).collect()
    };
    let harmless = skeletons("harmless");
    for text in HOSTILE {
        // a backtick or an empty line is prose in descriptions of the reference: same elements for harmless text with it
        let expected = if text.contains('`') { skeletons("a ` harmless ` b") } else { skeletons("harmless") };
        for (place, (found, expected)) in skeletons(text).iter().zip(&expected).enumerate() {
            assert_eq!(found.skeleton(), expected.skeleton(), "page {place} with {text}");
            for address in found.values("href") {
                let ours = address.starts_with("https://merchant.example/") || address.starts_with(['/', '#']);
                assert!(ours && !address.starts_with("//"), "{address}");
            }
        }
        for (found, harmless) in skeletons(text).iter().zip(&harmless) {
            assert_eq!(found.raw.len(), harmless.raw.len(), "{text}");
            // style and script are the same bytes; only the data differ, and those stay JSON
            for (raw, plain) in found.raw.iter().zip(&harmless.raw) {
                let data = serde_json::from_str::<serde_json::Value>(raw).is_ok();
                assert!(raw == plain || (data && !raw.contains('<')), "{text}");
            }
        }
    }
}
