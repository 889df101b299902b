//! A store written outside Paylink, small enough to read in one go, put through the store contract:
//! `cargo run -p paylink-core --features testing --example custom_store`.
//!
//! `docs/guides/write-a-store.md` walks through it.

mod store;

use paylink_core::testing::contract;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the example's result")]
async fn main() {
    let report = contract::run(&store::Swapping).await;
    report.assert_kept();
    println!("{report}");
    println!("the contract is kept");
}
