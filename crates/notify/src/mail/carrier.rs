//! One attempt to hand in a mail: sender, recipient, content, each answer judged by itself.

use super::{
    line::{Line, step},
    message::{Ready, Unfit, ready},
    pool::{Leased, Pool, Slot, farewell},
    reply::{Stage, Trouble, reference},
    sender::MailFrom,
    settings::{MailSettings, MailSetupError},
};
use async_trait::async_trait;
use lettre::transport::smtp::{
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Noop, Rcpt, Rset},
    extension::{Extension, MailBodyParameter, MailParameter},
    response::{Response, Severity},
};
use paylink_core::ports::{AddressFault, MailCarrier, MessageOutcome, OutgoingMail};
use std::{sync::Arc, time::Duration};

/// Limit for a whole attempt, waiting for a connection included. The port promises 60 s.
const ATTEMPT_LIMIT: Duration = Duration::from_secs(55);

/// Hands mail to one SMTP server. Cheap to clone; the clones share their connections.
#[derive(Clone)]
pub struct SmtpCarrier {
    pool: Arc<Pool>,
    from: MailFrom,
}

impl SmtpCarrier {
    /// A carrier that connects when there is a first mail. Used inside a Tokio runtime.
    ///
    /// # Errors
    /// [`MailSetupError`].
    pub fn new(settings: &MailSettings) -> Result<Self, MailSetupError> {
        let pool = Pool::new(Line::new(settings)?, settings.connections);
        Ok(Self { pool, from: settings.from.clone() })
    }

    async fn attempt(&self, mail: &Ready) -> MessageOutcome {
        let slot = self.pool.slot().await;
        loop {
            let mut leased = match slot.lease().await {
                Ok(leased) => leased,
                Err(trouble) => return trouble.outcome(),
            };
            match hand_in(&mut leased.connection, mail).await {
                Ok(reference) => {
                    slot.park(leased);
                    return MessageOutcome::Sent { reference };
                }
                Err(trouble) if leased.used && trouble.is_stale_connection() => {}
                Err(trouble) => {
                    if trouble.leaves_connection() {
                        reset(&slot, leased).await;
                    }
                    return trouble.outcome();
                }
            }
        }
    }
}

#[async_trait]
impl MailCarrier for SmtpCarrier {
    async fn send(&self, mail: &OutgoingMail) -> MessageOutcome {
        let ready = match ready(mail, &self.from) {
            Ok(ready) => ready,
            Err(unfit) => {
                let fault = if unfit == Unfit::Recipient { AddressFault::Dead } else { AddressFault::None };
                return MessageOutcome::Refused { reason: unfit.to_string(), fault };
            }
        };
        let attempt = tokio::time::timeout(ATTEMPT_LIMIT, self.attempt(&ready)).await;
        attempt.unwrap_or_else(|_| Trouble::Late(Stage::Content).outcome())
    }

    async fn check(&self) -> Result<(), String> {
        let look = async {
            let mut connection = self.pool.fresh().await?;
            step(Stage::Greeting, connection.command(Noop)).await?;
            farewell(&mut connection).await;
            Ok(())
        };
        let looked = tokio::time::timeout(ATTEMPT_LIMIT, look).await;
        looked.unwrap_or(Err(Trouble::Late(Stage::Greeting))).map_err(|trouble| trouble.to_string())
    }
}

/// The exchange for one mail (RFC 5321, section 3.3). Gives the server's own name for it.
async fn hand_in(connection: &mut AsyncSmtpConnection, mail: &Ready) -> Result<Option<String>, Trouble> {
    let parameters = parameters(connection, mail)?;
    expect(
        Stage::Sender,
        Severity::PositiveCompletion,
        connection.command(Mail::new(Some(mail.from.clone()), parameters)),
    )
    .await?;
    expect(Stage::Recipient, Severity::PositiveCompletion, connection.command(Rcpt::new(mail.to.clone(), Vec::new())))
        .await?;
    expect(Stage::Content, Severity::PositiveIntermediate, connection.command(Data)).await?;
    // large mails over slow lines take what time the attempt has left
    let answer = connection.message(&mail.bytes).await.map_err(|error| Trouble::of(Stage::Content, &error))?;
    completed(Stage::Content, Severity::PositiveCompletion, &answer)?;
    Ok(reference(&answer))
}

fn parameters(connection: &AsyncSmtpConnection, mail: &Ready) -> Result<Vec<MailParameter>, Trouble> {
    // everything but an address beyond ASCII has been encoded
    if mail.bytes.is_ascii() {
        return Ok(Vec::new());
    }
    let offered = |extension| connection.server_info().supports_feature(extension);
    if offered(Extension::SmtpUtfEight) && offered(Extension::EightBitMime) {
        Ok(vec![MailParameter::SmtpUtfEight, MailParameter::Body(MailBodyParameter::EightBitMime)])
    } else {
        Err(Trouble::NoUtf8)
    }
}

/// A command whose answer must be of this kind: an answer to another command is not taken for it.
async fn expect(
    stage: Stage,
    kind: Severity,
    command: impl Future<Output = Result<Response, lettre::transport::smtp::Error>>,
) -> Result<(), Trouble> {
    completed(stage, kind, &step(stage, command).await?)
}

fn completed(stage: Stage, kind: Severity, answer: &Response) -> Result<(), Trouble> {
    if answer.code().severity == kind { Ok(()) } else { Err(Trouble::Confused(stage)) }
}

/// After a refusal the connection is as good as new, if the server agrees.
async fn reset(slot: &Slot<'_>, mut leased: Leased) {
    if expect(Stage::Sender, Severity::PositiveCompletion, leased.connection.command(Rset)).await.is_ok() {
        slot.park(leased);
    }
}
