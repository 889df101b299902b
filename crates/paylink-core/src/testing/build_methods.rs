//! Valid rows of saved payment methods.

use super::build::{Make, instant};
use crate::records::{Consent, Method, MethodDetails, PaymentMethodRecord, PaymentRecord};

impl Make {
    /// A card that was saved with this payment.
    pub fn payment_method(&self, payment: &PaymentRecord) -> PaymentMethodRecord {
        PaymentMethodRecord {
            id: self.id(),
            merchant_id: payment.merchant_id,
            customer_id: None,
            link_id: payment.link_id,
            payment_id: payment.id,
            method: Method::Card,
            details: MethodDetails::Card {
                brand: "visa".to_owned(),
                last4: "4242".to_owned(),
                exp_month: 12,
                exp_year: 2031,
            },
            gateway_reference: Some(format!("vault_{}", self.word())),
            consent: Consent {
                text: "Corner Bakery may keep this card.".to_owned(),
                text_version: "en-1".to_owned(),
                locale: "en".to_owned(),
                at: instant(0),
                address: None,
            },
            revoked: None,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }
}
