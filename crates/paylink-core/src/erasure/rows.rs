//! What is taken out of a row. Each tells whether anything was.

use super::{
    NOBODY, Person,
    documents::{ADDRESS, UNREACHED},
};
use crate::{
    CustomerId,
    records::{BillRecord, CustomerRecord, Keeping, LinkRecord, MessageRecord, PaymentRecord, RefundRecord},
};

/// Takes a value away.
fn taken<T>(value: &mut Option<T>) -> bool {
    value.take().is_some()
}

impl Person {
    /// What a link says of its customer, and the person's words in its texts. A link that was made for the person's
    /// address is tied to the person's record, so that what hangs on it is found.
    pub(crate) fn out_of_link(&self, link: &mut LinkRecord, owner: CustomerId) -> bool {
        let about = self.has_link(link);
        let mut changed = false;
        if about {
            changed |= link.customer_id.is_none();
            link.customer_id = link.customer_id.or(Some(owner));
            changed |= taken(&mut link.details.customer) | !link.details.attachments.is_empty();
            link.details.attachments.clear();
            changed |= !link.details.custom_fields.is_empty();
            link.details.custom_fields.clear();
        }
        let details = &mut link.details;
        for text in [
            &mut details.description,
            &mut details.notes.card,
            &mut details.notes.ach,
            &mut details.internal_transaction_id,
            &mut link.order_number,
            &mut link.invoice_number,
        ] {
            changed |= self.scrub_some(text, about);
        }
        for field in &mut details.custom_fields {
            changed |= self.scrub(&mut field.label, about) | self.scrub_some(&mut field.value, about);
            changed |= field.more.values_mut().fold(false, |sum, text| self.scrub(text, about) | sum);
        }
        for note in details.status_notes.values_mut() {
            changed |= self.scrub_some(&mut note.description, about);
        }
        for key in [UNREACHED, ADDRESS] {
            if let Some(told) = details.metadata.get_mut(key).filter(|told| about && *told != NOBODY) {
                NOBODY.clone_into(told);
                changed = true;
            }
        }
        let lines = details.line_items.iter_mut().map(|line| &mut line.name);
        for value in details.metadata.values_mut().chain(&mut details.tags).chain(lines) {
            changed |= self.scrub(value, about);
        }
        changed
    }

    /// The same of an invoice or an order.
    pub(crate) fn out_of_bill(&self, bill: &mut BillRecord, owner: CustomerId) -> bool {
        let known = bill.details.customer.as_ref();
        let addressed =
            known.is_some_and(|one| self.has_address(one.email.as_deref()) || self.has_address(one.phone.as_deref()));
        let about = self.is(bill.customer_id) || addressed;
        let mut changed = false;
        if about {
            changed |= bill.customer_id.is_none();
            bill.customer_id = bill.customer_id.or(Some(owner));
            changed |= taken(&mut bill.details.customer);
        }
        changed |= self.scrub_some(&mut bill.details.description, about);
        for line in &mut bill.details.line_items {
            changed |= self.scrub(&mut line.name, about);
        }
        changed
    }

    /// Who paid: name, mail address and billing address. Amounts, states and the kind of card or account stay.
    pub(crate) fn out_of_payment(&self, payment: &mut PaymentRecord, of_link: bool) -> bool {
        let about = of_link || self.is(payment.customer_id) || self.has_address(payment.payer_email.as_deref());
        let mut changed = false;
        if about {
            changed |= taken(&mut payment.payer_name) | taken(&mut payment.payer_email) | taken(&mut payment.billing);
        }
        if let Some(Keeping::Asked { consent }) = payment.keeping.as_mut().filter(|_| about) {
            changed |= taken(&mut consent.address);
        }
        changed | self.scrub_some(&mut payment.failure_message, about)
    }

    /// The merchant's words about a refund.
    pub(crate) fn out_of_refund(&self, refund: &mut RefundRecord, about: bool) -> bool {
        let mut changed = self.scrub_some(&mut refund.reason, about);
        for value in refund.metadata.values_mut() {
            changed |= self.scrub(value, about);
        }
        changed | self.scrub_some(&mut refund.failure_message, about)
    }

    /// To whom a message went, and whom it speaks of. One to the merchant keeps its address.
    pub(crate) fn out_of_message(&self, message: &mut MessageRecord, about: bool) -> bool {
        let about = about || self.has_address(Some(&message.recipient_key));
        let mut changed = false;
        if about && message.kind.is_for_payer() && message.recipient != NOBODY {
            NOBODY.clone_into(&mut message.recipient);
            NOBODY.clone_into(&mut message.recipient_key);
            changed = true;
        }
        let letter = &mut message.letter;
        if about {
            if message.kind.is_for_payer() {
                changed |= taken(&mut letter.greeting) | taken(&mut letter.locale);
            }
            changed |= letter.payment.as_mut().is_some_and(|payment| taken(&mut payment.payer_name));
        }
        let payment = letter.payment.as_mut().map(|payment| &mut payment.failure_message);
        let refund = letter.refund.as_mut().map(|refund| &mut refund.reason);
        let prices = [letter.card.as_mut(), letter.ach.as_mut()].into_iter().flatten().map(|price| &mut price.note);
        let texts =
            [&mut letter.description, &mut letter.order_number, &mut letter.invoice_number, &mut message.last_error];
        for text in texts.into_iter().chain(payment).chain(refund).chain(prices) {
            changed |= self.scrub_some(text, about);
        }
        changed
    }

    /// Another customer of the merchant: what is the person's, and nothing else.
    pub(crate) fn out_of_customer(&self, customer: &mut CustomerRecord) -> bool {
        let (mail, phone) = (self.has_address(customer.email.as_deref()), self.has_address(customer.phone.as_deref()));
        if mail {
            customer.email = None;
        }
        if phone {
            customer.phone = None;
        }
        let about = mail || phone;
        let mut changed = about;
        for value in customer.metadata.values_mut() {
            changed |= self.scrub(value, about);
        }
        changed | self.scrub_some(&mut customer.name, about) | self.scrub_some(&mut customer.external_id, about)
    }
}
