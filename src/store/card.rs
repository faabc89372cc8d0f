//! One card of the review: the findings of one root cause with all that a judgement needs.

use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::decision::Decision;
use super::error::{Fault, StoreError};
use super::witness::{self, Witness};
use crate::model::span::Span;

/// Bytes of context on either side of a figure.
const CONTEXT: usize = 420;
/// Findings shown on one card.
const MOST: usize = 24;

/// A card.
#[derive(Debug, Clone)]
pub struct Card {
    /// The finding asked for first, then the others of its root.
    pub entries: Vec<Entry>,
    /// Findings of the root in all.
    pub findings: usize,
    /// Everything that was said elsewhere of the same, by date.
    pub witnesses: Vec<Witness>,
    /// Decisions on the finding asked for, oldest first.
    pub history: Vec<Decision>,
}

/// A finding on a card.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// Its check.
    pub check: String,
    /// conflict or tension.
    pub verdict: String,
    /// error, warning, info.
    pub severity: String,
    /// What differs.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// The arithmetic.
    pub derivation: Vec<String>,
    /// Why the sides belong together.
    pub linked_by: Vec<String>,
    /// Slips that would reconcile them.
    pub hypotheses: Vec<String>,
    /// open, judged, returned, gone.
    pub state: String,
    /// The decision in force.
    pub decision: Option<String>,
    /// Its note.
    pub note: Option<String>,
    /// The passages.
    pub passages: Vec<Passage>,
}

/// A stretch of a document with marked figures.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Number of the document.
    pub doc: i64,
    /// Its name.
    pub id: String,
    /// Where it came from.
    pub path: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// ko or en.
    pub lang: String,
    /// When.
    pub published: Option<String>,
    /// How that is known.
    pub basis: String,
    /// Hash of what was read.
    pub content: String,
    /// Whether a later version stands.
    pub superseded: bool,
    /// The words.
    pub text: String,
    /// Whether more stands before and after.
    pub cut: (bool, bool),
    /// The figures, by place in `text`.
    pub marks: Vec<Mark>,
}

/// A marked figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the passage's text.
    pub span: Span,
    /// Which side of the finding, from 0.
    pub side: usize,
    /// First byte in the document.
    pub start: i64,
    /// One past the last.
    pub end: i64,
    /// As printed.
    pub surface: String,
    /// What it means.
    pub value: String,
    /// What it measures.
    pub measure: String,
    /// The rule that read it.
    pub rule: String,
    /// What else is known, by name.
    pub facts: Vec<(String, String)>,
}

impl Store {
    /// The card of a finding; `None` where there is no such finding.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn card(&self, key: &str) -> Result<Option<Card>, StoreError> {
        let history = self.decisions(Some(key))?;
        self.at(|c| {
            let root: Option<String> =
                c.query_row("SELECT root FROM findings WHERE key = ?1", [key], |r| r.get(0)).optional()?;
            let Some(root) = root else { return Ok(None) };
            let mut select = c.prepare_cached(
                "SELECT key FROM findings WHERE root = ?1 AND (gone_run IS NULL OR key = ?2)
                 ORDER BY key = ?2 DESC, rank DESC, key",
            )?;
            let keys: Vec<String> = select.query_map([&root, key], |r| r.get(0))?.collect::<Result<_, _>>()?;
            let mut entries = Vec::new();
            for key in keys.iter().take(MOST) {
                entries.extend(entry(c, key)?);
            }
            let figures: Vec<(i64, i64)> = entries
                .iter()
                .flat_map(|e| e.passages.iter().flat_map(|p| p.marks.iter().map(|m| (p.doc, m.start))))
                .collect();
            let witnesses = witness::beside(c, &figures)?;
            Ok(Some(Card { entries, findings: keys.len(), witnesses, history }))
        })
    }
}

impl Store {
    /// The keys of all standing findings of one card.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn siblings(&self, key: &str) -> Result<Vec<String>, StoreError> {
        self.at(|c| {
            let mut select = c.prepare_cached(
                "SELECT key FROM findings WHERE root = (SELECT root FROM findings WHERE key = ?1)
                   AND (gone_run IS NULL OR key = ?1) ORDER BY key",
            )?;
            Ok(select.query_map([key], |r| r.get(0))?.collect::<Result<_, _>>()?)
        })
    }
}

fn entry(c: &Connection, key: &str) -> Result<Option<Entry>, Fault> {
    let row = c
        .prepare_cached(
            "SELECT f.key, f.\"check\", f.verdict, f.severity, f.message, f.remedy, f.derivation, f.linked_by, f.hypotheses,
               CASE WHEN f.gone_run IS NOT NULL THEN 'gone' ELSE s.state END, s.decision, s.note
             FROM findings f LEFT JOIN standing s ON s.key = f.key WHERE f.key = ?1",
        )?
        .query_row([key], |r| {
            let texts: [String; 9] =
                [r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?, r.get(7)?, r.get(8)?];
            Ok((texts, r.get::<_, String>(9)?, r.get::<_, Option<String>>(10)?, r.get::<_, Option<String>>(11)?))
        })
        .optional()?;
    let Some((texts, state, decision, note)) = row else { return Ok(None) };
    let [key, check, verdict, severity, message, remedy, derivation, linked_by, hypotheses] = texts;
    let passages = passages(c, &key)?;
    Ok(Some(Entry {
        check,
        verdict,
        severity,
        message,
        remedy,
        derivation: serde_json::from_str(&derivation)?,
        linked_by: serde_json::from_str(&linked_by)?,
        hypotheses: serde_json::from_str(&hypotheses)?,
        state,
        decision,
        note,
        passages,
        key,
    }))
}

