//! What a payer may know about a link, and about a payment just made.

use super::keeping::Offer;
use super::{file_contents::page_files, logos::page_logo};
use crate::{
    Actor, Bill, BillState, Code, Error, Link, LinkId, Paylink, PaymentId, Timestamp,
    lines::line_table,
    payment::Outcome,
    ports::{CheckoutPage, ConsentText, PagePrice, PageSituation, SavedMeans},
    records::{LinkRecord, MerchantRecord, Method, PaymentMethodRecord, PaymentRecord, PaymentStatus},
    views::PaymentView,
};

/// A link as payers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutView {
    /// The link.
    pub link_id: LinkId,
    /// Everything a payment page shows.
    pub page: CheckoutPage,
    /// Whether a payment would be accepted now.
    pub payable: bool,
}

impl Paylink {
    /// What a payment page needs.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn checkout(&self, slug: &str) -> Result<CheckoutView, Error> {
        let record = self.link_for_payer(slug).await?.value;
        let merchant = self.store.merchant(record.merchant_id).await?.ok_or_else(|| Error::of(Code::NotFound))?.value;
        let now = self.now();
        let link = Link::restore(record)?;
        let offer = self.offer_of(link.record(), now).await?;
        let mut situation = situation(&link, self.telling_bill(&link).await?.as_ref(), now);
        if situation == PageSituation::Payable && matches!(offer, Offer::Gone) {
            situation = PageSituation::MethodUnavailable;
        }
        let payable = situation == PageSituation::Payable;
        let mut page = self.checkout_model(&link, &merchant, situation, now);
        if let Offer::Kept(kept) = offer {
            let PaymentMethodRecord { id, method, details, .. } = kept.value;
            page.saved = Some(SavedMeans { id, method, details });
        }
        Ok(CheckoutView { link_id: link.record().id, page, payable })
    }

    /// The words in which the payer of `page` is asked to have the means of payment kept, if the link asks. `languages`
    /// is the browser's `Accept-Language` header.
    #[must_use]
    pub fn consent_asked(&self, page: &CheckoutPage, languages: &str) -> Option<ConsentText> {
        let texts = self.consents.as_ref().filter(|_| page.ask_to_save)?;
        Some(texts.offered(&page.merchant_name, languages))
    }

    fn checkout_model(
        &self,
        link: &Link,
        merchant: &MerchantRecord,
        situation: PageSituation,
        now: Timestamp,
    ) -> CheckoutPage {
        let record = link.record();
        let price = |method: Method, note: &Option<String>| {
            link.price(method).map(|money| PagePrice { amount: money.decimal_text(), note: note.clone() })
        };
        CheckoutPage {
            slug: record.slug.clone(),
            merchant_name: merchant.name.clone(),
            merchant_website: merchant.website.clone(),
            accent_color: merchant.accent_color.clone(),
            logo: page_logo(merchant),
            files: page_files(record, &situation),
            currency: record.currency,
            card: price(Method::Card, &record.details.notes.card),
            ach: price(Method::Ach, &record.details.notes.ach),
            lines: line_table(&record.details.line_items, record.currency),
            description: record.details.description.clone(),
            order_number: record.order_number.clone(),
            invoice_number: record.invoice_number.clone(),
            due_date: record.due_date,
            sales_tax: sales_tax(record),
            ends_at: record.ends_at,
            now,
            show_billing_fields: record.details.show_billing_fields,
            ask_to_save: record.details.save_payment_method && self.consents.is_some(),
            saved: None,
            timezone: merchant.timezone.name().to_owned(),
            cancel_url: record.details.cancel_url.clone(),
            gateway: self.gateway.public(),
            situation,
        }
    }

    /// A payment as its payer may follow it. One whose outcome is open is asked of the gateway.
    ///
    /// # Errors
    /// `not_found` unless the payment is one of this link.
    pub async fn checkout_payment(&self, slug: &str, id: &str) -> Result<PaymentView, Error> {
        let (_, payment) = self.payer_payment(slug, id).await?;
        Ok(PaymentView { payment })
    }

    /// The payment `id` of the link `slug`, brought up to date.
    pub(crate) async fn payer_payment(&self, slug: &str, id: &str) -> Result<(LinkRecord, PaymentRecord), Error> {
        let not_found = || Error::of(Code::NotFound);
        let link = self.link_for_payer(slug).await?.value;
        let id: PaymentId = id.parse().map_err(|_| not_found())?;
        let found = self.store.payment(id).await?.filter(|payment| payment.value.link_id == link.id);
        let payment = found.ok_or_else(not_found)?.value;
        let open = match payment.status {
            PaymentStatus::RequiresAction => true,
            PaymentStatus::Processing => payment.unknown,
            PaymentStatus::Succeeded | PaymentStatus::Failed | PaymentStatus::Returned => false,
        };
        let asked = if open { self.gateway.look_up(id).await.ok().flatten() } else { None };
        let Some(charge) = asked else { return Ok((link, payment)) };
        self.settle(Actor::Payer(link.id), id, &Outcome::Known(Box::new(charge)), None).await?;
        let payment = self.store.payment(id).await?.ok_or_else(not_found)?.value;
        Ok((link, payment))
    }
}

/// What the page of a link is for; of a link for an invoice or order that another link pays, what that does.
pub(crate) fn situation(link: &Link, bill: Option<&Bill>, now: Timestamp) -> PageSituation {
    let record = link.record();
    let closed_at = record.closed_at.unwrap_or(now);
    let paid = bill.and_then(|bill| match bill.state() {
        BillState::Paid { at, .. } => Some(at),
        BillState::Open { .. } | BillState::Void { .. } => None,
    });
    match link.refusal_at(now) {
        None if bill.is_some_and(|bill| bill.refusal().is_some()) => PageSituation::BeingPaid,
        None => PageSituation::Payable,
        Some(Code::LinkCancelled) if paid.is_some() => PageSituation::Paid { paid_at: paid.unwrap_or(closed_at) },
        Some(Code::LinkCompleted) => PageSituation::Paid { paid_at: closed_at },
        Some(Code::PaymentInProgress) => PageSituation::BeingPaid,
        Some(Code::LinkInactive) => match record.starts_at.filter(|start| now < *start) {
            Some(opens_at) => PageSituation::NotYetOpen { opens_at },
            None => PageSituation::Ended { ended_at: record.ends_at.unwrap_or(now) },
        },
        Some(_) => PageSituation::Cancelled,
    }
}

/// The tax contained in the amount, as text.
pub(crate) fn sales_tax(link: &LinkRecord) -> Option<String> {
    link.details.sales_tax_minor.map(|minor| crate::Money::new(minor, link.currency).decimal_text())
}
