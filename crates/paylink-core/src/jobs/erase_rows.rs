//! One page of an erasure: rows of one kind, and what is taken out of them.

use super::erase::JOB;
use crate::{
    Change, ChangeSet, CustomerId, Error, LinkId, MerchantId, Paylink, PaymentId, Stored, SuppressionId, Timestamp,
    TypedId,
    erasure::Person,
    ports::{BillFilter, CustomerFilter, LinkFilter, MessageFilter, PageOf, PaymentFilter, Position, RefundFilter},
    records::{BillKind, Channel, Erasure, MessageRecord, MessageStatus, SuppressionRecord},
    usecases::sending,
};
use uuid::Uuid;

/// A commit that has as many changes takes no more rows.
pub(super) const FULL: usize = 256;

/// Rows of a page.
pub(super) const PAGE: u32 = 50;

/// What has to be written for a page, and where the next one begins.
#[derive(Default)]
pub(super) struct Part {
    pub(super) changes: ChangeSet,
    pub(super) after: Option<String>,
}

impl Part {
    /// The next page begins after the last of these rows, if they fill a page.
    fn ending<T>(changes: ChangeSet, rows: &[Stored<T>], place: impl Fn(&T) -> Position) -> Self {
        let full = u32::try_from(rows.len()).unwrap_or(u32::MAX) >= PAGE;
        let after = rows.last().filter(|_| full).map(|row| write_place(place(&row.value)));
        Self { changes, after }
    }
}

/// A place as it is kept.
pub(super) fn write_place(place: Position) -> String {
    format!("{} {}", place.created_at.micros(), place.id)
}

/// The page that begins after a place.
pub(super) fn page(after: Option<&str>) -> PageOf {
    let place = after.and_then(|text| {
        let (micros, id) = text.split_once(' ')?;
        let created_at = Timestamp::from_micros(micros.parse().ok()?).ok()?;
        Some(Position { created_at, id: Uuid::parse_str(id).ok()? })
    });
    PageOf { after: place, limit: PAGE }
}

impl Paylink {
    /// Looks through the page at which an erasure stands.
    pub(super) async fn look_through(
        &self,
        person: &Person,
        owner: CustomerId,
        erasure: &Erasure,
    ) -> Result<Part, Error> {
        let after = erasure.after.as_deref();
        match erasure.step.as_str() {
            "invoices" => self.out_of_bills(person, owner, BillKind::Invoice, after).await,
            "orders" => self.out_of_bills(person, owner, BillKind::Order, after).await,
            "methods" => self.out_of_methods(person).await,
            "payments" => self.out_of_payments(person, after).await,
            "refunds" => self.out_of_refunds(person, after).await,
            "messages" => self.out_of_messages(person, after).await,
            "events" => self.out_of_events(person, after).await,
            "customers" => self.out_of_customers(person, after).await,
            "requests" => self.out_of_requests(person, after).await,
            "suppressions" => self.out_of_suppressions(person, after).await,
            // also a step of another version of the server: from the beginning
            _ => self.out_of_links(person, owner, after).await,
        }
    }

    async fn out_of_links(&self, person: &Person, owner: CustomerId, after: Option<&str>) -> Result<Part, Error> {
        let filter = LinkFilter { merchant_id: Some(person.merchant), with_deleted: true, ..LinkFilter::default() };
        let rows = self.store.links(&filter, page(after)).await?;
        let (mut changes, mut files) = (ChangeSet::new(), Vec::new());
        let mut cut = None;
        for Stored { value, version } in &rows {
            let mut link = value.clone();
            if !person.out_of_link(&mut link, owner) {
                continue;
            }
            if let Some(known) = value.details.customer.as_ref().filter(|_| link.details.customer.is_none()) {
                let addresses = [known.email.as_deref(), known.phone.as_deref()];
                self.hide_addresses(&mut changes, person.merchant, addresses.into_iter().flatten()).await?;
            }
            let left = &link.details.attachments;
            files.extend(
                value.details.attachments.iter().map(|file| file.id).filter(|id| !left.iter().any(|one| one.id == *id)),
            );
            changes.push(Change::UpdateLink(Box::new(Stored { value: link, version: *version })));
            // the files are two changes each
            if changes.changes().len() + 2 * files.len() >= FULL {
                cut = Some(write_place(Position { created_at: value.created_at, id: value.id.uuid() }));
                break;
            }
        }
        self.remove_files(&mut changes, person.merchant, &files).await?;
        let part = Part::ending(changes, &rows, |link| Position { created_at: link.created_at, id: link.id.uuid() });
        Ok(Part { after: cut.or(part.after), ..part })
    }

