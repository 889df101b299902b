//! The store contract: the memory store keeps it, and stores with planted bugs are found out.

use crate::{
    broken_store::{Bug, PLANTED, Planted},
    custom_store::Swapping,
};
use async_trait::async_trait;
use paylink_core::{
    ports::Store,
    testing::{
        MemoryStore,
        contract::{self, Fixture, Task},
    },
};
use std::sync::Arc;

/// Memory stores, raced on all threads of the test's runtime.
struct InMemory;

#[async_trait]
impl Fixture for InMemory {
    async fn fresh(&self) -> Arc<dyn Store> {
        Arc::new(MemoryStore::new())
    }

    async fn reopen(&self, store: Arc<dyn Store>) -> Option<Arc<dyn Store>> {
        Some(store)
    }

    async fn race(&self, tasks: Vec<Task>) {
        let running: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
        for task in running {
            task.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_memory_store_keeps_the_contract() {
    contract::run(&InMemory).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_store_behind_a_wrapper_keeps_the_contract_too() {
    contract::run(&Planted(Bug::None)).await.assert_kept();
}

#[tokio::test]
async fn the_store_of_the_example_keeps_the_contract_as_far_as_its_process_lives() {
    let report = contract::run(&Swapping).await;
    report.assert_kept();
    assert!(report.skipped().iter().all(|case| case.starts_with("durable::")), "{:?}", report.skipped());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_planted_bug_is_found_by_its_case() {
    let mut missed = Vec::new();
    for (bug, case) in PLANTED {
        let report = contract::run_named(&Planted(*bug), case).await;
        let found = report.broken().iter().any(|(name, _)| name == case);
        if !found {
            missed.push((bug, case, report.to_string()));
        }
    }
    assert!(missed.is_empty(), "bugs that were not found: {missed:#?}");
}

#[tokio::test]
async fn a_report_names_every_broken_case_and_what_was_found() {
    let report = contract::run_named(&Planted(Bug::IgnoresLeases), "leases::").await;
    let told = report.to_string();
    assert!(report.broken().len() > 1 && !report.kept().is_empty(), "{told}");
    for (case, problem) in report.broken() {
        assert!(told.contains(case) && !problem.is_empty(), "{case} is missing in {told}");
    }
    let verdict = std::panic::catch_unwind(|| report.assert_kept());
    assert!(verdict.is_err(), "a broken contract fails the test");
}

#[tokio::test]
#[should_panic(expected = "no case of the store contract has run")]
async fn a_run_without_cases_is_no_proof() {
    contract::run_named(&InMemory, "no such case").await.assert_kept();
}
