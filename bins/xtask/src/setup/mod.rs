//! `cargo xtask setup`: installs what the tests need and the machine lacks. The second run finds it all in place.

mod node;
mod python;
mod rust_tools;
mod stamp;
mod system;

pub(crate) use node::node;

use crate::trouble::{Outcome, Trouble};
use crate::workspace::Workspace;

/// One family of tools and how it comes onto the machine.
struct Family {
    /// What is still missing, in words; empty when nothing is.
    missing: fn(&Workspace) -> Outcome<Vec<String>>,
    install: fn(&Workspace) -> Outcome<()>,
}

/// In this order: the Python environment needs Debian's `venv`, and Node may come out of it.
const FAMILIES: &[Family] = &[
    Family { missing: system::missing, install: system::install },
    Family { missing: rust_tools::missing, install: rust_tools::install },
    Family { missing: python::missing, install: python::install },
    Family { missing: node::missing, install: node::install },
];

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    match arguments {
        [] => ensure(workspace),
        [flag] if flag == "--check" => check(workspace),
        _ => Err(Trouble::new("takes nothing but --check")),
    }
}

/// Installs whatever is missing. Costs next to nothing when all is there.
pub(crate) fn ensure(workspace: &Workspace) -> Outcome<()> {
    for family in FAMILIES {
        let missing = (family.missing)(workspace)?;
        if !missing.is_empty() {
            println!("setup: installing {}", missing.join(", "));
            (family.install)(workspace)?;
        }
    }
    Ok(())
}

fn check(workspace: &Workspace) -> Outcome<()> {
    let mut missing = Vec::new();
    for family in FAMILIES {
        missing.extend((family.missing)(workspace)?);
    }
    if missing.is_empty() {
        println!("setup: nothing is missing");
        return Ok(());
    }
    Err(Trouble::new(format!("missing: {}; `cargo xtask setup` installs it", missing.join(", "))))
}
