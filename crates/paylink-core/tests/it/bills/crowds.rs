//! Many payers of one invoice through several links at once: one of them pays.

use super::numbered;
use crate::{
    crowds::Crowd,
    shop::{PLATFORM, card, fresh, one_time, pay_through},
};
use paylink_core::{
    forms::{BillForm, LinkForm},
    records::BillKind,
};
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_payers_of_one_invoice_through_three_links_are_one_success_and_refusals() {
    for processes in [1, 3] {
        let crowd = Crowd::before(&one_time(), processes).await;
        let merchant = crowd.link.link.merchant_id.to_string();
        let form = BillForm { max_open_links: 3.into(), ..numbered("1") };
        let paylink = &crowd.processes[0];
        let made = paylink.create_bill(&PLATFORM, BillKind::Invoice, Some(&merchant), &form, None).await;
        let invoice = fresh(made.expect("an invoice"));
        let mut links = Vec::new();
        for _ in 0..3 {
            let form = super::for_bill(&invoice, LinkForm::default());
            links.push(fresh(paylink.create_link(&PLATFORM, Some(&merchant), &form, None).await.expect("a link")).link);
        }
        let tasks: Vec<_> = (0..99)
            .map(|payer| {
                let paylink = crowd.processes[payer % crowd.processes.len()].clone();
                let (link, key) = (links[payer % 3].clone(), format!("k{payer}"));
                tokio::spawn(async move { pay_through(&paylink, &link, &key, &card("tok_ok"), None).await.told() })
            })
            .collect();
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        for task in tasks {
            *told.entry(task.await.expect("a payer")).or_default() += 1;
        }
        let refusals = ["409 payment_in_progress", "409 link_completed", "409 link_cancelled"];
        let refused: usize = refusals.iter().filter_map(|words| told.get(*words)).sum();
        assert_eq!((told.get("201 succeeded"), refused), (Some(&1), 98), "{processes} processes: {told:?}");
        assert_eq!(crowd.gateway.charge_calls(), 1, "{processes} processes");
        let now = paylink.bill(&PLATFORM, BillKind::Invoice, &super::shown(&invoice)).await.expect("the invoice");
        assert_eq!(now.status.name(), "paid");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_links_made_at_once_for_an_invoice_one_is_made() {
    for processes in [1, 3] {
        let crowd = Crowd::before(&one_time(), processes).await;
        let merchant = crowd.link.link.merchant_id.to_string();
        let form = numbered("1");
        let made = crowd.processes[0].create_bill(&PLATFORM, BillKind::Invoice, Some(&merchant), &form, None).await;
        let invoice = fresh(made.expect("an invoice"));
        let tasks: Vec<_> = (0..20)
            .map(|place| {
                let paylink = crowd.processes[place % crowd.processes.len()].clone();
                let (merchant, form) = (merchant.clone(), super::for_bill(&invoice, LinkForm::default()));
                tokio::spawn(async move {
                    paylink
                        .create_link(&PLATFORM, Some(&merchant), &form, None)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.code.name())
                })
            })
            .collect();
        let mut made = 0;
        for task in tasks {
            match task.await.expect("a merchant") {
                Ok(()) => made += 1,
                Err(code) => assert_eq!(code, "has_open_link"),
            }
        }
        assert_eq!(made, 1, "{processes} processes");
    }
}
