//! Bodies that create and change invoices and orders.

use super::{CustomerBody, LineItemBody};
use crate::v1::shapes::{amount_input, tax_input};
use serde::Serialize;
use utoipa::ToSchema;

macro_rules! bill_body {
    ($(#[$doc:meta])* $body:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $body {
            $($(#[$attr])* pub $field: $type,)*
            /// What is owed; or `line_items`.
            #[schema(schema_with = amount_input)]
            pub amount: Option<String>,
            /// What is owed line by line; without `amount`.
            #[schema(min_items = 1, max_items = 100)]
            pub line_items: Option<Vec<LineItemBody>>,
            /// Tax contained in `amount`; with `line_items` it is the sum of their taxes and cannot be given.
            #[schema(schema_with = tax_input)]
            pub sales_tax: Option<String>,
            /// ISO 4217 code; default: the merchant's.
            #[schema(pattern = "^[A-Z]{3}$", examples("USD"))]
            pub currency: Option<String>,
            /// When it is due.
            #[schema(format = Date, examples("2030-02-15"))]
            pub due_date: Option<String>,
            /// What is owed, in words.
            #[schema(min_length = 1, max_length = 500, examples("Catering, 12 January"))]
            pub description: Option<String>,
            /// Who owes it; a link made from it goes to them.
            pub customer: Option<CustomerBody>,
            /// How many payment links may be open for it at the same time; default 1.
            #[schema(minimum = 1, maximum = 10)]
            pub max_open_links: Option<i64>,
        }
    };
}

bill_body! {
    /// An invoice to create.
    CreateInvoice {
        /// Whom it is owed to; implied by credentials that act for one merchant.
        #[schema(examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
        merchant_id: Option<String>,
        /// Its number; unique among the merchant's invoices.
        #[schema(min_length = 1, max_length = 64, examples("2030-0042"))]
        number: String,
    }
}

bill_body! {
    /// What changes on an invoice: fields that are left out stay, `null` clears.
    UpdateInvoice {
        /// Its number; unique among the merchant's invoices.
        #[schema(min_length = 1, max_length = 64, examples("2030-0042"))]
        number: Option<String>,
    }
}

bill_body! {
    /// An order to create.
    CreateOrder {
        /// Whom it is owed to; implied by credentials that act for one merchant.
        #[schema(examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
        merchant_id: Option<String>,
        /// Its number; unique among the merchant's orders.
        #[schema(pattern = "^[A-Za-z0-9]{1,20}$", examples("A1042"))]
        number: String,
    }
}

bill_body! {
    /// What changes on an order: fields that are left out stay, `null` clears.
    UpdateOrder {
        /// Its number; unique among the merchant's orders.
        #[schema(pattern = "^[A-Za-z0-9]{1,20}$", examples("A1042"))]
        number: Option<String>,
    }
}
