//! Findings and passes, in and out of the archive.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::document::count;
use super::error::Fault;
use crate::check::Report;
use crate::check::draft::nth;
use crate::model::document::Document;
use crate::model::finding::{Finding, Severity, Side, Verdict};

/// Checks that hold two tellings of one thing against each other.
const LINKING: [&str; 4] = ["value-mismatch", "twin-drift", "headline-body", "event-date"];

/// What a group of documents touched, to be counted anew at its end.
#[derive(Debug, Default)]
pub(super) struct Touched {
    documents: BTreeSet<i64>,
    roots: BTreeSet<String>,
}

impl Touched {
    /// Counts for the documents and the cards.
    pub(super) fn count(&self, conn: &Connection) -> Result<(), Fault> {
        let mut update = conn.prepare_cached(
            "UPDATE documents SET (checked, linked) = (SELECT count(*), coalesce(sum(linked), 0) FROM (
               SELECT max(links) AS linked FROM sides s WHERE doc = ?1
                 AND EXISTS (SELECT 1 FROM claims c WHERE c.doc = ?1 AND c.start = s.start)
               GROUP BY start)) WHERE doc = ?1",
        )?;
        for doc in &self.documents {
            update.execute([doc])?;
        }
        let mut drop = conn.prepare_cached("DELETE FROM cards WHERE root = ?1")?;
        let mut insert = conn.prepare_cached(
            "INSERT INTO cards SELECT ?1, count(DISTINCT f.key), count(DISTINCT s.doc) FROM findings f
               JOIN sides s ON s.entry = f.key AND s.held = 0 WHERE f.root = ?1 AND f.gone_run IS NULL HAVING count(*) > 0",
        )?;
        for root in &self.roots {
            drop.execute([root])?;
            insert.execute([root])?;
        }
        Ok(())
    }
}

/// Takes back everything that was found with a document; it may be found again in the same run.
pub(super) fn forget(conn: &Connection, doc: i64, run: i64, touched: &mut Touched) -> Result<(), Fault> {
    touched.documents.insert(doc);
    let mut beside = conn.prepare_cached(
        "SELECT DISTINCT other.doc FROM sides mine JOIN sides other ON other.entry = mine.entry AND other.held = mine.held
         WHERE mine.doc = ?1",
    )?;
    for doc in beside.query_map([doc], |r| r.get(0))? {
        touched.documents.insert(doc?);
    }
    let mut roots = conn.prepare_cached(
        "SELECT root FROM findings WHERE gone_run IS NULL AND key IN (SELECT entry FROM sides WHERE doc = ?1 AND held = 0)",
    )?;
    for root in roots.query_map([doc], |r| r.get(0))? {
        touched.roots.insert(root?);
    }
    conn.prepare_cached(
        "UPDATE findings SET gone_run = ?2 WHERE gone_run IS NULL
           AND key IN (SELECT entry FROM sides WHERE doc = ?1 AND held = 0)",
    )?
    .execute([doc, run])?;
    conn.prepare_cached("DELETE FROM passes WHERE key IN (SELECT entry FROM sides WHERE doc = ?1 AND held = 1)")?
        .execute([doc])?;
    conn.prepare_cached(
        "DELETE FROM sides WHERE held = 1 AND entry IN (SELECT entry FROM sides WHERE doc = ?1 AND held = 1)",
    )?
    .execute([doc])?;
    Ok(())
}

