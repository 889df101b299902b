//! What the core needs from the outside world, as traits that adapters implement.

mod clock;
mod gateway;
mod pages;
mod store;
mod webhooks;

pub use clock::{Clock, IdSource};
pub use gateway::{
    Charge, ChargeRequest, ChargeState, Failure, Gateway, GatewayError, GatewayRefund, GatewayToken, PublicGateway,
    RefundRequest, RefundStanding, RefundUnknown,
};
pub use pages::{CheckoutPage, Page, PageError, PagePrice, PageSituation, Pages, ReceiptPage, RenderedPage};
pub use store::{
    AccessReader, BoxError, Declines, DocumentStore, EventFilter, EventReader, IdempotencyReader, LedgerReader,
    LinkFilter, LinkReader, Maintenance, MerchantReader, PageOf, PaymentFilter, PaymentReader, Position, RefundFilter,
    RefundReader, Store, StoreError, WebhookFilter, WebhookReader, WorkQueue,
};
pub use webhooks::{Outgoing, SendOutcome, UrlRefused, WebhookSender};
