//! What the core needs from the outside world, as traits that adapters implement.

mod clock;
mod filters;
mod gateway;
mod messages;
mod order;
mod pages;
mod reports;
mod store;
mod webhooks;

pub use clock::{Clock, IdSource};
pub use filters::{
    CustomerFilter, Declines, EventFilter, LinkFilter, MessageFilter, PageOf, PaymentFilter, Position, RefundFilter,
    Requests, SuppressionFilter, WebhookFilter,
};
pub use gateway::{
    Charge, ChargeRequest, ChargeState, Failure, Gateway, GatewayError, GatewayRefund, GatewayToken, PublicGateway,
    RefundRequest, RefundStanding, RefundUnknown,
};
pub use messages::{
    AddressFault, InlineImage, MailCarrier, MessageOutcome, MessageWriter, OutgoingMail, OutgoingText, TextCarrier,
    TextNews, TextStanding, WriteError, WrittenMail,
};
pub use order::{LinkColumn, MoneyColumn, Order, SortKey};
pub use pages::{
    CheckoutPage, Page, PageError, PagePrice, PageSituation, Pages, ReceiptPage, RenderedPage, UnsubscribePage,
};
pub use reports::{CountSpan, Counted, ReportReader};
pub use store::{
    AccessReader, BoxError, CustomerReader, DocumentStore, EventReader, IdempotencyReader, LedgerReader, LinkReader,
    Maintenance, MerchantReader, MessageReader, PaymentReader, RefundReader, ReminderReader, Store, StoreError,
    WebhookReader, WorkQueue,
};
pub use webhooks::{Outgoing, SendOutcome, UrlRefused, WebhookSender};
