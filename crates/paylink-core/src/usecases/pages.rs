//! The models of the pages payers open.

use super::{checkout::sales_tax, logos::page_logo};
use crate::{
    Code, Error, Link, Money, Paylink,
    lines::line_table,
    ports::{Page, ReceiptPage},
};

impl Paylink {
    /// The payment page of a link, in whatever situation it is; unknown links have a page too.
    ///
    /// # Errors
    /// `storage_unavailable`, `internal`.
    pub async fn checkout_page(&self, slug: &str) -> Result<Page, Error> {
        match self.checkout(slug).await {
            Ok(view) => Ok(Page::Checkout(Box::new(view.page))),
            Err(error) if error.code == Code::NotFound => Ok(Page::NotFound),
            Err(error) => Err(error),
        }
    }

    /// The confirmation of a payment. It shows nothing of the payer's.
    ///
    /// # Errors
    /// `storage_unavailable`, `internal`.
    pub async fn receipt_page(&self, slug: &str, payment: &str) -> Result<Page, Error> {
        let (link, payment) = match self.payer_payment(slug, payment).await {
            Ok(found) => found,
            Err(error) if error.code == Code::NotFound => return Ok(Page::NotFound),
            Err(error) => return Err(error),
        };
        // the payment may just have moved its link
        let link = self.store.link(link.id).await?.map_or(link, |stored| stored.value);
        let Some(merchant) = self.store.merchant(link.merchant_id).await? else { return Ok(Page::NotFound) };
        let merchant = merchant.value;
        let restored = Link::restore(link.clone())?;
        let held = self.telling_bill(&restored).await?.is_some_and(|bill| bill.refusal().is_some());
        let payable = restored.refusal_at(self.now()).is_none() && !held;
        let details = link.details.show_receipt_details;
        let refunded = Some(Money::new(payment.refunded_minor, payment.currency)).filter(|money| money.minor > 0);
        Ok(Page::Receipt(Box::new(ReceiptPage {
            logo: page_logo(&merchant),
            payment_id: payment.id.to_string(),
            status: payment.status,
            failure_code: payment.failure_code,
            failure_message: payment.failure_message,
            action_url: payment.action_url,
            merchant_name: merchant.name,
            merchant_website: merchant.website,
            accent_color: merchant.accent_color,
            amount: Money::new(payment.amount_minor, payment.currency).decimal_text(),
            amount_refunded: refunded.map(Money::decimal_text),
            currency: payment.currency,
            sales_tax: sales_tax(&link).filter(|_| details),
            payment_method_url: payment.keeping.and_then(|kept| kept.method()).map(|id| self.payment_method_url(id)),
            method: payment.method_details,
            lines: line_table(&link.details.line_items, link.currency).filter(|_| details),
            description: link.details.description,
            order_number: link.order_number.filter(|_| details),
            invoice_number: link.invoice_number.filter(|_| details),
            created_at: payment.created_at,
            show_details: details,
            redirect_url: link.details.redirect_url,
            payable,
            timezone: merchant.timezone.name().to_owned(),
            test_mode: self.gateway.public().test_mode,
            slug: link.slug,
        })))
    }
}
