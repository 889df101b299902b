//! The files for containers: nothing can build an image here, so what can be held against the truth is.

use crate::world::Server;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const FILES: [&str; 4] = [
    "Containerfile",
    "docs/deploy/compose.yaml",
    "docs/deploy/paylink.env.example",
    "docs/deploy/postgres.env.example",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Words that look like settings of the server.
fn settings(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| word.starts_with("PAYLINK_"))
}

#[test]
fn every_setting_that_the_container_files_name_exists() {
    let sources = include_str!("../../src/config/sources.rs");
    let mut count = 0;
    for path in FILES {
        for name in settings(&read(path)) {
            assert!(sources.contains(&format!("\"{name}\",")), "{path}: {name} is no setting");
            count += 1;
        }
    }
    assert!(count >= 10, "only {count} were found");
}

#[test]
fn what_the_image_is_built_from_is_there_and_reaches_the_build() {
    let ignore = read(".dockerignore");
    let mut sources = 0;
    for line in read("Containerfile").lines().filter_map(|line| line.strip_prefix("COPY ")) {
        let words: Vec<&str> = line.split_whitespace().filter(|word| !word.starts_with("--")).collect();
        if line.contains("--from=") {
            continue;
        }
        for source in &words[..words.len() - 1] {
            assert!(root().join(source).exists(), "COPY {source}");
            assert!(ignore.lines().any(|line| line.strip_prefix('!') == Some(source)), ".dockerignore hides {source}");
            sources += 1;
        }
    }
    assert_eq!(sources, 5);
}

#[test]
fn the_image_is_built_with_the_compiler_the_workspace_names() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let version = manifest["workspace"]["package"]["rust-version"].as_str().unwrap();
    assert!(read("Containerfile").contains(&format!("FROM rust:{version}-")));
}

/// The health check of the image, run here against a server at `address`.
fn health_check(address: &str) -> Output {
    let file = read("Containerfile");
    let (_, command) = file.split_once("HEALTHCHECK").unwrap().1.split_once("CMD ").unwrap();
    let words: Vec<String> = serde_json::from_str(command.lines().next().unwrap()).unwrap();
    Command::new(&words[0]).args(&words[1..]).env("PAYLINK_BIND", address).output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_health_check_of_the_image_tells_a_server_that_works_from_one_that_does_not() {
    let server = Server::new().await;
    let address = server.address.to_string();
    let checked = health_check(&address);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    server.kill();
    assert!(!health_check(&address).status.success());
}

#[test]
fn nginx_asks_the_servers_that_the_compose_file_starts() {
    let (compose, nginx) = (read("docs/deploy/compose.yaml"), read("docs/deploy/nginx.conf"));
    let servers =
        nginx.lines().filter_map(|line| line.trim().strip_prefix("server ")?.split_once(' ')?.0.split_once(':'));
    let mut count = 0;
    for (name, port) in servers {
        assert!(compose.contains(&format!("\n  {name}:\n    <<: *web\n")), "{name} is no web server");
        assert!(compose.contains(&format!("PAYLINK_BIND: 0.0.0.0:{port}\n")), "no server listens on {port}");
        count += 1;
    }
    assert_eq!(count, 2);
}
