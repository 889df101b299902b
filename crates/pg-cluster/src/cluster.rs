//! One cluster: made, started, killed, started again, removed.

use crate::{
    Error, Options, Server,
    processes::{children, postmaster, runs, signal},
    programs::{as_postgres, output, program},
};
use std::{
    fs,
    io::Write as _,
    net::TcpListener,
    ops::Deref,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// How long a start may take; recovery after a hard stop is part of it.
const START: Duration = Duration::from_secs(60);
/// How long killed processes may take to be gone.
const GONE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);
/// The socket's name holds a port too; any number does when nothing listens on it.
const SOCKET_PORT: u16 = 5432;

/// A PostgreSQL of one's own, on this machine only. See [`Server`] for its databases.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    server: Server,
    socket: Server,
    /// Closing its standard input ends the server and removes the folder.
    supervisor: Child,
    /// The process that must not be taken for the one being started.
    killed: Option<u32>,
}

impl Cluster {
    /// Makes a cluster in a fresh folder and starts it, about two seconds in all.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start; then with the end of its log.
    pub fn start(options: Options) -> Result<Self, Error> {
        let folder = make_folder(&options)?;
        let data = text(&folder.join("data"))?;
        let made = Self::prepare(&options, &data).and_then(|()| Self::supervise(&options, &folder, &data));
        let mut cluster = made.inspect_err(|_| drop(fs::remove_dir_all(&folder)))?;
        cluster.start_again()?;
        Ok(cluster)
    }

    fn prepare(options: &Options, data: &str) -> Result<(), Error> {
        let mut initdb = as_postgres(&program("initdb")?)?;
        initdb.args(["--pgdata", data, "--username", "paylink", "--auth", "trust", "--no-sync"]);
        output(initdb.args(["--encoding", "UTF8", "--locale", "C.UTF-8"]))?;
        for (name, text) in &options.files {
            write_file(&format!("{data}/{name}"), text)?;
        }
        options.access.as_ref().map_or(Ok(()), |text| write_file(&format!("{data}/pg_hba.conf"), text))
    }

    fn supervise(options: &Options, folder: &Path, data: &str) -> Result<Self, Error> {
        let port = match options.port {
            Some(0) => free_port()?,
            Some(port) => port,
            None => SOCKET_PORT,
        };
        let sockets = text(folder)?;
        let mut shell = as_postgres(Path::new("sh"))?;
        shell.args(["-c", include_str!("supervise.sh"), "supervise", &sockets]);
        shell.arg(program("postgres")?).args(["-D", data]).args(options.arguments(port, &sockets));
        // a group of its own: Ctrl-C at a terminal reaches us, and the closed pipe reaches the server
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let supervisor = shell.spawn().map_err(Error::of("start a shell"))?;
        let socket = Server::on_socket(&sockets, port);
        let server = options.port.map_or_else(|| socket.clone(), |_| Server::on_port(port));
        Ok(Self { folder: folder.to_owned(), server, socket, supervisor, killed: None })
    }

    /// Where it is: on its port if it has one, else on its socket. The same for as long as the cluster lives.
    #[must_use]
    pub const fn server(&self) -> &Server {
        &self.server
    }

    /// Where it is by its socket, which is a little quicker than a port.
    #[must_use]
    pub const fn socket(&self) -> &Server {
        &self.socket
    }

    /// The main process, to send signals to.
    #[must_use]
    pub fn postmaster(&self) -> Option<u32> {
        postmaster(&self.data()).map(|(pid, _)| pid).filter(|pid| runs(*pid))
    }

