//! Shapes of the API description that no derive can tell: the core's enums and amounts people write.

use paylink_core::{
    Audience, BounceKind, EventKind, Interval, Role,
    records::{
        ActorKind, AuditSubject, BillKind, Channel, Delivery, DeliveryMode, DeliveryStatus, FileType, LineKind,
        MessageKind, MessageStatus, Method, PaymentMethodStatus, PaymentStatus, RefundStatus, ReminderStatus,
        RevokedBy, SuppressionReason, Usage, WebhookFormat,
    },
    views::{BillStatus, ErasureStatus, LinkPaymentStatus, LinkStatus},
};
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Array, ArrayBuilder, Object, ObjectBuilder, RefOr, Schema, Type, schema::SchemaType},
};

macro_rules! named_shapes {
    ($($(#[$doc:meta])* $shape:ident is $name:literal = $all:expr;)+) => {$(
        $(#[$doc])*
        pub(super) struct $shape;

        impl PartialSchema for $shape {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some($all)).into()
            }
        }

        impl ToSchema for $shape {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        }
    )+};
}

named_shapes! {
    /// Status of a link.
    LinkStatusShape is "LinkStatus" = LinkStatus::ALL.iter().map(|value| value.name());
    /// Whether a link is paid.
    LinkPaymentStatusShape is "LinkPaymentStatus" = LinkPaymentStatus::ALL.iter().map(|value| value.name());
    /// What a line does to the sum.
    LineKindShape is "LineKind" = LineKind::ALL.iter().map(|value| value.name());
    /// Status of an invoice.
    InvoiceStatusShape is "InvoiceStatus" = statuses(BillKind::Invoice);
    /// Status of an order.
    OrderStatusShape is "OrderStatus" = statuses(BillKind::Order);
    /// How often a link can be paid.
    UsageShape is "LinkUsage" = Usage::ALL.iter().map(|value| value.name());
    /// Means of payment.
    MethodShape is "PaymentMethodType" = Method::ALL.iter().map(|value| value.name());
    /// Status of a payment.
    PaymentStatusShape is "PaymentStatus" = PaymentStatus::ALL.iter().map(|value| value.name());
    /// Status of a refund.
    RefundStatusShape is "RefundStatus" = RefundStatus::ALL.iter().map(|value| value.name());
    /// Status of a saved payment method.
    PaymentMethodStatusShape is "PaymentMethodStatus" = PaymentMethodStatus::ALL.iter().map(|value| value.name());
    /// Who removed a saved payment method.
    RevokedByShape is "PaymentMethodRevokedBy" = RevokedBy::ALL.iter().map(|value| value.name());
    /// Status of a reminder.
    ReminderStatusShape is "ReminderStatus" = ReminderStatus::ALL.iter().map(|value| value.name());
    /// Type of an event.
    EventTypeShape is "EventType" = EventKind::ALL.iter().map(|value| value.name());
    /// What a webhook endpoint subscribes to.
    SubscriptionShape is "EventSubscription" =
        std::iter::once("*").chain(EventKind::ALL.iter().map(|value| value.name()));
    /// Format of a webhook endpoint.
    WebhookFormatShape is "WebhookFormat" = WebhookFormat::ALL.iter().map(|value| value.name());
    /// Status of a delivery.
    DeliveryStatusShape is "WebhookDeliveryStatus" = DeliveryStatus::ALL.iter().map(|value| value.name());
    /// Whether, and how, a link is sent.
    DeliveryShape is "LinkDelivery" = Delivery::ALL.iter().map(|value| value.name());
    /// Who sends messages.
    DeliveryModeShape is "DeliveryMode" = DeliveryMode::ALL.iter().map(|value| value.name());
    /// How a message travels.
    ChannelShape is "MessageChannel" = Channel::ALL.iter().map(|value| value.name());
    /// What a message is for.
    MessageKindShape is "MessageKind" = MessageKind::ALL.iter().map(|value| value.name());
    /// What became of a message.
    MessageStatusShape is "MessageStatus" = MessageStatus::ALL.iter().map(|value| value.name());
    /// Why nothing is sent to an address.
    SuppressionReasonShape is "SuppressionReason" = SuppressionReason::ALL.iter().map(|value| value.name());
    /// How long an interval of a report is.
    IntervalShape is "ReportIntervalLength" = Interval::ALL.iter().map(|value| value.name());
    /// What is reported about a message.
    BounceTypeShape is "BounceType" = BounceKind::ALL.iter().map(|value| value.name());
    /// What is in a file.
    FileTypeShape is "FileType" = FileType::ALL.iter().map(|value| value.name());
    /// How far the erasure of a person has come.
    ErasureShape is "ErasureStatus" = ErasureStatus::ALL.iter().map(|value| value.name());
    /// Role of an API key.
    RoleShape is "ApiKeyRole" = [Role::Admin, Role::ReadOnly].map(Role::name);
    /// The surface a merchant token is for.
    AudienceShape is "MerchantTokenAudience" = Audience::ALL.iter().map(|value| value.name());
    /// What kind of party caused a write.
    ActorShape is "AuditActorType" = ActorKind::ALL.iter().map(|value| value.name());
    /// What kind of object was written.
    AuditSubjectShape is "AuditSubjectType" = AuditSubject::ALL.iter().map(|value| value.name());
}

