//! The reference page of dialects, made from their tables.

use super::ALL;
use std::fmt::Write as _;

const HEAD: &str = "\
# Dialects

Wire formats of other systems that this server speaks beside its own. Links, payments and ids are the same in all of
them. Made from the tables that mount the routes: `cargo xtask dialects` writes this page, and CI compares it.
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
