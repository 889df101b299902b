//! Invoices and orders as the API shows them.

use super::{LineItem, LinkCustomer, line::of_lines};
use crate::v1::shapes::{InvoiceStatusShape, OrderStatusShape, invoice_word, order_word};
use paylink_core::{
    Currency, Date, InvoiceId, LinkId, MerchantId, Money, OrderId, PaymentId, Timestamp, TypedId,
    records::BillStateName,
    views::{BillStatus, BillView},
};
use serde::Serialize;
use utoipa::ToSchema;

macro_rules! bill_answer {
    ($(#[$doc:meta])* $bill:ident, $id:ident $example:literal, $word:literal $shape:ident $status:ident, $(#[$taken_back_doc:meta])* $taken_back:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
        pub struct $bill {
            /// Identity.
            #[schema(value_type = String, examples($example))]
            pub id: $id,
            #[doc = concat!("`", $word, "`.")]
            #[schema(schema_with = $shape)]
            pub object: &'static str,
            /// Whom it is owed to.
            #[schema(value_type = String, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
            pub merchant_id: MerchantId,
            /// Its number.
            #[schema(examples("A1042"))]
            pub number: String,
            /// Where it stands.
            #[schema(value_type = $status)]
            pub status: BillStatus,
            /// What is owed, tax included.
            #[schema(examples("12.50"))]
            pub amount: String,
            /// What is owed line by line; null when only the amount was given.
            #[schema(required)]
            pub line_items: Option<Vec<LineItem>>,
            /// Tax contained in the amount.
            #[schema(required, examples("1.10"))]
            pub sales_tax: Option<String>,
            /// ISO 4217 code.
            #[schema(value_type = String, examples("USD"))]
            pub currency: Currency,
            /// When it is due.
            #[schema(required, value_type = Option<String>, format = Date)]
            pub due_date: Option<Date>,
            /// What is owed, in words.
            #[schema(required)]
            pub description: Option<String>,
            /// Who owes it.
            #[schema(required)]
            pub customer: Option<LinkCustomer>,
            /// How many payment links may be open for it at the same time.
            pub max_open_links: i64,
            /// The link by which it is being paid or was paid, else the one that was made last.
            #[schema(required, value_type = Option<String>)]
            pub payment_link_id: Option<LinkId>,
            /// The payment that has paid it, or that is under way.
            #[schema(required, value_type = Option<String>)]
            pub payment_id: Option<PaymentId>,
            /// When it was paid.
            #[schema(required, value_type = Option<String>, format = DateTime)]
            pub paid_at: Option<Timestamp>,
            $(#[$taken_back_doc])*
            #[schema(required, value_type = Option<String>, format = DateTime)]
            pub $taken_back: Option<Timestamp>,
            /// When it was created.
            #[schema(value_type = String, format = DateTime)]
            pub created_at: Timestamp,
            /// When it last changed.
            #[schema(value_type = String, format = DateTime)]
            pub updated_at: Timestamp,
        }

        impl From<&BillView> for $bill {
            fn from(view: &BillView) -> Self {
                let (bill, details) = (&view.bill, &view.bill.details);
                let text = |minor| Money::new(minor, bill.currency).decimal_text();
                let closed_at = |state| bill.closed_at.filter(|_| bill.state == state);
                Self {
                    id: $id::from_uuid(bill.id.uuid()),
                    object: $word,
                    merchant_id: bill.merchant_id,
                    number: bill.number.clone(),
                    status: view.status,
                    amount: view.amount().decimal_text(),
                    line_items: of_lines(&details.line_items, bill.currency),
                    sales_tax: details.sales_tax_minor.map(text),
                    currency: bill.currency,
                    due_date: bill.due_date,
                    description: details.description.clone(),
                    customer: LinkCustomer::known(bill.customer_id, details.customer.as_ref()),
                    max_open_links: bill.max_open_links,
                    payment_link_id: bill.link_id,
                    payment_id: bill.payment_id,
                    paid_at: closed_at(BillStateName::Paid),
                    $taken_back: closed_at(BillStateName::Void),
                    created_at: bill.created_at,
                    updated_at: bill.updated_at,
                }
            }
        }
    };
}

bill_answer! {
    /// An invoice.
    Invoice, InvoiceId "inv_01jd2q7x3me5kt6bvs9w0fzr4y", "invoice" invoice_word InvoiceStatusShape,
    /// When it was declared void.
    voided_at
}

bill_answer! {
    /// An order.
    Order, OrderId "ord_01jd2q7x3me5kt6bvs9w0fzr4y", "order" order_word OrderStatusShape,
    /// When it was cancelled.
    cancelled_at
}
