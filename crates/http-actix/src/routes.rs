//! All routes: mounted and described from the same list, so that neither can forget one.

use crate::{call::Call, dialects, endpoints, failure::Failure, state::AppState};
use actix_web::{
    HttpResponse, Route,
    dev::HttpServiceFactory,
    web::{self, ServiceConfig},
};
use paylink_core::Code;
use std::collections::BTreeMap;
use utoipa::openapi::HttpMethod;

/// A handler that knows its own route and description: a function under `#[utoipa::path]` and `#[get(…)]`.
pub(crate) trait Endpoint:
    HttpServiceFactory + utoipa::Path + utoipa::__dev::SchemaReferences + for<'t> utoipa::__dev::Tags<'t> + 'static
{
}

impl<T> Endpoint for T where
    T: HttpServiceFactory + utoipa::Path + utoipa::__dev::SchemaReferences + for<'t> utoipa::__dev::Tags<'t> + 'static
{
}

/// Something that wants to see every described endpoint.
pub(crate) trait Visit {
    /// Sees one.
    fn visit<E: Endpoint>(&mut self, endpoint: E);
}

/// Shows every described endpoint to `visitor`. Paths are tried in this order, twice a request (once for the
/// route, once for its name in logs and numbers): what the most people open comes first.
pub(crate) fn described(visitor: &mut impl Visit) {
    endpoints::pages::show(visitor);
    endpoints::logos::show_to_payers(visitor);
    endpoints::checkout::show(visitor);
    endpoints::views::show(visitor);
    endpoints::payment_links::show(visitor);
    endpoints::reminders::show(visitor);
    endpoints::attachments::show(visitor);
    endpoints::invoices::show(visitor);
    endpoints::orders::show(visitor);
    endpoints::merchants::show(visitor);
    endpoints::logos::show(visitor);
    endpoints::customers::show(visitor);
    endpoints::payments::show(visitor);
    endpoints::refunds::show(visitor);
    endpoints::payment_methods::show(visitor);
    endpoints::messages::show(visitor);
    endpoints::reports::show(visitor);
    endpoints::suppressions::show(visitor);
    endpoints::inbound::show(visitor);
    endpoints::webhook_endpoints::show(visitor);
    endpoints::events::show(visitor);
    endpoints::api_keys::show(visitor);
    endpoints::audit_log::show(visitor);
    endpoints::qr::show(visitor);
    endpoints::attachments::show_to_payers(visitor);
    endpoints::pay_button::show(visitor);
    endpoints::unsubscribe::show(visitor);
    endpoints::sandbox::show(visitor);
    endpoints::health::show(visitor);
}

struct Mount<'a> {
    config: &'a mut ServiceConfig,
    methods: BTreeMap<String, Vec<&'static str>>,
}

impl Visit for Mount<'_> {
    fn visit<E: Endpoint>(&mut self, endpoint: E) {
        let methods = self.methods.entry(E::path()).or_default();
        methods.extend(E::methods().iter().map(name));
        self.config.service(endpoint);
    }
}

/// Mounts every route. Behind the endpoints of a path stands one that refuses all other methods.
pub(crate) fn mount(config: &mut ServiceConfig, state: &AppState) {
    let mut mount = Mount { config, methods: BTreeMap::new() };
    described(&mut mount);
    let Mount { config, methods } = mount;
    for (path, methods) in methods {
        config.service(web::resource(path).to(refuse(&methods)));
    }
    dialects::mount(config);
    endpoints::reference::mount(config);
    endpoints::robots::mount(config);
    endpoints::pages::mount(config);
    if state.sandbox().is_some() {
        endpoints::challenge::mount(config);
    }
    endpoints::later::mount(config);
}

/// A path with a single GET that is not described.
pub(crate) fn get_only(path: &str, route: Route) -> actix_web::Resource {
    web::resource(path).route(route).default_service(web::to(refuse(&["GET"])))
}

/// Refuses a method, naming those that exist; HEAD exists wherever GET does.
pub(crate) fn refuse(
    methods: &[&str],
) -> impl Fn() -> std::future::Ready<Result<HttpResponse, Failure>> + Clone + use<> {
    let mut allow = methods.join(", ");
    if methods.contains(&"GET") {
        allow.push_str(", HEAD");
    }
    move || std::future::ready(Err(Failure::method(&allow)))
}

/// No route has this path.
pub(crate) async fn nowhere(_call: Call) -> Result<HttpResponse, Failure> {
    Err(Failure::of(Code::NotFound))
}

/// The method's name in HTTP.
pub(crate) const fn name(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Delete => "DELETE",
        HttpMethod::Options => "OPTIONS",
        HttpMethod::Head => "HEAD",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Trace => "TRACE",
    }
}
