//! Exports of the running server: whole, in little memory, at the pace of the client, and over when it hangs up.

use crate::world::{ADMIN, Books, Heard, Home, Server, Shop, eventually};
use serde_json::json;
use std::{collections::HashSet, fs};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Links of the short proof; `PAYLINK_TEST_EXPORT` asks for more, and then for smaller ones.
const ROWS: i64 = 20_000;
/// What a server may need on top to export any number of rows, in KiB.
const GROWTH: u64 = 64 * 1024;

/// How many links, and how many bytes of metadata each of them has.
fn asked() -> (i64, usize) {
    let asked = std::env::var("PAYLINK_TEST_EXPORT").ok().map(|count| count.parse::<i64>().unwrap());
    // more in all than may be held
    asked.map_or((ROWS, 6_000), |count| (count, 100))
}

/// A server with that many links: copies of one, made by SQL.
async fn filled(rows: i64, bytes: usize) -> Server {
    let server = Home::new().serve().await;
    let shop = Shop::open(&server).await;
    let metadata: serde_json::Map<String, serde_json::Value> =
        (0..bytes.div_ceil(500)).map(|key| (format!("k{key}"), json!("m".repeat(bytes.min(500))))).collect();
    shop.link(&server, json!({"description": "=1+1", "metadata": metadata})).await;
    let home = server.kill();
    let mut books = Books::open_to_change(&home.database());
    let changed = |column: &str| match column {
        "id" => "randomblob(16)".to_owned(),
        "slug" | "slug_key" => "'copy' || i".to_owned(),
        "created_at" | "updated_at" => format!("s.{column} - i"),
        column => format!("s.{column}"),
    };
    let columns = books.columns("links");
    let values: Vec<String> = columns.iter().map(|column| changed(column)).collect();
    books.run(&format!(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; \
         INSERT INTO links ({}) SELECT {} FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
         WHERE i < {}) SELECT i FROM n), (SELECT * FROM links LIMIT 1) AS s; PRAGMA wal_checkpoint(TRUNCATE)",
        columns.join(", "),
        values.join(", "),
        rows - 1,
    ));
    drop(books);
    home.serve().await
}

/// A line of `/proc/<pid>/status`, in KiB.
fn memory(server: &Server, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name}"));
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// What the server has read from files since it started, in bytes.
fn read_so_far(server: &Server) -> u64 {
    let io = fs::read_to_string(format!("/proc/{}/io", server.pid())).unwrap();
    io.lines().find_map(|line| line.strip_prefix("rchar: ")).unwrap().parse().unwrap()
}

/// Memory now; its peak counts from here on.
fn at_rest(server: &Server) -> u64 {
    fs::write(format!("/proc/{}/clear_refs", server.pid()), "5").unwrap();
    memory(server, "VmRSS:")
}

/// An answer in chunks, read as it comes.
struct Download {
    stream: TcpStream,
    /// Read, and not yet understood.
    waiting: Vec<u8>,
    /// What is left of the chunk that has begun; `None` before its length.
    left: Option<usize>,
    over: bool,
}

