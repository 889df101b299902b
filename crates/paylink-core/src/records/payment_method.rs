//! The row of a card or bank account that a payer has agreed to have kept at the gateway.

use super::{Method, MethodDetails, named};
use crate::{CustomerId, LinkId, MerchantId, PaymentId, PaymentMethodId, Timestamp};
use serde::{Deserialize, Serialize};

named! {
    /// Whether a saved method may be used.
    PaymentMethodStatus {
        /// It may.
        Active = "active",
        /// It was taken back, for good.
        Revoked = "revoked",
    }
}

named! {
    /// Who took a saved method back.
    RevokedBy {
        /// The merchant, or the platform for it.
        Merchant = "merchant",
        /// The payer.
        Payer = "payer",
        /// The gateway or the bank: it cannot be charged any more.
        Gateway = "gateway",
    }
}

/// The evidence that a payer agreed. Debug output hides the address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The words that stood beside the box.
    pub text: String,
    /// Which version of them.
    pub text_version: String,
    /// The language they were in (BCP 47).
    pub locale: String,
    /// When the box was sent ticked.
    pub at: Timestamp,
    /// The network address it came from, if known. Never part of an event.
    pub address: Option<String>,
}

impl std::fmt::Debug for Consent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Consent")
            .field("text_version", &self.text_version)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// The end of a saved method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: RevokedBy,
    /// Why: `requested`, `customer_erased`, or the gateway's code.
    pub reason: String,
}

/// A saved method. Debug output hides the gateway's reference.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMethodRecord {
    /// Identity.
    pub id: PaymentMethodId,
    /// The only payee that may use it.
    pub merchant_id: MerchantId,
    /// Whose it is, among the merchant's customers.
    pub customer_id: Option<CustomerId>,
    /// The link it was saved on.
    pub link_id: LinkId,
    /// The payment it was saved with; a payment saves at most one.
    pub payment_id: PaymentId,
    /// Card or bank debit.
    pub method: Method,
    /// What may be shown of it.
    pub details: MethodDetails,
    /// What the gateway knows it by: a secret that is good for charges. Gone once the gateway has let it go.
    pub gateway_reference: Option<String>,
    /// That its payer agreed.
    pub consent: Consent,
    /// Its end, once it was taken back.
    pub revoked: Option<Revocation>,
    /// When it was saved.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl PaymentMethodRecord {
    /// Whether it may be used.
    #[must_use]
    pub const fn status(&self) -> PaymentMethodStatus {
        match self.revoked {
            None => PaymentMethodStatus::Active,
            Some(_) => PaymentMethodStatus::Revoked,
        }
    }

    /// The same row without what may be used to charge it, and without the payer's network address.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let consent = Consent { address: None, ..self.consent.clone() };
        Self { gateway_reference: None, consent, ..self.clone() }
    }
}

impl std::fmt::Debug for PaymentMethodRecord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("PaymentMethodRecord")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("revoked", &self.revoked)
            .finish_non_exhaustive()
    }
}

/// What a payment has to do with saved methods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Keeping {
    /// Its payer has agreed to have the means kept; they are, once it succeeds.
    Asked {
        /// The evidence, on its way to the saved method.
        consent: Consent,
    },
    /// Its means were saved as this method.
    Saved {
        /// Which.
        id: PaymentMethodId,
    },
    /// It was paid with this saved method.
    Used {
        /// Which.
        id: PaymentMethodId,
    },
}

impl Keeping {
    /// The saved method that it names.
    #[must_use]
    pub const fn method(&self) -> Option<PaymentMethodId> {
        match self {
            Self::Asked { .. } => None,
            Self::Saved { id } | Self::Used { id } => Some(*id),
        }
    }

    /// Whether a saved method pays.
    #[must_use]
    pub const fn is_use(&self) -> bool {
        matches!(self, Self::Used { .. })
    }
}
