//! Fortis / Zeamster v2: paylinks, quick invoices, contacts, tags, locations, transactions, postback configurations.

mod contacts;
mod door;
mod expands;
mod links;
mod listing;
mod locations;
mod paylinks;
mod postbacks;
mod quick_files;
mod quick_invoices;
mod tags;
mod tokens;
mod transactions;

use super::{Asked, Dialect, Route};
use crate::answers::json_answer;
use paylink_core::{Answer, Error};
use paylink_wire::dialects::fortis::{Paylink, Problem, QuickInvoice};

pub(crate) static DIALECT: Dialect = Dialect {
    name: "fortis",
    title: "Fortis / Zeamster v2",
    prefixes: &["/v2"],
    challenge: "Basic realm=\"paylink\", charset=\"UTF-8\"",
    routes: ROUTES,
    problem,
};

macro_rules! routes {
    ($($method:literal $path:literal $about:literal $handler:path;)+) => {
        &[$(Route { method: $method, path: $path, about: $about, run: |call| Box::pin($handler(call)) },)+]
    };
}

const ROUTES: &[Route] = routes! {
    "POST" "/v2/paylinks" "Makes a paylink, and sends it if asked to." paylinks::create;
    "GET" "/v2/paylinks" "Lists paylinks, with filters, order, pages and expands." links::list::<Paylink>;
    "GET" "/v2/paylinks/{id}" "Reads a paylink; 409 once it has been deleted." links::read::<Paylink>;
    "PUT" "/v2/paylinks/{id}" "Changes a paylink that is not closed." paylinks::update;
    "DELETE" "/v2/paylinks/{id}" "Deletes a paylink that is not paid." links::delete::<Paylink>;
    "POST" "/v2/paylinks/{id}/resend" "Sends a paylink again." links::resend::<Paylink>;
    "POST" "/v2/quickinvoices" "Makes a quick invoice, also from a form with files, and mails it if asked to." quick_invoices::create;
    "GET" "/v2/quickinvoices" "Lists quick invoices: links with line items." links::list::<QuickInvoice>;
    "GET" "/v2/quickinvoices/{id}" "Reads a quick invoice; 409 once it has been deleted." links::read::<QuickInvoice>;
    "PUT" "/v2/quickinvoices/{id}" "Changes a quick invoice that is open, or closes it." quick_invoices::update;
    "DELETE" "/v2/quickinvoices/{id}" "Deletes a quick invoice that is not paid." links::delete::<QuickInvoice>;
    "POST" "/v2/quickinvoices/{id}/resend" "Mails a quick invoice again." links::resend::<QuickInvoice>;
    "PUT" "/v2/quickinvoices/{id}/addTransaction" "Refused: money belongs to the link on which it was paid." quick_invoices::tie_transaction;
    "PUT" "/v2/quickinvoices/{id}/removeTransaction" "Refused: money belongs to the link on which it was paid." quick_invoices::tie_transaction;
    "POST" "/v2/quickinvoices/{id}/files" "Attaches a file." quick_files::attach;
    "DELETE" "/v2/quickinvoices/{id}/files/{file_id}" "Takes a file off." quick_files::detach;
    "GET" "/v2/quickinvoice/view" "Reads the quick invoice that `id` names, as its `_links` say." quick_invoices::view;
    "POST" "/v2/contacts" "Makes a contact, or changes the one with its contact_api_id." contacts::create;
    "GET" "/v2/contacts" "Lists contacts." contacts::list;
    "GET" "/v2/contacts/{id}" "Reads a contact; 409 once it has been deleted." contacts::read;
    "PUT" "/v2/contacts/{id}" "Changes a contact." contacts::update;
    "DELETE" "/v2/contacts/{id}" "Deletes a contact." contacts::delete;
    "POST" "/v2/tags" "Makes a tag." tags::create;
    "GET" "/v2/tags" "Lists tags." tags::list;
    "GET" "/v2/tags/{id}" "Reads a tag; 409 once it has been deleted." tags::read;
    "PUT" "/v2/tags/{id}" "Renames a tag." tags::update;
    "DELETE" "/v2/tags/{id}" "Deletes a tag; paylinks keep the word." tags::delete;
    "POST" "/v2/locations" "Makes a location: a merchant." locations::create;
    "GET" "/v2/locations" "Lists locations." locations::list;
    "GET" "/v2/locations/{id}" "Reads a location." locations::read;
    "PUT" "/v2/locations/{id}" "Changes a location." locations::update;
    "DELETE" "/v2/locations/{id}" "Deletes a location on which nothing hangs." locations::delete;
    "POST" "/v2/transactions" "Refunds a transaction; other actions are refused." transactions::create;
    "GET" "/v2/transactions" "Lists payments and refunds together." transactions::list;
    "GET" "/v2/transactions/{id}" "Reads a payment or a refund." transactions::read;
    "PUT" "/v2/transactions/{id}" "Refused: a transaction is not voided here." transactions::update;
    "POST" "/v2/postbackconfigs" "Makes a webhook endpoint in this format." postbacks::create;
    "GET" "/v2/postbackconfigs" "Lists webhook endpoints in this format." postbacks::list;
    "GET" "/v2/postbackconfigs/{id}" "Reads a webhook endpoint." postbacks::read;
    "PUT" "/v2/postbackconfigs/{id}" "Changes a webhook endpoint." postbacks::update;
    "DELETE" "/v2/postbackconfigs/{id}" "Deletes a webhook endpoint." postbacks::delete;
    "POST" "/v2/token" "Begins a session that ends after 15 minutes without a request." tokens::create;
    "DELETE" "/v2/token/{token}" "Ends a session." tokens::delete;
};

fn problem(error: &Error, asked: &Asked<'_>) -> Answer {
    let problem = Problem::of(error, asked.path);
    json_answer(problem.status, &problem)
}