impl Download {
    async fn begin(server: &Server, path: &str) -> Self {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\nauthorization: Bearer {ADMIN}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut download = Self { stream, waiting: Vec::new(), left: None, over: false };
        while !download.waiting.windows(4).any(|window| window == b"\r\n\r\n") {
            assert!(download.more().await > 0, "an answer");
        }
        let end = download.waiting.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(download.waiting.drain(..end + 4).collect()).unwrap();
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("transfer-encoding: chunked"), "{head}");
        download
    }

    async fn more(&mut self) -> usize {
        let mut bytes = vec![0; 64 * 1024];
        let count = self.stream.read(&mut bytes).await.unwrap();
        self.waiting.extend_from_slice(&bytes[..count]);
        count
    }

    /// The next piece of the body; `None` after the last chunk. Panics when the answer is broken off.
    async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            match self.left {
                Some(left) if !self.waiting.is_empty() && left > 0 => {
                    let taken = left.min(self.waiting.len());
                    self.left = Some(left - taken);
                    return Some(self.waiting.drain(..taken).collect());
                }
                // the line break behind a chunk
                Some(0) if self.waiting.len() >= 2 => {
                    self.waiting.drain(..2);
                    self.left = None;
                    if self.over {
                        return None;
                    }
                }
                None if self.waiting.contains(&b'\n') => {
                    let end = self.waiting.iter().position(|byte| *byte == b'\n').unwrap();
                    let line: Vec<u8> = self.waiting.drain(..=end).collect();
                    let size = usize::from_str_radix(std::str::from_utf8(&line).unwrap().trim(), 16).unwrap();
                    (self.left, self.over) = (Some(size), size == 0);
                }
                Some(_) | None => assert!(self.more().await > 0, "the answer was broken off"),
            }
        }
    }

    /// The ids at the beginning of each line of what is left, after `rest` of a line.
    async fn ids(&mut self, mut rest: Vec<u8>) -> Vec<String> {
        let mut ids = Vec::new();
        while let Some(piece) = self.next().await {
            rest.extend(piece);
            let whole = rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            let lines: Vec<u8> = rest.drain(..whole).collect();
            for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                let text = std::str::from_utf8(line).unwrap();
                let id = text.strip_prefix("{\"id\":\"").unwrap_or(text).split([',', '"']).next().unwrap();
                ids.push(id.to_owned());
            }
        }
        assert!(rest.is_empty(), "half a line");
        ids
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_number_of_rows_is_exported_whole_in_little_memory() {
    let (rows, bytes) = asked();
    let server = filled(rows, bytes).await;
    let count = usize::try_from(rows).unwrap();
    for (path, names) in [("/v1/payment_links?format=csv", 1), ("/v1/payment_links?format=jsonl&sort=updated_at", 0)] {
        let before = at_rest(&server);
        let began = std::time::Instant::now();
        let mut ids = Download::begin(&server, path).await.ids(Vec::new()).await;
        let grown = memory(&server, "VmHWM:").saturating_sub(before);
        eprintln!("{path}: {rows} rows in {:?}, {} KiB more memory", began.elapsed(), grown);
        assert_eq!(ids.len(), count + names, "{path}");
        ids.drain(..names);
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), count, "{path}: each once");
        assert!(grown < GROWTH, "{path}: {grown} KiB more");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_reads_slowly_holds_up_nobody_and_gets_everything() {
    let server = filled(ROWS, 6_000).await;
    let before = at_rest(&server);
    let mut slow = Download::begin(&server, "/v1/payment_links?format=jsonl").await;
    let first = slow.next().await.unwrap();
    // the slow one takes nothing until these are through: other exports, and small requests between them
    for _ in 0..2 {
        let others = Download::begin(&server, "/v1/payment_links?format=jsonl&sort=amount").await.ids(Vec::new()).await;
        assert_eq!(i64::try_from(others.len()), Ok(ROWS));
        let answer: Heard = server.admin("GET", "/v1/payment_links?limit=1").send().await;
        assert_eq!(answer.status, 200);
    }
    let grown = memory(&server, "VmHWM:").saturating_sub(before);
    assert!(grown < GROWTH, "{grown} KiB more while one waits");
    let ids: HashSet<String> = slow.ids(first).await.into_iter().collect();
    assert_eq!(i64::try_from(ids.len()), Ok(ROWS));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_whose_client_hangs_up_is_over() {
    let server = filled(ROWS, 6_000).await;
    let path = "/v1/payment_links?format=csv";
    let start = read_so_far(&server);
    assert!(!Download::begin(&server, path).await.ids(Vec::new()).await.is_empty());
    let one = read_so_far(&server) - start;
    let start = read_so_far(&server);
    for _ in 0..20 {
        let mut download = Download::begin(&server, path).await;
        assert!(download.next().await.is_some());
    }
    // as much time as one export needs, and more than all of them had to go on reading
    assert!(!Download::begin(&server, path).await.ids(Vec::new()).await.is_empty());
    let all = read_so_far(&server) - start;
    assert!(all < 3 * one, "20 that hung up and one that did not read {all} bytes, one alone reads {one}");
    let sockets = eventually("the connections are gone", async || {
        let open = fs::read_dir(format!("/proc/{}/fd", server.pid())).unwrap();
        let targets = open.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
        let count = targets.filter(|target| target.to_string_lossy().starts_with("socket:")).count();
        (count < 20).then_some(count)
    })
    .await;
    assert!(sockets > 0, "it still listens");
}
