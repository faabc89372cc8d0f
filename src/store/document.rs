//! Documents with their mentions and claims, in and out of the archive.

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::error::Fault;
use super::fingerprint::Fingerprints;
use super::identity::Identity;
use crate::ingest::normalise_text;
use crate::lang::Lang;
use crate::model::claim::{Claim, SlotName};
use crate::model::date::Edtf;
use crate::model::document::{Basis, Document, Published, Role, Segment, Sentence};
use crate::model::interval::Bound;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::model::value::Value;
use crate::pipeline::Article;
use crate::report::compact;

/// Segments and sentences, as they are stored.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Layout {
    segments: Vec<(usize, usize, Role, Lang, u32)>,
    sentences: Vec<(usize, usize, usize)>,
}

/// Stores a document, its mentions and its claims anew, and gives its number.
pub(super) fn insert(
    conn: &Connection,
    article: &Article,
    identity: &Identity,
    prints: &Fingerprints,
    run: i64,
) -> Result<i64, Fault> {
    let d = &article.document;
    conn.prepare_cached(
        "INSERT INTO documents (id, identity, content, path, url, source, title, lang, published, basis, proof, provenance,
           raw, layout, figures, claims, aside, read_rules, check_rules, run)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, 'unknown', '[]', ?9, ?10, '', 0, 0, 0, ?11, ?12, ?13)",
    )?
    .execute(params![
        d.id,
        identity.lasting,
        identity.content,
        d.path,
        identity.url,
        identity.source,
        d.title,
        Lang::of(&d.text).code(),
        serde_json::to_string(&d.provenance)?,
        d.raw,
        prints.read(&langs(d)),
        prints.check,
        run
    ])?;
    Ok(conn.last_insert_rowid())
}

/// The languages of a document's segments.
fn langs(document: &Document) -> BTreeSet<Lang> {
    document.segments.iter().map(|s| s.lang).collect()
}

/// Fills in what extraction found, in place of what was there.
pub(super) fn fill(
    conn: &Connection,
    doc: i64,
    article: &Article,
    claims: &[Claim],
    prints: &Fingerprints,
) -> Result<(), Fault> {
    let d = &article.document;
    let figures = article.mentions.iter().filter(|m| is_figure(m.value())).count();
    let aside = claims.iter().filter(|c| c.segment_role == Role::Boilerplate).count();
    let layout = Layout {
        segments: d.segments.iter().map(|s| (s.span.start, s.span.end, s.role, s.lang, s.part)).collect(),
        sentences: d.sentences.iter().map(|s| (s.span.start, s.span.end, s.segment)).collect(),
    };
    conn.prepare_cached(
        "UPDATE documents SET published = ?2, basis = ?3, proof = ?4, layout = ?5, figures = ?6, claims = ?7, aside = ?8,
           read_rules = ?9, check_rules = ?10 WHERE doc = ?1",
    )?
    .execute(params![
        doc,
        d.published.edtf.as_ref().map(|e| e.0.as_str()),
        basis(d.published.basis),
        serde_json::to_string(&d.published.proof)?,
        serde_json::to_string(&layout)?,
        count(figures),
        count(claims.len()),
        count(aside),
        prints.read(&langs(d)),
        prints.check
    ])?;
    conn.prepare_cached("DELETE FROM mentions WHERE doc = ?1")?.execute([doc])?;
    conn.prepare_cached("DELETE FROM claims WHERE doc = ?1")?.execute([doc])?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO mentions (doc, n, start, \"end\", surface, kind, rule, value, span)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (n, m) in article.mentions.iter().enumerate() {
        let at = d.original(m.span);
        insert.execute(params![
            doc,
            count(n),
            count(at.start),
            count(at.end),
            at.slice(&d.raw),
            m.value().kind(),
            m.rule.as_ref(),
            serde_json::to_string(m.value())?,
            serde_json::to_string(&(m.span.start, m.span.end))?
        ])?;
    }
    let mut insert = conn.prepare_cached(
        "INSERT INTO claims (doc, mention, start, \"end\", surface, kind, value, unit, low, high, least, most, measure, role,
           period, as_of, actor, event, place, source, standing, sentence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
    )?;
    for c in claims {
        let at = d.original(c.span);
        let slot = |name: SlotName| c.slot(name).map(|s| s.value.as_str());
        let [low, high, least, most] = ends(&c.value);
        let sentence = d.sentences.get(c.sentence).map_or("", |s| d.printed(s.span));
        insert.execute(params![
            doc,
            count(c.mention),
            count(at.start),
            count(at.end),
            at.slice(&d.raw),
            c.value.kind(),
            compact::value(&c.value),
            unit(&c.value),
            low,
            high,
            least,
            most,
            c.measure(),
            c.role.name(),
            slot(SlotName::Period),
            slot(SlotName::AsOf),
            slot(SlotName::Actor),
            slot(SlotName::Event),
            slot(SlotName::Place),
            slot(SlotName::Source),
            slot(SlotName::Standing),
            sentence
        ])?;
    }
    Ok(())
}

