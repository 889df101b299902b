//! `/v2/quickinvoices/{id}/files`: what the payer of a quick invoice can download.

use super::{
    links::{named, there},
    listing::{done, gone, is_missing, missing},
};
use crate::{
    answers::json,
    call::Call,
    failure::Failure,
    upload::{Arrived, Wanted},
};
use actix_web::HttpResponse;
use paylink_core::{Caller, Code, Error, Reply, records::FilePurpose};
use paylink_wire::dialects::fortis::{One, QuickFile, QuickInvoice};

/// What a form with a new quick invoice may hold.
pub(super) const FILES: Wanted =
    Wanted { part: "quickinvoice[files]", field: "files", max: 5 * 1024 * 1024, many: Some(4) };
/// The part of a form with one file.
const PART: &str = "file[file]";

pub(super) async fn attach(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let Some(view) = named::<QuickInvoice>(&call, &caller, call.segment("id")).await? else { return Ok(gone()) };
    caller.may_write()?;
    let uploaded = call.upload_named(PART, FilePurpose::Attachment.max_bytes()).await?;
    let id = view.link.id.to_string();
    let Reply::Fresh(file) = call.paylink().attach_file(&caller, &id, &uploaded.file, None).await? else {
        return Err(Failure::of(Code::Internal));
    };
    Ok(json(201, &One(&QuickFile::of(file, view.link.id))))
}

pub(super) async fn detach(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let Some(view) = there::<QuickInvoice>(&call, &caller).await? else { return Ok(missing()) };
    match call.paylink().detach_file(&caller, &view.link.id.to_string(), call.segment("file_id")).await {
        Ok(()) => Ok(done()),
        Err(error) if is_missing(&error) => Ok(missing()),
        Err(error) => Err(error.into()),
    }
}

/// Attaches the files of a form, one by one. What is wrong with one is told of `files`.
pub(super) async fn attach_all(call: &Call, caller: &Caller, link: &str, files: Vec<Arrived>) -> Result<(), Failure> {
    for file in files {
        let uploaded = call.in_memory(file).await?;
        let attached = call.paylink().attach_file(caller, link, &uploaded.file, None).await;
        attached.map_err(|error| {
            let of_file = matches!(error.code, Code::InvalidFile | Code::FileTypeNotAllowed | Code::CardDataNotAllowed);
            if of_file { Error::field(FILES.field, error.code, error.detail) } else { error }
        })?;
    }
    Ok(())
}
