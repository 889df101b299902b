//! A document store that keeps a copy of every text, fails on order, and lets a test decide who goes first.

use async_trait::async_trait;
use paylink_core::{
    Stored, Version,
    ports::{DocumentStore, StoreError},
    testing::MemoryStore,
};
use std::{
    collections::{BTreeMap, VecDeque},
    future::poll_fn,
    sync::Mutex,
    task::Poll,
};

/// What goes wrong with one write.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    None,
    Unavailable,
    UnknownNotWritten,
    UnknownWritten,
    /// The process dies right after the write.
    CrashAfter,
}

#[derive(Default)]
pub(crate) struct TestStore {
    memory: MemoryStore,
    texts: Mutex<BTreeMap<(String, String), String>>,
    faults: Mutex<VecDeque<Fault>>,
    stepwise: bool,
}

impl TestStore {
    /// A store whose every call gives way once before it does anything.
    pub(crate) fn stepwise() -> Self {
        Self { stepwise: true, ..Self::default() }
    }

    /// The next writes get these faults, in this order.
    pub(crate) fn fail_writes(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.lock().unwrap().extend(faults);
    }

    pub(crate) fn set_down(&self, down: bool) {
        self.memory.set_down(down);
    }

    /// All documents of a kind as they are now.
    pub(crate) fn texts(&self, kind: &str) -> Vec<String> {
        let texts = self.texts.lock().unwrap();
        texts.iter().filter(|((of, _), _)| of == kind).map(|(_, text)| text.clone()).collect()
    }

    /// Everything that ever identified or filled a document that still exists.
    pub(crate) fn everything(&self) -> String {
        let texts = self.texts.lock().unwrap();
        texts.iter().map(|((kind, key), text)| format!("{kind} {key} {text}\n")).collect()
    }

    async fn give_way(&self) {
        let mut gave_way = !self.stepwise;
        poll_fn(|context| {
            if gave_way {
                return Poll::Ready(());
            }
            gave_way = true;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
}

#[async_trait]
impl DocumentStore for TestStore {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Stored<String>>, StoreError> {
        self.give_way().await;
        self.memory.document(kind, key).await
    }

    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        expected: Option<Version>,
        text: &str,
    ) -> Result<Version, StoreError> {
        self.give_way().await;
        let fault = self.faults.lock().unwrap().pop_front().unwrap_or(Fault::None);
        match fault {
            Fault::Unavailable => return Err(StoreError::Unavailable("ordered by the test".into())),
            Fault::UnknownNotWritten => return Err(StoreError::OutcomeUnknown("ordered by the test".into())),
            Fault::None | Fault::UnknownWritten | Fault::CrashAfter => {}
        }
        let written = self.memory.put_document(kind, key, expected, text).await?;
        self.texts.lock().unwrap().insert((kind.to_owned(), key.to_owned()), text.to_owned());
        match fault {
            Fault::UnknownWritten => Err(StoreError::OutcomeUnknown("ordered by the test".into())),
            Fault::CrashAfter => std::future::pending().await,
            Fault::None | Fault::Unavailable | Fault::UnknownNotWritten => Ok(written),
        }
    }
}
