//! The tables of the archive, made and changed by numbered steps.
//!
//! `PRAGMA user_version` counts the steps that were taken. A step is never changed once it was released; another is
//! added. The comments of the steps are the documentation: `sqlite3 news.db .schema` prints them.

use rusqlite::{Connection, TransactionBehavior};

use super::error::{Fault, StoreError};

/// The steps, first to last.
const STEPS: &[&str] = &[include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// Marks the file as ours: `crck`.
const APPLICATION: i64 = 0x6372_636b;

/// Brings an archive up to date; all steps or none.
pub(super) fn migrate(conn: &mut Connection, path: &str) -> Result<(), StoreError> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let number = |conn: &Connection, pragma: &str| -> Result<i64, StoreError> {
        let read = conn.query_row(&format!("PRAGMA {pragma}"), [], |r| r.get(0));
        read.map_err(|e| Fault::from(e).at(path))
    };
    let version = number(conn, "user_version")?;
    if version == known && number(conn, "application_id")? == APPLICATION {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| Fault::from(e).at(path))?;
    // Another run may have been quicker.
    let version = number(&tx, "user_version")?;
    let tables: i64 =
        tx.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0)).map_err(|e| Fault::from(e).at(path))?;
    let ours = number(&tx, "application_id")? == APPLICATION;
    if !ours && (tables > 0 || version > 0) {
        return Err(StoreError::Foreign { path: path.to_owned() });
    }
    if version > known {
        return Err(StoreError::Newer { path: path.to_owned(), found: version, known });
    }
    let done = usize::try_from(version).unwrap_or(0);
    let steps = || -> Result<(), Fault> {
        for step in STEPS.iter().skip(done) {
            tx.execute_batch(step)?;
        }
        tx.pragma_update(None, "application_id", APPLICATION)?;
        tx.pragma_update(None, "user_version", known)?;
        Ok(())
    };
    steps().map_err(|e| e.at(path))?;
    tx.commit().map_err(|e| Fault::from(e).at(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_of_the_first_step_becomes_one_of_the_last() {
        let mut conn = Connection::open_in_memory().expect("memory");
        conn.execute_batch(STEPS.first().expect("a step")).expect("tables");
        conn.pragma_update(None, "application_id", APPLICATION).expect("ours");
        conn.pragma_update(None, "user_version", 1).expect("step 1");
        conn.execute_batch(
            "INSERT INTO runs (program, rules) VALUES ('0', '');
             INSERT INTO documents VALUES (1, 'd', 'i', 'c', 'p', NULL, NULL, NULL, 'en', NULL, 'unknown', '[]', '{}', '', '', 3, 3, 0, '', '', 1, NULL);
             INSERT INTO findings VALUES ('k', 'sum-mismatch', 'conflict', 'error', 1, '', '', '[]', '[]', '[]', '', 'k', 1, 1, NULL);
             INSERT INTO passes VALUES ('p', 'twin-drift', 'identical', '[]', '[]', 1);
             INSERT INTO sides VALUES ('k', 0, 0, 1, 5, 6, '', '', '', '{}'), ('k', 0, 1, 1, 9, 10, '', '', '', '{}'),
               ('p', 1, 0, 1, 9, 10, '', '', '', '{}');",
        )
        .expect("rows");
        migrate(&mut conn, "a.db").expect("the steps");
        let counts = |sql: &str| -> (i64, i64) { conn.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?))).expect(sql) };
        assert_eq!(counts("SELECT checked, linked FROM documents"), (2, 1));
        assert_eq!(counts("SELECT findings, reach FROM cards"), (1, 1));
        let version: i64 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).expect("a number");
        assert_eq!(usize::try_from(version), Ok(STEPS.len()));
    }
}
