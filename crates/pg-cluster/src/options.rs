//! What kind of cluster.

use std::path::PathBuf;

/// How a cluster is set up. The default is for tests: quick, on a free port of the loopback interface and on a socket.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether commits reach the disk. Off is for plain tests; crash tests and benchmarks need it on.
    pub fsync: bool,
    /// A port of 127.0.0.1, 0 for one that is free. `None`: only the socket.
    pub port: Option<u16>,
    /// More settings, as in `postgresql.conf`; they win over our own.
    pub settings: Vec<(String, String)>,
    /// Files to put into the data folder (name, text), for certificates: mode 0600, and settings name them relative to it.
    pub files: Vec<(String, String)>,
    /// Lines of `pg_hba.conf` in place of "everybody is trusted".
    pub access: Option<String>,
    /// The folder to make the cluster's own folder in. The default is memory where the system has it, for a cluster
    /// without fsync, and the system's folder for temporary files otherwise.
    pub folder: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { fsync: false, port: Some(0), settings: Vec::new(), files: Vec::new(), access: None, folder: None }
    }
}

impl Options {
    /// Commits reach the disk, everything else as in the default.
    #[must_use]
    pub fn durable() -> Self {
        Self { fsync: true, ..Self::default() }
    }

    /// One more setting.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Our settings, then those given.
    pub(crate) fn arguments(&self, port: u16, sockets: &str) -> Vec<String> {
        let on_off = |on: bool| if on { "on" } else { "off" };
        let mut settings = vec![
            ("port", port.to_string()),
            ("listen_addresses", self.port.map_or("", |_| "127.0.0.1").to_owned()),
            ("unix_socket_directories", sockets.to_owned()),
            ("max_connections", "500".to_owned()),
            ("fsync", on_off(self.fsync).to_owned()),
            ("full_page_writes", on_off(self.fsync).to_owned()),
            ("shared_buffers", "128MB".to_owned()),
            ("timezone", "UTC".to_owned()),
        ];
        settings.extend(self.settings.iter().map(|(name, value)| (name.as_str(), value.clone())));
        settings.into_iter().flat_map(|(name, value)| ["-c".to_owned(), format!("{name}={value}")]).collect()
    }
}
