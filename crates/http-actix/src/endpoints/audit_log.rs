//! `/v1/audit_log`: who changed what.

use crate::{
    answers::json,
    call::Call,
    failure::Failure,
    openapi::params::{AuditFilters, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, get};
use paylink_core::forms::AuditQuery;
use paylink_wire::v1::responses::{AuditEntry, List};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(list_audit_log);
}

/// List the audit log
///
/// Who changed what, with the fields that changed before and after, newest first. A key of a merchant sees the entries
/// of its merchant, a key of the platform all; merchant tokens see none.
#[utoipa::path(
    tag = "Audit log",
    params(Slice, AuditFilters),
    responses((status = 200, description = "One page of entries.", body = List<AuditEntry>))
)]
#[get("/v1/audit_log")]
async fn list_audit_log(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let mut params = call.params();
    let query = AuditQuery {
        merchant_id: params.take("merchant_id"),
        actor: params.take("actor"),
        action: params.take("action"),
        subject: params.take("subject"),
        created_after: params.take("created_after"),
        created_before: params.take("created_before"),
        list: params.list(),
    };
    let listed = call.paylink().audit_log(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |entry| AuditEntry::from(entry))))
}
