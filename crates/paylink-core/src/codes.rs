//! The one table of error codes: name on the wire, class, and what it tells the caller.

/// What kind of answer a code is; adapters map it to their protocol's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// The request could not be read (HTTP 400).
    Malformed,
    /// Who is asking is not known (HTTP 401).
    Unauthenticated,
    /// The payment was declined (HTTP 402).
    Declined,
    /// The caller may not do this (HTTP 403).
    Forbidden,
    /// No such object for this caller (HTTP 404).
    NotFound,
    /// The method does not exist here (HTTP 405).
    Method,
    /// The state of the object does not allow it (HTTP 409).
    Conflict,
    /// The body is too large (HTTP 413).
    BodyTooLarge,
    /// The address is too long (HTTP 414).
    AddressTooLong,
    /// The body has a kind that is not read here (HTTP 415).
    MediaType,
    /// A value breaks a rule (HTTP 422).
    Invalid,
    /// Too many requests (HTTP 429).
    TooMany,
    /// The headers are too large (HTTP 431).
    HeadersTooLarge,
    /// Our own fault (HTTP 500).
    Internal,
    /// Try again in a moment (HTTP 503).
    Unavailable,
}

impl Class {
    /// The HTTP status of the class.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthenticated => 401,
            Self::Declined => 402,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Method => 405,
            Self::Conflict => 409,
            Self::BodyTooLarge => 413,
            Self::AddressTooLong => 414,
            Self::MediaType => 415,
            Self::Invalid => 422,
            Self::TooMany => 429,
            Self::HeadersTooLarge => 431,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }
}

macro_rules! codes {
    ($($name:ident => $wire:literal, $class:ident, $meaning:literal;)+) => {
        /// Why a request was refused; the names are part of the API and never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $name,)+
        }

        impl Code {
            /// Every code, in the order of the reference page.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $wire,)+ }
            }

            /// The class of the code.
            #[must_use]
            pub const fn class(self) -> Class {
                match self { $(Self::$name => Class::$class,)+ }
            }

            /// One sentence on what the code means.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }
        }
    };
}

