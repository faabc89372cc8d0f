//! Verdicts of people: append-only, undone by another row, shared as JSON Lines.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::{Fault, StoreError};

/// What a person says about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The figures do not agree, and should.
    Confirmed,
    /// They need not agree; the type says why.
    Explained,
    /// They are not about the same thing.
    FalseLink,
    /// A figure was read wrongly.
    ExtractionBug,
    /// Cannot be decided for now.
    Unsure,
}

/// Kinds of explanation.
pub type Type = u8;

impl Verdict {
    /// All, in the order of their keys 1 to 5.
    pub const ALL: [Verdict; 5] =
        [Verdict::Confirmed, Verdict::Explained, Verdict::FalseLink, Verdict::ExtractionBug, Verdict::Unsure];

    /// The word in the archive, in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Confirmed => "confirmed",
            Verdict::Explained => "explained",
            Verdict::FalseLink => "false-link",
            Verdict::ExtractionBug => "extraction-bug",
            Verdict::Unsure => "unsure",
        }
    }

    /// From the word.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.name() == name)
    }

    /// Whether it takes the finding out of sight for good, so that a reason is owed.
    pub fn suppresses(self) -> bool {
        matches!(self, Verdict::Explained | Verdict::FalseLink | Verdict::ExtractionBug)
    }
}

/// A verdict to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What.
    pub verdict: Verdict,
    /// Kind of explanation, 1 to 25.
    pub r#type: Option<Type>,
    /// Why.
    pub note: String,
    /// Who says so.
    pub who: String,
}

/// A row of the table, as it is exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The same on every desk.
    pub uid: String,
    /// Of the finding.
    pub key: String,
    /// A verdict, or `undo`.
    pub verdict: String,
    /// Kind of explanation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<Type>,
    /// Why.
    #[serde(default)]
    pub note: String,
    /// Who says so.
    pub who: String,
    /// When, in UTC.
    pub at: String,
    /// Fingerprint of what was judged.
    #[serde(default)]
    pub evidence: String,
    /// The row that an undo takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
}

const COLUMNS: &str = "uid, key, verdict, type, note, who, at, evidence, undoes";

