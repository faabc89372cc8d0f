//! Runs: what came when, and what is new since the last one that ended.

use rusqlite::{OptionalExtension, params};

use super::Store;
use super::document::count;
use super::error::{Fault, StoreError};
use super::fingerprint::Fingerprints;
use super::intake::Tally;

/// What is new since the last run that ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// Conflicts and tensions that were not there, worst first: key, check, verdict, message, documents.
    pub findings: Vec<Headline>,
    /// How many there are in all.
    pub conflicts: usize,
    /// How many there are in all.
    pub tensions: usize,
    /// Findings that no longer stand.
    pub gone: usize,
    /// Judged findings whose evidence changed.
    pub returned: usize,
}

/// A finding in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// Its key.
    pub key: String,
    /// Its check.
    pub check: String,
    /// conflict or tension.
    pub verdict: String,
    /// What differs.
    pub message: String,
    /// Ids of its documents.
    pub documents: String,
}

/// What the archive holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Current versions.
    pub documents: usize,
    /// Earlier versions.
    pub superseded: usize,
    /// Figures and dates seen.
    pub figures: usize,
    /// Figures that say what they are about.
    pub claims: usize,
    /// Claims that were linked with another document's or part's.
    pub linked: usize,
    /// Claims that took part in a comparison.
    pub checked: usize,
    /// Claims in boilerplate.
    pub aside: usize,
    /// Findings that stand.
    pub findings: usize,
    /// Of these, judged.
    pub judged: usize,
    /// Comparisons that held.
    pub passes: usize,
}

impl Store {
    /// Notes that a run begins; its number.
    ///
    /// # Errors
    /// An archive that cannot be written.
    pub fn begin(&self, prints: &Fingerprints) -> Result<i64, StoreError> {
        self.at(|c| {
            c.execute(
                "INSERT INTO runs (program, rules) VALUES (?1, ?2)",
                params![env!("CARGO_PKG_VERSION"), prints.whole],
            )?;
            Ok(c.last_insert_rowid())
        })
    }

    /// Notes that a run ended.
    ///
    /// # Errors
    /// An archive that cannot be written.
    pub fn end(&self, run: i64, tally: &Tally, unreadable: usize) -> Result<(), StoreError> {
        self.at(|c| {
            c.execute(
                "UPDATE runs SET ended = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), added = ?2, corrected = ?3, extracted = ?4,
                   rechecked = ?5, known = ?6, unreadable = ?7, crowded = ?8, distant = ?9 WHERE run = ?1",
                params![
                    run,
                    count(tally.added),
                    count(tally.corrected),
                    count(tally.extracted),
                    count(tally.rechecked),
                    count(tally.known),
                    count(unreadable),
                    count(tally.crowded),
                    count(tally.distant)
                ],
            )?;
            Ok(())
        })
    }

    /// What is new since the last run before `run` that ended; at most `most` findings are named.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn news(&self, run: i64, most: usize) -> Result<News, StoreError> {
        self.at(|c| {
            let last: i64 =
                c.query_row("SELECT coalesce(max(run), 0) FROM runs WHERE ended IS NOT NULL AND run < ?1", [run], |r| {
                    r.get(0)
                })?;
            let number = |sql: &str| -> Result<usize, Fault> {
                let n: i64 = c.query_row(sql, [last], |r| r.get(0))?;
                Ok(usize::try_from(n).unwrap_or(0))
            };
            let new = "FROM standing WHERE first_run > ?1 AND state <> 'judged'";
            let mut select = c.prepare(&format!(
                "SELECT key, \"check\", verdict, message,
                   (SELECT group_concat(DISTINCT d.id) FROM sides s JOIN documents d USING (doc) WHERE s.entry = key AND held = 0)
                 {new} ORDER BY rank DESC, key LIMIT ?2"
            ))?;
            let findings = select
                .query_map(params![last, count(most)], |r| {
                    Ok(Headline {
                        key: r.get(0)?,
                        check: r.get(1)?,
                        verdict: r.get(2)?,
                        message: r.get(3)?,
                        documents: r.get(4)?,
                    })
                })?
                .collect::<Result<_, _>>()?;
            Ok(News {
                findings,
                conflicts: number(&format!("SELECT count(*) {new} AND verdict = 'conflict'"))?,
                tensions: number(&format!("SELECT count(*) {new} AND verdict = 'tension'"))?,
                gone: number("SELECT count(*) FROM findings WHERE gone_run > ?1 AND first_run <= ?1")?,
                returned: number("SELECT count(*) FROM standing WHERE state = 'returned' AND last_run > ?1")?,
            })
        })
    }

    /// What the archive holds.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn standing(&self) -> Result<Standing, StoreError> {
        self.at(|c| {
            let number = |sql: &str| -> Result<usize, Fault> {
                let n: Option<i64> = c.query_row(sql, [], |r| r.get(0)).optional()?.flatten();
                Ok(n.and_then(|n| usize::try_from(n).ok()).unwrap_or(0))
            };
            let current = "FROM documents WHERE superseded_by IS NULL";
            Ok(Standing {
                documents: number(&format!("SELECT count(*) {current}"))?,
                superseded: number("SELECT count(*) FROM documents WHERE superseded_by IS NOT NULL")?,
                figures: number(&format!("SELECT sum(figures) {current}"))?,
                claims: number(&format!("SELECT sum(claims) {current}"))?,
                aside: number(&format!("SELECT sum(aside) {current}"))?,
                checked: number(&format!("SELECT sum(checked) {current}"))?,
                linked: number(&format!("SELECT sum(linked) {current}"))?,
                findings: number("SELECT count(*) FROM standing")?,
                judged: number("SELECT count(*) FROM standing WHERE state = 'judged'")?,
                passes: number("SELECT count(*) FROM passes")?,
            })
        })
    }
}
