//! Small validated values every other module is built from.

mod amount;
mod currency;
mod date;
mod digits;
mod email;
mod file_name;
mod guard;
mod id;
mod money;
mod phone;
mod quantity;
mod secret;
mod text;
mod timestamp;
mod timezone;
mod web_url;
mod words;

pub use amount::{AmountError, check_amount, parse_amount};
pub use currency::Currency;
pub use date::Date;
pub use email::Email;
pub use file_name::clean_file_name;
pub use guard::{contains_card_data, names_card_data};
pub use id::{
    ApiKeyId, AuditId, BillId, CustomerId, DeliveryId, EndpointId, EventId, FactId, FileId, IdError, InvoiceId,
    LedgerEntryId, LinkId, MerchantId, MessageId, OrderId, PaymentId, PaymentMethodId, RefundId, ReminderId,
    SuppressionId, TagId, TypedId,
};
pub use money::{Money, MoneyError};
pub use phone::{Phone, PhoneError};
pub use quantity::{Quantity, QuantityError};
pub use secret::Secret;
pub use text::{TextError, check_text};
pub use timestamp::{Timestamp, TimestampError};
pub use timezone::Timezone;
pub use web_url::{UrlError, check_redirect_url};
pub use words::{MAX_WORD, tag_key, words};
