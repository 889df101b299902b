//! A mail system reports that a message came back, or that its reader called it spam.

use super::{
    fields::check,
    suppressions::{Unwanted, read_address, read_channel},
};
use crate::{
    Caller, Change, ChangeSet, Code, Error, FieldErrors, MessageId, Once, Paylink, Reply, Stored,
    engine::Decided,
    forms::BounceForm,
    records::{Channel, MessageRecord, MessageStatus, SuppressionReason, SuppressionRecord, named},
};

/// Longest reason that is read, and kept.
const LONGEST: usize = 1000;
const KEPT: usize = 200;

named! {
    /// What is reported about a message.
    BounceKind {
        /// The address takes no mail, and will not.
        HardBounce = "hard_bounce",
        /// It could not be delivered this time.
        SoftBounce = "soft_bounce",
        /// Its reader called it spam.
        Complaint = "complaint",
    }
}

impl BounceKind {
    /// Why the address gets nothing from now on, if that follows.
    const fn stops(self) -> Option<SuppressionReason> {
        match self {
            Self::HardBounce => Some(SuppressionReason::HardBounce),
            Self::Complaint => Some(SuppressionReason::Complaint),
            Self::SoftBounce => None,
        }
    }
}

/// What followed from a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// What was reported.
    pub kind: BounceKind,
    /// The message, if it was named.
    pub message: Option<MessageRecord>,
    /// Why its address gets nothing any more, if that follows.
    pub suppression: Option<SuppressionRecord>,
}

impl Paylink {
    /// Takes a report about a message, or about an address. The same report again changes nothing.
    ///
    /// # Errors
    /// `forbidden`, field errors (`invalid_id` for a message the caller cannot see).
    pub async fn bounce(
        &self,
        caller: &Caller,
        form: &BounceForm,
        once: Option<Once<'_, Bounce>>,
    ) -> Result<Reply<Bounce>, Error> {
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let mut errors = form.unread.clone();
            let kind = match form.kind.as_deref().map(BounceKind::named) {
                Some(Some(kind)) => Some(kind),
                Some(None) => {
                    errors.add("type", Code::InvalidValue, "hard_bounce, soft_bounce or complaint");
                    None
                }
                None => {
                    errors.add("type", Code::Required, "hard_bounce, soft_bounce or complaint");
                    None
                }
            };
            let said = said(form.reason.as_deref(), &mut errors);
            let channel = read_channel(form.channel.as_deref(), Some(Channel::Email), &mut errors);
            let message = self.reported_message(caller, form.message_id.as_deref(), &mut errors).await?;
            let address = match (&form.message_id, &form.address) {
                (Some(_), _) => String::new(),
                (None, Some(address)) => read_address(channel, Some(address), &mut errors),
                (None, None) => {
                    errors.add("message_id", Code::Required, "message_id or address is required");
                    String::new()
                }
            };
            errors.finish()?;
            let kind = kind.unwrap_or(BounceKind::SoftBounce);
            let Some(message) = message else {
                let unwanted = |reason| Unwanted {
                    merchant: caller.merchant(),
                    channel: channel.unwrap_or(Channel::Email),
                    address: &address,
                    reason,
                };
                return self.about_address(kind, kind.stops().map(unwanted)).await;
            };
            self.about_message(kind, message, &said).await
        })
        .await
    }

    async fn about_address(&self, kind: BounceKind, unwanted: Option<Unwanted<'_>>) -> Result<Decided<Bounce>, Error> {
        let mut changes = ChangeSet::new();
        let suppression = match unwanted {
            Some(unwanted) => Some(self.suppress(&mut changes, &unwanted).await?.suppression),
            None => None,
        };
        Ok(Decided { changes, view: Bounce { kind, message: None, suppression } })
    }

    async fn about_message(
        &self,
        kind: BounceKind,
        stored: Stored<MessageRecord>,
        said: &str,
    ) -> Result<Decided<Bounce>, Error> {
        let mut changes = ChangeSet::new();
        let Stored { value: message, version } = stored;
        let noted = after(kind, &message, said);
        let known = noted == message;
        // who was let go by hand after this very report stays let go
        let suppression = match kind.stops() {
            Some(reason) if !known => {
                let unwanted = Unwanted::recipient_of(&message, reason);
                Some(self.suppress(&mut changes, &unwanted).await?.suppression)
            }
            Some(_) => {
                let key = message.recipient_key.as_str();
                let list = self.store.suppressions_of(Some(message.merchant_id), message.channel, key).await?;
                list.into_iter().find(|one| one.merchant_id.is_some())
            }
            None => None,
        };
        if known {
            return Ok(Decided { changes, view: Bounce { kind, message: Some(message), suppression } });
        }
        if message.status == MessageStatus::Queued && noted.status != MessageStatus::Queued {
            changes.push(Change::DropWork(super::compose::sending(&message, self.now()).key));
        }
        let value = MessageRecord { updated_at: self.now(), ..noted };
        changes.push(Change::UpdateMessage(Box::new(Stored { value: value.clone(), version })));
        Ok(Decided { changes, view: Bounce { kind, message: Some(value), suppression } })
    }

    /// The message of a report: `msg_…`, or a `Message-ID` header that begins so.
    async fn reported_message(
        &self,
        caller: &Caller,
        text: Option<&str>,
        errors: &mut FieldErrors,
    ) -> Result<Option<Stored<MessageRecord>>, Error> {
        let Some(text) = text else { return Ok(None) };
        let header = text.trim_start_matches('<').trim_end_matches('>');
        let id = header.split_once('@').map_or(header, |(id, _)| id).parse::<MessageId>().ok();
        let found = match id {
            Some(id) => self.store.message(id).await?.filter(|message| caller.sees(message.value.merchant_id)),
            None => None,
        };
        if found.is_none() {
            errors.add("message_id", Code::InvalidId, "there is no such message");
        }
        Ok(found)
    }
}

