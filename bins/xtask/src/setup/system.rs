//! Debian packages: what the tests call by name and cargo, npm and pip cannot bring.

use std::process::Command;

use crate::process;
use crate::trouble::{Outcome, Trouble};
use crate::workspace::Workspace;

/// A package and how to see that the machine has what it brings.
struct Package {
    name: &'static str,
    is_there: fn() -> bool,
}

const PACKAGES: &[Package] = &[
    Package { name: "chromium", is_there: || process::on_path("chromium").is_some() },
    Package { name: "python3-venv", is_there: python_makes_environments },
    Package { name: "zbar-tools", is_there: || process::on_path("zbarimg").is_some() },
    Package { name: "librsvg2-bin", is_there: || process::on_path("rsvg-convert").is_some() },
    Package { name: "wrk", is_there: || process::on_path("wrk").is_some() },
    Package { name: "curl", is_there: || process::on_path("curl").is_some() },
    Package { name: "jq", is_there: || process::on_path("jq").is_some() },
    Package { name: "postgresql", is_there: paylink_pg_cluster::is_installed },
    Package { name: "default-jre-headless", is_there: || process::on_path("java").is_some() },
    Package { name: "strace", is_there: || process::on_path("strace").is_some() },
];

pub(crate) fn missing(_: &Workspace) -> Outcome<Vec<String>> {
    Ok(PACKAGES.iter().filter(|package| !(package.is_there)()).map(|package| package.name.to_owned()).collect())
}

/// Refreshes the package lists and installs; both once more if that failed, as networks do.
pub(crate) fn install(workspace: &Workspace) -> Outcome<()> {
    let names = missing(workspace)?;
    let rights = Rights::of_this_user(&names)?;
    if let Err(trouble) = fetch(rights, &names) {
        eprintln!("setup: trying once more: {trouble}");
        fetch(rights, &names)?;
    }
    let still = missing(workspace)?;
    if still.is_empty() {
        return Ok(());
    }
    Err(Trouble::new(format!("apt-get installed {} and it still cannot be found on PATH", still.join(" "))))
}

fn fetch(rights: Rights, names: &[String]) -> Outcome<()> {
    process::output(rights.apt_get().args(["update", "-qq"]))?;
    process::output(rights.apt_get().args(["install", "-qq", "--yes", "--no-install-recommends"]).args(names)).map(drop)
}

#[derive(Clone, Copy)]
enum Rights {
    Root,
    Sudo,
}

impl Rights {
    fn of_this_user(names: &[String]) -> Outcome<Self> {
        let by_hand = || Trouble::new(format!("as root, install: {}", names.join(" ")));
        if process::on_path("apt-get").is_none() {
            return Err(by_hand());
        }
        if process::output(Command::new("id").arg("-u"))?.trim() == "0" {
            return Ok(Self::Root);
        }
        if process::succeeds(Command::new("sudo").args(["-n", "true"])) { Ok(Self::Sudo) } else { Err(by_hand()) }
    }

    /// Never asks a question, and waits for another apt rather than failing.
    fn apt_get(self) -> Command {
        let mut command = match self {
            Self::Root => Command::new("env"),
            Self::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.args(["-n", "env"]);
                sudo
            }
        };
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]);
        command
    }
}

fn python_makes_environments() -> bool {
    process::succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"]))
}
