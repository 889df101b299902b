//! Ids people can read in a log: a type prefix and 26 base32 characters (TypeID 0.3, <https://github.com/jetify-com/typeid>).

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const SUFFIX: usize = 26;

/// Why a string is not an id of the wanted type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid id of this kind")]
pub struct IdError;

/// What all ids have in common; lets adapters write one conversion for all of them.
pub trait TypedId:
    Copy + Eq + Ord + std::hash::Hash + fmt::Display + FromStr<Err = IdError> + Send + Sync + 'static
{
    /// The prefix before the underscore, e.g. `pay`.
    const PREFIX: &'static str;
    /// Wraps 128 bits.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The 128 bits behind the id.
    fn uuid(self) -> Uuid;

    /// A fully random id: 128 unguessable bits, for ids that open something by themselves.
    #[must_use]
    fn from_random(random: [u8; 16]) -> Self {
        Self::from_uuid(Uuid::from_bytes(random))
    }

    /// A time-ordered id (UUIDv7, RFC 9562): 48 bits of milliseconds, 74 random bits.
    #[must_use]
    fn from_time(now: Timestamp, random: [u8; 16]) -> Self {
        let millis = u64::try_from(now.micros().max(0)).unwrap_or(0) / 1000;
        let mut tail = [0; 10];
        tail.copy_from_slice(random.last_chunk::<10>().unwrap_or(&[0; 10]));
        Self::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid())
    }
}

fn write_suffix(out: &mut fmt::Formatter<'_>, uuid: Uuid) -> fmt::Result {
    use fmt::Write as _;
    let bits = uuid.as_u128();
    for place in (0..SUFFIX).rev() {
        let five = usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0);
        out.write_char(ALPHABET.get(five).copied().map_or('0', char::from))?;
    }
    Ok(())
}

fn read_suffix(text: &str) -> Option<Uuid> {
    if text.len() != SUFFIX {
        return None;
    }
    let mut bits: u128 = 0;
    for (place, byte) in text.bytes().enumerate() {
        let five = ALPHABET.iter().position(|known| *known == byte)?;
        if place == 0 && five > 7 {
            return None;
        }
        bits = (bits << 5) | u128::try_from(five).ok()?;
    }
    Some(Uuid::from_u128(bits))
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> Uuid { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!($prefix, "_"))?;
                write_suffix(out, self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, out) }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                text.strip_prefix(concat!($prefix, "_")).and_then(read_suffix).map(Self).ok_or(IdError)
            }
        }
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

typed_ids! {
    /// A merchant: the payee.
    MerchantId "mer";
    /// A payment link. Random, because it opens the page.
    LinkId "plink";
    /// One attempt to pay a link; also the idempotency key at the gateway.
    PaymentId "pay";
    /// Money that goes back to a payer; also the idempotency key at the gateway.
    RefundId "re";
    /// One movement in the ledger.
    LedgerEntryId "led";
    /// One fact that was announced.
    EventId "evt";
    /// A message to a payer or merchant; also the `Message-ID` of a mail.
    MessageId "msg";
    /// A planned reminder.
    ReminderId "rem";
    /// An address that gets nothing.
    SuppressionId "sup";
    /// A webhook endpoint.
    EndpointId "whk";
    /// One event on its way to one webhook endpoint.
    DeliveryId "whd";
    /// An API key (its id, never its secret).
    ApiKeyId "key";
    /// Someone a merchant asks to pay.
    CustomerId "cus";
    /// One thing that happened and is to be counted.
    FactId "fct";
    /// An invoice of a merchant.
    InvoiceId "inv";
    /// An order of a merchant.
    OrderId "ord";
    /// An invoice or an order, where it does not matter which; shown as one of the two.
    BillId "bill";
    /// A card or bank account that a payer has agreed to have kept at the gateway.
    PaymentMethodId "pm";
    /// A logo or an attachment.
    FileId "file";
    /// A tag in the catalogue of a merchant.
    TagId "tag";
    /// One entry of the audit log.
    AuditId "aud";
}
