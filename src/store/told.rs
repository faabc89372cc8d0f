//! What stands in the archive, in the form in which a run tells it: for exports.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::Store;
use super::decision::Decision;
use super::document;
use super::error::{Fault, StoreError};
use crate::model::finding::{Finding, Severity, Side, Verdict};
use crate::model::span::Span;
use crate::pipeline::Article;

/// The findings that stand, with the documents they speak of.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The documents of the findings, in the order of the archive.
    pub articles: Vec<Article>,
    /// The findings, worst first; their sides count in `articles`.
    pub findings: Vec<Finding>,
    /// The decision in force on each finding whose evidence is still that which was judged.
    pub decisions: BTreeMap<String, Decision>,
    /// Keys of those that stood before the last run that ended.
    pub before: BTreeSet<String>,
}

impl Store {
    /// What stands, documents included; memory grows with the documents that have findings, not with the archive.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn told(&self) -> Result<Told, StoreError> {
        self.at(|c| {
            let mut out = Told::default();
            let mut index: BTreeMap<i64, usize> = BTreeMap::new();
            let mut ids = c.prepare_cached(
                "SELECT DISTINCT s.doc FROM sides s JOIN findings f ON f.key = s.entry
                 WHERE s.held = 0 AND f.gone_run IS NULL ORDER BY s.doc",
            )?;
            let ids: Vec<i64> = ids.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
            for doc in ids {
                if let Some(article) = document::load(c, doc)? {
                    index.insert(doc, out.articles.len());
                    out.articles.push(article);
                }
            }
            let mut select = c.prepare_cached(
                "SELECT key, \"check\", verdict, severity, message, remedy, derivation, linked_by, hypotheses
                 FROM findings WHERE gone_run IS NULL ORDER BY rank DESC, key",
            )?;
            let mut rows = select.query([])?;
            while let Some(r) = rows.next()? {
                let key: String = r.get(0)?;
                out.findings.push(Finding {
                    sides: sides(c, &key, &index)?,
                    key,
                    check: r.get(1)?,
                    verdict: if r.get_ref(2)?.as_str() == Ok("conflict") {
                        Verdict::Conflict
                    } else {
                        Verdict::Tension
                    },
                    severity: match r.get_ref(3)?.as_str() {
                        Ok("error") => Severity::Error,
                        Ok("warning") => Severity::Warning,
                        _ => Severity::Info,
                    },
                    message: r.get(4)?,
                    remedy: r.get(5)?,
                    derivation: list(r.get_ref(6)?)?,
                    linked_by: list(r.get_ref(7)?)?,
                    hypotheses: list(r.get_ref(8)?)?,
                });
            }
            let last = "(SELECT max(run) FROM runs WHERE ended IS NOT NULL)";
            let mut select =
                c.prepare_cached(&format!("SELECT key FROM findings WHERE gone_run IS NULL AND first_run < {last}"))?;
            out.before = select.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
            Ok(out)
        })
        .and_then(|mut out| {
            out.decisions = self.in_force()?;
            Ok(out)
        })
    }
}

fn list(column: rusqlite::types::ValueRef<'_>) -> Result<Vec<String>, Fault> {
    Ok(serde_json::from_str(column.as_str().unwrap_or("[]"))?)
}

/// The sides of a finding; the place in the normalised text is that of the mention.
fn sides(c: &Connection, key: &str, index: &BTreeMap<i64, usize>) -> Result<Vec<Side>, Fault> {
    let mut select = c.prepare_cached(
        "SELECT s.doc, s.claim, (SELECT m.span FROM mentions m WHERE m.doc = s.doc AND m.start = s.start LIMIT 1)
         FROM sides s WHERE s.entry = ?1 AND s.held = 0 ORDER BY s.n",
    )?;
    let mut rows = select.query([key])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let (doc, span): (i64, Option<String>) = (r.get(0)?, r.get(2)?);
        let (Some(document), Some(span)) = (index.get(&doc), span) else { continue };
        let (start, end): (usize, usize) = serde_json::from_str(&span)?;
        let claim = serde_json::from_str(r.get_ref(1)?.as_str().unwrap_or("{}"))?;
        out.push(Side { document: *document, span: Span::new(start, end), claim });
    }
    Ok(out)
}
