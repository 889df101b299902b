//! The gateway itself: what it is made of, and the port it implements.

use crate::{
    charge::{Answer, Begun, ChargeEntry, Course},
    documents::Documents,
    refund::GivenBack,
    scenario::Scenario,
    settings::SandboxSettings,
};
use async_trait::async_trait;
use paylink_core::{
    PaymentId, Timestamp,
    hash::hex,
    ports::{
        Charge, ChargeRequest, Clock, DocumentStore, Gateway, GatewayError, GatewayRefund, IdSource, NotForgotten,
        PublicGateway, RefundRequest, RefundUnknown, StoreError, VaultReference,
    },
};
use std::{error::Error, sync::Arc};

/// The simulated processor. Cheap to clone; all clones and all servers on one store are one company.
#[derive(Clone)]
pub struct SandboxGateway {
    pub(crate) documents: Documents,
    pub(crate) clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    pub(crate) settings: Arc<SandboxSettings>,
}

impl SandboxGateway {
    /// A processor whose books are documents of `store`.
    #[must_use]
    pub fn new(
        store: Arc<dyn DocumentStore>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        settings: SandboxSettings,
    ) -> Self {
        Self { documents: Documents(store), clock, ids, settings: Arc::new(settings) }
    }

    /// 128 random bits.
    pub(crate) fn random(&self) -> String {
        let mut bytes = [0; 16];
        self.ids.fill(&mut bytes);
        hex(&bytes)
    }

    fn shown(&self, entry: Option<ChargeEntry>, now: Timestamp) -> Option<Charge> {
        entry.and_then(|entry| entry.view(now, &self.settings))
    }

    /// Ends like a call whose answer never came.
    async fn lose_answer(&self) -> Box<dyn Error + Send + Sync> {
        self.clock.sleep(self.settings.answer_timeout).await;
        "the sandbox gateway did not answer in time".into()
    }
}

#[async_trait]
impl Gateway for SandboxGateway {
    fn public(&self) -> PublicGateway {
        PublicGateway {
            kind: "sandbox".to_owned(),
            token_url: "/sandbox/tokens".to_owned(),
            publishable_key: None,
            test_mode: true,
        }
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        let now = self.clock.now();
        let entry = match self.begin(request, now).await.map_err(unknown)? {
            Begun::Refused => return Err(GatewayError::InvalidToken),
            Begun::Now(_, Scenario::LoseAnswer | Scenario::LoseCall) => {
                return Err(GatewayError::Unknown(self.lose_answer().await));
            }
            Begun::Now(
                entry,
                Scenario::Succeed
                | Scenario::SucceedOnce
                | Scenario::Decline(_)
                | Scenario::Challenge
                | Scenario::Settle
                | Scenario::Return
                | Scenario::ReturnLate
                | Scenario::CloseLate,
            ) => entry,
            Begun::Before(stored) if stored.value.course == Course::CallLost => {
                self.decline_lost(request.key, stored).await.map_err(unknown)?
            }
            Begun::Before(stored) => stored.value,
        };
        self.shown(Some(entry), now)
            .ok_or_else(|| GatewayError::Unknown("the sandbox gateway does not know the charge".into()))
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        let now = self.clock.now();
        let stored = self.current_charge(key, now).await.map_err(unknown)?;
        Ok(self.shown(stored.map(|stored| stored.value), now))
    }

    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        let now = self.clock.now();
        let entry = self.end_challenge(key, Answer::Abandoned, now).await.map_err(unknown)?;
        Ok(self.shown(entry, now))
    }

    async fn forget(&self, reference: &VaultReference) -> Result<(), NotForgotten> {
        self.let_go(reference).await.map_err(|error| NotForgotten(Box::new(error)))
    }

    async fn refund(&self, request: &RefundRequest) -> Result<GatewayRefund, RefundUnknown> {
        match self.give_back(request, self.clock.now()).await {
            Ok(GivenBack::Answered(refund)) => Ok(refund),
            Ok(GivenBack::Lost) => Err(RefundUnknown(self.lose_answer().await)),
            Err(error) => Err(RefundUnknown(Box::new(error))),
        }
    }

    async fn look_up_refund(&self, request: &RefundRequest) -> Result<Option<GatewayRefund>, RefundUnknown> {
        self.find_refund(request, self.clock.now()).await.map_err(|error| RefundUnknown(Box::new(error)))
    }
}

/// A store that did not answer is a gateway that did not answer.
fn unknown(error: StoreError) -> GatewayError {
    GatewayError::Unknown(Box::new(error))
}
