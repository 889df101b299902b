//! The columns of customers.

use super::{Column, Exported, at};
use crate::v1::responses::Customer;

impl Exported for Customer {
    const NAME: &'static str = "customers";

    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("id", "The customer's id.", |customer| Some(customer.id.to_string())),
        Column::new("merchant_id", "Whose customer.", |customer| Some(customer.merchant_id.to_string())),
        Column::new("external_id", "Your id of the customer.", |customer| customer.external_id.clone()),
        Column::new("name", "Name.", |customer| customer.name.clone()),
        Column::new("email", "Mail address.", |customer| customer.email.clone()),
        Column::new("phone", "Phone number, E.164; begins with `+` and so with `'+` here.", |customer| {
            customer.phone.clone()
        }),
        Column::new("locale", "Language and region in which messages speak.", |customer| customer.locale.clone()),
        Column::new("created_at", "When it was created.", |customer| at(Some(customer.created_at))),
        Column::new("updated_at", "When it last changed.", |customer| at(Some(customer.updated_at))),
    ];
}
