//! Mentions for a quick look: one line each.

use std::io::{self, Write};

use super::compact;
use super::excerpt::{cells, clean};
use super::place::Lines;
use crate::model::document::{Basis, Document};
use crate::model::mention::{Mention, Raw};
use crate::model::value::Value;

/// Writes the head line of a document: path, title, publication date with its basis.
///
/// # Errors
/// Whatever `out` meets.
pub fn head(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let published = &document.published;
    let date = published.edtf.as_ref().map_or("unknown", |e| e.0.as_str());
    writeln!(out, "# {} · published {date} ({})", clean(&document.path), basis(published.basis))?;
    match &document.title {
        Some(title) => writeln!(out, "# {}", clean(title)),
        None => Ok(()),
    }
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Metadata => "metadata",
        Basis::Dateline => "dateline",
        Basis::Solved => "solved",
        Basis::Unknown => "no evidence",
    }
}

/// Writes `line:column  kind  surface  value  rule` of every mention.
///
/// # Errors
/// Whatever `out` meets.
pub fn mentions<'a, S>(
    document: &Document,
    mentions: &'a [Mention<S>],
    value: impl Fn(&'a Mention<S>) -> &'a Value,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = mentions.iter().map(|m| {
        let v = value(m);
        (m.span, v.kind().to_owned(), compact::value(v), m.rule.as_ref())
    });
    write_rows(document, rows.collect(), out)
}

/// Writes `line:column  surface  captures  rule` of every raw mention.
///
/// # Errors
/// Whatever `out` meets.
pub fn raw(document: &Document, mentions: &[Mention<Raw>], out: &mut dyn Write) -> io::Result<()> {
    let rows = mentions.iter().map(|m| {
        let groups = m.state.groups.iter().map(|(name, span)| format!("{name}={}", clean(span.slice(&document.text))));
        let modifiers = m.state.modifiers.iter().map(|id| format!("+{id}"));
        (m.span, "raw".to_owned(), groups.chain(modifiers).collect::<Vec<_>>().join(" "), m.rule.as_ref())
    });
    write_rows(document, rows.collect(), out)
}

/// Writes `line:column  role  language  part  first words` of every segment.
///
/// # Errors
/// Whatever `out` meets.
pub fn segments(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let lines = Lines::new(&document.raw);
    for s in &document.segments {
        let (line, column) = lines.place(document.original(s.span).start);
        let text = clean(document.printed(s.span));
        let short: String = text.chars().take(48).collect();
        let more = if short.len() < text.len() { "…" } else { "" };
        let role = format!("{:?}", s.role).to_lowercase();
        writeln!(out, "{:<8} {role:<12} {} {}  {short}{more}", format!("{line}:{column}"), s.lang.code(), s.part)?;
    }
    Ok(())
}

type Row<'a> = (crate::model::span::Span, String, String, &'a str);

fn write_rows(document: &Document, rows: Vec<Row<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let lines = Lines::new(&document.raw);
    for (span, kind, value, rule) in rows {
        let (line, column) = lines.place(document.original(span).start);
        let surface = clean(document.printed(span));
        let pad = " ".repeat(28usize.saturating_sub(cells(&surface)));
        writeln!(out, "{:<8} {kind:<10} {surface}{pad}  {value:<34}  {rule}", format!("{line}:{column}"))?;
    }
    Ok(())
}