impl Store {
    /// Writes a verdict down for every key: all or none.
    ///
    /// # Errors
    /// A key that no finding has; a note that is owed and not given; a type that does not exist.
    pub fn decide(&mut self, keys: &[String], judgement: &Judgement) -> Result<(), StoreError> {
        let path = self.path.clone();
        let mut work = || -> Result<(), Fault> {
            let unfit = |what: String, help: &str| Err(Fault::Unknown(what, help.to_owned()));
            if judgement.verdict.suppresses() && judgement.note.trim().is_empty() {
                let what = format!("`{}` hides the finding, and no note says why", judgement.verdict.name());
                return unfit(what, "give a reason with --note");
            }
            match judgement.r#type {
                Some(_) if judgement.verdict != Verdict::Explained => {
                    return unfit("only `explained` has a type".to_owned(), "leave --type out");
                }
                Some(t) if !(1..=25).contains(&t) => {
                    return unfit(format!("there is no type {t}"), "types go from 1 to 25");
                }
                _ => {}
            }
            let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            for key in keys {
                let evidence: Option<String> = tx
                    .prepare_cached("SELECT evidence FROM findings WHERE key = ?1")?
                    .query_row([key], |r| r.get(0))
                    .optional()?;
                let Some(evidence) = evidence else {
                    return unfit(format!("no finding has the key `{key}`"), "crosscheck review shows the keys");
                };
                let uid = fresh(&tx)?;
                tx.prepare_cached(
                    "INSERT INTO decisions (uid, key, verdict, type, note, who, evidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    uid,
                    key,
                    judgement.verdict.name(),
                    judgement.r#type,
                    judgement.note.trim(),
                    judgement.who,
                    evidence
                ])?;
            }
            Ok(tx.commit()?)
        };
        let done = work();
        done.map_err(|e| e.at(&path))
    }

    /// Takes back the verdict in force for every key, as another row; how many were there.
    ///
    /// # Errors
    /// An archive that cannot be written.
    pub fn undo(&mut self, keys: &[String], who: &str) -> Result<usize, StoreError> {
        let path = self.path.clone();
        let mut work = || -> Result<usize, Fault> {
            let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let mut undone = 0;
            for key in keys {
                let judged: Option<(String, String)> = tx
                    .prepare_cached("SELECT uid, evidence FROM judged WHERE key = ?1")?
                    .query_row([key], |r| Ok((r.get(0)?, r.get(1)?)))
                    .optional()?;
                let Some((undoes, evidence)) = judged else { continue };
                let uid = fresh(&tx)?;
                tx.prepare_cached(
                    "INSERT INTO decisions (uid, key, verdict, who, evidence, undoes) VALUES (?1, ?2, 'undo', ?3, ?4, ?5)",
                )?
                .execute(params![uid, key, who, evidence, undoes])?;
                undone += 1;
            }
            tx.commit()?;
            Ok(undone)
        };
        let done = work();
        done.map_err(|e| e.at(&path))
    }

    /// The key of the verdict given last and still in force.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn last_decided(&self) -> Result<Option<String>, StoreError> {
        self.at(|c| {
            let key = c.query_row("SELECT key FROM judged ORDER BY id DESC LIMIT 1", [], |r| r.get(0));
            Ok(key.optional()?)
        })
    }

    /// Every row, oldest first; of one finding where a key is given.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn decisions(&self, key: Option<&str>) -> Result<Vec<Decision>, StoreError> {
        self.at(|c| {
            let mut select =
                c.prepare_cached(&format!("SELECT {COLUMNS} FROM decisions WHERE ?1 IS NULL OR key = ?1 ORDER BY id"))?;
            let rows = select.query_map([key], row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The decision in force on every finding that stands and whose evidence is still that which was judged, by key.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn in_force(&self) -> Result<BTreeMap<String, Decision>, StoreError> {
        self.at(|c| {
            let columns = COLUMNS.split(", ").map(|n| format!("j.{n}")).collect::<Vec<_>>().join(", ");
            let mut select = c.prepare_cached(&format!(
                "SELECT {columns} FROM judged j JOIN findings f ON f.key = j.key AND f.evidence = j.evidence
                 WHERE f.gone_run IS NULL"
            ))?;
            let rows = select.query_map([], row)?;
            Ok(rows.map(|d| d.map(|d| (d.key.clone(), d))).collect::<Result<_, _>>()?)
        })
    }

    /// Adds rows of another desk, all or none; those that are here already are left out. How many were new.
    ///
    /// # Errors
    /// A row that no desk can have written.
    pub fn import(&mut self, decisions: &[Decision]) -> Result<usize, StoreError> {
        let path = self.path.clone();
        let mut work = || -> Result<usize, Fault> {
            let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let mut added = 0;
            for d in decisions {
                if Verdict::of(&d.verdict).is_none() && (d.verdict != "undo" || d.undoes.is_none()) {
                    let what = format!("`{}` of {} is no verdict", d.verdict, d.uid);
                    return Err(Fault::Unknown(what, "import what `decisions export` wrote".to_owned()));
                }
                added += tx
                    .prepare_cached(&format!(
                        "INSERT OR IGNORE INTO decisions ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                    ))?
                    .execute(params![d.uid, d.key, d.verdict, d.r#type, d.note, d.who, d.at, d.evidence, d.undoes])?;
            }
            tx.commit()?;
            Ok(added)
        };
        let done = work();
        done.map_err(|e| e.at(&path))
    }
}

/// A row, in the order of [`COLUMNS`].
fn row(r: &rusqlite::Row<'_>) -> rusqlite::Result<Decision> {
    Ok(Decision {
        uid: r.get(0)?,
        key: r.get(1)?,
        verdict: r.get(2)?,
        r#type: r.get(3)?,
        note: r.get(4)?,
        who: r.get(5)?,
        at: r.get(6)?,
        evidence: r.get(7)?,
        undoes: r.get(8)?,
    })
}

/// The decisions of an exported list that are in force, by key: the latest that no other row takes back.
pub fn in_force(all: Vec<Decision>) -> BTreeMap<String, Decision> {
    let undone: BTreeSet<String> = all.iter().filter_map(|d| d.undoes.clone()).collect();
    let mut out: BTreeMap<String, Decision> = BTreeMap::new();
    for d in all.into_iter().filter(|d| d.undoes.is_none() && !undone.contains(&d.uid)) {
        if out.get(&d.key).is_none_or(|known| known.at <= d.at) {
            out.insert(d.key.clone(), d);
        }
    }
    out
}

/// An id that no other desk gives.
fn fresh(conn: &Connection) -> Result<String, Fault> {
    Ok(conn.prepare_cached("SELECT lower(hex(randomblob(12)))")?.query_row([], |r| r.get(0))?)
}
