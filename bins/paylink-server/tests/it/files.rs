//! Files on the real server: hostile ones, too many at once, and a server that is killed while it takes them.

mod hostile;

use crate::world::{Heard, Home, Say, Server, Shop, text};
use futures_util::future::join_all;
use hostile::{hostile, pdf, png};
use serde_json::Value;

const MIB: usize = 1024 * 1024;
/// Memory may grow by this much, in KiB.
const GROWTH: u64 = 64 * 1024;

/// A line of `/proc/…/status`, in KiB.
fn memory(server: &Server, line: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap();
    let line = status.lines().find_map(|found| found.strip_prefix(line)).unwrap();
    line.trim_start_matches(':').trim().trim_end_matches(" kB").trim().parse().unwrap()
}

/// The request that sends a form with this file.
fn upload(say: Say, name: &str, content: &[u8]) -> Say {
    let mut body =
        format!("--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes();
    body.extend(content);
    body.extend(b"\r\n--b0--\r\n");
    say.raw("multipart/form-data; boundary=b0", &body)
}

fn attach(server: &Server, link: &Value, name: &str, content: &[u8]) -> Say {
    upload(server.admin("POST", &format!("/v1/payment_links/{}/attachments", text(link, "id"))), name, content)
}

async fn download(server: &Server, url: &str) -> Heard {
    let path = url.find("/p/").or_else(|| url.find("/logos/")).map(|at| url.split_at(at).1).unwrap();
    server.say("GET", path).send().await
}

/// A document of exactly this length.
fn pdf_of(length: usize) -> Vec<u8> {
    let bare = pdf(b"");
    let comment = vec![b'%'; length - bare.len()];
    let full = pdf(&comment);
    assert_eq!(full.len(), length);
    full
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_files_are_refused_or_made_harmless_in_little_memory() {
    let server = Home::new().with("PAYLINK_RATE_LIMITS", "false").serve().await;
    let shop = Shop::open(&server).await;
    let logo = format!("/v1/merchants/{}/logo", shop.merchant);
    let before = memory(&server, "VmRSS");
    let files = hostile();
    assert!(files.len() >= 30, "{}", files.len());
    for file in &files {
        let link = shop.one_time_link(&server).await;
        let heard = if file.as_logo {
            upload(server.admin("PUT", &logo), file.name, &file.content).send().await
        } else {
            attach(&server, &link, file.name, &file.content).send().await
        };
        assert_eq!(heard.status, file.status, "{}: {}", file.what, heard.text());
        if heard.status >= 400 {
            assert_eq!(heard.header("content-type"), Some("application/problem+json"), "{}", file.what);
            continue;
        }
        let answer = heard.json();
        let url = if file.as_logo { text(&answer, "logo_url") } else { text(&answer, "url") };
        let kept = download(&server, &url).await;
        assert_eq!((kept.status, kept.header("x-content-type-options")), (200, Some("nosniff")), "{}", file.what);
        assert_eq!(kept.header("content-security-policy"), Some("sandbox; default-src 'none'"), "{}", file.what);
        if !file.as_logo {
            let disposition = kept.header("content-disposition").unwrap();
            assert!(disposition.starts_with("attachment; "), "{}: {disposition}", file.what);
            assert!(!disposition.contains(['/', '\r', '\n']) && disposition.is_ascii(), "{}: {disposition}", file.what);
        }
        let hidden = |bytes: &[u8]| kept.body.windows(bytes.len()).any(|window| window == bytes);
        assert!(!hidden(b"<?php") && !hidden(b"PK\x03\x04") && !hidden(b"alert("), "{}", file.what);
    }
    let peak = memory(&server, "VmHWM");
    println!("{} files, {before} to at most {peak} KiB", files.len());
    assert!(peak < before + GROWTH, "from {before} to {peak} KiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_uploads_at_once_exactly_as_many_are_kept_as_fit() {
    const FIT: usize = 7;
    let quota = (FIT * 10 * MIB + 5 * MIB).to_string();
    let home = Home::new().with("PAYLINK_RATE_LIMITS", "false").with("PAYLINK_FILES_QUOTA", &quota);
    let server = home.serve().await;
    let shop = Shop::open(&server).await;
    let links = join_all((0..50).map(|_| shop.one_time_link(&server))).await;
    let content = pdf_of(10 * MIB);
    let before = memory(&server, "VmRSS");
    let heard = join_all(links.iter().map(|link| {
        let say = attach(&server, link, "large.pdf", &content);
        async move { say.send().await }
    }))
    .await;
    let peak = memory(&server, "VmHWM");
    let kept: Vec<_> = heard.iter().filter(|heard| heard.status == 201).collect();
    let refused = heard.iter().filter(|heard| heard.status == 409 && heard.code() == "file_quota_exceeded").count();
    println!("{} kept, {refused} refused, {before} to at most {peak} KiB", kept.len());
    assert_eq!((kept.len(), refused), (FIT, 50 - FIT));
    for heard in kept {
        assert!(download(&server, &text(&heard.json(), "url")).await.body == content, "kept whole");
    }
    assert!(peak < before + GROWTH, "from {before} to {peak} KiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_kills() {
    let mut server = Home::new().with("PAYLINK_RATE_LIMITS", "false").serve().await;
    let shop = Shop::open(&server).await;
    let mut kept: Vec<(String, Vec<u8>)> = Vec::new();
    for round in 0..3_usize {
        let links = join_all((0..12).map(|_| shop.one_time_link(&server))).await;
        let contents: Vec<_> = (0..12).map(|number| pdf_of(200_000 + round * 1000 + number)).collect();
        let sending = links.iter().zip(&contents).map(|(link, content)| {
            let say = attach(&server, link, "kept.pdf", content);
            let content = content.clone();
            tokio::spawn(async move { say.try_send().await.ok().map(|heard| (heard, content)) })
        });
        let mut sending: Vec<_> = sending.collect();
        // some have been answered, others are on their way
        let rest = sending.split_off(4);
        let first = join_all(sending).await;
        let home = server.kill();
        let answers = first.into_iter().chain(join_all(rest).await).filter_map(|task| task.unwrap());
        kept.extend(
            answers
                .filter(|(heard, _)| heard.status == 201)
                .map(|(heard, content)| (text(&heard.json(), "url"), content)),
        );
        server = home.serve().await;
    }
    assert!(kept.len() >= 12, "{} were acknowledged", kept.len());
    for (url, content) in &kept {
        let heard = download(&server, url).await;
        assert!(heard.status == 200 && heard.body == *content, "{url}: {}", heard.status);
    }
    let logo = server.admin("PUT", &format!("/v1/merchants/{}/logo", shop.merchant)).raw("image/png", &png(8, 8));
    let logo = text(&logo.send().await.ok(200), "logo_url");
    let home = server.kill();
    let examined = home.run(&["doctor"]);
    let said = String::from_utf8_lossy(&examined.stdout).into_owned();
    assert!(examined.status.success() && said.contains("files: "), "{said}");
    let server = home.serve().await;
    assert_eq!(download(&server, &logo).await.status, 200);
    let place = server.home.path().to_owned();
    let removed = find(&place, logo.rsplit('/').next().unwrap().trim_end_matches(".png"));
    std::fs::remove_file(removed).unwrap();
    let home = server.kill();
    let examined = home.run(&["doctor"]);
    let said = String::from_utf8_lossy(&examined.stdout).into_owned();
    assert!(!examined.status.success() && said.contains("the file store does not hold it"), "{said}");
}

/// Where the file of this name lies below `folder`.
fn find(folder: &std::path::Path, name: &str) -> std::path::PathBuf {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name().to_str() == Some(name) {
                return entry.path();
            }
        }
    }
    panic!("{name} is nowhere");
}