    /// Kills the server and all its sessions at once, as a power cut would (`SIGKILL`). What was committed stays, as far as
    /// the settings reach.
    ///
    /// # Errors
    /// When a process does not go away.
    pub fn stop_hard(&mut self) -> Result<(), Error> {
        let Some(main) = self.postmaster() else { return Ok(()) };
        // stopped first: it must not begin a session between being looked at and being killed
        signal("STOP", &[main])?;
        let mut all = vec![main];
        all.extend(children(main));
        signal("KILL", &all)?;
        self.killed = Some(main);
        let began = Instant::now();
        while all.iter().any(|pid| runs(*pid)) {
            if began.elapsed() > GONE {
                return Err(Error::new("stop PostgreSQL", "a process that was killed is still there"));
            }
            sleep(PAUSE);
        }
        Ok(())
    }

    /// Starts the server that was stopped, at the same address, and waits until it takes connections.
    ///
    /// # Errors
    /// When it does not come up; then with the end of its log.
    pub fn start_again(&mut self) -> Result<(), Error> {
        let pipe = self.supervisor.stdin.as_mut();
        let pipe = pipe.ok_or_else(|| Error::new("start PostgreSQL", "its shell is gone"))?;
        pipe.write_all(b"start\n").map_err(Error::of("start PostgreSQL"))?;
        let (began, before) = (Instant::now(), self.log().len());
        while !postmaster(&self.data()).is_some_and(|(pid, ready)| ready && self.killed != Some(pid)) {
            if began.elapsed() > START || self.refused(before) {
                return Err(Error::new("start PostgreSQL", self.log_end()));
            }
            sleep(PAUSE);
        }
        self.killed = None;
        Ok(())
    }

    /// Whether the start ended in an error that the log tells from there on. Sessions end in such lines too.
    fn refused(&self, from: usize) -> bool {
        let of_sessions = ["the database system is", "terminating connection"];
        let ended = |line: &str| line.contains("FATAL:") && !of_sessions.iter().any(|text| line.contains(text));
        self.postmaster().is_none() && self.log().get(from..).unwrap_or_default().lines().any(ended)
    }

    fn log_end(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        lines.get(lines.len().saturating_sub(8)..).unwrap_or_default().join("\n")
    }

    /// What the server logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

impl Deref for Cluster {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.supervisor.stdin.take());
        // nothing to be done about a shell that cannot be waited for
        let _ = self.supervisor.wait();
    }
}

/// A folder that belongs to the user PostgreSQL runs as. Short: a socket's path has 107 bytes at most.
fn make_folder(options: &Options) -> Result<PathBuf, Error> {
    let memory = PathBuf::from("/dev/shm");
    let parent = match &options.folder {
        Some(folder) => folder.clone(),
        None if !options.fsync && memory.is_dir() => memory,
        None => std::env::temp_dir(),
    };
    let mut mktemp = as_postgres(Path::new("mktemp"))?;
    let made = output(mktemp.args(["--directory"]).arg(parent.join("paylink-pg-XXXXXX")))?;
    Ok(PathBuf::from(made.trim()))
}

fn write_file(path: &str, text: &str) -> Result<(), Error> {
    let attempted = || format!("write {path}");
    let mut shell = as_postgres(Path::new("sh"))?;
    shell.args(["-c", "umask 077 && cat >\"$1\"", "write", path]).stdin(Stdio::piped());
    let mut child = shell.spawn().map_err(Error::of(attempted()))?;
    if let Some(mut pipe) = child.stdin.take() {
        pipe.write_all(text.as_bytes()).map_err(Error::of(attempted()))?;
    }
    let exit = child.wait().map_err(Error::of(attempted()))?;
    if exit.success() { Ok(()) } else { Err(Error::new(attempted(), exit)) }
}

/// A port that is free now; whoever takes it before the server does makes the start fail, loudly.
fn free_port() -> Result<u16, Error> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(Error::of("find a free port"))?;
    listener.local_addr().map(|address| address.port()).map_err(Error::of("find a free port"))
}

fn text(path: &Path) -> Result<String, Error> {
    path.to_str().map(str::to_owned).ok_or_else(|| Error::new("use a folder", "its path is not UTF-8"))
}
