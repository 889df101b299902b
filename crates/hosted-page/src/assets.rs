//! Scripts and styles of the pages, made small once at start-up.

use std::sync::LazyLock;

/// What a page of each kind carries.
pub(crate) struct Assets {
    /// Style of the payment page.
    pub(crate) checkout_css: String,
    /// Style of receipts and notices.
    pub(crate) slip_css: String,
    /// Style of the API reference.
    pub(crate) reference_css: String,
    /// Script of the payment page while it can be paid.
    pub(crate) checkout_js: String,
    /// Script of the payment page while it cannot be paid.
    pub(crate) waiting_js: String,
    /// Script of the receipt.
    pub(crate) receipt_js: String,
    /// Script of the pay button, which stands on other people's pages.
    pub(crate) pay_button_js: String,
}

const BASE_CSS: &str = include_str!("../assets/base.css");
const FORM_CSS: &str = include_str!("../assets/form.css");
const SLIP_CSS: &str = include_str!("../assets/slip.css");
const REFERENCE_CSS: &str = include_str!("../assets/reference.css");
const PAGE_JS: &str = include_str!("../assets/page.js");
const VIEW_JS: &str = include_str!("../assets/view.js");
const ATTEMPT_JS: &str = include_str!("../assets/attempt.js");
const FIELDS_JS: &str = include_str!("../assets/fields.js");
const CHECKOUT_JS: &str = include_str!("../assets/checkout.js");
const WAITING_JS: &str = include_str!("../assets/waiting.js");
const RECEIPT_JS: &str = include_str!("../assets/receipt.js");
const PAY_BUTTON_CSS: &str = include_str!("../assets/pay-button.css");
const PAY_BUTTON_WORDS_JS: &str = include_str!("../assets/pay-button-words.js");
const PAY_BUTTON_JS: &str = include_str!("../assets/pay-button.js");

/// The assets; the same for every answer of the process.
pub(crate) static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    checkout_css: compact(&[BASE_CSS, FORM_CSS]),
    slip_css: compact(&[BASE_CSS, SLIP_CSS]),
    reference_css: compact(&[BASE_CSS, REFERENCE_CSS]),
    checkout_js: script(&[PAGE_JS, VIEW_JS, ATTEMPT_JS, FIELDS_JS, CHECKOUT_JS]),
    waiting_js: script(&[PAGE_JS, VIEW_JS, ATTEMPT_JS, WAITING_JS]),
    receipt_js: script(&[PAGE_JS, RECEIPT_JS]),
    pay_button_js: script(&[&style(PAY_BUTTON_CSS), PAY_BUTTON_WORDS_JS, PAY_BUTTON_JS]),
});

/// One scope for all files of a page, so that none of their names is global.
fn script(files: &[&str]) -> String {
    format!("(()=>{{\"use strict\";\n{}}})()", compact(files))
}

/// A style sheet as the constant `STYLE` of a script, on one line.
fn style(css: &str) -> String {
    format!("const STYLE = {};\n", serde_json::Value::String(compact(&[css]).replace('\n', "")))
}

/// Drops indentation, empty lines and whole-line comments. The files keep to that: no text runs over
/// several lines, and a comment has its lines to itself.
fn compact(files: &[&str]) -> String {
    let mut small = String::with_capacity(files.iter().map(|file| file.len()).sum());
    for line in files.iter().flat_map(|file| file.lines()).map(str::trim) {
        let comment = line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/"));
        if !line.is_empty() && !comment {
            small.push_str(line);
            small.push('\n');
        }
    }
    small
}

/// JSON that can stand in a `<script>` element: no `<` ends it early or opens a comment.
pub(crate) fn inert_json(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
