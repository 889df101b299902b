//! Wire formats of other systems, mounted beside the native API from tables.
//!
//! A dialect is one [`Dialect`] in a file of its own and one line in [`ALL`]. Its table is what is mounted, what refuses
//! wrong methods, and what the reference page of dialects is made from.
//!
//! **Invariant:** under the prefixes of a dialect nothing is answered in another shape than its own, refusals of the
//! shell (unknown path, wrong method, too large, too many, panic) included.

mod connectfi;
mod coverage;
mod fortis;
mod keys;
mod payengine;
mod telness;
mod walk;

use crate::{call::Call, failure::Failure, routes::refuse};
use actix_web::{
    HttpResponse,
    web::{self, ServiceConfig},
};
use futures_util::future::LocalBoxFuture;
use paylink_core::{Answer, Error};

pub use coverage::coverage;

/// Every dialect that exists.
pub(crate) static ALL: &[&Dialect] = &[&connectfi::DIALECT, &fortis::DIALECT, &payengine::DIALECT, &telness::DIALECT];

/// One wire format: where it is mounted, what it answers, how it refuses.
pub(crate) struct Dialect {
    /// Its name, as `format` of webhook endpoints spells it.
    pub(crate) name: &'static str,
    /// Its name for people.
    pub(crate) title: &'static str,
    /// First parts of its paths, without a slash at the end: everything at and below them is its own.
    pub(crate) prefixes: &'static [&'static str],
    /// How `WWW-Authenticate` tells what credentials it wants.
    pub(crate) challenge: &'static str,
    /// Every endpoint.
    pub(crate) routes: &'static [Route],
    /// Writes a refusal down; headers and the log are not its business.
    pub(crate) problem: fn(&Error, &Asked<'_>) -> Answer,
}

/// One endpoint of a dialect.
pub(crate) struct Route {
    /// `GET`, `POST`, …
    pub(crate) method: &'static str,
    /// Path with `{parts}` in braces.
    pub(crate) path: &'static str,
    /// What it does, in one sentence.
    pub(crate) about: &'static str,
    /// The handler: `|call| Box::pin(name(call))`.
    pub(crate) run: fn(Call) -> Handled,
}

/// What a handler gives back.
pub(crate) type Handled = LocalBoxFuture<'static, Result<HttpResponse, Failure>>;

/// What a refusal is about.
pub(crate) struct Asked<'a> {
    /// Id of the request.
    pub(crate) request_id: &'a str,
    /// Path of the request.
    pub(crate) path: &'a str,
}

/// The dialect that owns `path`.
pub(crate) fn of_path(path: &str) -> Option<&'static Dialect> {
    let below = |prefix: &&str| path.strip_prefix(*prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    ALL.iter().copied().find(|dialect| dialect.prefixes.iter().any(below))
}

/// Mounts every route of every dialect. Paths are tried in the order of their first mention.
pub(crate) fn mount(config: &mut ServiceConfig) {
    for dialect in ALL {
        let mut paths: Vec<&str> = Vec::new();
        for route in dialect.routes {
            if !paths.contains(&route.path) {
                paths.push(route.path);
            }
        }
        for path in paths {
            let mut resource = web::resource(path);
            let mut methods = Vec::new();
            for Route { method, run, .. } in dialect.routes.iter().filter(|route| route.path == path) {
                let Ok(known) = method.parse() else { continue };
                resource = resource.route(web::method(known).to(run));
                methods.push(*method);
            }
            config.service(resource.default_service(web::to(refuse(&methods))));
        }
    }
}
