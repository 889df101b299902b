//! Connections that break off in the middle, through a proxy that cuts them.

use crate::smtp::{PLAIN, Smtpd, carrier, failed, mail, sent};
use paylink_core::ports::MailCarrier as _;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
};

/// Where a connection is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// In the middle of the mail: the server never sees its end.
    InTheMail,
    /// After the mail: the server took it, its answer is lost.
    BeforeTheAnswer,
}

/// A proxy to `server` that cuts the first connections that come to a mail. Gives its port, and how often it was used.
async fn proxy(server: u16, cut: Cut, times: usize) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let used = Arc::new(AtomicUsize::new(0));
    let counter = used.clone();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let number = counter.fetch_add(1, Ordering::SeqCst);
            let upstream = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
            let cut = (number < times).then_some(cut);
            tokio::spawn(connection(client, upstream, cut));
        }
    });
    (port, used)
}

async fn connection(client: TcpStream, upstream: TcpStream, cut: Option<Cut>) {
    let (mut from_client, to_client) = client.into_split();
    let (from_server, mut to_server) = upstream.into_split();
    let answers = tokio::spawn(answers(from_server, to_client, cut));
    let mut mail = false;
    let mut buffer = [0; 1024];
    while let Ok(length @ 1..) = from_client.read(&mut buffer).await {
        if mail && cut == Some(Cut::InTheMail) {
            answers.abort();
            return;
        }
        mail |= buffer[..length].ends_with(b"DATA\r\n");
        to_server.write_all(&buffer[..length]).await.unwrap();
    }
}

/// Passes on what the server says, up to where it takes the mail over.
async fn answers(mut from_server: OwnedReadHalf, mut to_client: OwnedWriteHalf, cut: Option<Cut>) {
    let mut buffer = [0; 1024];
    while let Ok(length @ 1..) = from_server.read(&mut buffer).await {
        let taken = String::from_utf8_lossy(&buffer[..length]).contains("queued as");
        if taken && cut == Some(Cut::BeforeTheAnswer) {
            return;
        }
        if to_client.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_mail_cut_in_the_middle_arrives_once_by_the_second_attempt() {
    let mut server = Smtpd::start(PLAIN).await;
    let (port, used) = proxy(server.port, Cut::InTheMail, 1).await;
    let carrier = carrier(port);
    let outgoing = mail("payer@example.org");
    assert_eq!(failed(carrier.send(&outgoing).await), "the connection to the mail server broke off");
    sent(carrier.send(&outgoing).await);
    assert_eq!(used.load(Ordering::SeqCst), 2, "the broken connection is not used again");
    let got = server.mail().await;
    assert_eq!(got["headers"]["Message-ID"], format!("<{}@pay.example.com>", outgoing.id));
    assert!(server.peer.rest().is_empty(), "half a mail is no mail");
}

#[tokio::test]
async fn a_mail_whose_answer_is_lost_comes_again_only_under_the_same_id() {
    let mut server = Smtpd::start(PLAIN).await;
    let (port, _) = proxy(server.port, Cut::BeforeTheAnswer, 1).await;
    let carrier = carrier(port);
    let outgoing = mail("payer@example.org");
    assert_eq!(failed(carrier.send(&outgoing).await), "the connection to the mail server broke off");
    sent(carrier.send(&outgoing).await);
    let (first, second) = (server.mail().await, server.mail().await);
    assert_eq!(first["raw"], second["raw"], "byte for byte the same, its id included");
    assert!(server.peer.rest().is_empty());
}

/// Counts the connections that are open at the same time.
#[tokio::test]
async fn no_more_connections_are_opened_than_allowed() {
    let mut server = Smtpd::start(PLAIN).await;
    let (port, used) = proxy(server.port, Cut::InTheMail, 0).await;
    let settings = crate::smtp::settings(&format!("smtp://127.0.0.1:{port}?tls=none"));
    let carrier =
        paylink_notify::SmtpCarrier::new(&paylink_notify::MailSettings { connections: 3, ..settings }).unwrap();
    let mut running = tokio::task::JoinSet::new();
    for number in 0..40 {
        let carrier = carrier.clone();
        running.spawn(async move { sent(carrier.send(&mail(&format!("payer{number}@example.org"))).await) });
    }
    assert_eq!(running.join_all().await.len(), 40);
    for _ in 0..40 {
        server.mail().await;
    }
    assert!(used.load(Ordering::SeqCst) <= 3, "{} connections", used.load(Ordering::SeqCst));
}
