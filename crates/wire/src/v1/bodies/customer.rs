//! Bodies that create and change a customer, and that say for which one a link is.

use crate::v1::shapes::metadata_input;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

macro_rules! person_body {
    ($(#[$doc:meta])* $body:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $body {
            $($(#[$attr])* pub $field: $type,)*
            /// Name.
            #[schema(min_length = 1, max_length = 100, examples("Ada Payer"))]
            pub name: Option<String>,
            /// Mail address.
            #[schema(max_length = 254, format = Email, examples("ada@example.com"))]
            pub email: Option<String>,
            /// Phone number, E.164.
            #[schema(pattern = r"^\+[1-9][0-9]{6,14}$", examples("+14155550123"))]
            pub phone: Option<String>,
            /// Your id of the customer; unique per merchant.
            #[schema(min_length = 1, max_length = 64, examples("crm-77"))]
            pub external_id: Option<String>,
            /// Language and region in which messages speak (BCP 47).
            #[schema(min_length = 2, max_length = 35, examples("en-US"))]
            pub locale: Option<String>,
        }

        impl std::fmt::Debug for $body {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("[redacted]")
            }
        }
    };
}

person_body! {
    /// A customer to create; one of name, mail address, phone number and external id is required.
    CreateCustomer {
        /// Your own data; never shown to payers.
        #[schema(schema_with = metadata_input)]
        metadata: Option<BTreeMap<String, String>>,
        /// Whose customer; implied by credentials that act for one merchant.
        #[schema(examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
        merchant_id: Option<String>,
    }
}

/// Which customer is merged into another one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeCustomer {
    /// The customer that goes: what belongs to it moves, and what it says fills empty fields.
    #[schema(examples("cus_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The same by its external id: one of the two is needed.
    #[schema(examples("crm-77"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// The word that a person is really meant to be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseCustomer {
    /// The id of the customer, once more.
    #[schema(examples("cus_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub confirm: String,
}

person_body! {
    /// What changes on a customer: fields that are left out stay, `null` clears.
    UpdateCustomer {
        /// Your own data, which replaces what was there; never shown to payers.
        #[schema(schema_with = metadata_input)]
        metadata: Option<BTreeMap<String, String>>,
    }
}

person_body! {
    /// Who is asked to pay: a customer by its `id`, or everything else. With an `external_id` the link is tied to the
    /// merchant's customer of that id, which is made if there is none.
    CustomerBody {
        /// A customer of the merchant; then nothing else may be given.
        #[schema(examples("cus_01jd2q7x3me5kt6bvs9w0fzr4y"))]
        id: Option<String>,
    }
}
