//! By what documents find each other: an inverted index of marks.
//!
//! A new document is compared with those that share a figure of two digits or more, a name that is no country, or a
//! series. Figures of three digits and series lead anywhere, the others to what was published within two weeks; a mark
//! that more than [`CROWD`] documents carry leads only as far as fewer do, down to one day.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::document::count;
use super::error::Fault;
use crate::check::archive::{self, Kind, LEAST, Mark};
use crate::rulebook::Rulebook;
use crate::rulebook::linking::Number;

/// A mark shared by more documents than this is too common to lead anywhere by itself.
const CROWD: usize = 48;
/// Days around a publication, wide to narrow, within which a mark leads that does not lead anywhere.
const NEAR: [i64; 4] = [14, 3, 1, 0];
/// A document is compared with so many others at most, the nearest first.
const MOST: usize = 40;

/// Another document that tells perhaps the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Neighbour {
    pub(super) doc: i64,
    pub(super) score: i64,
    pub(super) told: i64,
    pub(super) named: bool,
}

/// The documents around another one.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Those it is compared with, best first.
    pub(super) near: Vec<Neighbour>,
    /// Its marks that too many documents carry.
    pub(super) crowded: usize,
    /// Documents left out because [`MOST`] are nearer.
    pub(super) distant: usize,
}

/// Stores the marks of a document in place of those it had.
pub(super) fn save(conn: &Connection, doc: i64, day: i64, marks: &[Mark]) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM marks WHERE doc = ?1")?.execute([doc])?;
    let mut insert =
        conn.prepare_cached("INSERT OR IGNORE INTO marks (mark, day, doc, weight, kind) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for m in marks {
        insert.execute(params![m.name, day, doc, m.weight, word(m.kind)])?;
    }
    Ok(())
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Figure => "figure",
        Kind::Day => "day",
        Kind::Country => "country",
        Kind::Name => "name",
        Kind::Series => "series",
    }
}

/// The documents that a document is compared with, best first.
pub(super) fn neighbours(
    conn: &Connection,
    doc: i64,
    day: i64,
    marks: &[Mark],
    book: &Rulebook,
) -> Result<Around, Fault> {
    let own: BTreeMap<&str, &Mark> = marks.iter().map(|m| (m.name.as_str(), m)).collect();
    let mut met: BTreeSet<i64> = BTreeSet::new();
    let mut series: BTreeSet<i64> = BTreeSet::new();
    let mut around = Around::default();
    for mark in marks.iter().filter(|m| m.kind.leads()) {
        let Some(found) = carriers(conn, mark, day)? else {
            around.crowded += 1;
            continue;
        };
        if mark.kind == Kind::Series {
            series.extend(&found);
        }
        met.extend(found);
    }
    met.remove(&doc);
    let topic = book.linking.number(Number::TopicArchive);
    let mut select = conn.prepare_cached("SELECT mark, weight, kind FROM marks WHERE doc = ?1")?;
    let mut out = Vec::new();
    for other in met {
        let (mut score, mut told, mut named) = (0, 0, false);
        let mut rows = select.query([other])?;
        while let Some(row) = rows.next()? {
            let Some(mark) = own.get(row.get_ref(0)?.as_str().unwrap_or("")) else { continue };
            let weight = mark.weight.min(row.get(1)?);
            score += weight;
            told += if matches!(mark.kind, Kind::Figure | Kind::Day) { weight } else { 0 };
            named |= mark.kind == Kind::Name;
        }
        if (score >= LEAST && (named || score >= topic)) || series.contains(&other) {
            out.push(Neighbour { doc: other, score, told, named });
        }
    }
    if out.len() > MOST {
        let mut content = conn.prepare_cached("SELECT content FROM documents WHERE doc = ?1")?;
        let mut keyed = Vec::new();
        for n in out {
            let hash: String = content.query_row([n.doc], |r| r.get(0))?;
            keyed.push((std::cmp::Reverse(n.score), hash, n));
        }
        keyed.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        around.distant = keyed.len() - MOST;
        out = keyed.into_iter().map(|k| k.2).take(MOST).collect();
    } else {
        out.sort_by(|a, b| b.score.cmp(&a.score).then(a.doc.cmp(&b.doc)));
    }
    around.near = out;
    Ok(around)
}

/// The documents that a mark leads to, from one that was published on `day`; `None` where they are too many.
pub(super) fn carriers(conn: &Connection, mark: &Mark, day: i64) -> Result<Option<Vec<i64>>, Fault> {
    let limit = count(CROWD + 1);
    if mark.kind == Kind::Series || mark.weight >= archive::telling() || day == 0 {
        let mut all = conn.prepare_cached("SELECT doc FROM marks WHERE mark = ?1 LIMIT ?2")?;
        let found: Vec<i64> = all.query_map(params![mark.name, limit], |r| r.get(0))?.collect::<Result<_, _>>()?;
        if found.len() <= CROWD {
            return Ok(Some(found));
        }
    }
    if day == 0 {
        return Ok(None);
    }
    let mut near = conn.prepare_cached(
        "SELECT doc FROM marks WHERE mark = ?1 AND day = 0
         UNION ALL SELECT doc FROM marks WHERE mark = ?1 AND day BETWEEN ?2 AND ?3 LIMIT ?4",
    )?;
    for days in NEAR {
        let found: Vec<i64> = near
            .query_map(params![mark.name, day - days, day + days, limit], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        if found.len() <= CROWD {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
