//! The reference page of dialects, made from their tables.

use super::ALL;
use std::fmt::Write as _;

const HEAD: &str = "\
# Dialects

Wire formats of other systems that this server answers beside its own API. A link made in one of them is the same link,
with the same id, in all of them. Everything at and below a prefix belongs to its dialect: whatever is refused there is
refused in the dialect's shape. An [endpoint for webhooks](../guides/migrate-from-telness.md#webhooks) is made natively, with
the name of the dialect as its `format`.

How to move an integration: from [connectFi](../guides/migrate-from-connectfi.md), [Fortis](../guides/migrate-from-fortis.md),
[PayEngine](../guides/migrate-from-payengine.md), [Telness Connect](../guides/migrate-from-telness.md). How another one is
added: [add a dialect](../guides/add-a-dialect.md).

This page is made from the tables that mount the routes; a test compares the two, and `UPDATE_DOCS=1` rewrites it.
";

/// The page as Markdown. Pure: it depends on the code and nothing else.
#[must_use]
pub fn coverage() -> String {
    let mut page = HEAD.to_owned();
    for dialect in ALL {
        let prefixes: Vec<String> = dialect.prefixes.iter().map(|prefix| format!("`{prefix}`")).collect();
        let (name, title) = (dialect.name, dialect.title);
        // writing to a string cannot fail
        let _ = write!(page, "\n## {title}\n\nFormat of webhooks: `{name}`. Mounted at {}.\n\n", prefixes.join(", "));
        page.push_str("| method | path | does |\n|---|---|---|\n");
        for route in dialect.routes {
            let _ = writeln!(page, "| {} | `{}` | {} |", route.method, route.path, route.about);
        }
    }
    page
}