/// The statuses that a kind has.
fn statuses(kind: BillKind) -> impl Iterator<Item = &'static str> {
    BillStatus::ALL.iter().filter(move |status| status.state_of(kind).is_some()).map(|status| status.name())
}

macro_rules! words {
    ($($function:ident = $word:literal;)+) => {$(
        /// The one text that stands in this field.
        pub(super) fn $function() -> Object {
            ObjectBuilder::new().schema_type(Type::String).enum_values(Some([$word])).build()
        }
    )+};
}

words! {
    file_word = "file";
    redirect_word = "redirect";
    card_word = "card";
    ach_word = "ach";
    merchant_word = "merchant";
    customer_word = "customer";
    invoice_word = "invoice";
    order_word = "order";
    payment_link_word = "payment_link";
    payment_word = "payment";
    payment_method_word = "payment_method";
    refund_word = "refund";
    summary_word = "report_summary";
    payouts_word = "payouts_preview";
    reminder_word = "reminder";
    checkout_word = "checkout";
    message_word = "message";
    message_preview_word = "message_preview";
    requested_message_word = "requested_message";
    suppression_word = "suppression";
    bounce_word = "bounce";
    webhook_endpoint_word = "webhook_endpoint";
    endpoint_test_word = "webhook_endpoint_test";
    webhook_delivery_word = "webhook_delivery";
    api_key_word = "api_key";
    audit_entry_word = "audit_entry";
}

/// An amount as people may send it.
pub(super) fn amount_input() -> Object {
    amount_in(
        "Digits with at most one dot and at most as many decimals as the currency has, over 0 and up to \
               99999999.99. A number is read exactly as it is written.",
    )
    .exclusive_minimum(Some(0))
    .build()
}

/// A price or tax of a line as people may send it.
pub(super) fn line_amount_input() -> Object {
    amount_in("Written like an amount; 0 is allowed.").minimum(Some(0)).build()
}

/// A quantity as people may send it.
pub(super) fn quantity_input() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Number, Type::Null]))
        .description(Some(
            "Over 0 and up to 999999.999, with at most three decimals. A number is read exactly as it is written.",
        ))
        .pattern(Some(r"^[0-9]{1,6}(\.[0-9]{1,3})?$"))
        .exclusive_minimum(Some(0))
        .maximum(Some(999_999.999))
        .examples(["1.5"])
        .build()
}

/// A tax as people may send it.
pub(super) fn tax_input() -> Object {
    amount_in("Tax contained in the amount, written like an amount; 0 is allowed.").minimum(Some(0)).build()
}

/// Metadata as people may send it.
pub(super) fn metadata_input() -> Object {
    let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(500));
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Object, Type::Null]))
        .description(Some("Your own data, at most 50 keys of at most 40 characters; never shown to payers."))
        .additional_properties(Some(Schema::from(text)))
        .max_properties(Some(50))
        .build()
}

/// Tags as people may send them.
pub(super) fn tags_input() -> Array {
    let tag = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(40)).examples(["VIP"]);
    ArrayBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Array, Type::Null]))
        .description(Some("Words of your own to find the link by; the same word in another case counts once."))
        .items(tag)
        .max_items(Some(20))
        .build()
}

fn amount_in(description: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Number, Type::Null]))
        .description(Some(description))
        .pattern(Some(r"^[0-9]{1,8}(\.[0-9]{1,4})?$"))
        .max_length(Some(12))
        .maximum(Some(99_999_999.99))
        .examples(["12.50"])
}
