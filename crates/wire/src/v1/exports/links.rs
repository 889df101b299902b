//! The columns of payment links.

use super::{Column, Exported, at, json};
use crate::v1::responses::{LinkCustomer, PaymentLink};

impl Exported for PaymentLink {
    const NAME: &'static str = "payment_links";

    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("id", "The link's id.", |link| Some(link.id.to_string())),
        Column::new("merchant_id", "The payee.", |link| Some(link.merchant_id.to_string())),
        Column::new("url", "Address of the payment page.", |link| Some(link.url.clone())),
        Column::new("slug", "Last part of that address.", |link| Some(link.slug.clone())),
        Column::new("status", "`ACTIVE`, `INACTIVE`, `COMPLETED` or `CANCELLED` when the export began.", |link| {
            Some(link.status.name().to_owned())
        }),
        Column::new("payment_status", "`paid` or `unpaid`.", |link| Some(link.payment_status.name().to_owned())),
        Column::new("usage", "`one_time` or `multi_use`.", |link| Some(link.usage.name().to_owned())),
        Column::new("max_payments", "How many payments a multi-use link takes; empty: no limit.", |link| {
            link.max_payments.map(|max| max.to_string())
        }),
        Column::new("currency", "ISO 4217 code of every amount in the row.", |link| {
            Some(link.currency.code().to_owned())
        }),
        Column::new("amount", "The one amount for every method; empty when there is one per method.", |link| {
            link.amount.clone()
        }),
        Column::new("card_amount", "The amount by card, when there is one per method.", |link| {
            link.card_amount.clone()
        }),
        Column::new("ach_amount", "The amount by bank debit, when there is one per method.", |link| {
            link.ach_amount.clone()
        }),
        Column::new("sales_tax", "Tax contained in the amount.", |link| link.sales_tax.clone()),
        Column::new("amount_paid", "Sum of successful payments.", |link| Some(link.amount_paid.clone())),
        Column::new("amount_refunded", "How much of it was given back.", |link| Some(link.amount_refunded.clone())),
        Column::new("payments_count", "Payments begun, whatever became of them.", |link| {
            Some(link.payments_count.to_string())
        }),
        Column::new("views_count", "How often the page was shown.", |link| Some(link.views_count.to_string())),
        Column::new("payment_methods", "`card`, `ach` or `card ach`.", |link| {
            Some(link.payment_methods.iter().map(|method| method.name()).collect::<Vec<_>>().join(" "))
        }),
        Column::new("description", "What is being paid.", |link| link.description.clone()),
        Column::new("order_number", "Order number.", |link| link.order_number.clone()),
        Column::new("invoice_number", "Invoice number.", |link| link.invoice_number.clone()),
        Column::new("external_id", "Your id of the link.", |link| link.external_id.clone()),
        Column::new("internal_transaction_id", "Your transaction id.", |link| link.internal_transaction_id.clone()),
        Column::new("due_date", "`YYYY-MM-DD`.", |link| link.due_date.map(|day| day.to_string())),
        Column::new("starts_at", "Not payable before.", |link| at(link.starts_at)),
        Column::new("ends_at", "Not payable from then on.", |link| at(link.ends_at)),
        Column::new("customer_id", "The merchant's customer, if there is a record.", |link| {
            link.customer.as_ref().and_then(|customer| customer.id).map(|id| id.to_string())
        }),
        Column::new("customer_name", "Who is asked to pay.", |link| of(link, |customer| &customer.name)),
        Column::new("customer_email", "Their mail address.", |link| of(link, |customer| &customer.email)),
        Column::new("customer_phone", "Their phone number, E.164; begins with `+` and so with `'+` here.", |link| {
            of(link, |customer| &customer.phone)
        }),
        Column::new("customer_external_id", "Your id of the customer.", |link| {
            of(link, |customer| &customer.external_id)
        }),
        Column::new("delivery", "`none`, `email`, `sms` or `both`.", |link| Some(link.delivery.name().to_owned())),
        Column::new("tags", "Tags as a JSON list; empty: none.", |link| json(&link.tags, link.tags.is_empty())),
        Column::new("metadata", "Metadata as a JSON object; empty: none.", |link| {
            json(&link.metadata, link.metadata.is_empty())
        }),
        Column::new("sent_at", "When it was last sent.", |link| at(link.sent_at)),
        Column::new("viewed_at", "When the page was first shown.", |link| at(link.viewed_at)),
        Column::new("completed_at", "When it took its last payment.", |link| at(link.completed_at)),
        Column::new("cancelled_at", "When it was cancelled.", |link| at(link.cancelled_at)),
        Column::new("created_at", "When it was created.", |link| at(Some(link.created_at))),
        Column::new("updated_at", "When it last changed.", |link| at(Some(link.updated_at))),
        Column::new("invoice_id", "The invoice that is paid.", |link| link.invoice_id.clone()),
        Column::new("order_id", "The order that is paid.", |link| link.order_id.clone()),
        Column::new("payment_method_id", "The saved method that the link offers.", |link| {
            link.payment_method_id.map(|id| id.to_string())
        }),
        Column::new("line_items", "What is paid, as a JSON list; empty: one amount.", |link| {
            let lines = link.line_items.as_ref()?;
            json(lines, lines.is_empty())
        }),
    ];
}

fn of(link: &PaymentLink, field: impl Fn(&LinkCustomer) -> &Option<String>) -> Option<String> {
    link.customer.as_ref().and_then(|customer| field(customer).clone())
}
