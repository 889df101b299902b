//! A gateway can say when it is worth asking again; it is believed, within bounds.

use crate::{
    shop::{Shop, ach, card, hours, minutes, seconds},
    through::refunds_through,
};
use async_trait::async_trait;
use paylink_core::{
    PaymentId,
    ports::{Charge, ChargeRequest, Gateway, GatewayError, PublicGateway},
    records::PaymentStatus,
    testing::ScriptedGateway,
};
use std::{sync::Arc, time::Duration};

/// The way to a gateway that always proposes the same wait.
struct Proposing {
    gateway: Arc<ScriptedGateway>,
    wait: Duration,
}

#[async_trait]
impl Gateway for Proposing {
    fn public(&self) -> PublicGateway {
        self.gateway.public()
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        Ok(Charge { check_after: Some(self.wait), ..self.gateway.charge(request).await? })
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        let found = self.gateway.look_up(key).await?;
        Ok(found.map(|charge| Charge { check_after: Some(self.wait), ..charge }))
    }

    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.gateway.abandon(key).await
    }

    refunds_through!(gateway);
}

async fn shop_with(wait: Duration) -> Shop {
    let mut shop = Shop::open().await;
    shop.paylink = shop.facade_through(Arc::new(Proposing { gateway: shop.gateway.clone(), wait }));
    shop
}

#[tokio::test]
async fn a_bank_debit_is_asked_about_when_the_gateway_proposes_but_at_least_daily() {
    for (proposed, kept) in [(minutes(7), minutes(7)), (hours(1000), hours(24))] {
        let shop = shop_with(proposed).await;
        let link = shop.one_time().await;
        shop.pay(&link, "k", &ach("tok_ach")).await;
        for looks in 1..4 {
            shop.pass(kept - seconds(1)).await;
            assert_eq!(shop.gateway.calls().len(), looks, "{proposed:?}: not before");
            shop.pass(seconds(1)).await;
            assert_eq!(shop.gateway.calls().len(), looks + 1, "{proposed:?}");
        }
    }
}

#[tokio::test]
async fn no_proposal_outlasts_the_half_hour_a_payer_has() {
    let shop = shop_with(hours(5)).await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k", &card("tok_action")).await;
    shop.pass(minutes(30) - seconds(1)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::RequiresAction);
    shop.pass(seconds(1)).await;
    assert_eq!(shop.payment(paid.id()).await.failure_code.as_deref(), Some("abandoned"));
}
