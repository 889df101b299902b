//! Postback configurations: webhook endpoints in this dialect's format.

use super::{
    list::{Column, Kind},
    read::{flag, id, open, text, whole},
    show::{Links, Shown, bit},
};
use crate::json::{Fields, Node, Object};
use paylink_core::{
    Code, EndpointId, EventKind,
    forms::{EndpointForm, Patch},
    records::EndpointRecord,
};
use serde::Serialize;

/// How often a postback is tried.
pub const ATTEMPTS: u8 = 5;
/// Seconds between two attempts.
pub const INTERVAL: u32 = 300;
/// Longest address.
const URL: usize = 512;

/// What a resource tells: what its records begin with, what changes them, what ends them.
struct Resource {
    name: &'static str,
    create: &'static [EventKind],
    update: &'static [EventKind],
    delete: &'static [EventKind],
}

const RESOURCES: [Resource; 3] = [
    Resource {
        name: "transaction",
        create: &[
            EventKind::PaymentProcessing,
            EventKind::PaymentSucceeded,
            EventKind::PaymentFailed,
            EventKind::RefundSucceeded,
        ],
        update: &[
            EventKind::PaymentSucceeded,
            EventKind::PaymentFailed,
            EventKind::PaymentReturned,
            EventKind::RefundFailed,
        ],
        delete: &[],
    },
    Resource {
        name: "contact",
        create: &[EventKind::CustomerCreated],
        update: &[EventKind::CustomerUpdated, EventKind::CustomerMerged],
        delete: &[EventKind::CustomerDeleted, EventKind::CustomerErased],
    },
    Resource {
        name: "paylink",
        create: &[EventKind::LinkCreated],
        update: &[EventKind::LinkUpdated, EventKind::LinkCompleted],
        delete: &[EventKind::LinkCancelled, EventKind::LinkDeleted],
    },
];

/// Reads the body of `POST /v2/postbackconfigs`.
#[must_use]
pub fn create_postback(body: Object) -> EndpointForm {
    let mut fields = open(body, "postbackconfig");
    let merchant_id = id(&mut fields, "location_id");
    let resource = resource(&mut fields);
    if resource.is_none() {
        fields.refuse("resource", Code::Required, "a resource is required: transaction, contact or paylink");
    }
    let (create, update, delete) = (
        flag(&mut fields, "on_create").into_set(),
        flag(&mut fields, "on_update").into_set(),
        flag(&mut fields, "on_delete").into_set(),
    );
    let any = [create, update, delete].iter().flatten().any(|asked| *asked);
    let on = |asked: Option<bool>| asked.unwrap_or(!any);
    let events = resource.map(|resource| names(resource, (on(create), on(update), on(delete))));
    if events.as_ref().is_some_and(Vec::is_empty) {
        fields.refuse("on_create", Code::Required, "one of on_create, on_update and on_delete has to be 1");
    }
    let events = events.filter(|events| !events.is_empty()).map_or(Patch::Keep, Patch::Set);
    EndpointForm { merchant_id, events, format: "fortis".into(), ..shared(fields) }
}

/// Reads the body of `PUT /v2/postbackconfigs/{id}` for the endpoint as it is.
#[must_use]
pub fn update_postback(body: Object, endpoint: &EndpointRecord) -> EndpointForm {
    let mut fields = open(body, "postbackconfig");
    let asked = resource(&mut fields);
    let (create, update, delete) =
        (flag(&mut fields, "on_create"), flag(&mut fields, "on_update"), flag(&mut fields, "on_delete"));
    let old = Told::by(endpoint);
    let mentioned = asked.is_some() || [&create, &update, &delete].iter().any(|flag| flag.is_mentioned());
    let on = |given: &Patch<bool>, old: bool| match given {
        Patch::Keep => old,
        Patch::Clear => false,
        Patch::Set(flag) => *flag,
    };
    let resource = asked.or_else(|| RESOURCES.iter().find(|resource| resource.name == old.resource));
    let events = match resource.filter(|_| mentioned) {
        None => Patch::Keep,
        Some(resource) => {
            let events = names(resource, (on(&create, old.create), on(&update, old.update), on(&delete, old.delete)));
            if events.is_empty() {
                fields.refuse("on_create", Code::Required, "one of on_create, on_update and on_delete has to be 1");
            }
            Patch::Set(events)
        }
    };
    EndpointForm { events, ..shared(fields) }
}

/// The fields that mean the same at creation and afterwards.
fn shared(mut fields: Fields) -> EndpointForm {
    let url = text(&mut fields, "url", URL);
    let active = flag(&mut fields, "is_active");
    whole(&mut fields, "number_of_attempts", (1, 5));
    whole(&mut fields, "attempt_interval", (300, 86_400));
    id(&mut fields, "product_transaction_id");
    for name in ["basic_auth_username", "basic_auth_password"] {
        if !matches!(fields.raw(name), None | Some(Node::Null)) {
            fields.refuse(name, Code::NotSupported, "chosen by the server: the answer to POST tells both, once");
        }
    }
    match text(&mut fields, "format", 32).into_set().as_deref() {
        None | Some("api-default") => {}
        Some(_) => fields.refuse("format", Code::InvalidValue, "api-default"),
    }
    EndpointForm { url, disabled: active.map(|active| !active), unread: fields.finish(), ..EndpointForm::default() }
}

