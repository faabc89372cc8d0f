//! What can be wrong with the archive: the file, what was being done, and the remedy.

use rusqlite::ErrorCode;

/// Why the archive could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is none.
    #[error("{path}: there is no archive")]
    Missing {
        /// As given.
        path: String,
    },
    /// The system does not let it be opened.
    #[error("{path}: the archive cannot be opened: {cause}")]
    Open {
        /// As given.
        path: String,
        /// What SQLite says.
        cause: String,
    },
    /// It may not be written.
    #[error("{path}: the archive cannot be written: the file or its folder is read-only")]
    ReadOnly {
        /// As given.
        path: String,
    },
    /// No room is left.
    #[error("{path}: the disk is full; nothing of the last group was kept, everything before it was")]
    Full {
        /// As given.
        path: String,
    },
    /// Another program holds it.
    #[error("{path}: another program has held the archive for more than a minute")]
    Busy {
        /// As given.
        path: String,
    },
    /// It is some other file.
    #[error("{path}: this is no archive of crosscheck")]
    Foreign {
        /// As given.
        path: String,
    },
    /// A newer program made it.
    #[error("{path}: the archive has schema {found}; this program knows {known}")]
    Newer {
        /// As given.
        path: String,
        /// Its `user_version`.
        found: i64,
        /// The last step this program knows.
        known: i64,
    },
    /// The file is damaged.
    #[error("{path}: the archive is damaged: {cause}")]
    Damaged {
        /// As given.
        path: String,
        /// What SQLite says, or what a row lacks.
        cause: String,
    },
    /// Something asked for is not there.
    #[error("{path}: {what}")]
    Unknown {
        /// As given.
        path: String,
        /// What.
        what: String,
        /// What to do.
        help: String,
    },
    /// Anything else.
    #[error("{path}: {cause}")]
    Other {
        /// As given.
        path: String,
        /// What SQLite says.
        cause: String,
    },
}

impl StoreError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Missing { path } => format!("make one: crosscheck batch PATH... --db {path}"),
            Self::Open { .. } => "check the folder and its permissions".to_owned(),
            Self::ReadOnly { path } => format!("make it writable (chmod u+w {path}), or name another file with --db"),
            Self::Full { .. } => {
                "free some space and run the same command again: it goes on where it stopped".to_owned()
            }
            Self::Busy { .. } => "wait for the other run to end, then run the same command again".to_owned(),
            Self::Foreign { .. } => "name another file with --db; this one was left as it is".to_owned(),
            Self::Newer { .. } => "use the newer crosscheck, or build another archive from the articles".to_owned(),
            Self::Damaged { path, .. } => {
                format!("look with `sqlite3 {path} 'PRAGMA integrity_check'`; restore a copy, or build it again")
            }
            Self::Unknown { help, .. } => help.clone(),
            Self::Other { .. } => "run the same command again; what was committed is kept".to_owned(),
        }
    }
}

/// What goes wrong below the level where the path is known.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// SQLite.
    #[error("{0}")]
    Sql(#[from] rusqlite::Error),
    /// A JSON column.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// Something asked for is not there, with the remedy.
    #[error("{0}")]
    Unknown(String, String),
}

impl Fault {
    /// Names the file.
    pub(super) fn at(self, path: &str) -> StoreError {
        let path = path.to_owned();
        let cause = self.to_string();
        let e = match self {
            Fault::Unknown(what, help) => return StoreError::Unknown { path, what, help },
            Fault::Json(_) => return StoreError::Damaged { path, cause },
            Fault::Sql(e) => e,
        };
        match e.sqlite_error_code() {
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly { path },
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
            Some(ErrorCode::NotADatabase) => StoreError::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, cause },
            Some(ErrorCode::CannotOpen) => StoreError::Open { path, cause },
            // A write that fails is mostly a quota or a full disk.
            Some(ErrorCode::SystemIoFailure) if e.extended_code() == Some(rusqlite::ffi::SQLITE_IOERR_WRITE) => {
                StoreError::Full { path }
            }
            _ => StoreError::Other { path, cause },
        }
    }
}

/// The extended code of an error.
trait Extended {
    fn extended_code(&self) -> Option<i32>;
}

impl Extended for rusqlite::Error {
    fn extended_code(&self) -> Option<i32> {
        self.sqlite_error().map(|e| e.extended_code)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, OpenFlags};

    use super::*;

    fn write(conn: &Connection) -> StoreError {
        let fill = || -> Result<(), Fault> {
            conn.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (randomblob(1000000))")?;
            Ok(())
        };
        fill().expect_err("no room").at("news.db")
    }

    #[test]
    fn a_full_disk_and_a_file_that_may_not_be_written_name_file_and_remedy() {
        // SQLite's own limit of pages stands for the disk's.
        let full = Connection::open_in_memory().unwrap();
        full.pragma_update(None, "max_page_count", 4).unwrap();
        let error = write(&full);
        assert!(error.to_string().starts_with("news.db: the disk is full"), "{error}");
        assert!(error.help().contains("goes on where it stopped"), "{}", error.help());

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE u (x)").unwrap();
        let locked = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let error = write(&locked);
        assert!(error.to_string().contains("news.db: the archive cannot be written"), "{error}");
        assert!(error.help().contains("chmod u+w news.db"), "{}", error.help());
    }
}
