//! Fortis / Zeamster v2.

mod bodies;
mod lists;
mod others;
mod postbacks;
mod quick;
mod quick_requests;

use paylink_wire::{
    dialects::{
        Stage,
        fortis::{Latest, Status, status},
    },
    json::{Object, parse_object},
};
use serde_json::Value;

fn body(value: &Value) -> Object {
    parse_object(value.to_string().as_bytes()).unwrap()
}

#[test]
fn every_link_state_and_latest_payment_has_the_status_of_the_table() {
    let (unpaid, paid, off) = (
        Status { paid: false, active: true },
        Status { paid: true, active: true },
        Status { paid: false, active: false },
    );
    for stage in Stage::ALL {
        for latest in Latest::ALL.into_iter().map(Some).chain([None]) {
            let wanted = match (stage, latest) {
                (Stage::Cancelled | Stage::Deleted, _) => off,
                (Stage::Completed, _) => paid,
                // accepted bank debits are paid, and stay so when they come back
                (_, Some(Latest::Submitted | Latest::Returned)) => paid,
                (Stage::Open, _) => unpaid,
                (Stage::Scheduled | Stage::Ended, _) => off,
            };
            for sent in [false, true] {
                assert_eq!(status(stage, latest, sent), wanted, "{stage:?} {latest:?} {sent}");
            }
        }
    }
}
