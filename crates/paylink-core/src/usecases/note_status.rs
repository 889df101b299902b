//! Someone says how a payment or refund stands, because they know more than the gateway told.

use super::fields::check;
use crate::{
    Caller, Change, ChangeSet, Error, EventKind, FieldErrors, LinkId, Paylink, PaymentId, RefundId, Stored,
    engine::Decided, forms::StatusNoteForm, records::StatusNote, views::LinkView,
};

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// A payment.
    Payment(PaymentId),
    /// A refund.
    Refund(RefundId),
}

impl std::fmt::Display for Noted {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Payment(id) => id.fmt(out),
            Self::Refund(id) => id.fmt(out),
        }
    }
}

/// Notes of one link; what is over is refused.
const MAX_NOTES: usize = 200;

impl Paylink {
    /// Keeps a note on the link of a payment or refund, in place of an earlier one about the same. No money moves: state,
    /// ledger and reports stay what the gateway made them.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors.
    pub async fn note_status(&self, caller: &Caller, noted: Noted, form: &StatusNoteForm) -> Result<LinkView, Error> {
        let link = match noted {
            Noted::Payment(id) => self.payment(caller, &id.to_string()).await?.payment.link_id,
            Noted::Refund(id) => self.refund(caller, &id.to_string()).await?.refund.link_id,
        };
        caller.may_write()?;
        let mut errors: FieldErrors = form.unread.clone();
        check("status", &form.status, 40, &mut errors);
        if let Some(text) = form.description.as_deref().filter(|text| !text.is_empty()) {
            check("description", text, 200, &mut errors);
        }
        errors.finish()?;
        self.put_note(caller, link, noted, form).await
    }

    async fn put_note(
        &self,
        caller: &Caller,
        id: LinkId,
        noted: Noted,
        form: &StatusNoteForm,
    ) -> Result<LinkView, Error> {
        let _alone = self.lock(id).await;
        self.run(caller, || async move {
            let Stored { value: mut link, version } = self.visible_link(caller, &id.to_string()).await?;
            let now = self.now();
            let notes = &mut link.details.status_notes;
            let key = noted.to_string();
            if notes.len() >= MAX_NOTES && !notes.contains_key(&key) {
                return Err(Error::field("status", crate::Code::TooMany, "the link has too many notes"));
            }
            notes.insert(
                key,
                StatusNote {
                    status: form.status.clone(),
                    description: form.description.clone(),
                    locked: form.locked,
                    at: now,
                },
            );
            link.updated_at = now;
            let totals = self.totals_of(&link).await?;
            let change = Change::UpdateLink(Box::new(Stored { value: link.clone(), version }));
            let mut changes = ChangeSet::new().with(change);
            self.announce_link(&mut changes, EventKind::LinkUpdated, &link, totals);
            Ok(Decided { changes, view: self.link_view(link, totals, now)? })
        })
        .await
    }
}