    async fn out_of_bills(
        &self,
        person: &Person,
        owner: CustomerId,
        kind: BillKind,
        after: Option<&str>,
    ) -> Result<Part, Error> {
        let filter = BillFilter { merchant_id: Some(person.merchant), with_deleted: true, ..BillFilter::all(kind) };
        let rows = self.store.bills(&filter, page(after)).await?;
        let mut changes = ChangeSet::new();
        for Stored { value, version } in &rows {
            let mut bill = value.clone();
            if person.out_of_bill(&mut bill, owner) {
                changes.push(Change::UpdateBill(Box::new(Stored { value: bill, version: *version })));
            }
        }
        Ok(Part::ending(changes, &rows, |bill| Position { created_at: bill.created_at, id: bill.id.uuid() }))
    }

    /// Saved methods end, in commits of their own: the gateway has to let them go.
    async fn out_of_methods(&self, person: &Person) -> Result<Part, Error> {
        for id in person.ids() {
            self.erase_methods_of(JOB, id).await?;
        }
        Ok(Part::default())
    }

    async fn out_of_payments(&self, person: &Person, after: Option<&str>) -> Result<Part, Error> {
        let filter = PaymentFilter { merchant_id: Some(person.merchant), ..PaymentFilter::default() };
        let rows = self.store.payments(&filter, page(after)).await?;
        let mut changes = ChangeSet::new();
        for Stored { value, version } in &rows {
            let mut payment = value.clone();
            let of_link = self.is_persons_link(person, value.link_id).await?;
            if !person.out_of_payment(&mut payment, of_link) {
                continue;
            }
            if payment.payer_email.is_none() {
                let address = value.payer_email.as_deref().into_iter();
                self.hide_addresses(&mut changes, person.merchant, address).await?;
            }
            changes.push(Change::UpdatePayment(Box::new(Stored { value: payment, version: *version })));
        }
        Ok(Part::ending(changes, &rows, |row| Position { created_at: row.created_at, id: row.id.uuid() }))
    }

    async fn out_of_refunds(&self, person: &Person, after: Option<&str>) -> Result<Part, Error> {
        let filter = RefundFilter { merchant_id: Some(person.merchant), ..RefundFilter::default() };
        let rows = self.store.refunds(&filter, page(after)).await?;
        let mut changes = ChangeSet::new();
        for Stored { value, version } in &rows {
            let mut refund = value.clone();
            let about = self.is_persons_link(person, value.link_id).await?;
            if person.out_of_refund(&mut refund, about) {
                changes.push(Change::UpdateRefund(Box::new(Stored { value: refund, version: *version })));
            }
        }
        Ok(Part::ending(changes, &rows, |row| Position { created_at: row.created_at, id: row.id.uuid() }))
    }

