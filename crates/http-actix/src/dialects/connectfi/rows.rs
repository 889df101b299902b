//! Payments as they are shown, with what each needs beside its link: the last attempt to pay it, and the payee.

use super::ask::{Ask, On as _, Trouble};
use paylink_core::{
    Caller, Code, Error, Export, LinkExport, MerchantId, Paylink, Timestamp, records::PaymentRecord, views::LinkView,
};
use paylink_wire::dialects::connectfi::{About, Payment, PaymentList, PaymentParts};
use std::collections::BTreeMap;

/// A link and everything it is shown with.
pub(super) struct Row {
    pub(super) link: LinkView,
    pub(super) latest: Option<PaymentRecord>,
    pub(super) merchant_ref: Option<String>,
    now: Timestamp,
}

impl Row {
    /// The same, to be looked at.
    pub(super) fn parts(&self) -> PaymentParts<'_> {
        PaymentParts {
            link: &self.link,
            latest: self.latest.as_ref(),
            merchant_ref: self.merchant_ref.as_deref(),
            now: self.now,
        }
    }

    /// The payment.
    pub(super) fn payment(&self) -> Payment {
        Payment::of(&self.parts())
    }
}

impl Ask {
    /// The payment with this id.
    pub(super) async fn row(&self, caller: &Caller, id: &str) -> Result<Row, Trouble> {
        let about = || About::Payment(id.to_owned());
        let link = self.paylink().link(caller, id).await.on(about())?;
        self.row_of(caller, link).await
    }

    /// A link that has just been read or changed.
    pub(super) async fn row_of(&self, caller: &Caller, link: LinkView) -> Result<Row, Trouble> {
        let mut refs = Refs::default();
        let merchant_ref = refs.of(self.paylink(), caller, link.link.merchant_id).await?;
        let latest = self.paylink().latest_payment(&link).await?.map(|view| view.payment);
        Ok(Row { link, latest, merchant_ref, now: self.now() })
    }
}

/// The client's own ids of merchants, each looked up once.
#[derive(Default)]
struct Refs(BTreeMap<MerchantId, Option<String>>);

impl Refs {
    async fn of(&mut self, paylink: &Paylink, caller: &Caller, id: MerchantId) -> Result<Option<String>, Error> {
        if let Some(known) = self.0.get(&id) {
            return Ok(known.clone());
        }
        let found = match paylink.merchant(caller, &id.to_string()).await {
            Ok(merchant) => merchant.external_id,
            Err(error) if error.code == Code::NotFound => None,
            Err(error) => return Err(error),
        };
        self.0.insert(id, found.clone());
        Ok(found)
    }
}

/// The payments of a list or a file, the newest first, a page at a time.
pub(super) struct Rows {
    paylink: Paylink,
    caller: Caller,
    wanted: PaymentList,
    links: LinkExport,
    refs: Refs,
}

impl Rows {
    /// Begins to read.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub(super) fn of(paylink: &Paylink, caller: &Caller, wanted: PaymentList) -> Result<Self, Error> {
        let links = paylink.export_links(caller, &wanted.query())?;
        Ok(Self { paylink: paylink.clone(), caller: *caller, wanted, links, refs: Refs::default() })
    }
}

impl Export for Rows {
    type Row = Payment;

    fn began(&self) -> Timestamp {
        self.links.began()
    }

    async fn next(&mut self) -> Result<Vec<Payment>, Error> {
        let now = self.links.began();
        loop {
            let links = self.links.next().await?;
            if links.is_empty() {
                return Ok(Vec::new());
            }
            let latest = self.paylink.latest_payments(&links).await?;
            let mut found = Vec::new();
            for (link, latest) in links.into_iter().zip(latest) {
                let merchant_ref = self.refs.of(&self.paylink, &self.caller, link.link.merchant_id).await?;
                let row = Row { link, latest: latest.map(|view| view.payment), merchant_ref, now };
                let payment = row.payment();
                if self.wanted.holds(&row.parts(), &payment) {
                    found.push(payment);
                }
            }
            // what is empty is taken for the end
            if !found.is_empty() {
                return Ok(found);
            }
        }
    }
}
