//! A gateway whose charges a test can hold up on their way.

use async_trait::async_trait;
use paylink_core::{
    PaymentId,
    ports::{Charge, ChargeRequest, Gateway, GatewayError, GatewayRefund, PublicGateway, RefundRequest, RefundUnknown},
    testing::ScriptedGateway,
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Semaphore;

/// The scripted gateway behind a gate, open at first.
pub(crate) struct GatedGateway {
    pub(crate) inner: Arc<ScriptedGateway>,
    open: Semaphore,
    arrived: AtomicUsize,
}

impl GatedGateway {
    pub(crate) fn new(inner: Arc<ScriptedGateway>) -> Self {
        Self { inner, open: Semaphore::new(Semaphore::MAX_PERMITS), arrived: AtomicUsize::new(0) }
    }

    /// Holds up every charge from now on.
    pub(crate) fn close(&self) {
        self.open.forget_permits(Semaphore::MAX_PERMITS);
    }

    /// Lets all go on.
    pub(crate) fn open(&self) {
        self.open.add_permits(Semaphore::MAX_PERMITS - self.open.available_permits());
    }

    /// Returns once a charge has arrived at the gate.
    pub(crate) fn wait_for_a_charge(&self) {
        while self.arrived.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
    }
}

#[async_trait]
impl Gateway for GatedGateway {
    fn public(&self) -> PublicGateway {
        self.inner.public()
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        self.arrived.fetch_add(1, Ordering::SeqCst);
        drop(self.open.acquire().await.unwrap());
        self.inner.charge(request).await
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.inner.look_up(key).await
    }

    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.inner.abandon(key).await
    }

    async fn forget(
        &self,
        reference: &paylink_core::ports::VaultReference,
    ) -> Result<(), paylink_core::ports::NotForgotten> {
        self.inner.forget(reference).await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<GatewayRefund, RefundUnknown> {
        self.inner.refund(request).await
    }

    async fn look_up_refund(&self, request: &RefundRequest) -> Result<Option<GatewayRefund>, RefundUnknown> {
        self.inner.look_up_refund(request).await
    }
}
