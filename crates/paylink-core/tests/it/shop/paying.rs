//! Payers, and what they are answered.

use paylink_core::{
    Answer, Error, Fingerprint, IdempotencyKey, Once, Paylink, PaymentId, Reply, forms::PayForm, records::LinkRecord,
    views::PaymentView,
};

/// What a payer was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paid {
    pub(crate) answer: Answer,
    pub(crate) replayed: bool,
}

impl Paid {
    /// Status and words of the answer without the payment's id: `201 succeeded`, `409 link_completed`.
    pub(crate) fn told(&self) -> String {
        let words = self.answer.body.split(' ').filter(|word| !word.starts_with("pay_")).collect::<Vec<_>>();
        format!("{} {}", self.answer.status, words.join(" "))
    }

    /// The payment the answer names.
    pub(crate) fn id(&self) -> PaymentId {
        let id = self.answer.body.split(' ').next().and_then(|word| word.parse().ok());
        id.unwrap_or_else(|| panic!("no payment in {:?}", self.answer))
    }
}

/// Writes answers as an adapter would, only shorter.
pub(crate) fn render(outcome: Result<&PaymentView, &Error>) -> Answer {
    let (status, body) = match outcome {
        Ok(PaymentView { payment }) => {
            let status = match (payment.status.name(), payment.unknown) {
                ("failed", _) => 402,
                ("processing", true) => 202,
                _ => 201,
            };
            let failure = payment.failure_code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            (status, format!("{} {}{failure}", payment.id, payment.status.name()))
        }
        Err(error) => (error.code.class().status(), error.code.name().to_owned()),
    };
    Answer { status, content_type: "text/plain".to_owned(), body }
}

/// Pays through one facade.
pub(crate) async fn pay_through(
    paylink: &Paylink,
    link: &LinkRecord,
    key: &str,
    form: &PayForm,
    origin: Option<&str>,
) -> Paid {
    let body = format!("{:?} {:?}", form.method, form.token);
    let fingerprint = Fingerprint::of("POST", "/v1/checkout/payments", "", body.as_bytes());
    let key = IdempotencyKey::new(key).expect("a good key");
    let once = Once { key: &key, fingerprint, render: &render };
    match paylink.pay(&link.slug, form, origin, once).await {
        Ok(Reply::Fresh(view)) => Paid { answer: render(Ok(&view)), replayed: false },
        Ok(Reply::Replayed(answer)) => Paid { answer, replayed: true },
        Err(error) => Paid { answer: render(Err(&error)), replayed: false },
    }
}
