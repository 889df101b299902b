//! Clusters come up, survive a hard stop and leave nothing behind.

#![cfg(test)]

use paylink_pg_cluster::{Cluster, Options, Server, shared};
use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

fn count(server: &Server) -> String {
    server.run("shop", "SELECT count(*) FROM t").unwrap().trim().to_owned()
}

#[test]
fn what_was_committed_is_there_after_a_hard_stop() {
    let mut cluster = Cluster::start(Options::durable()).unwrap();
    let url = cluster.create_database("shop").unwrap();
    cluster.run("shop", "CREATE TABLE t AS SELECT generate_series(1, 1000) AS n").unwrap();
    let first = cluster.postmaster().unwrap();
    cluster.stop_hard().unwrap();
    assert_eq!(cluster.postmaster(), None);
    assert!(cluster.run("shop", "SELECT 1").is_err(), "it is down");
    cluster.stop_hard().unwrap();
    cluster.start_again().unwrap();
    assert_ne!(cluster.postmaster(), Some(first));
    assert_eq!((count(&cluster).as_str(), cluster.url("shop")), ("1000", url));
    assert_eq!(count(cluster.socket()), "1000");
    assert_eq!(cluster.run("shop", "SHOW fsync").unwrap().trim(), "on");
}

#[test]
fn settings_files_and_a_cluster_without_a_port() {
    let mut options = Options { port: None, ..Options::default() }.with("work_mem", "7MB");
    options.files.push(("extra.txt".to_owned(), "hello".to_owned()));
    let cluster = Cluster::start(options).unwrap();
    assert!(cluster.admin_url().contains("host=/"), "{}", cluster.admin_url());
    let asked = cluster.run("postgres", "SELECT current_setting('work_mem'), pg_read_file('extra.txt')").unwrap();
    assert_eq!(asked.trim(), "7MB|hello");
}

#[test]
fn a_server_that_does_not_start_says_why() {
    let error = Cluster::start(Options::default().with("max_connections", "none")).unwrap_err().to_string();
    assert!(error.contains("max_connections"), "{error}");
}

#[test]
fn a_cluster_goes_with_its_value() {
    let cluster = Cluster::start(Options::default()).unwrap();
    let (main, folder) = (cluster.postmaster().unwrap(), folder(&cluster));
    drop(cluster);
    assert!(!Path::new(&format!("/proc/{main}")).exists());
    assert!(!Path::new(&folder).exists());
}

/// Runs only as the child of the test below: starts a cluster, says where, and waits to be killed.
#[test]
fn child_that_is_killed() {
    if std::env::var_os("BE_KILLED").is_none() {
        return;
    }
    let cluster = Cluster::start(Options::default()).unwrap();
    println!("here {} {}", cluster.postmaster().unwrap(), folder(&cluster));
    std::io::stdin().lines().for_each(drop);
    panic!("the parent let go before it killed");
}

#[test]
fn a_cluster_goes_with_a_process_that_is_killed() {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["child_that_is_killed", "--exact", "--nocapture"]).env("BE_KILLED", "1");
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let here = lines.map_while(Result::ok).find_map(|line| Some(line.split_once("here ")?.1.to_owned())).unwrap();
    let (main, folder) = here.split_once(' ').unwrap();
    assert!(Path::new(&format!("/proc/{main}")).exists());
    child.kill().unwrap();
    child.wait().unwrap();
    let began = Instant::now();
    while Path::new(folder).exists() || Path::new(&format!("/proc/{main}")).exists() {
        assert!(began.elapsed() < Duration::from_secs(20), "{here} is still there");
        std::thread::yield_now();
    }
}

#[test]
fn tests_share_a_server_and_have_databases_of_their_own() {
    let server = shared().unwrap();
    let (one, two) = (server.fresh_database("t").unwrap(), server.fresh_database("t").unwrap());
    assert_ne!(one, two);
    assert_eq!(shared().unwrap(), server);
    let name = one.rsplit('/').next().unwrap();
    server.drop_database(name).unwrap();
    assert!(server.run(name, "SELECT 1").is_err());
}

fn folder(cluster: &Cluster) -> String {
    let (_, rest) =
        cluster.socket().admin_url().split_once("host=").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    rest.split('&').next().unwrap().to_owned()
}
