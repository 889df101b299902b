//! Who is asked to pay.

use super::super::address::Address;
use crate::json::Fields;
use paylink_core::forms::{CustomerForm, Patch};

/// Reads `customer`: a person, or else a business, with a phone number in two parts; and where they live.
pub(super) fn customer(data: &mut Fields) -> (Patch<CustomerForm>, Patch<Address>) {
    let said = data.object("customer", |customer| {
        let address = Address::read(customer);
        let first = customer.text("first_name").into_set();
        let last = customer.text("last_name").into_set();
        let business = customer.text("business_name").into_set();
        let email = customer.text("email").into_set();
        let phone = customer
            .object("phone", |phone| (phone.text("country_code").into_set(), phone.text("subscriber").into_set()));
        let person = [first, last].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let name = Some(person).filter(|person| !person.is_empty()).or(business);
        let form = CustomerForm { name, email, phone: phone.into_set().and_then(number), ..CustomerForm::default() };
        (form, address)
    });
    match said {
        Patch::Keep => (Patch::Keep, Patch::Keep),
        Patch::Clear => (Patch::Clear, Patch::Clear),
        Patch::Set((form, address)) => (Patch::Set(form), address),
    }
}

/// Country code and subscriber's number as one.
fn number((country, subscriber): (Option<String>, Option<String>)) -> Option<String> {
    let subscriber = subscriber?;
    let country = country.unwrap_or_else(|| "1".to_owned());
    Some(format!("+{}{subscriber}", country.trim_start_matches('+')))
}