/// A document as extraction left it; `None` where there is none.
pub(super) fn load(conn: &Connection, doc: i64) -> Result<Option<Article>, Fault> {
    let row = conn
        .prepare_cached(
            "SELECT id, path, title, published, basis, proof, provenance, raw, layout FROM documents WHERE doc = ?1",
        )?
        .query_row([doc], |r| {
            let texts: [String; 6] = [r.get(0)?, r.get(1)?, r.get(5)?, r.get(6)?, r.get(7)?, r.get(8)?];
            Ok((texts, r.get::<_, Option<String>>(2)?, r.get::<_, Option<String>>(3)?, r.get::<_, String>(4)?))
        })
        .optional()?;
    let Some(([id, path, proof, provenance, raw, layout], title, published, how)) = row else { return Ok(None) };
    let layout: Layout = serde_json::from_str(&layout)?;
    let (text, offsets) = normalise_text(&raw);
    let segments = layout
        .segments
        .into_iter()
        .map(|(start, end, role, lang, part)| Segment { span: Span::new(start, end), role, lang, part })
        .collect();
    let sentences = layout
        .sentences
        .into_iter()
        .map(|(start, end, segment)| Sentence { span: Span::new(start, end), segment })
        .collect();
    let published =
        Published { edtf: published.map(Edtf), basis: basis_of(&how), proof: serde_json::from_str(&proof)? };
    let provenance = serde_json::from_str(&provenance)?;
    let document = Document { id, path, title, published, provenance, raw, text, offsets, segments, sentences };
    let mut select = conn.prepare_cached("SELECT rule, value, span FROM mentions WHERE doc = ?1 ORDER BY n")?;
    let mut rows = select.query([doc])?;
    let mut mentions = Vec::new();
    while let Some(row) = rows.next()? {
        let rule: Arc<str> = row.get::<_, String>(0)?.into();
        let value: Value = serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or(""))?;
        let (start, end): (usize, usize) = serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or(""))?;
        mentions.push(Mention { span: Span::new(start, end), rule, state: Resolved(value) });
    }
    Ok(Some(Article { document, mentions }))
}

/// Whether a mention is a figure or a date.
fn is_figure(value: &Value) -> bool {
    !matches!(value, Value::Entity { .. } | Value::Identifier { .. })
}

fn unit(value: &Value) -> Option<&str> {
    match value {
        Value::Money { currency, .. } => Some(currency),
        Value::Count { unit, .. } | Value::Quantity { unit, .. } => Some(unit),
        Value::Ratio { .. } => Some("ratio"),
        Value::Ordinal { of, .. } => Some(of),
        _ => None,
    }
}

/// Ends of what is stated, and of what the digits can stand for.
fn ends(value: &Value) -> [Option<String>; 4] {
    let end = |b: Option<Bound>| b.map(|b| b.at.normalize().to_string());
    if let Value::Ordinal { value, .. } = value {
        let n = Some(value.to_string());
        return [n.clone(), n.clone(), n.clone(), n];
    }
    value.figure().map_or([None, None, None, None], |f| {
        let tight = f.tight();
        [end(f.stated.lo), end(f.stated.hi), end(tight.lo), end(tight.hi)]
    })
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Metadata => "metadata",
        Basis::Dateline => "dateline",
        Basis::Solved => "solved",
        Basis::Unknown => "unknown",
    }
}

fn basis_of(name: &str) -> Basis {
    match name {
        "metadata" => Basis::Metadata,
        "dateline" => Basis::Dateline,
        "solved" => Basis::Solved,
        _ => Basis::Unknown,
    }
}

/// A number as SQLite keeps it.
pub(super) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
