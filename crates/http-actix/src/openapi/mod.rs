//! The API description (OpenAPI 3.1), made from the handlers that are mounted.

mod operation;
pub(crate) mod params;
mod refusals;

use crate::routes::{Endpoint, Visit, described};
use paylink_wire::v1::problem::Problem;
use utoipa::{
    ToSchema,
    openapi::{
        ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApiBuilder, Paths, RefOr, Schema, Server,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
        tag::{Tag, TagBuilder},
    },
};

const ABOUT: &str = "\
Payment links: create one, send it, get paid, hear of it.

Money is a decimal string and an ISO 4217 currency; times are RFC 3339 in UTC. Errors are \
`application/problem+json` (RFC 9457) with a stable `code`. Send an `Idempotency-Key` with every POST: the same \
key with the same request gets the first answer again, byte for byte.";

/// What the groups of operations are for, in the order of the page.
const TAGS: &[(&str, &str)] = &[
    ("Merchants", "The payees, and tokens that act for one of them."),
    ("Customers", "Who is asked to pay."),
    ("Payment links", "What people pay."),
    ("Invoices", "What is owed, and the links that ask for it."),
    ("Orders", "What was ordered, and the links that ask for it to be paid."),
    ("Payments", "What was paid."),
    ("Refunds", "What was given back."),
    ("Reports", "What links and payments came to."),
    ("Payment methods", "Cards and accounts that payers have agreed to have saved."),
    ("Messages", "Mails and texts to payers and merchants."),
    ("Checkout", "Paying on a page of your own. No credentials; any origin."),
    ("Webhooks", "Who hears of events. Signed as Standard Webhooks."),
    ("Events", "What happened, and who has heard of it."),
    ("API keys", "Credentials of servers."),
    ("Audit log", "Who changed what."),
    ("Pages", "What payers open."),
    ("Sandbox", "The simulated processor."),
    ("Health", "For operators."),
];

#[derive(Default)]
struct Description {
    paths: Paths,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Visit for Description {
    fn visit<E: Endpoint>(&mut self, _endpoint: E) {
        let (path, methods) = (E::path(), E::methods());
        for method in methods {
            let operation = operation::complete(E::operation(), E::tags(), &path, &method);
            self.paths.add_path_operation(&path, vec![method], operation);
        }
        E::schemas(&mut self.schemas);
    }
}

/// The API description as JSON text. Pure: it depends on the code and nothing else.
#[must_use]
pub fn openapi() -> String {
    let mut description = Description::default();
    described(&mut description);
    Problem::schemas(&mut description.schemas);
    description.schemas.push((Problem::name().into_owned(), <Problem as utoipa::PartialSchema>::schema()));
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An API key, or a merchant token (JWT)."))
        .build();
    let components = ComponentsBuilder::new()
        .schemas_from_iter(description.schemas)
        .responses_from_iter(refusals::all())
        .security_scheme("bearer", SecurityScheme::Http(bearer))
        .build();
    let document = OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Paylink")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(ABOUT))
                .license(Some(
                    LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build(),
                ))
                .build(),
        )
        .servers(Some([Server::new("/")]))
        .paths(description.paths)
        .components(Some(components))
        .tags(Some(TAGS.iter().map(|(name, text)| tag(name, text))))
        .build();
    document.to_json().unwrap_or_default()
}

fn tag(name: &str, text: &str) -> Tag {
    TagBuilder::new().name(name).description(Some(text)).build()
}