/// Stores what was found; `documents` are those of the corpus, in its order, with their numbers.
pub(super) fn save(
    conn: &Connection,
    report: &Report,
    documents: &[(i64, &Document)],
    run: i64,
    touched: &mut Touched,
) -> Result<(), Fault> {
    let all = report.findings.iter().chain(&report.passes).flat_map(|f| &f.sides);
    touched.documents.extend(all.filter_map(|s| documents.get(s.document)).map(|d| d.0));
    for finding in &report.findings {
        let Some(key) = free(conn, &finding.key, false, &finding.sides, documents)? else { continue };
        if save_finding(conn, &key, finding, documents, run)? {
            sides(conn, &key, false, finding, documents)?;
            touched.roots.extend(root(conn, &key)?);
        }
    }
    let mut insert = conn.prepare_cached(
        "INSERT OR IGNORE INTO passes (key, \"check\", verdict, derivation, linked_by, run) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for pass in &report.passes {
        let Some(key) = free(conn, &pass.key, true, &pass.sides, documents)? else { continue };
        let added = insert.execute(params![
            key,
            pass.check,
            pass.verdict.name(),
            serde_json::to_string(&pass.derivation)?,
            serde_json::to_string(&pass.linked_by)?,
            run
        ])?;
        if added > 0 {
            sides(conn, &key, true, pass, documents)?;
        }
    }
    Ok(())
}

/// The first key of those made from `key` under which nothing else stands; `None` where just this stands already.
///
/// Files of one name in two folders share their keys, so that another article's finding may hold the first.
fn free(
    conn: &Connection,
    key: &str,
    held: bool,
    sides: &[Side],
    documents: &[(i64, &Document)],
) -> Result<Option<String>, Fault> {
    let places = sides.iter().filter_map(|s| {
        let (doc, d) = documents.get(s.document)?;
        Some((*doc, count(d.original(s.span).start)))
    });
    let mut mine: Vec<(i64, i64)> = places.collect();
    mine.sort_unstable();
    let mut select = conn.prepare_cached(
        "SELECT doc, start FROM sides WHERE entry = ?1 AND held = ?2
           AND (held = 1 OR EXISTS (SELECT 1 FROM findings WHERE key = ?1 AND gone_run IS NULL)) ORDER BY doc, start",
    )?;
    let mut n = 1;
    loop {
        let key = nth(key, n);
        let there: Vec<(i64, i64)> =
            select.query_map(params![key, held], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        if there.is_empty() {
            return Ok(Some(key));
        }
        if there == mine {
            return Ok(None);
        }
        n += 1;
    }
}

/// False where a finding of this key stands already.
fn save_finding(
    conn: &Connection,
    key: &str,
    f: &Finding,
    documents: &[(i64, &Document)],
    run: i64,
) -> Result<bool, Fault> {
    let changed = conn
        .prepare_cached(
            "INSERT INTO findings (key, \"check\", verdict, severity, rank, message, remedy, derivation, linked_by, hypotheses,
               evidence, root, first_run, last_run)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?1, ?12, ?12)
             ON CONFLICT (key) DO UPDATE SET verdict = ?3, severity = ?4, rank = ?5, message = ?6, remedy = ?7,
               derivation = ?8, linked_by = ?9, hypotheses = ?10, evidence = ?11, root = ?1, last_run = ?12, gone_run = NULL
             WHERE gone_run IS NOT NULL",
        )?
        .execute(params![
            key,
            f.check,
            f.verdict.name(),
            severity(f.severity),
            rank(f),
            f.message,
            f.remedy,
            serde_json::to_string(&f.derivation)?,
            serde_json::to_string(&f.linked_by)?,
            serde_json::to_string(&f.hypotheses)?,
            evidence(f, |n| documents.get(n).map(|d| d.1)),
            run
        ])?;
    Ok(changed > 0)
}

fn sides(
    conn: &Connection,
    key: &str,
    held: bool,
    finding: &Finding,
    documents: &[(i64, &Document)],
) -> Result<(), Fault> {
    let links = LINKING.contains(&finding.check.as_str());
    conn.prepare_cached("DELETE FROM sides WHERE entry = ?1 AND held = ?2")?.execute(params![key, held])?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO sides (entry, held, n, doc, start, \"end\", surface, value, measure, claim, links)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (n, side) in finding.sides.iter().enumerate() {
        let Some((doc, d)) = documents.get(side.document) else { continue };
        let at = d.original(side.span);
        let fact = |name: &str| side.claim.get(name).map_or("", String::as_str);
        insert.execute(params![
            key,
            held,
            count(n),
            doc,
            count(at.start),
            count(at.end),
            at.slice(&d.raw),
            fact("value"),
            fact("measure"),
            serde_json::to_string(&side.claim)?,
            links
        ])?;
    }
    Ok(())
}

