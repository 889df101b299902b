//! What the core needs from the outside world, as traits that adapters implement.

mod audit;
mod clock;
mod consent;
mod files;
mod filters;
mod gateway;
mod messages;
mod order;
mod pages;
mod reports;
mod store;
mod store_error;
mod webhooks;

pub use audit::AuditReader;
pub use clock::{Clock, IdSource};
pub use consent::{ConsentText, ConsentTexts};
pub use files::{FileContent, FileInspector, FileRefused, FileStore, FileStoreError, Inspected, KeptFile};
pub use filters::{
    AuditFilter, BillFilter, CustomerFilter, Declines, EventFilter, FileFilter, LinkFilter, MessageFilter, PageOf,
    PaymentFilter, PaymentMethodFilter, Position, RefundFilter, Requests, SuppressionFilter, WebhookFilter,
};
pub use gateway::{
    Charge, ChargeRequest, ChargeSource, ChargeState, Failure, Gateway, GatewayError, GatewayRefund, GatewayToken,
    NotForgotten, PublicGateway, RefundRequest, RefundStanding, RefundUnknown, VaultReference,
};
pub use messages::{
    AddressFault, InlineImage, MailCarrier, MessageOutcome, MessageWriter, OutgoingMail, OutgoingText, TextCarrier,
    TextNews, TextStanding, WriteError, WrittenMail,
};
pub use order::{LinkColumn, MoneyColumn, Order, SortKey};
pub use pages::{
    CheckoutPage, Page, PageError, PageFile, PageLogo, PagePrice, PageSituation, Pages, PaymentMethodPage, ReceiptPage,
    RenderedPage, SavedMeans, UnsubscribePage,
};
pub use reports::{CountSpan, Counted, ReportReader};
pub use store::{
    AccessReader, BillReader, CustomerReader, DocumentStore, EventReader, FileReader, IdempotencyReader, LedgerReader,
    LinkReader, Maintenance, MerchantReader, MessageReader, PaymentMethodReader, PaymentReader, RefundReader,
    ReminderReader, Store, WebhookReader, WorkQueue,
};
pub use store_error::{BoxError, StoreError};
pub use webhooks::{Outgoing, SendOutcome, UrlRefused, WebhookSender};
