//! The shop's till: how refunds are asked for, what is told, and what the books say in the end.

use crate::shop::{PLATFORM, Shop, ach, card, seconds};
use futures_util::FutureExt as _;
use paylink_core::{
    Answer, Caller, Error, Fingerprint, IdempotencyKey, Once, Paylink, PaymentId, RefundId, Reply,
    forms::{PayForm, RefundForm},
    ports::{LedgerReader as _, PageOf, PaymentFilter, PaymentReader as _, RefundFilter, RefundReader, RefundStanding},
    records::{LedgerAccount, PaymentRecord, RefundRecord, RefundStatus},
    views::{LinkView, RefundView},
};

const ALL: PageOf = PageOf { after: None, limit: 10_000 };

/// What a merchant was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) answer: Answer,
    pub(crate) replayed: bool,
}

impl Asked {
    /// Status and words of the answer without the refund's id: `201 succeeded 1250`.
    pub(crate) fn told(&self) -> String {
        let words = self.answer.body.split(' ').filter(|word| !word.starts_with("re_")).collect::<Vec<_>>();
        format!("{} {}", self.answer.status, words.join(" "))
    }

    /// The refund the answer names.
    pub(crate) fn id(&self) -> RefundId {
        let id = self.answer.body.split(' ').next().and_then(|word| word.parse().ok());
        id.unwrap_or_else(|| panic!("no refund in {:?}", self.answer.body))
    }
}

fn render(outcome: Result<&RefundView, &Error>) -> Answer {
    let (status, body) = match outcome {
        Ok(RefundView { refund }) => {
            let status = match (refund.status, refund.unknown) {
                (RefundStatus::Failed, _) => 402,
                (RefundStatus::Processing, true) => 202,
                (RefundStatus::Processing | RefundStatus::Succeeded, _) => 201,
            };
            let failure = refund.failure_code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            (status, format!("{} {} {}{failure}", refund.id, refund.status.name(), refund.amount_minor))
        }
        Err(error) => (error.code.class().status(), error.code.name().to_owned()),
    };
    Answer { status, content_type: "text/plain".to_owned(), body }
}

/// Everything that is left, or this amount.
pub(crate) fn back(amount: Option<&str>) -> RefundForm {
    RefundForm { amount: amount.map(str::to_owned), ..RefundForm::default() }
}

/// Asks for a refund through one facade.
pub(crate) async fn ask(paylink: &Paylink, caller: &Caller, payment: PaymentId, form: &RefundForm, key: &str) -> Asked {
    let body = format!("{:?} {:?}", form.amount, form.reason);
    let path = format!("/v1/payments/{payment}/refunds");
    let fingerprint = Fingerprint::of("POST", &path, "", body.as_bytes());
    let key = IdempotencyKey::new(&key.replace(' ', "-")).expect("a good key");
    let once = Once { key: &key, fingerprint, render: &render };
    match paylink.refund_payment(caller, &payment.to_string(), form, Some(once)).await {
        Ok(Reply::Fresh(view)) => Asked { answer: render(Ok(&view)), replayed: false },
        Ok(Reply::Replayed(answer)) => Asked { answer, replayed: true },
        Err(error) => Asked { answer: render(Err(&error)), replayed: false },
    }
}

fn form(token: &str) -> PayForm {
    if token.starts_with("tok_ach") { ach(token) } else { card(token) }
}

impl Shop {
    /// A payment of 12.50 by this token on a link of its own; a bank debit is settled.
    pub(crate) async fn paid(&self, token: &str) -> (LinkView, PaymentId) {
        let link = self.one_time().await;
        let paid = self.pay(&link, "k", &form(token)).await;
        if token.starts_with("tok_ach") {
            self.gateway.settle(paid.id());
            self.pass(seconds(5)).await;
        }
        assert_eq!(self.payment(paid.id()).await.status.name(), "succeeded");
        (link, paid.id())
    }

    pub(crate) async fn refund(&self, payment: PaymentId, amount: Option<&str>, key: &str) -> Asked {
        ask(&self.paylink, &PLATFORM, payment, &back(amount), key).await
    }

    /// The same for a process that may die on the way: `None` if it did.
    pub(crate) fn refund_or_die(&self, payment: PaymentId, amount: Option<&str>, key: &str) -> Option<Asked> {
        self.refund(payment, amount, key).now_or_never()
    }