/// Gives a finding, and all that tell of the same claim, the smallest of their keys as root; the roots there were.
///
/// Findings within a document are of one root where they share a figure. Between documents that would go on from story
/// to story without end: there they must speak of one measure as well.
fn root(conn: &Connection, key: &str) -> Result<BTreeSet<String>, Fault> {
    let roots: BTreeSet<String> = conn
        .prepare_cached(
            "SELECT DISTINCT f.root FROM sides mine JOIN sides other ON other.doc = mine.doc AND other.start = mine.start
             JOIN findings f ON f.key = other.entry
             WHERE mine.entry = ?1 AND mine.held = 0 AND other.held = 0 AND f.gone_run IS NULL AND (other.entry = ?1 OR (
               (SELECT min(doc) <> max(doc) FROM sides WHERE entry = ?1 AND held = 0)
                 = (SELECT min(doc) <> max(doc) FROM sides WHERE entry = other.entry AND held = 0)
               AND ((SELECT min(doc) = max(doc) FROM sides WHERE entry = ?1 AND held = 0) OR NOT EXISTS (
                 SELECT 1 FROM sides s WHERE s.entry IN (?1, other.entry) AND s.held = 0
                   AND s.measure NOT IN ('', mine.measure)))))",
        )?
        .query_map([key], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    let Some(least) = roots.first() else { return Ok(roots) };
    let mut update = conn.prepare_cached("UPDATE findings SET root = ?1 WHERE root = ?2 AND gone_run IS NULL")?;
    for root in roots.iter().skip(1) {
        update.execute(params![least, root])?;
    }
    Ok(roots)
}

/// Fingerprint of what a judgement rests on: the sentences and values of all sides, not the rest of the articles.
pub fn evidence<'a>(f: &Finding, document: impl Fn(usize) -> Option<&'a Document>) -> String {
    let mut parts: Vec<String> = f
        .sides
        .iter()
        .filter_map(|side| {
            let d = document(side.document)?;
            let sentence = d.sentence_at(side.span.start).and_then(|i| d.sentences.get(i));
            let words = sentence.map_or("", |s| s.span.slice(&d.text));
            let words: Vec<&str> = words.split_whitespace().collect();
            let value = side.claim.get("value").map_or("", String::as_str);
            Some(format!("{}\u{1f}{}\u{1f}{value}", d.lasting_name(), words.join(" ")))
        })
        .collect();
    parts.sort();
    let text = format!("{}\u{1e}{}", f.check, parts.join("\u{1e}"));
    blake3::hash(text.as_bytes()).to_hex().chars().take(16).collect()
}

/// The order of the queue: how loud, how sure, how easily checked.
fn rank(f: &Finding) -> i64 {
    let loud = match f.severity {
        Severity::Error => 200,
        Severity::Warning => 100,
        Severity::Info => 0,
    };
    let sure = if f.verdict == Verdict::Conflict { 50 } else { 0 };
    let first = f.sides.first().map(|s| s.document);
    let alone = f.sides.iter().all(|s| Some(s.document) == first);
    let measure = |s: &Side| s.claim.get("measure").cloned();
    let same =
        f.sides.first().and_then(measure).is_some_and(|m| f.sides.iter().all(|s| measure(s).as_ref() == Some(&m)));
    // One text settles it; a slip is named; both speak of one measure.
    loud + sure + if alone { 4 } else { 0 } + if f.hypotheses.is_empty() { 0 } else { 2 } + i64::from(same)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
