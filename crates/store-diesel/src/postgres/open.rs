//! Why a database was not opened.

/// Any cause.
pub(super) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a database was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The certificates that the address names cannot be used.
    #[error("cannot use the certificates of sslrootcert")]
    Certificates {
        /// Why.
        source: Cause,
    },
    /// Nothing answers there, or it does not let us in.
    #[error("cannot connect to the database")]
    Connect {
        /// What the driver says.
        source: Cause,
    },
    /// A setting cannot be read.
    #[error("cannot read the settings of the database")]
    Read {
        /// What the database says.
        source: Cause,
    },
    /// A setting is not one to keep money in.
    #[error("the database has {name} = {found}, and {wanted}")]
    Setting {
        /// Its name.
        name: &'static str,
        /// What is wanted of it.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// A migration failed; the ones before it stand.
    #[error("cannot bring the schema up to date")]
    Migration {
        /// What went wrong.
        source: Cause,
    },
    /// The database was written by a newer version of this program.
    #[error("the database has the migration {version}, which this version does not know")]
    Newer {
        /// The unknown migration.
        version: String,
    },
    /// The schema is older than this program, where nothing may be changed.
    #[error("the schema is out of date: run `migrate` first")]
    NotMigrated,
    /// The pool cannot be made.
    #[error("cannot make a pool of connections")]
    Pool {
        /// Why.
        source: Cause,
    },
}