    /// The refund's row.
    pub(crate) async fn refund_row(&self, id: RefundId) -> RefundRecord {
        RefundReader::refund(&*self.store, id).await.expect("the store").expect("the refund").value
    }

    /// The rows of a payment's refunds, oldest first.
    pub(crate) async fn refunds_of(&self, payment: PaymentId) -> Vec<RefundRecord> {
        let filter = RefundFilter { payment_id: Some(payment), ..RefundFilter::default() };
        let rows = self.store.refunds(&filter, ALL).await.expect("the store");
        rows.into_iter().rev().map(|row| row.value).collect()
    }

    /// Captured, reserved and refunded of a payment, minor units.
    pub(crate) async fn sums(&self, payment: PaymentId) -> (i64, i64, i64) {
        let PaymentRecord { captured_minor, refund_reserved_minor, refunded_minor, .. } = self.payment(payment).await;
        (captured_minor, refund_reserved_minor, refunded_minor)
    }

    /// The ledger of a payment in words: `charge payer>merchant 1250`.
    pub(crate) async fn ledger_of(&self, payment: PaymentId) -> Vec<String> {
        let entries = self.store.ledger(&[payment]).await.expect("the store");
        let told = entries.into_iter().map(|entry| {
            let (from, to) = (entry.credit.name(), entry.debit.name());
            format!("{} {from}>{to} {}", entry.kind.name(), entry.amount_minor)
        });
        told.collect()
    }

    /// What the ledger leaves with the merchant of a payment, minor units.
    pub(crate) async fn earned(&self, payment: PaymentId) -> i64 {
        let entries = self.store.ledger(&[payment]).await.expect("the store");
        let of = |account: LedgerAccount| i64::from(account == LedgerAccount::Merchant);
        entries.iter().map(|entry| (of(entry.debit) - of(entry.credit)) * entry.amount_minor).sum()
    }

    /// Everything the check of books and links finds, as `problem`.
    pub(crate) async fn findings(&self) -> Vec<String> {
        let (mut found, mut next) = (Vec::new(), None);
        loop {
            let check = self.paylink.check_books(next).await.expect("the books");
            found.extend(check.findings);
            next = check.next;
            if next.is_none() {
                break;
            }
        }
        loop {
            let check = self.paylink.check_links(next).await.expect("the links");
            found.extend(check.findings);
            next = check.next;
            if next.is_none() {
                break;
            }
        }
        for kind in paylink_core::records::BillKind::ALL {
            loop {
                let check = self.paylink.check_bills(*kind, next).await.expect("the invoices and orders");
                found.extend(check.findings);
                next = check.next;
                if next.is_none() {
                    break;
                }
            }
        }
        found.into_iter().map(|finding| finding.problem).collect()
    }

    /// The books add up, and no payment holds or has given back another sum than the gateway says.
    pub(crate) async fn books_are_clean(&self, what: &str) {
        assert_eq!(self.findings().await, [""; 0], "{what}: the books");
    }

    /// Every refund is what the gateway knows of it, none is there twice, and the books are clean.
    pub(crate) async fn refunds_agree_with_the_gateway(&self, what: &str) {
        self.books_are_clean(what).await;
        let mut known = 0;
        for payment in self.store.payments(&PaymentFilter::default(), ALL).await.expect("the store") {
            let payment = payment.value;
            for row in self.refunds_of(payment.id).await {
                let truth = self.gateway.refunds().into_iter().find(|truth| truth.key == row.id);
                known += usize::from(truth.is_some());
                let expected = match truth.as_ref().map(|truth| &truth.standing) {
                    None | Some(RefundStanding::Failed(_)) => RefundStatus::Failed,
                    Some(RefundStanding::Pending) => RefundStatus::Processing,
                    Some(RefundStanding::Succeeded) => RefundStatus::Succeeded,
                };
                assert_eq!((row.status, row.review.as_deref()), (expected, None), "{what}: {:?} {row:?}", truth);
                assert!(truth.is_none_or(|truth| truth.amount.minor == row.amount_minor), "{what}");
            }
            let given = self.gateway.given_back(payment.id);
            assert_eq!(given, payment.refund_reserved_minor, "{what}: reserved");
            assert!(given <= payment.captured_minor, "{what}: more given back than was captured");
        }
        assert_eq!(known, self.gateway.refunds().len(), "{what}: a refund at the gateway without a row");
    }
}
