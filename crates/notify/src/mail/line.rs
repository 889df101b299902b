//! Getting through to the mail server, up to where it takes mail.

use super::{
    reply::{Stage, Trouble},
    settings::{MailSettings, MailSetupError},
    url::{Encryption, SmtpServer},
};
use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::{AsyncSmtpConnection, Certificate, TlsParameters},
    extension::ClientId,
};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use std::{future::Future, time::Duration};

/// Limit for the connection itself, and for each command.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
const STEP_LIMIT: Duration = Duration::from_secs(20);
/// What nearly every server offers. Both show the password, so that TLS has to hide it.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

/// How to get through. Debug output is left out on purpose: it would show the password.
pub(super) struct Line {
    host: String,
    port: u16,
    encryption: Encryption,
    tls: TlsParameters,
    login: Option<Credentials>,
    hello: ClientId,
}

impl Line {
    pub(super) fn new(settings: &MailSettings) -> Result<Self, MailSetupError> {
        let SmtpServer { host, port, encryption, login, .. } = &settings.server;
        let login = login
            .as_ref()
            .map(|login| Credentials::new(login.user.expose().to_owned(), login.password.expose().to_owned()));
        Ok(Self {
            host: host.clone(),
            port: *port,
            encryption: *encryption,
            tls: tls(settings)?,
            login,
            hello: ClientId::Domain(settings.from.address.domain().to_owned()),
        })
    }

    /// A connection that takes mail.
    pub(super) async fn open(&self) -> Result<AsyncSmtpConnection, Trouble> {
        let place = (self.host.as_str(), self.port);
        let from_the_start = match self.encryption {
            Encryption::Implicit => Some(self.tls.clone()),
            Encryption::Required | Encryption::Opportunistic | Encryption::Never => None,
        };
        let opening =
            AsyncSmtpConnection::connect_tokio1(place, Some(CONNECT_LIMIT), &self.hello, from_the_start, None);
        let mut connection = step(Stage::Greeting, opening).await?;
        self.encrypt(&mut connection).await?;
        if let Some(credentials) = &self.login {
            if connection.server_info().get_auth_mechanism(&MECHANISMS).is_none() {
                return Err(Trouble::NoLogin);
            }
            let answer = step(Stage::Login, connection.auth(&MECHANISMS, credentials)).await?;
            if !answer.has_code(235) {
                return Err(Trouble::Confused(Stage::Login));
            }
        }
        Ok(connection)
    }

    async fn encrypt(&self, connection: &mut AsyncSmtpConnection) -> Result<(), Trouble> {
        match self.encryption {
            Encryption::Implicit | Encryption::Never => return Ok(()),
            Encryption::Required if !connection.can_starttls() => return Err(Trouble::NoTls),
            Encryption::Opportunistic if !connection.can_starttls() => return Ok(()),
            Encryption::Required | Encryption::Opportunistic => {}
        }
        step(Stage::Tls, connection.starttls(self.tls.clone(), &self.hello)).await
    }
}

/// One exchange with the server, within its time.
pub(super) async fn step<T>(stage: Stage, doing: impl Future<Output = Result<T, Error>>) -> Result<T, Trouble> {
    match tokio::time::timeout(STEP_LIMIT, doing).await {
        Ok(done) => done.map_err(|error| Trouble::of(stage, &error)),
        Err(_) => Err(Trouble::Late(stage)),
    }
}

fn tls(settings: &MailSettings) -> Result<TlsParameters, MailSetupError> {
    let server = &settings.server;
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &settings.extra_ca_pem {
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        if !found.is_ok_and(|found| !found.is_empty()) {
            return Err(MailSetupError::Certificates);
        }
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(|_| MailSetupError::Certificates)?);
    }
    // where TLS may be missing altogether, an unknown certificate is still better than none (RFC 7435)
    let anyone = server.encryption == Encryption::Opportunistic && settings.extra_ca_pem.is_none();
    builder.dangerous_accept_invalid_certs(anyone).build_rustls().map_err(|_| MailSetupError::Tls)
}
