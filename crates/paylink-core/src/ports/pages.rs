//! What payers see, as plain models; an adapter turns them into HTML.

use crate::{
    Currency, Date, PaymentMethodId, Timestamp,
    ports::PublicGateway,
    records::{Channel, FileType, LineTable, Method, MethodDetails, PaymentStatus},
};

/// A price the payer can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePrice {
    /// Decimal text in the currency's decimals.
    pub amount: String,
    /// The merchant's note beside it.
    pub note: Option<String>,
}

/// What the page is for right now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageSituation {
    /// Can be paid.
    Payable,
    /// Opens later.
    NotYetOpen {
        /// When.
        opens_at: Timestamp,
    },
    /// Its end has passed.
    Ended {
        /// When.
        ended_at: Timestamp,
    },
    /// Somebody's payment is under way.
    BeingPaid,
    /// Paid.
    Paid {
        /// When.
        paid_at: Timestamp,
    },
    /// Taken back.
    Cancelled,
    /// The saved card or account that it offers has expired or was removed.
    MethodUnavailable,
}

/// A saved card or account, enough of it to be recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedMeans {
    /// Identity.
    pub id: PaymentMethodId,
    /// Card or bank debit.
    pub method: Method,
    /// What may be shown of it.
    pub details: MethodDetails,
}

/// A payee's logo, by the paths of its pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLogo {
    /// For light pages, and for dark ones without their own.
    pub light: String,
    /// For dark pages.
    pub dark: Option<String>,
}

/// A file to download from a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// Its name, cleaned.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// What is in it.
    pub content_type: FileType,
    /// Where it is.
    pub path: String,
}

/// The payment page of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutPage {
    /// The link's slug.
    pub slug: String,
    /// What the page is for.
    pub situation: PageSituation,
    /// Name of the payee.
    pub merchant_name: String,
    /// How to reach the payee.
    pub merchant_website: Option<String>,
    /// `#rrggbb`.
    pub accent_color: Option<String>,
    /// The payee's logo.
    pub logo: Option<PageLogo>,
    /// What the payer can download.
    pub files: Vec<PageFile>,
    /// The currency.
    pub currency: Currency,
    /// Price by card, if cards are taken.
    pub card: Option<PagePrice>,
    /// Price by bank debit, if those are taken.
    pub ach: Option<PagePrice>,
    /// What is being paid, line by line.
    pub lines: Option<LineTable>,
    /// What is being paid.
    pub description: Option<String>,
    /// Order number.
    pub order_number: Option<String>,
    /// Invoice number.
    pub invoice_number: Option<String>,
    /// When it is due.
    pub due_date: Option<Date>,
    /// Tax contained in the amount, decimal text.
    pub sales_tax: Option<String>,
    /// When the link ends, so that an open page can say so.
    pub ends_at: Option<Timestamp>,
    /// Server time when the page was made, so that the page need not trust the payer's clock.
    pub now: Timestamp,
    /// Whether to ask for the billing address.
    pub show_billing_fields: bool,
    /// Whether to ask the payer to have the card or account kept. The box is never ticked beforehand.
    pub ask_to_save: bool,
    /// The saved card or account that pays; then no other can be entered.
    pub saved: Option<SavedMeans>,
    /// IANA zone in which times are shown.
    pub timezone: String,
    /// Where the payer can go instead of paying.
    pub cancel_url: Option<String>,
    /// Where card data is traded for a token.
    pub gateway: PublicGateway,
}

