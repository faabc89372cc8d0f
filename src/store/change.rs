//! What a corrected article changed.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::error::Fault;

/// An earlier version against the one that supersedes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The document.
    pub id: String,
    /// Figures that only the earlier version has, as printed, in text order.
    pub gone: Vec<String>,
    /// Figures that only the new version has.
    pub new: Vec<String>,
    /// Findings about the earlier version that no longer stand.
    pub settled: usize,
}

/// Compares the figures of two versions; a figure that was only moved or reworded is no change.
pub(super) fn between(conn: &Connection, earlier: i64, later: i64, run: i64) -> Result<Change, Fault> {
    let figures = |doc: i64| -> Result<Vec<(String, String)>, Fault> {
        let mut select = conn.prepare_cached("SELECT value, surface FROM claims WHERE doc = ?1 ORDER BY mention")?;
        let rows = select.query_map([doc], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let (old, new) = (figures(earlier)?, figures(later)?);
    let id = conn.query_row("SELECT id FROM documents WHERE doc = ?1", [later], |r| r.get(0))?;
    let settled: i64 = conn.query_row(
        "SELECT count(*) FROM findings f WHERE gone_run = ?2
           AND EXISTS (SELECT 1 FROM sides s WHERE s.entry = f.key AND s.held = 0 AND s.doc = ?1)",
        [earlier, run],
        |r| r.get(0),
    )?;
    Ok(Change { id, gone: only(&old, &new), new: only(&new, &old), settled: usize::try_from(settled).unwrap_or(0) })
}

/// What is in `a` and not, or not as often, in `b`.
fn only(a: &[(String, String)], b: &[(String, String)]) -> Vec<String> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (value, _) in b {
        *left.entry(value).or_default() += 1;
    }
    let mut out = Vec::new();
    for (value, surface) in a {
        match left.get_mut(value.as_str()) {
            Some(n) if *n > 0 => *n -= 1,
            _ => out.push(surface.clone()),
        }
    }
    out
}