codes! {
    InvalidJson => "invalid_json", Malformed, "The body is not one well-formed JSON document with unique keys.";
    InvalidRequest => "invalid_request", Invalid, "Several fields are wrong, for different reasons; `errors` names each.";
    IdempotencyKeyRequired => "idempotency_key_required", Malformed, "This request needs an Idempotency-Key header.";
    InvalidIdempotencyKey => "invalid_idempotency_key", Malformed, "The Idempotency-Key is not one header of 1 to 255 visible ASCII characters.";
    Unauthenticated => "unauthenticated", Unauthenticated, "The credentials are missing, wrong, expired or revoked.";
    PaymentDeclined => "payment_declined", Declined, "The payment was declined; the reason given by the bank is in `code`.";
    Forbidden => "forbidden", Forbidden, "These credentials may not do this.";
    NotFound => "not_found", NotFound, "There is no such object.";
    MethodNotAllowed => "method_not_allowed", Method, "The method does not exist at this address.";
    SlugTaken => "slug_taken", Conflict, "Another payment link has this slug.";
    ExternalIdTaken => "external_id_taken", Conflict, "Another object of the merchant has this external_id.";
    LinkClosed => "link_closed", Conflict, "The payment link is completed or cancelled.";
    LinkHasPayments => "link_has_payments", Conflict, "The price of a payment link cannot change once a payment has begun.";
    LinkInactive => "link_inactive", Conflict, "The payment link is not open yet or has ended.";
    LinkCompleted => "link_completed", Conflict, "The payment link has been paid.";
    LinkCancelled => "link_cancelled", Conflict, "The payment link was cancelled.";
    PaymentInProgress => "payment_in_progress", Conflict, "A payment for this link is under way.";
    NumberTaken => "number_taken", Conflict, "Another invoice, or another order, of the merchant has this number.";
    NotOpen => "not_open", Conflict, "The invoice or order is paid, or was taken back.";
    HasOpenLink => "has_open_link", Conflict, "The invoice or order has an open payment link.";
    PaymentMethodUnavailable => "payment_method_unavailable", Conflict, "The saved card or account of the payment link has expired or was removed.";
    RefundExceedsPayment => "refund_exceeds_payment", Conflict, "The refund is over what is left of the payment.";
    PaymentNotRefundable => "payment_not_refundable", Conflict, "Only a payment that has succeeded can be refunded; a bank debit once it has settled.";
    PaymentNotCancellable => "payment_not_cancellable", Conflict, "Only a bank debit that is still held can be cancelled.";
    RefundFailed => "refund_failed", Declined, "The gateway refused the refund; its reason is in `code`.";
    CustomerErased => "customer_erased", Conflict, "The person is being erased, or has been; nothing can be added to the customer.";
    MessageNotFailed => "message_not_failed", Conflict, "Only a message that was given up can be sent again; a link is sent again with its own `send`.";
    ReminderPlanned => "reminder_planned", Conflict, "The payment link has a reminder on that day already.";
    ReminderClosed => "reminder_closed", Conflict, "The reminder was sent or skipped already.";
    MerchantInUse => "merchant_in_use", Conflict, "The merchant has links, customers, keys or other records; only one with nothing of its own can be deleted.";
    TooManyFiles => "too_many_files", Conflict, "The payment link has as many attachments as it may have.";
    FileQuotaExceeded => "file_quota_exceeded", Conflict, "The merchant's files take all the space they may; delete some first.";
    IdempotencyKeyInUse => "idempotency_key_in_use", Conflict, "The first request with this Idempotency-Key has not been answered yet.";
    IdempotencyKeyReused => "idempotency_key_reused", Invalid, "This Idempotency-Key was used for a different request.";
    PayloadTooLarge => "payload_too_large", BodyTooLarge, "The body is over the limit.";
    UriTooLong => "uri_too_long", AddressTooLong, "The address is over the limit.";
    HeadersTooLarge => "headers_too_large", HeadersTooLarge, "The headers are over the limit.";
    UnsupportedMediaType => "unsupported_media_type", MediaType, "The body is compressed or of a kind that is not read here; most requests take application/json.";
    InvalidMultipart => "invalid_multipart", Malformed, "The body is not one well-formed multipart/form-data document.";
    FileTypeNotAllowed => "file_type_not_allowed", MediaType, "The file is of a kind that is not taken here; its first bytes tell, not its name.";
    InvalidFile => "invalid_file", Invalid, "The file is damaged or incomplete, too large when opened, or does something when opened.";
    NotAvailable => "not_available", Invalid, "This part of the API does not exist yet.";
    UnknownField => "unknown_field", Invalid, "The field does not exist here.";
    Required => "required", Invalid, "The field is missing.";
    InvalidType => "invalid_type", Invalid, "The value has the wrong JSON type.";
    InvalidValue => "invalid_value", Invalid, "The value is not one of those allowed.";
    InvalidAmount => "invalid_amount", Invalid, "The amount is not plain digits with at most one dot.";
    TooManyDecimals => "too_many_decimals", Invalid, "The amount has more decimals than its currency.";
    AmountOutOfRange => "amount_out_of_range", Invalid, "The amount is zero or over 99999999.99.";
    AmountNotAllowed => "amount_not_allowed", Invalid, "The amount is set by the payment link, not by the payer.";
    InvalidCurrency => "invalid_currency", Invalid, "Not an ISO 4217 currency code with minor units.";
    InvalidText => "invalid_text", Invalid, "The text is blank or holds control characters or invisible direction marks.";
    TooLong => "too_long", Invalid, "The value is longer than allowed.";
    TooMany => "too_many", Invalid, "The list or object has more entries than allowed.";
    CardDataNotAllowed => "card_data_not_allowed", Invalid, "Card numbers and card codes must never be sent here.";
    InvalidEmail => "invalid_email", Invalid, "Not exactly one plain mail address.";
    InvalidPhone => "invalid_phone", Invalid, "Not a phone number of the form +14155550123 (E.164).";
    InvalidDate => "invalid_date", Invalid, "Not a date (YYYY-MM-DD) or an RFC 3339 time.";
    InvalidWindow => "invalid_window", Invalid, "The end does not lie after the beginning, or lies in the past.";
    InvalidId => "invalid_id", Invalid, "Not an id of this kind.";
    UrlNotAllowed => "url_not_allowed", Invalid, "The address is not allowed here.";
    NotSupported => "not_supported", Invalid, "The combination of fields is not possible.";
    InvalidToken => "invalid_token", Invalid, "The payment token is unknown, expired, used or of another method.";
    InvalidParameter => "invalid_parameter", Invalid, "A query parameter is wrong, unknown or given twice.";
    RateLimited => "rate_limited", TooMany, "Too many requests; wait as long as Retry-After says.";
    TooManyDeclines => "too_many_declines", TooMany, "Too many declined payments; wait as long as Retry-After says.";
    TooManyMessages => "too_many_messages", TooMany, "Too many messages about this link or to this recipient; wait as long as Retry-After says.";
    Internal => "internal", Internal, "Something failed on our side; it has been logged with the request id.";
    StorageUnavailable => "storage_unavailable", Unavailable, "The storage is away. Try again as Retry-After says, with the same Idempotency-Key.";
}
