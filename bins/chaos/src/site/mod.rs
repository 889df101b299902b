//! The machines of a demonstration: a folder, a database, and the server processes on it.

mod home;
mod ports;
mod process;
mod replica;

pub(crate) use home::{ADMIN, Home};
pub(crate) use ports::free_port;
pub(crate) use process::{Process, signal};
pub(crate) use replica::{Replica, Role};

use crate::{
    Outcome,
    books::Books,
    chance::Chance,
    options::{Engine, Options},
    verdict::Verdict,
};
use paylink_pg_cluster::Cluster;
use std::{net::SocketAddr, sync::Arc};
use tokio::task::block_in_place;

/// Servers on one database.
#[derive(Debug)]
pub(crate) struct Site {
    // in the order in which they go: processes, their database, their folder
    pub(crate) replicas: Vec<Replica>,
    pub(crate) cluster: Option<Cluster>,
    pub(crate) home: Home,
}

impl Site {
    /// The usual servers on this engine; not started.
    pub(crate) fn on(engine: Engine, options: &Options) -> Outcome<Self> {
        match engine {
            Engine::Sqlite => {
                println!("  one process on SQLite");
                Self::embedded(options)
            }
            Engine::Postgres => {
                println!("  two web processes and two workers on PostgreSQL");
                Self::replicated(options)
            }
        }
    }

    /// Two web processes and two workers on a PostgreSQL that syncs; not started.
    pub(crate) fn replicated(options: &Options) -> Outcome<Self> {
        let wanted = paylink_pg_cluster::Options { port: Some(free_port()?), ..paylink_pg_cluster::Options::durable() };
        let cluster = block_in_place(|| Cluster::start(wanted))?;
        let home = Home::new(options)?.on_postgres(&cluster, &cluster.fresh_database("chaos")?);
        let mut replicas = Vec::new();
        for (name, role) in
            [("web-1", Role::Web), ("web-2", Role::Web), ("worker-1", Role::Worker), ("worker-2", Role::Worker)]
        {
            replicas.push(Replica::new(&home, name, role)?);
        }
        Ok(Self { home, replicas, cluster: Some(cluster) })
    }

    /// One process that does everything, on the embedded database; not started.
    pub(crate) fn embedded(options: &Options) -> Outcome<Self> {
        Self::embedded_as(options, Role::All)
    }

    /// The same in another role.
    pub(crate) fn embedded_as(options: &Options, role: Role) -> Outcome<Self> {
        let home = Home::new(options)?;
        let replicas = vec![Replica::new(&home, "server", role)?];
        Ok(Self { home, replicas, cluster: None })
    }

    /// Where PostgreSQL listens.
    pub(crate) fn database_address(&self) -> Outcome<SocketAddr> {
        let url = self.home.postgres_url().ok_or("there is no PostgreSQL here")?;
        let (_, rest) = url.split_once('@').ok_or("a database URL without a user")?;
        Ok(rest.split('/').next().unwrap_or_default().parse()?)
    }

    /// A database for the gateway alone, on the same PostgreSQL: how an auditor reads it, and its URL.
    pub(crate) fn database_of_gateway(&self) -> Outcome<(Books, String)> {
        let cluster = self.cluster.as_ref().ok_or("there is no PostgreSQL here")?;
        let url = cluster.fresh_database("gateway")?;
        Ok((Books::postgres(cluster, &url), url))
    }

    /// From the next start on, servers go through a proxy; auditors still go straight.
    pub(crate) fn reach_database_through(&mut self, proxy: SocketAddr) -> Outcome<()> {
        let direct = self.database_address()?.to_string();
        let url = self.home.postgres_url().unwrap_or_default().replacen(&direct, &proxy.to_string(), 1);
        self.home.reach_postgres_by(url);
        Ok(())
    }

    /// Starts every process at once and waits until all of them answer.
    pub(crate) async fn start(&mut self) -> Outcome<()> {
        for replica in &mut self.replicas {
            replica.start(&self.home)?;
        }
        for replica in &mut self.replicas {
            replica.ready().await?;
        }
        Ok(())
    }

    /// Where clients turn to.
    pub(crate) fn front(&self) -> Front {
        let web = self.replicas.iter().filter(|replica| replica.role != Role::Worker);
        Front(web.map(|replica| replica.address).collect())
    }

    /// The database as an auditor reads it.
    pub(crate) fn books(&self) -> Books {
        self.home.books()
    }

    /// Stops, and lets the server's own doctor look at what is left.
    pub(crate) async fn close(&mut self, verdict: &Verdict) -> Outcome<()> {
        self.stop().await?;
        let found = self.home.command(&[], &["doctor"]).output()?;
        let told = [found.stdout, found.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        verdict.figure("doctor", if found.status.success() { "clean" } else { "has findings" });
        verdict.expect(found.status.success(), || format!("doctor: {}\n{told}", found.status));
        Ok(())
    }

    /// Asks every process to stop, and checks that it does so with exit status 0.
    pub(crate) async fn stop(&mut self) -> Outcome<()> {
        for replica in &mut self.replicas {
            replica.stop().await?;
        }
        Ok(())
    }
}

/// The addresses a load balancer would spread requests over. They stay, whoever dies behind them.
#[derive(Debug, Clone)]
pub(crate) struct Front(Arc<[SocketAddr]>);

impl Front {
    /// One of them.
    pub(crate) fn any(&self, chance: &mut Chance) -> Outcome<SocketAddr> {
        chance.one_of(&self.0).copied().ok_or_else(|| "nobody answers requests here".into())
    }
}