/// The confirmation of one payment. Holds nothing of the payer's that the address alone should not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptPage {
    /// The link's slug.
    pub slug: String,
    /// The payment's id: the reference people quote.
    pub payment_id: String,
    /// Where the payment stands.
    pub status: PaymentStatus,
    /// Why it failed: the gateway's code, for which a page may have words of its own in the payer's language.
    pub failure_code: Option<String>,
    /// The same for people, in the gateway's words.
    pub failure_message: Option<String>,
    /// Where the payer has to go while action is required.
    pub action_url: Option<String>,
    /// Name of the payee.
    pub merchant_name: String,
    /// How to reach the payee.
    pub merchant_website: Option<String>,
    /// `#rrggbb`.
    pub accent_color: Option<String>,
    /// The payee's logo.
    pub logo: Option<PageLogo>,
    /// Decimal text.
    pub amount: String,
    /// What was refunded of it, decimal text; nothing: `None`.
    pub amount_refunded: Option<String>,
    /// The currency.
    pub currency: Currency,
    /// Tax contained in the amount, decimal text.
    pub sales_tax: Option<String>,
    /// Card or account, shortened, once the gateway has told; not shown without `show_details`.
    pub method: Option<MethodDetails>,
    /// What was paid, line by line; not shown without `show_details`.
    pub lines: Option<LineTable>,
    /// Where the payer sees and removes the saved card or account, if the payment saved one or was paid with one.
    pub payment_method_url: Option<String>,
    /// What was paid.
    pub description: Option<String>,
    /// Order number.
    pub order_number: Option<String>,
    /// Invoice number.
    pub invoice_number: Option<String>,
    /// When the payment began.
    pub created_at: Timestamp,
    /// Whether method, numbers and tax are shown.
    pub show_details: bool,
    /// Where the payer can go on to.
    pub redirect_url: Option<String>,
    /// Whether the link can be paid again now (after a failure, or a multi-use link).
    pub payable: bool,
    /// IANA zone in which times are shown.
    pub timezone: String,
    /// Whether payments are only played.
    pub test_mode: bool,
}

/// The page on which a payer ends messages. It shows no address: who opens it need not be who got the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsubscribePage {
    /// Whose messages end.
    pub merchant_name: String,
    /// How to reach the merchant.
    pub merchant_website: Option<String>,
    /// `#rrggbb`.
    pub accent_color: Option<String>,
    /// The payee's logo.
    pub logo: Option<PageLogo>,
    /// Mails or texts.
    pub channel: Channel,
    /// Whether they have ended; otherwise the page asks.
    pub done: bool,
}

/// The page on which a payer sees and removes a saved card or account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentMethodPage {
    /// Who may use it.
    pub merchant_name: String,
    /// How to reach the merchant.
    pub merchant_website: Option<String>,
    /// `#rrggbb`.
    pub accent_color: Option<String>,
    /// What may be shown of it.
    pub details: MethodDetails,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// When it was removed; otherwise the page offers to.
    pub removed_at: Option<Timestamp>,
    /// IANA zone in which times are shown.
    pub timezone: String,
}

/// A page to render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// The payment page, in any of its situations.
    Checkout(Box<CheckoutPage>),
    /// The confirmation.
    Receipt(Box<ReceiptPage>),
    /// Ending messages.
    Unsubscribe(Box<UnsubscribePage>),
    /// A saved card or account.
    PaymentMethod(Box<PaymentMethodPage>),
    /// No such link.
    NotFound,
    /// Something is wrong on our side; the payer can try again.
    Unavailable,
    /// The API reference, from the OpenAPI document (JSON text).
    ApiReference(String),
}

/// A finished page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedPage {
    /// HTML.
    pub html: String,
    /// `Content-Security-Policy` that fits it, with the page's nonce.
    pub csp: String,
}

/// A page could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be rendered: {0}")]
pub struct PageError(pub String);

/// Makes pages.
pub trait Pages: Send + Sync {
    /// Renders `page`. `nonce` is 128 fresh random bits, base64url; `languages` is the browser's
    /// `Accept-Language` header.
    ///
    /// # Errors
    /// [`PageError`].
    fn render(&self, page: &Page, nonce: &str, languages: &str) -> Result<RenderedPage, PageError>;

    /// A QR code of `text` as an SVG document.
    ///
    /// # Errors
    /// [`PageError`] when the text is too long for a QR code.
    fn qr_svg(&self, text: &str) -> Result<String, PageError>;

    /// A QR code of `text` as a PNG file.
    ///
    /// # Errors
    /// [`PageError`] when the text is too long for a QR code.
    fn qr_png(&self, text: &str) -> Result<Vec<u8>, PageError>;

    /// The script that makes the element `<paylink-button>`, for anybody's page.
    fn pay_button(&self) -> &str;
}
