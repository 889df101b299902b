//! A question to a process, and its answer; none when the process dies or the one who asked hangs up.

use crate::exec::{Group, Sim, Sleep, TaskId, lock};
use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

struct Slot<T> {
    answer: Option<T>,
    closed: bool,
    waker: Option<Waker>,
}

/// The end that the process holds; when it goes, the line is dead.
struct Fill<T>(Arc<Mutex<Slot<T>>>);

impl<T> Fill<T> {
    fn close(&self, answer: Option<T>) {
        let mut slot = lock(&self.0);
        if slot.closed {
            return;
        }
        slot.closed = true;
        slot.answer = answer;
        let waker = slot.waker.take();
        drop(slot);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Drop for Fill<T> {
    fn drop(&mut self) {
        self.close(None);
    }
}

/// The end of the one who asked.
pub(crate) struct Call<T> {
    slot: Arc<Mutex<Slot<T>>>,
    /// The task that answers.
    pub(crate) task: TaskId,
}

impl<T> Future for Call<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut slot = lock(&self.slot);
        if slot.closed {
            return Poll::Ready(slot.answer.take());
        }
        slot.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Sim {
    /// Has a task of `group` work `answer` out.
    pub(crate) fn call<T: Send + 'static>(
        &self,
        group: Group,
        answer: impl Future<Output = T> + Send + 'static,
    ) -> Call<T> {
        let slot = Arc::new(Mutex::new(Slot { answer: None, closed: false, waker: None }));
        let fill = Fill(Arc::clone(&slot));
        let task = self.spawn(group, async move {
            let answer = answer.await;
            fill.close(Some(answer));
        });
        Call { slot, task }
    }
}

/// Waits for an answer, but no longer than `patience`. `None`: nobody answered in time.
pub(crate) async fn within<T>(call: &mut Call<T>, mut patience: Sleep) -> Option<Option<T>> {
    std::future::poll_fn(|context| {
        if let Poll::Ready(answer) = Pin::new(&mut *call).poll(context) {
            return Poll::Ready(Some(answer));
        }
        Pin::new(&mut patience).poll(context).map(|()| None)
    })
    .await
}
