//! The audit log checked: every seal is made again from what stands in it and before it, every entry compared with its
//! seal. What was changed, removed or slipped in is named.

use super::books::BookFinding;
use crate::{
    AuditId, Error, Paylink,
    audit::{GENESIS, Verdict, digest, hash_of, verdict},
    ports::StoreError,
    records::{AuditRecord, SealRecord},
};
use std::collections::BTreeMap;

/// A place in the chain: a seal that has been looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPlace {
    /// Its number.
    pub number: i64,
    /// Its hash.
    pub hash: String,
    /// What its hash should have been, where that differs: the next seal may follow either.
    expected: String,
}

/// What one slice of the chain came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditCheck {
    /// Seals looked at.
    pub seals: u64,
    /// Entries compared with their seal.
    pub entries: u64,
    /// Seals whose key is not known here: their chain holds, their signature was not looked at.
    pub unknown_keys: u64,
    /// What is wrong.
    pub findings: Vec<BookFinding>,
    /// The last seal looked at.
    pub last: Option<AuditPlace>,
    /// Whether there are more.
    pub more: bool,
}

const SLICE: u32 = 50;
/// Entries that no seal knows are named one by one up to this many.
const STRAYS: u32 = 20;

impl Paylink {
    /// Checks up to 50 seals and what they cover, from the oldest, after the place given. The last slice also looks for
    /// entries that no seal knows.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn check_audit(&self, after: Option<AuditPlace>) -> Result<AuditCheck, Error> {
        let number = after.as_ref().map_or(0, |place| place.number);
        let seals = match self.store.seals(number, SLICE).await {
            Err(StoreError::Corrupt { id, problem, .. }) => {
                let mut check = AuditCheck { last: after, ..AuditCheck::default() };
                check.note(&format!("seal {id}"), format!("was changed and cannot be read any more: {problem}"));
                return Ok(check);
            }
            read => read?,
        };
        let full = seals.len() == usize::try_from(SLICE).unwrap_or(usize::MAX);
        let mut check = AuditCheck { last: after, more: full, ..AuditCheck::default() };
        for seal in seals {
            check.seals = check.seals.saturating_add(1);
            self.check_seal(&mut check, &seal);
            match self.store.sealed_by(seal.number).await {
                Err(StoreError::Corrupt { id, problem, .. }) => {
                    check.note(&id, format!("was changed and cannot be read any more: {problem}"));
                }
                read => {
                    let entries = read?;
                    check.entries = check.entries.saturating_add(u64::try_from(entries.len()).unwrap_or(u64::MAX));
                    compare(&mut check, &seal, entries);
                }
            }
        }
        if !check.more {
            for stray in self.store.audit_strays(STRAYS).await? {
                check.note(
                    &stray.to_string(),
                    "stands in the log, but no seal covers it and it waits for none".to_owned(),
                );
            }
        }
        Ok(check)
    }

    /// Whether the seal follows the one before it.
    fn check_seal(&self, check: &mut AuditCheck, seal: &SealRecord) {
        let name = format!("seal {}", seal.number);
        let number = check.last.as_ref().map_or(0, |place| place.number);
        let next = number.saturating_add(1);
        let (stored, expected) = match &check.last {
            Some(place) => (place.hash.clone(), place.expected.clone()),
            None => (GENESIS.to_owned(), GENESIS.to_owned()),
        };
        if seal.number != next {
            let missing = if next == seal.number.saturating_sub(1) {
                format!("seal {next}")
            } else {
                format!("seals {next} to {}", seal.number.saturating_sub(1))
            };
            check.note(&missing, "missing: removed from the log's chain".to_owned());
        } else {
            let by_stored = verdict(&stored, seal, &self.audit.seals);
            let found =
                if by_stored == Verdict::Broken { verdict(&expected, seal, &self.audit.seals) } else { by_stored };
            match found {
                Verdict::Sound => {}
                Verdict::UnknownKey => check.unknown_keys = check.unknown_keys.saturating_add(1),
                Verdict::Broken => {
                    check.note(&name, "broken: it or what it covers was changed after it was made".to_owned())
                }
                Verdict::Forged => check.note(&name, "forged: it was not made with the key of this server".to_owned()),
            }
        }
        let expected = hash_of(&stored, seal);
        check.last = Some(AuditPlace { number: seal.number, hash: seal.hash.clone(), expected });
    }
}

/// Compares the entries that a seal lists with those that are there.
fn compare(check: &mut AuditCheck, seal: &SealRecord, entries: Vec<AuditRecord>) {
    let number = seal.number;
    let mut there: BTreeMap<AuditId, AuditRecord> = entries.into_iter().map(|entry| (entry.id, entry)).collect();
    for sealed in &seal.entries {
        let problem = match (&sealed.digest, there.remove(&sealed.id)) {
            (Some(sealed), Some(entry)) if *sealed == digest(&entry) => continue,
            (Some(_), Some(_)) => format!("was changed after seal {number} was made over it"),
            (Some(_), None) => format!("was removed after seal {number} was made over it"),
            (None, None) => format!("was removed or made unreadable before seal {number} could be made over it"),
            (None, Some(_)) => format!("was put in again after seal {number} found it missing or unreadable"),
        };
        check.note(&sealed.id.to_string(), problem);
    }
    for id in there.keys() {
        check.note(&id.to_string(), format!("was slipped in under seal {number}, which does not cover it"));
    }
}

impl AuditCheck {
    fn note(&mut self, subject: &str, problem: String) {
        self.findings.push(BookFinding { subject: subject.to_owned(), problem });
    }
}
