//! Carriers of messages that record every attempt and answer as told, and a writer of plain words.

use crate::{
    ports::{
        AddressFault, MailCarrier, MessageOutcome, MessageWriter, OutgoingMail, OutgoingText, TextCarrier, TextNews,
        TextStanding, WriteError, WrittenMail,
    },
    records::Letter,
};
use async_trait::async_trait;
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Writes a few plain words: the kind, the merchant, the amount and the address.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainWriter;

impl MessageWriter for PlainWriter {
    fn mail(&self, letter: &Letter) -> Result<WrittenMail, WriteError> {
        let text = self.text(letter)?;
        let subject = format!("{} from {}", letter.kind.name(), letter.merchant.name);
        Ok(WrittenMail { subject, html: format!("<p>{text}</p>"), text, images: Vec::new() })
    }

    fn text(&self, letter: &Letter) -> Result<String, WriteError> {
        let price = letter.card.as_ref().or(letter.ach.as_ref()).map(|price| price.amount.as_str());
        let amount = letter.payment.as_ref().map_or(price, |payment| Some(payment.amount.as_str()));
        let url = letter.url.as_deref().unwrap_or_default();
        Ok(format!("{}: {} {} {url}", letter.kind.name(), amount.unwrap_or_default(), letter.currency))
    }
}

/// Sends nothing. Every attempt is taken over unless other answers were ordered.
#[derive(Default)]
pub struct RecordingCarrier(Mutex<State>);

#[derive(Default)]
struct State {
    mails: Vec<OutgoingMail>,
    texts: Vec<OutgoingText>,
    once: VecDeque<MessageOutcome>,
    always: Option<MessageOutcome>,
}

impl RecordingCarrier {
    /// A carrier without attempts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every mail so far, in order.
    pub fn mails(&self) -> Vec<OutgoingMail> {
        self.lock().mails.clone()
    }

    /// Every text message so far, in order.
    pub fn texts(&self) -> Vec<OutgoingText> {
        self.lock().texts.clone()
    }

    /// The next attempt that has no answer ordered yet gets this one.
    pub fn answer_next(&self, outcome: MessageOutcome) {
        self.lock().once.push_back(outcome);
    }

    /// Every attempt gets this answer, after those of [`RecordingCarrier::answer_next`]; `None`: taken over.
    pub fn answer_always(&self, outcome: Option<MessageOutcome>) {
        self.lock().always = outcome;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn answer(&mut self, reference: String) -> MessageOutcome {
        let ordered = self.once.pop_front().or_else(|| self.always.clone());
        ordered.unwrap_or(MessageOutcome::Sent { reference: Some(reference) })
    }
}

impl std::fmt::Debug for RecordingCarrier {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("RecordingCarrier").finish_non_exhaustive()
    }
}

#[async_trait]
impl MailCarrier for RecordingCarrier {
    async fn send(&self, mail: &OutgoingMail) -> MessageOutcome {
        let mut state = self.lock();
        state.mails.push(mail.clone());
        state.answer(format!("mail-{}", mail.id))
    }

    async fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

#[async_trait]
impl TextCarrier for RecordingCarrier {
    async fn send(&self, text: &OutgoingText) -> MessageOutcome {
        let mut state = self.lock();
        state.texts.push(text.clone());
        state.answer(format!("text-{}", text.id))
    }

    /// News are believed when their signature is `signed`; fields `reference` and `standing` (`delivered`,
    /// `undelivered`, `stop`, anything else: under way).
    fn read_news(&self, _url: &str, form: &[(String, String)], signature: &str) -> Option<TextNews> {
        let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let standing = match field("standing")?.as_str() {
            "delivered" => TextStanding::Delivered,
            "undelivered" => TextStanding::Undelivered { reason: "30003".to_owned(), fault: AddressFault::None },
            "stop" => TextStanding::Undelivered { reason: "21610".to_owned(), fault: AddressFault::Stopped },
            _ => TextStanding::UnderWay,
        };
        Some(TextNews { reference: field("reference")?, standing }).filter(|_| signature == "signed")
    }
}
