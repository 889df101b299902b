//! Customers as the API shows them, and what a link says of its customer.

use crate::v1::shapes::{ErasureShape, customer_word};
use paylink_core::{
    CustomerId, MerchantId, Timestamp,
    records::{LinkCustomer as Person, LinkRecord},
    views::{CustomerView, ErasureStatus},
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A customer of a merchant.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Customer {
    /// Identity.
    #[schema(value_type = String, examples("cus_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: CustomerId,
    /// `customer`.
    #[schema(schema_with = customer_word)]
    pub object: &'static str,
    /// Whose customer.
    #[schema(value_type = String, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: MerchantId,
    /// The caller's id of the customer; unique per merchant.
    #[schema(required)]
    pub external_id: Option<String>,
    /// Name.
    #[schema(required)]
    pub name: Option<String>,
    /// Mail address.
    #[schema(required)]
    pub email: Option<String>,
    /// Phone number, E.164.
    #[schema(required)]
    pub phone: Option<String>,
    /// Language and region in which messages speak (BCP 47).
    #[schema(required)]
    pub locale: Option<String>,
    /// Your own data; never shown to payers.
    pub metadata: BTreeMap<String, String>,
    /// Whether the person is being erased, or has been; null: neither.
    #[schema(required, value_type = Option<ErasureShape>)]
    pub erasure: Option<ErasureStatus>,
    /// When the person was gone from everywhere.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub erased_at: Option<Timestamp>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl From<&CustomerView> for Customer {
    fn from(view: &CustomerView) -> Self {
        let record = &view.customer;
        Self {
            id: record.id,
            object: "customer",
            merchant_id: record.merchant_id,
            external_id: record.external_id.clone(),
            name: record.name.clone(),
            email: record.email.clone(),
            phone: record.phone.clone(),
            locale: record.locale.clone(),
            metadata: record.metadata.clone(),
            erasure: view.erasure(),
            erased_at: record.erased_at,
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

/// Who a link, an invoice or an order is for: what was known of the customer when it was made or last changed.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LinkCustomer {
    /// The merchant's customer, if there is a record.
    #[schema(required, value_type = Option<String>, examples("cus_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: Option<CustomerId>,
    /// Name.
    #[schema(required)]
    pub name: Option<String>,
    /// Mail address.
    #[schema(required)]
    pub email: Option<String>,
    /// Phone number, E.164.
    #[schema(required)]
    pub phone: Option<String>,
    /// The caller's id of the customer.
    #[schema(required)]
    pub external_id: Option<String>,
    /// Language and region in which messages speak (BCP 47).
    #[schema(required)]
    pub locale: Option<String>,
}

impl LinkCustomer {
    /// The customer of a link, if it names one.
    pub(super) fn of(link: &LinkRecord) -> Option<Self> {
        Self::known(link.customer_id, link.details.customer.as_ref())
    }

    /// The customer of that record, or the person who was written down, or both.
    pub(super) fn known(id: Option<CustomerId>, person: Option<&Person>) -> Option<Self> {
        if id.is_none() && person.is_none() {
            return None;
        }
        let Person { name, email, phone, external_id, locale } = person.cloned().unwrap_or_default();
        Some(Self { id, name, email, phone, external_id, locale })
    }
}

macro_rules! private {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.debug_struct(stringify!($name)).field("id", &self.id).finish_non_exhaustive()
            }
        }
    )+};
}
private!(Customer, LinkCustomer);