    async fn out_of_messages(&self, person: &Person, after: Option<&str>) -> Result<Part, Error> {
        let filter = MessageFilter { merchant_id: Some(person.merchant), ..MessageFilter::default() };
        let rows = self.store.messages(&filter, page(after)).await?;
        let mut changes = ChangeSet::new();
        for Stored { value, version } in &rows {
            let mut message = value.clone();
            let speaks = value.letter.payment.as_ref().is_some_and(|payment| payment.payer_name.is_some());
            let about = self.is_persons_link(person, value.link_id).await?
                || (speaks && self.has_no_payer(value.payment_id).await?);
            if !person.out_of_message(&mut message, about) {
                continue;
            }
            if message.status == MessageStatus::Queued && message.recipient != value.recipient {
                changes.push(Change::DropWork(sending(value, self.now()).key));
                message = MessageRecord {
                    status: MessageStatus::Suppressed,
                    last_error: Some("the recipient was erased".to_owned()),
                    next_attempt_at: None,
                    ..message
                };
            }
            changes.push(Change::RewriteMessage(Box::new(Stored { value: message, version: *version })));
        }
        Ok(Part::ending(changes, &rows, |row| Position { created_at: row.created_at, id: row.id.uuid() }))
    }

    async fn out_of_customers(&self, person: &Person, after: Option<&str>) -> Result<Part, Error> {
        let filter =
            CustomerFilter { merchant_id: Some(person.merchant), with_deleted: true, ..CustomerFilter::default() };
        let rows = self.store.customers(&filter, page(after)).await?;
        let mut changes = ChangeSet::new();
        for Stored { value, version } in rows.iter().filter(|row| !person.is(Some(row.value.id))) {
            let mut other = value.clone();
            if person.out_of_customer(&mut other) {
                changes.push(Change::UpdateCustomer(Box::new(Stored { value: other, version: *version })));
            }
        }
        Ok(Part::ending(changes, &rows, |row| Position { created_at: row.created_at, id: row.id.uuid() }))
    }

    async fn out_of_suppressions(&self, person: &Person, after: Option<&str>) -> Result<Part, Error> {
        let begin = after.and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
        let addresses: Vec<&str> = person.addresses().skip(begin).take(50).collect();
        let mut changes = ChangeSet::new();
        self.hide_addresses(&mut changes, person.merchant, addresses.iter().copied()).await?;
        let more = addresses.len() == 50;
        Ok(Part { changes, after: more.then(|| begin.saturating_add(50).to_string()) })
    }

    /// Keeps addresses that get nothing on the list, in a form that nobody can read.
    async fn hide_addresses(
        &self,
        changes: &mut ChangeSet,
        merchant: MerchantId,
        addresses: impl Iterator<Item = &str>,
    ) -> Result<(), Error> {
        for address in addresses {
            let key = address.to_lowercase();
            let channel = if key.contains('@') { Channel::Email } else { Channel::Sms };
            for row in self.store.suppressions_of(Some(merchant), channel, &key).await? {
                let hidden = self.hashed_address(channel, &key);
                changes.push(Change::DeleteSuppression(row.id));
                let row = SuppressionRecord { address: hidden.clone(), address_key: hidden, ..row };
                changes.push(Change::InsertSuppression(row));
            }
        }
        Ok(())
    }

    /// Whether a link is tied to the person; links that were only made for an address are by now.
    pub(super) async fn is_persons_link(&self, person: &Person, link: LinkId) -> Result<bool, Error> {
        Ok(self.store.link(link).await?.is_some_and(|link| person.is(link.value.customer_id)))
    }

    /// Whether a payment says nothing of who paid: never did, or no more.
    pub(super) async fn has_no_payer(&self, payment: Option<PaymentId>) -> Result<bool, Error> {
        let Some(id) = payment else { return Ok(false) };
        let row = self.store.payment(id).await?.map(|row| row.value);
        Ok(row.is_some_and(|row| row.payer_name.is_none() && row.payer_email.is_none() && row.billing.is_none()))
    }

    /// Whether an entry of the list of those that get nothing is one that nobody can read.
    pub(super) async fn is_hidden(&self, id: SuppressionId) -> Result<bool, Error> {
        Ok(self.store.suppression(id).await?.is_some_and(|row| row.readable_address().is_none()))
    }
}
