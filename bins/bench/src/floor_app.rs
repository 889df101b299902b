//! The floor of everything over HTTP: an actix-web app that answers the same bytes from memory.
//!
//! In a process of its own, as the server is. Nothing about it is tuned.

use crate::{Outcome, http::Answer, process::Child};
use actix_web::{
    App, HttpResponse, HttpServer,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
    rt::System,
    web::{self, Bytes, Data},
};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What it answers: to GET `/p/{slug}`, and to POST `/v1/payment_links`.
struct Canned {
    page: Ready,
    link: Ready,
}

struct Ready {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

impl Ready {
    fn read(file: &Path) -> Outcome<Self> {
        let answer = Answer::read(&std::fs::read(file)?)?;
        let mut headers = Vec::new();
        for (name, value) in answer.headers {
            // the server writes these two by itself
            if !matches!(name.as_str(), "content-length" | "date") {
                headers.push((name.parse()?, value.parse()?));
            }
        }
        Ok(Self { status: StatusCode::from_u16(answer.status)?, headers, body: answer.body.into() })
    }

    fn answer(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        for header in &self.headers {
            answer.insert_header(header.clone());
        }
        answer.body(self.body.clone())
    }
}

async fn page(canned: Data<Canned>) -> HttpResponse {
    canned.page.answer()
}

async fn link(canned: Data<Canned>, _body: Bytes) -> HttpResponse {
    canned.link.answer()
}

/// Runs it until it is killed; says on standard output where it listens.
pub(crate) fn run(answers: &[PathBuf]) -> Outcome<()> {
    let [page_file, link_file] = answers else { return Err("the floor app wants two files".into()) };
    let canned = Data::new(Canned { page: Ready::read(page_file)?, link: Ready::read(link_file)? });
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    System::new().block_on(async move {
        let routes = move || {
            App::new()
                .app_data(canned.clone())
                .route("/p/{slug}", web::get().to(page))
                .route("/v1/payment_links", web::post().to(link))
        };
        HttpServer::new(routes).listen(listener)?.run().await
    })?;
    Ok(())
}

/// Starts it as a child that answers what the two files hold, given as it came over the wire.
pub(crate) fn start(own: &Path, page: &Path, link: &Path) -> Outcome<(Child, SocketAddr)> {
    let mut command = Command::new(own);
    command.arg("floor-app").args([page, link]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = Child(command.spawn()?);
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().ok_or("no standard output")?).read_line(&mut line)?;
    Ok((child, line.trim().parse()?))
}
