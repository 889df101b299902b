//! Invoice files: what the payer of a payment can download.

use super::{
    rules::{id, required_id},
    times::Instant,
};
use crate::json::{Fields, Object};
use paylink_core::{Error, FileId, views::AttachmentView};
use serde::Serialize;

/// The files that are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceList {
    /// Of which payment.
    pub payment: String,
    /// Only this one.
    pub invoice: Option<String>,
}

/// Reads the body of a list of files.
///
/// # Errors
/// Field errors.
pub fn invoice_list(body: Object) -> Result<InvoiceList, Error> {
    let mut fields = Fields::of(body);
    let payment = required_id(&mut fields, "cFiTransactionId");
    let invoice = id(&mut fields, "cFiInvoiceId").into_set();
    fields.finish().finish()?;
    Ok(InvoiceList { payment, invoice })
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Invoice {
    /// Identity.
    #[serde(rename = "cFiInvoiceId")]
    pub id: FileId,
    /// Of which payment.
    #[serde(rename = "cFiTransactionId")]
    pub payment: String,
    /// Its name.
    pub file_name: String,
    /// What is in it.
    pub mime_type: &'static str,
    /// Its length in bytes.
    pub size: i64,
    /// When it was uploaded.
    pub dts_created_at: Instant,
}

impl Invoice {
    /// A file of `payment` as it is shown.
    #[must_use]
    pub fn of(view: &AttachmentView, payment: &str) -> Self {
        Self {
            id: view.file.id,
            payment: payment.to_owned(),
            file_name: view.file.name.clone(),
            mime_type: view.file.content_type.name(),
            size: view.file.size,
            dts_created_at: Instant(view.file.created_at),
        }
    }
}
