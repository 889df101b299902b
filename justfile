# Everyday commands. Each is one call of cargo, so `just` is a convenience and never needed.

# Lists the recipes.
default:
    @{{ just_executable() }} --list

# Starts the server with a demo merchant and a link to pay.
demo:
    cargo run --release -- demo

# Installs what the tests need.
setup:
    cargo xtask setup

# Every test; `just test links` runs only the Rust tests whose names match.
test *filters:
    cargo xtask test {{ if filters == "" { "" } else { "-- " + filters } }}

# The browser tests, or those in files whose name contains the argument.
e2e *files:
    cargo xtask e2e {{ files }}

# The repository's own rules.
tidy:
    cargo xtask tidy

fmt:
    cargo fmt --all

lint:
    cargo clippy --workspace --all-targets -- -D warnings

# Side-by-side measurements.
bench *arguments:
    cargo xtask bench {{ arguments }}

# The crates' own documentation, in the browser.
docs:
    cargo doc --workspace --no-deps --open

# What the build machine runs.
ci:
    cargo xtask ci
