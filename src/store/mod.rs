//! The archive: one SQLite file that any SQLite tool opens.
//!
//! [`Store::take`] adds documents group by group, each group one transaction, so that a killed run loses nothing.
//! Tables and their meaning stand in `schema/*.sql`. Times come from the system and never enter a finding.

mod block;
mod card;
mod change;
mod decision;
mod document;
mod error;
mod fingerprint;
mod identity;
mod intake;
mod queue;
mod result;
mod run;
mod schema;
mod told;
mod witness;

pub use card::{Card, Entry, Passage};
pub use change::Change;
pub use decision::{Decision, Judgement, Type, Verdict, in_force};
pub use error::StoreError;
pub use fingerprint::Fingerprints;
pub use intake::{Fresh, Tally};
pub use queue::{Facets, Filter, Page, Place, Row};
pub use result::evidence;
pub use run::{News, Standing};
pub use told::Told;
pub use witness::{Measure, Witness};

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use error::Fault;
use intake::Cache;

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open archive.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: String,
    cache: Cache,
}

impl Store {
    /// Opens an archive, makes it where there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// A file that cannot be opened or written, or that is something else.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::with(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens an archive that must be there.
    ///
    /// # Errors
    /// As [`Store::open`], and where there is none.
    pub fn existing(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            Self::with(path, OpenFlags::empty())
        } else {
            Err(StoreError::Missing { path: path.display().to_string() })
        }
    }

    fn with(path: &Path, more: OpenFlags) -> Result<Self, StoreError> {
        let shown = path.display().to_string();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
        let open = || -> Result<Connection, Fault> {
            let conn = Connection::open_with_flags(path, flags)?;
            conn.busy_timeout(PATIENCE)?;
            conn.pragma_update(None, "foreign_keys", true)?;
            conn.pragma_update(None, "synchronous", "NORMAL")?;
            conn.set_prepared_statement_cache_capacity(128);
            Ok(conn)
        };
        let mut conn = open().map_err(|e| e.at(&shown))?;
        schema::migrate(&mut conn, &shown)?;
        conn.pragma_update(None, "journal_mode", "WAL").map_err(|e| Fault::from(e).at(&shown))?;
        Ok(Self { conn, path: shown, cache: Cache::default() })
    }

    /// The file, as given.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Runs something on the connection and names the file in what goes wrong.
    fn at<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        work(&self.conn).map_err(|e| e.at(&self.path))
    }
}