/// The message after a report. What was given up, or never sent, stays as it is, but for the reason of a bounce.
fn after(kind: BounceKind, message: &MessageRecord, said: &str) -> MessageRecord {
    let reported = if said.is_empty() { kind.name().to_owned() } else { format!("{}: {said}", kind.name()) };
    let last_error = Some(reported);
    match (kind, message.status) {
        (_, MessageStatus::Suppressed) => message.clone(),
        (BounceKind::HardBounce, MessageStatus::Queued | MessageStatus::Sent | MessageStatus::Failed) => {
            let status = MessageStatus::Failed;
            MessageRecord { status, last_error, next_attempt_at: None, ..message.clone() }
        }
        (BounceKind::Complaint, MessageStatus::Queued | MessageStatus::Sent | MessageStatus::Failed)
        | (BounceKind::SoftBounce, MessageStatus::Queued | MessageStatus::Sent) => {
            MessageRecord { last_error, ..message.clone() }
        }
        (BounceKind::SoftBounce, MessageStatus::Failed) => message.clone(),
    }
}

/// What the other side said, on one line and without addresses.
fn said(reason: Option<&str>, errors: &mut FieldErrors) -> String {
    let Some(reason) = reason else { return String::new() };
    let line = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() || !check("reason", &line, LONGEST, errors) {
        return String::new();
    }
    without_addresses(&line)
}

/// Replaces every word that holds a mail address or a telephone number, and cuts the rest to its length.
fn without_addresses(line: &str) -> String {
    let mut in_number = false;
    let words = line.split(' ').map(|word| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let groups = word.chars().all(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '-' | '.'));
        in_number = word.starts_with('+') || (in_number && groups);
        if in_number || word.contains('@') || word.contains("%40") || digits >= 7 { "…" } else { word }
    });
    words.collect::<Vec<_>>().join(" ").chars().take(KEPT).collect()
}
