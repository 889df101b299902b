//! `cargo xtask <command>`: the repository's own commands. One file per command; `COMMANDS` is the whole list.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks through its streams")]

mod bench;
mod chaos;
mod ci;
mod e2e;
mod export;
mod mails;
mod process;
mod setup;
mod sim;
mod test;
mod tidy;
mod trouble;
mod workspace;

use std::process::ExitCode;

use crate::trouble::Outcome;
use crate::workspace::Workspace;

/// One subcommand: what to type, what it does, and the function that does it with the remaining arguments.
struct Subcommand {
    name: &'static str,
    arguments: &'static str,
    help: &'static str,
    run: fn(&Workspace, &[String]) -> Outcome<()>,
}

const COMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "setup",
        arguments: "[--check]",
        help: "install what the tests need; --check only names what is missing",
        run: setup::run,
    },
    Subcommand { name: "tidy", arguments: "", help: "check the repository's rules", run: tidy::run },
    Subcommand {
        name: "test",
        arguments: "[-- NEXTEST ARGS]",
        help: "set up, then run every test; with arguments only the Rust tests they select",
        run: test::run,
    },
    Subcommand {
        name: "e2e",
        arguments: "[FILES]",
        help: "set up, then run the browser tests, or only those whose file name contains an argument",
        run: e2e::run,
    },
    Subcommand {
        name: "bench",
        arguments: "[--only AREA] …",
        help: "compare the release build with bare floors; docs/reference/benchmark.md reads the answer",
        run: bench::run,
    },
    Subcommand {
        name: "chaos",
        arguments: "[NAME …] [--short]",
        help: "break running servers on purpose; docs/reference/chaos.md says what each demonstration shows",
        run: chaos::run,
    },
    Subcommand {
        name: "sim",
        arguments: "[--payments N] …",
        help: "simulate payments with every fault at once; docs/reference/simulation.md",
        run: sim::run,
    },
    Subcommand {
        name: "mails",
        arguments: "[N]",
        help: "let a queue of 10 000 mails drain while the server is killed 20 times",
        run: mails::run,
    },
    Subcommand {
        name: "export",
        arguments: "[N]",
        help: "stream an export of 1 000 000 rows in less than 64 MiB",
        run: export::run,
    },
    Subcommand { name: "ci", arguments: "", help: "everything that must pass before a merge (.ci/run)", run: ci::run },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        eprint!("{}", usage());
        return ExitCode::from(2);
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print!("{}", usage());
        return ExitCode::SUCCESS;
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprint!("xtask: there is no command `{name}`\n\n{}", usage());
        return ExitCode::from(2);
    };
    match Workspace::find().and_then(|workspace| (command.run)(&workspace, rest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("xtask {name}: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let rows: Vec<String> = COMMANDS
        .iter()
        .map(|command| {
            let call = format!("{} {}", command.name, command.arguments);
            format!("  {call:<26}{}\n", command.help)
        })
        .collect();
    format!("usage: cargo xtask <command>\n\n{}", rows.concat())
}