fn resource(fields: &mut Fields) -> Option<&'static Resource> {
    let name = text(fields, "resource", 32).into_set()?;
    let found = RESOURCES.iter().find(|resource| resource.name == name);
    if found.is_none() {
        fields.refuse("resource", Code::InvalidValue, "transaction, contact or paylink");
    }
    found
}

fn names(resource: &Resource, (create, update, delete): (bool, bool, bool)) -> Vec<String> {
    let parts = [(resource.create, create), (resource.update, update), (resource.delete, delete)];
    let mut names: Vec<String> = Vec::new();
    for kind in parts.iter().filter(|(_, on)| *on).flat_map(|(kinds, _)| kinds.iter()) {
        let name = kind.name().to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What an endpoint is told, in the words of this dialect.
struct Told {
    resource: &'static str,
    create: bool,
    update: bool,
    delete: bool,
}

impl Told {
    fn by(endpoint: &EndpointRecord) -> Self {
        let hears = |kind: &EventKind| endpoint.events.iter().any(|name| name == "*" || name == kind.name());
        let any = |resource: &&Resource| {
            [resource.create, resource.update, resource.delete].iter().any(|kinds| kinds.iter().any(hears))
        };
        match RESOURCES.iter().find(any) {
            None => Self { resource: "transaction", create: false, update: false, delete: false },
            // the last of each is told by no other
            Some(resource) => Self {
                resource: resource.name,
                create: resource.create.last().is_some_and(hears),
                update: resource.update.last().is_some_and(hears),
                delete: resource.delete.last().is_some_and(hears),
            },
        }
    }
}

/// A postback configuration.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Postback {
    /// Its id.
    pub id: EndpointId,
    /// The merchant; none: all of them.
    pub location_id: Option<String>,
    /// Where postbacks go.
    pub url: String,
    /// What is told.
    pub resource: &'static str,
    /// 1: of new records.
    pub on_create: u8,
    /// 1: of changes.
    pub on_update: u8,
    /// 1: of records that are gone.
    pub on_delete: u8,
    /// 1: it gets postbacks.
    pub is_active: u8,
    /// `api-default`.
    pub format: &'static str,
    /// How often a postback is tried.
    pub number_of_attempts: u8,
    /// Seconds between two attempts.
    pub attempt_interval: u32,
    /// The user name of Basic authentication.
    pub basic_auth_username: &'static str,
    /// The password; shown once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basic_auth_password: Option<String>,
    /// Records are told without others.
    pub expands: Option<String>,
    /// Postbacks are told for every account.
    pub product_transaction_id: Option<String>,
    /// When it was made.
    pub created_ts: i64,
    /// When it last changed.
    pub modified_ts: i64,
    /// Where it is.
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
}

impl Shown for Postback {
    const SINGULAR: &'static str = "postbackconfig";
    const PLURAL: &'static str = "postbackconfigs";
}

impl std::fmt::Debug for Postback {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Postback").field("id", &self.id).finish_non_exhaustive()
    }
}

/// By what postback configurations are filtered and sorted.
pub const POSTBACK_COLUMNS: &[Column] = &[
    Column::new("id", Kind::Id),
    Column::new("location_id", Kind::Id),
    Column::new("url", Kind::Text),
    Column::new("resource", Kind::Id),
    Column::new("is_active", Kind::Whole),
    Column::new("created_ts", Kind::Stamp),
    Column::new("modified_ts", Kind::Stamp),
];

impl From<&EndpointRecord> for Postback {
    fn from(endpoint: &EndpointRecord) -> Self {
        let told = Told::by(endpoint);
        Self {
            id: endpoint.id,
            location_id: endpoint.merchant_id.map(|id| id.to_string()),
            url: endpoint.url.clone(),
            resource: told.resource,
            on_create: bit(told.create),
            on_update: bit(told.update),
            on_delete: bit(told.delete),
            is_active: bit(!endpoint.disabled),
            format: "api-default",
            number_of_attempts: ATTEMPTS,
            attempt_interval: INTERVAL,
            basic_auth_username: super::webhook::USER,
            basic_auth_password: None,
            expands: None,
            product_transaction_id: None,
            created_ts: endpoint.created_at.seconds(),
            modified_ts: endpoint.updated_at.seconds(),
            links: None,
        }
    }
}

impl Postback {
    /// The same with the password, for the one answer that shows it.
    #[must_use]
    pub fn with_password(mut self, endpoint: &EndpointRecord) -> Self {
        self.basic_auth_password = Some(endpoint.secret.clone());
        self
    }

    /// The same with the address of the record.
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        self.links = Some(Links::to(base, Self::PLURAL, &self.id.to_string()));
        self
    }
}
