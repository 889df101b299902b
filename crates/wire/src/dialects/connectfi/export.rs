//! Payments as a CSV file. The columns of the original are not known; these are the names of its objects.

use super::Payment;
use crate::v1::exports::{Column, Exported};

impl Exported for Payment {
    const NAME: &'static str = "payments";

    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("cFiTransactionId", "Identity.", |row| Some(row.id.to_string())),
        Column::new("cFiMerchantId", "The payee.", |row| Some(row.merchant_id.to_string())),
        Column::new("cFiMerchantRef", "The client's own id of the payee.", |row| row.merchant_ref.clone()),
        Column::new("invoiceNumber", "Number of the invoice.", |row| row.invoice_number.clone()),
        Column::new("payerName", "Who pays.", |row| row.payer_name.clone()),
        Column::new("amount", "How much.", |row| Some(row.amount.0.to_decimal().normalize().to_string())),
        Column::new("currency", "ISO 4217 code.", |row| Some(row.currency.to_string())),
        Column::new("status", "Where it stands.", |row| Some(row.status.clone())),
        Column::new("paymentType", "How it was paid, or tried.", |row| row.payment_type.map(str::to_owned)),
        Column::new("dueDate", "When it is due.", |row| row.due_date.map(|day| day.to_string())),
        Column::new("description", "What for.", |row| row.description.clone()),
        Column::new("dtsCreatedAt", "When it was made.", |row| Some(row.dts_created_at.to_string())),
        Column::new("dtsUpdatedAt", "When it last changed.", |row| Some(row.dts_updated_at.to_string())),
        Column::new("dtsExpiredAt", "Until when it can be paid.", |row| row.dts_expired_at.map(|at| at.to_string())),
        Column::new("url", "Address of the page.", |row| Some(row.url.clone())),
    ];
}
