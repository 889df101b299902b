//! The company that moves the money.

use crate::{
    Money, PaymentId, RefundId, Secret, Timestamp,
    records::{Method, MethodDetails},
};
use async_trait::async_trait;
use std::time::Duration;

/// What the page traded the card or account number for. Single use; printed as `[redacted]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayToken(pub Secret);

/// What the gateway knows a kept card or account by. Good for any number of charges; printed as `[redacted]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultReference(pub Secret);

/// The means of a charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeSource {
    /// What the payer's page got for a card or account number.
    Token(GatewayToken),
    /// A card or account that the gateway keeps.
    Kept(VaultReference),
}

/// An order to move money.
#[derive(Debug, Clone)]
pub struct ChargeRequest {
    /// The idempotency key: the same key is charged at most once, whatever else is asked.
    pub key: PaymentId,
    /// The means of payment.
    pub source: ChargeSource,
    /// Whether to keep the means for later charges, once this one has succeeded. Asked for only with a token.
    pub keep: bool,
    /// Card or bank debit.
    pub method: Method,
    /// How much.
    pub amount: Money,
    /// Where the gateway's own page sends the payer back to.
    pub return_url: String,
    /// When the payment began.
    pub created_at: Timestamp,
}

/// Why a charge did not work, or came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The gateway's code, e.g. `card_declined`, `R01`.
    pub code: String,
    /// The same for the payer, as one sentence.
    pub message: String,
}

/// Where a charge stands at the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeState {
    /// Taken on; the outcome comes later (bank debits).
    Pending,
    /// The payer has to visit this address first.
    ActionRequired {
        /// Absolute address of the gateway's page.
        url: String,
    },
    /// The money is there.
    Succeeded,
    /// Refused; no money moved, and none will under this key.
    Declined(Failure),
    /// Came back after it was taken on or had succeeded.
    Returned(Failure),
}

/// A charge as the gateway knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The gateway's own id.
    pub reference: String,
    /// What was charged.
    pub amount: Money,
    /// What may be shown of the means of payment.
    pub details: MethodDetails,
    /// Where it stands.
    pub state: ChargeState,
    /// The kept means: there when the request asked to keep them and the charge has succeeded, in every answer about
    /// it and the same in all, so that an answer that gets lost loses nothing. A charge that has not succeeded keeps
    /// nothing.
    pub kept: Option<VaultReference>,
    /// When it is worth asking again, if the gateway knows.
    pub check_after: Option<Duration>,
}

/// An order to give money back.
#[derive(Debug, Clone)]
pub struct RefundRequest {
    /// The idempotency key: the same key is refunded at most once, whatever else is asked.
    pub key: RefundId,
    /// The key of the charge.
    pub payment: PaymentId,
    /// The gateway's own id of the charge, if it has told.
    pub charge_reference: Option<String>,
    /// How much.
    pub amount: Money,
    /// When the refund began.
    pub created_at: Timestamp,
}

/// Where a refund stands at the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundStanding {
    /// Taken on; the outcome comes later.
    Pending,
    /// The money is on its way to the payer.
    Succeeded,
    /// Refused, or come back after it had succeeded; the merchant has the money.
    Failed(Failure),
}

/// A refund as the gateway knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayRefund {
    /// The gateway's own id; a refund that is refused at once may have none.
    pub reference: Option<String>,
    /// What was refunded.
    pub amount: Money,
    /// Where it stands.
    pub standing: RefundStanding,
    /// When it is worth asking again, if the gateway knows.
    pub check_after: Option<Duration>,
}

/// A refund call whose answer was lost, be it a time-out, a reset or a 5xx: the refund may or may not have happened.
#[derive(Debug, thiserror::Error)]
#[error("the gateway's answer about a refund is not known")]
pub struct RefundUnknown(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// A call that brought no answer about the charge.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// Time-out, reset, 5xx: the charge may or may not have happened. Never treated as a failure.
    #[error("the gateway's answer is not known")]
    Unknown(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The gateway certainly did nothing because the token is unknown, used, expired or of another method, or because
    /// it does not keep what the reference names any more.
    #[error("the payment token is not usable")]
    InvalidToken,
}

/// The gateway did not confirm that it keeps a card or account no more: it may or may not have let it go.
#[derive(Debug, thiserror::Error)]
#[error("the gateway did not confirm that it let a saved method go")]
pub struct NotForgotten(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// What a page needs to know to trade card data for a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicGateway {
    /// `sandbox`, `stripe`.
    pub kind: String,
    /// Where tokens are made; a path on this server or an absolute address.
    pub token_url: String,
    /// The gateway's public key, if it has one.
    pub publishable_key: Option<String>,
    /// Whether payments are only played.
    pub test_mode: bool,
}

/// A payment gateway. Calls must end within 20 s (3 s to connect); ending without an answer is `Unknown`.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// What pages need to know.
    fn public(&self) -> PublicGateway;

    /// Charges once per key: asked again with the same key it answers what became of the first call.
    ///
    /// # Errors
    /// [`GatewayError`]; only `InvalidToken` promises that nothing happened.
    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError>;

    /// The charge made under `key`, or `None` if the gateway has none (yet).
    ///
    /// # Errors
    /// [`GatewayError::Unknown`].
    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError>;

    /// Gives up a charge that still waits for the payer's action, and says what it became; a charge that
    /// has moved on in the meantime is left as it is.
    ///
    /// # Errors
    /// [`GatewayError::Unknown`].
    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError>;

    /// Lets a kept card or account go, so that the reference is good for nothing any more. A reference that it does not
    /// know, or has let go before, is as good.
    ///
    /// # Errors
    /// [`NotForgotten`]: it has to be asked again.
    async fn forget(&self, reference: &VaultReference) -> Result<(), NotForgotten>;

    /// Refunds once per key: asked again with the same key it answers what became of the first call. A refund that
    /// the gateway refuses is an answer: [`RefundStanding::Failed`].
    ///
    /// # Errors
    /// [`RefundUnknown`]: it may have happened.
    async fn refund(&self, request: &RefundRequest) -> Result<GatewayRefund, RefundUnknown>;

    /// The refund made under the key of `request`, or `None` if the gateway has none (yet). Nothing is refunded.
    ///
    /// # Errors
    /// [`RefundUnknown`].
    async fn look_up_refund(&self, request: &RefundRequest) -> Result<Option<GatewayRefund>, RefundUnknown>;
}
