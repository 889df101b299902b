//! What was told to whoever sent a key: one object per key, one answer once it is stored, and nothing that is not so.

use super::{Checked, Oracle, holds};
use paylink_core::{
    Answer, Code, Error, PaymentId, Reply,
    records::{PaymentRecord, PaymentStatus},
    views::{LinkView, PaymentView, RefundView},
};

/// An answer to a payer, as an adapter would write it.
pub(crate) fn write_payment(outcome: Result<&PaymentView, &Error>) -> Answer {
    match outcome {
        Ok(view) => answer(201, payment_text(&view.payment)),
        Err(error) => answer(error.code.class().status(), error.code.name().to_owned()),
    }
}

/// An answer to a merchant, as an adapter would write it.
pub(crate) fn write_link(outcome: Result<&LinkView, &Error>) -> Answer {
    match outcome {
        Ok(view) => answer(201, view.link.id.to_string()),
        Err(error) => answer(error.code.class().status(), error.code.name().to_owned()),
    }
}

/// The same about a refund.
pub(crate) fn write_refund(outcome: Result<&RefundView, &Error>) -> Answer {
    match outcome {
        Ok(view) => answer(201, format!("{} {}", view.refund.id, view.refund.status.name())),
        Err(error) => answer(error.code.class().status(), error.code.name().to_owned()),
    }
}

fn answer(status: u16, body: String) -> Answer {
    Answer { status, content_type: "text/plain".to_owned(), body }
}

fn payment_text(payment: &PaymentRecord) -> String {
    let on_its_way = if payment.unknown { "?" } else { "" };
    format!("{} {}{on_its_way}", payment.id, payment.status.name())
}

impl Oracle {
    /// A payer got an answer.
    pub(crate) fn payer_told(&mut self, scope: &str, key: &str, reply: &Result<Reply<PaymentView>, Error>) -> Checked {
        self.tally.requests += 1;
        let (fresh, text) = match reply {
            Ok(Reply::Fresh(view)) => (Some(view), payment_text(&view.payment)),
            Ok(Reply::Replayed(answer)) => (None, answer.body.clone()),
            Err(error) => return self.refused(scope, key, error),
        };
        let object = text.split(' ').next().unwrap_or_default().to_owned();
        let place = (scope.to_owned(), key.to_owned());
        let stored = self.requests.get(&place).and_then(|record| record.answer.as_ref());
        let open = fresh.is_some_and(|view| view.payment.status == PaymentStatus::Processing && view.payment.unknown);
        match stored {
            // the first request may come back late with more news than its copy was given; then that one's answer stays
            Some(stored) => holds(stored.body == text || fresh.is_some() && stored.body.starts_with(&object), || {
                format!("one key in {scope} was told {text:?}, and the answer that is kept is {:?}", stored.body)
            })?,
            // "on its way" is all that may be said when the outcome could not be stored
            None => holds(open, || format!("a payer in {scope} was told {text:?}, and no answer is kept"))?,
        }
        if let Ok(id) = object.parse::<PaymentId>() {
            let status = text.rsplit(' ').next().unwrap_or_default();
            self.is_so(id, status)?;
            let told = self.told.entry(place).or_insert_with(|| object.clone());
            return holds(*told == object, || format!("one key in {scope} paid {told} and {object}"));
        }
        Ok(())
    }

    /// A request came to nothing.
    fn refused(&self, scope: &str, key: &str, error: &Error) -> Checked {
        not_internal(error)?;
        let told = self.told.get(&(scope.to_owned(), key.to_owned()));
        let again = matches!(error.code, Code::StorageUnavailable | Code::IdempotencyKeyInUse | Code::NotFound);
        holds(told.is_none() || again, || format!("a key in {scope} that paid is now told {}", error.code.name()))
    }

    /// A payer looked at a payment.
    pub(crate) fn payer_shown(&self, shown: &Result<PaymentView, Error>) -> Checked {
        match shown {
            Ok(view) => self.is_so(view.payment.id, view.payment.status.name()),
            Err(error) => not_internal(error),
        }
    }

    /// A payment that was shown in this state is in it, or went on from there.
    fn is_so(&self, id: PaymentId, status: &str) -> Checked {
        let payment = self.payments.get(&id).ok_or_else(|| format!("{id} was told and is not there"))?;
        let now = payment.status;
        let so = match PaymentStatus::named(status) {
            Some(PaymentStatus::Succeeded) => matches!(now, PaymentStatus::Succeeded | PaymentStatus::Returned),
            Some(PaymentStatus::Failed) => now == PaymentStatus::Failed,
            Some(PaymentStatus::Returned) => now == PaymentStatus::Returned,
            Some(PaymentStatus::Processing | PaymentStatus::RequiresAction) | None => true,
        };
        holds(so, || format!("{id} was told to be {status} and is {}", now.name()))
    }

    /// A merchant got an answer about a link.
    pub(crate) fn merchant_told(&mut self, key: &str, reply: &Result<Reply<LinkView>, Error>) -> Checked {
        let text = match reply {
            Ok(Reply::Fresh(view)) => view.link.id.to_string(),
            Ok(Reply::Replayed(answer)) => answer.body.clone(),
            Err(error) => {
                let unasked = matches!(error.code, Code::SlugTaken | Code::ExternalIdTaken);
                holds(!unasked, || format!("a merchant is told {}, and asked for no name", error.code.name()))?;
                return not_internal(error);
            }
        };
        if let Ok(id) = text.parse() {
            holds(self.links.contains_key(&id), || format!("{id} was told and is not there"))?;
        }
        let told = self.told.entry(("merchant".to_owned(), key.to_owned())).or_insert_with(|| text.clone());
        holds(*told == text, || format!("one key of a merchant was told {told} and {text}"))
    }
}

/// No request may end in an error that only damaged data or code explains.
pub(crate) fn not_internal(error: &Error) -> Checked {
    let cause = || error.source.as_deref().map(ToString::to_string).unwrap_or_default();
    holds(error.code != Code::Internal, || format!("an internal error: {} {}", error.detail, cause()))
}