/// The sides of a finding, those that stand close together in one passage.
fn passages(c: &Connection, key: &str) -> Result<Vec<Passage>, Fault> {
    let mut select = c.prepare_cached(
        "SELECT s.doc, s.n, s.start, s.\"end\", s.surface, s.value, s.measure, s.claim,
           coalesce((SELECT m.rule FROM mentions m WHERE m.doc = s.doc AND m.start = s.start), '')
         FROM sides s WHERE s.entry = ?1 AND s.held = 0 ORDER BY s.n",
    )?;
    let mut rows = select.query([key])?;
    let mut groups: Vec<(i64, Vec<Mark>)> = Vec::new();
    while let Some(r) = rows.next()? {
        let doc: i64 = r.get(0)?;
        let facts: std::collections::BTreeMap<String, String> = serde_json::from_str(&r.get::<_, String>(7)?)?;
        let shown = |k: &str| !matches!(k, "value" | "measure");
        let mark = Mark {
            span: Span::new(0, 0),
            side: usize::try_from(r.get::<_, i64>(1)?).unwrap_or(0),
            start: r.get(2)?,
            end: r.get(3)?,
            surface: r.get(4)?,
            value: r.get(5)?,
            measure: r.get(6)?,
            rule: r.get(8)?,
            facts: facts.into_iter().filter(|(k, _)| shown(k)).collect(),
        };
        let near = |m: &Mark| (m.start - mark.start).abs() < 500;
        match groups.iter_mut().find(|(d, marks)| *d == doc && marks.iter().any(near)) {
            Some((_, marks)) => marks.push(mark),
            None => groups.push((doc, vec![mark])),
        }
    }
    let mut out = Vec::new();
    for (doc, marks) in groups {
        out.extend(passage(c, doc, marks)?);
    }
    Ok(out)
}

fn passage(c: &Connection, doc: i64, mut marks: Vec<Mark>) -> Result<Option<Passage>, Fault> {
    let made = c
        .prepare_cached(
            "SELECT id, path, title, url, source, lang, published, basis, content, superseded_by IS NOT NULL, raw
             FROM documents WHERE doc = ?1",
        )?
        .query_row(params![doc], |r| {
            let raw: String = r.get(10)?;
            let passage = Passage {
                doc,
                id: r.get(0)?,
                path: r.get(1)?,
                title: r.get(2)?,
                url: r.get(3)?,
                source: r.get(4)?,
                lang: r.get(5)?,
                published: r.get(6)?,
                basis: r.get(7)?,
                content: r.get(8)?,
                superseded: r.get(9)?,
                text: String::new(),
                cut: (false, false),
                marks: Vec::new(),
            };
            Ok((passage, raw))
        })
        .optional()?;
    let Some((mut passage, raw)) = made else { return Ok(None) };
    let at = |n: i64| usize::try_from(n).unwrap_or(0).min(raw.len());
    let first = marks.iter().map(|m| at(m.start)).min().unwrap_or(0);
    let last = marks.iter().map(|m| at(m.end)).max().unwrap_or(0);
    let window = window(&raw, Span::new(first, last));
    window.slice(&raw).clone_into(&mut passage.text);
    passage.cut = (window.start > 0, window.end < raw.trim_end().len());
    marks.sort_by_key(|m| (m.start, m.side));
    for m in &mut marks {
        m.span = Span::new(at(m.start).saturating_sub(window.start), at(m.end).saturating_sub(window.start));
    }
    passage.marks = marks;
    Ok(Some(passage))
}

/// The paragraph around, or as much of it as helps.
fn window(raw: &str, figure: Span) -> Span {
    let floor = figure.start.saturating_sub(CONTEXT);
    let ceiling = figure.end.saturating_add(CONTEXT).min(raw.len());
    let floor = (floor..=figure.start).find(|i| raw.is_char_boundary(*i)).unwrap_or(figure.start);
    let ceiling = (figure.end..=ceiling).rev().find(|i| raw.is_char_boundary(*i)).unwrap_or(figure.end);
    let before = Span::new(floor, figure.start).slice(raw);
    let after = Span::new(figure.end, ceiling).slice(raw);
    let word = |c: char| c.is_whitespace();
    let start = match before.rfind("\n\n") {
        Some(i) => floor + i + 2,
        None if floor == 0 => 0,
        None => before.find(word).map_or(floor, |i| floor + i),
    };
    let end = match after.find("\n\n") {
        Some(i) => figure.end + i,
        None if ceiling == raw.len() => ceiling,
        None => after.rfind(word).map_or(ceiling, |i| figure.end + i),
    };
    Span::new(start, end)
}
