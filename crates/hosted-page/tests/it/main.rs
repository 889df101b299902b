//! The pages through their port: every sample, in every language, with hostile texts.

#![cfg(test)]

mod escaping;
mod kept;
mod languages;
mod letters;
mod letters_escaping;
mod letters_short;
mod markup;
mod pages;
mod pay_button;
mod policy;
mod qr;
mod saving;
mod scripts;

use paylink_core::{Timestamp, ports::Pages};
use paylink_hosted_page::{
    HostedPages,
    samples::{
        self, Sample,
        letters::{self as letter_samples, LetterSample},
    },
};

/// 128 bits, as the server makes them.
const NONCE: &str = "q83vEjRWeJCrze8SNFZ4kA";

fn now() -> Timestamp {
    "2026-03-12T15:04:05Z".parse().unwrap()
}

fn every_sample() -> Vec<Sample> {
    samples::all(now())
}

fn sample(name: &str) -> String {
    let (_, page) = every_sample().into_iter().find(|(found, _)| *found == name).expect(name);
    HostedPages::new().unwrap().render(&page, NONCE, "en").unwrap().html
}

fn every_letter() -> Vec<LetterSample> {
    letter_samples::all(now())
}

fn letter(name: &str) -> paylink_core::records::Letter {
    every_letter().into_iter().find(|(found, _)| found == name).expect(name).1
}
