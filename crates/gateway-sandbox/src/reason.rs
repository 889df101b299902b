//! Why the sandbox declines, refuses or returns: codes, and a sentence for people.

use paylink_core::ports::Failure;
use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident => $code:literal, $message:literal;)+) => {
        /// Every reason the sandbox knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub(crate) enum Reason {
            $($(#[$doc])* #[serde(rename = $code)] $name,)+
        }

        impl Reason {
            /// The code on the wire and the sentence for people.
            pub(crate) fn failure(self) -> Failure {
                let (code, message) = match self { $(Self::$name => ($code, $message),)+ };
                Failure { code: code.to_owned(), message: message.to_owned() }
            }
        }
    };
}

reasons! {
    CardDeclined => "card_declined", "The card was declined by its bank.";
    InsufficientFunds => "insufficient_funds", "The card does not have enough money for this payment.";
    ExpiredCard => "expired_card", "The card has expired.";
    IncorrectCvc => "incorrect_cvc", "The security code of the card is wrong.";
    ProcessingError => "processing_error", "The bank did not answer in time. The card was not charged.";
    AuthenticationFailed => "authentication_failed", "The payment was not confirmed with the bank.";
    AuthenticationExpired => "authentication_expired", "The time to confirm the payment with the bank ran out.";
    AuthenticationAbandoned => "authentication_abandoned", "The payment was given up before it was confirmed with the bank.";
    AccountClosed => "account_closed", "The bank account is closed.";
    /// Nacha return reason: insufficient funds.
    ReturnedUnpaid => "R01", "The bank returned the debit: the account does not hold enough money.";
    /// Nacha return reason: account closed.
    ReturnedClosed => "R02", "The bank returned the debit: the account is closed.";
    ChargeNotRefundable => "charge_not_refundable", "The payment has not succeeded, so that there is nothing to give back.";
    RefundExceedsCharge => "refund_exceeds_charge", "The refund is over what is left of the payment.";
    RefundRefused => "refund_refused", "The bank refused the refund.";
    RefundReturned => "refund_returned", "The refund came back: the payer's bank could not book it.";
    TooManyRefunds => "too_many_refunds", "The payment has been refunded too many times.";
}
