//! Findings for people: both passages in their context, the arithmetic, what to do.

use std::io::{self, Write};

use super::excerpt::{self, cells, clean};
use super::place::Lines;
use super::style::{Palette, Tone};
use crate::model::document::Document;
use crate::model::finding::{Finding, Severity, Side, Verdict};
use crate::model::span::Span;
use crate::pipeline::{Article, Outcome};
use crate::wording::{Ui, Voice};

/// How the report is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Cells to a line; from 40.
    pub width: usize,
    /// Colours or none.
    pub palette: Palette,
    /// Whether comparisons that held are shown too.
    pub passes: bool,
}

/// Writes every finding, the passes where asked for, and the summary.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(
    outcome: &Outcome,
    articles: &[Article],
    layout: Layout,
    voice: Voice<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown = outcome.findings.iter().chain(outcome.passes.iter().filter(|_| layout.passes));
    for finding in shown {
        entry(finding, articles, layout, voice.of(finding), out)?;
        writeln!(out)?;
    }
    summary(outcome, articles, layout, voice.frame(), out)
}

/// Sides that can be shown on one excerpt.
struct Group<'a> {
    document: &'a Document,
    sides: Vec<(usize, &'a Side)>,
    excerpt: excerpt::Excerpt,
}

fn entry(finding: &Finding, articles: &[Article], layout: Layout, ui: Ui<'_>, out: &mut dyn Write) -> io::Result<()> {
    let p = layout.palette;
    let (word, tone) = level(finding);
    // What held is told by its arithmetic; messages and remedies speak of what did not.
    let held = !finding.verdict.is_finding();
    let (message, steps) = match finding.derivation.split_first() {
        Some((first, rest)) if held => (first, rest),
        _ => (&finding.message, finding.derivation.as_slice()),
    };
    let title = p.paint(tone, format!("{word}[{}]", finding.check));
    let verdict = if held { format!("{}: ", ui.say(&finding.verdict.name().replace('_', " "))) } else { String::new() };
    writeln!(out, "{title}: {verdict}{}", p.paint(Tone::Strong, clean(&ui.say(message))))?;
    // Gutter for line numbers: the widest of them; excerpts get what is left of the line.
    let room = layout.width.max(40).saturating_sub(9);
    let groups = groups(finding, articles, room);
    let gutter = groups.iter().map(|g| g.excerpt.line.to_string().len()).max().unwrap_or(1);
    let pad = " ".repeat(gutter);
    let bar = p.paint(Tone::Frame, "|");
    for (i, group) in groups.iter().enumerate() {
        let e = &group.excerpt;
        let arrow = p.paint(Tone::Frame, if i == 0 { "-->" } else { ":::" });
        writeln!(out, "{pad}{arrow} {}:{}:{}", name(group.document), e.line, e.column)?;
        writeln!(out, "{pad} {bar}")?;
        writeln!(out, "{} {bar} {}", p.paint(Tone::Frame, format_args!("{:>gutter$}", e.line)), e.text)?;
        writeln!(out, "{pad} {bar} {}", marks(group, tone, room, ui, p))?;
    }
    let notes = steps.iter().map(|s| ("", s));
    let notes = notes.chain(finding.linked_by.iter().map(|s| (ui.text("note_linked"), s)));
    let notes = notes.chain(finding.hypotheses.iter().map(|s| (ui.text("note_slip"), s)));
    let help = Some(&finding.remedy).filter(|r| !r.is_empty() && !held).map(|s| (ui.text("note_help"), s));
    for (label, text) in notes.chain(help) {
        note(label, &ui.say(text), gutter, layout, out)?;
    }
    Ok(())
}

fn note(label: &str, text: &str, gutter: usize, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let p = layout.palette;
    let pad = " ".repeat(gutter);
    let room = layout.width.max(40).saturating_sub(gutter + 3 + cells(label));
    for (i, line) in excerpt::wrap(text, room).iter().enumerate() {
        if i == 0 {
            writeln!(out, "{pad} {} {}{line}", p.paint(Tone::Frame, "="), p.paint(Tone::Strong, label))?;
        } else {
            writeln!(out, "{pad}   {}{line}", " ".repeat(cells(label)))?;
        }
    }
    Ok(())
}

/// Gathers the sides by line of a document, as far as the figures of a line fit into one excerpt.
fn groups<'a>(finding: &'a Finding, articles: &'a [Article], budget: usize) -> Vec<Group<'a>> {
    let mut gathered: Vec<(usize, Vec<(usize, &Side)>)> = Vec::new();
    let lines_of = |document: usize| articles.get(document).map(|a| Lines::new(&a.document.raw));
    for (n, side) in finding.sides.iter().enumerate() {
        let Some(article) = articles.get(side.document) else { continue };
        let Some(lines) = lines_of(side.document) else { continue };
        let span = article.document.original(side.span);
        let here = lines.place(span.start).0;
        let home = gathered.iter_mut().find(|(document, sides)| {
            let all = sides.iter().map(|s| article.document.original(s.1.span)).fold(span, Span::join);
            *document == side.document
                && sides.iter().all(|s| lines.place(article.document.original(s.1.span).start).0 == here)
                && sides.iter().all(|s| !s.1.span.overlaps(side.span))
                && cells(all.slice(&article.document.raw)) + 4 <= budget
        });
        match home {
            Some((_, sides)) => sides.push((n, side)),
            None => gathered.push((side.document, vec![(n, side)])),
        }
    }
    gathered
        .into_iter()
        .filter_map(|(document, sides)| {
            let article = articles.get(document)?;
            let document = &article.document;
            let spans: Vec<Span> = sides.iter().map(|s| document.original(s.1.span)).collect();
            let sentences = sides.iter().map(|s| {
                let i = document.sentence_at(s.1.span.start)?;
                document.sentences.get(i).map(|s| document.original(s.span))
            });
            let sentence = sentences.collect::<Option<Vec<_>>>().and_then(|s| s.into_iter().reduce(Span::join));
            let excerpt = excerpt::cut(&Lines::new(&document.raw), &spans, sentence, budget);
            Some(Group { document, sides, excerpt })
        })
        .collect()
}

/// The line of marks: `^` under the first side, `-` under the others; behind each its value, where there is room.
fn marks(group: &Group<'_>, tone: Tone, room: usize, ui: Ui<'_>, p: Palette) -> String {
    let mut placed: Vec<_> = group.excerpt.marks.iter().zip(&group.sides).collect();
    placed.sort_by_key(|(mark, _)| mark.0);
    let mut out = String::new();
    let mut at = 0;
    for (i, (mark, (n, side))) in placed.iter().enumerate() {
        let (start, len) = **mark;
        let (sign, tone) = if *n == 0 { ("^", tone) } else { ("-", Tone::Other) };
        out.push_str(&" ".repeat(start.saturating_sub(at)));
        at = start.max(at) + len;
        let next = placed.get(i + 1).map_or(room, |(mark, _)| mark.0.saturating_sub(1));
        let value = side.claim.get("value").map(|v| clean(&ui.say(v))).filter(|v| at + 1 + cells(v) <= next);
        let label = value.map_or_else(String::new, |v| format!(" {v}"));
        at += cells(&label);
        out.push_str(&p.paint(tone, format_args!("{}{label}", sign.repeat(len))).to_string());
    }
    out
}

fn level(finding: &Finding) -> (&'static str, Tone) {
    if !finding.verdict.is_finding() {
        return ("held", Tone::Info);
    }
    match finding.severity {
        Severity::Error => ("error", Tone::Error),
        Severity::Warning => ("warning", Tone::Warning),
        Severity::Info => ("info", Tone::Info),
    }
}

/// How a person finds the document: its path; a row of a larger file by its id as well.
fn name(document: &Document) -> String {
    let path = clean(&document.path);
    if document.path.contains('#') && !document.path.ends_with(&document.id) {
        format!("{path}({})", clean(&document.id))
    } else {
        path
    }
}

fn summary(outcome: &Outcome, articles: &[Article], layout: Layout, ui: Ui<'_>, out: &mut dyn Write) -> io::Result<()> {
    let p = layout.palette;
    if articles.is_empty() {
        return writeln!(out, "{}", p.paint(Tone::Warning, ui.text("sum_nothing_read")));
    }
    let conflicts = outcome.findings.iter().filter(|f| f.verdict == Verdict::Conflict).count();
    let tensions = outcome.findings.len() - conflicts;
    let c = &outcome.coverage;
    let tell = |key: &str, n: usize| ui.many(key, n);
    let verdict = match (conflicts, tensions) {
        (0, 0) => p.paint(Tone::Info, ui.text("sum_none").to_owned()),
        (0, t) => p.paint(Tone::Warning, tell("sum_tensions", t)),
        (n, 0) => p.paint(Tone::Error, tell("sum_conflicts", n)),
        (n, t) => p.paint(Tone::Error, format!("{}, {}", tell("sum_conflicts", n), tell("sum_tensions", t))),
    };
    writeln!(out, "{verdict}; {}", tell("sum_held", outcome.passes.len()))?;
    let counts = format!(
        "{}: {}, {}, {}, {}",
        tell("sum_documents", articles.len()),
        tell("sum_figures", c.figures),
        tell("sum_claims", c.claims),
        tell("sum_linked", c.linked),
        tell("sum_checked", c.checked)
    );
    let mut skipped: Vec<(&str, usize)> = c.skipped.iter().map(|(why, n)| (why.as_str(), *n)).collect();
    skipped.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let all: usize = skipped.iter().map(|s| s.1).sum();
    let reasons: Vec<String> = skipped.iter().map(|(why, n)| format!("{n} {}", ui.say(why))).collect();
    let line =
        if all == 0 { counts } else { format!("{counts}; {}: {}", tell("sum_skipped", all), reasons.join(", ")) };
    let line = match c.crowded {
        0 => line,
        n => format!("{line}; {}", tell("sum_crowded", n)),
    };
    let line = match c.distant {
        0 => line,
        n => format!("{line}; {} of documents beyond the nearest not compared", many(n, "pair")),
    };
    for line in excerpt::wrap(&line, layout.width.max(40)) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// `1 document`, `2 documents`.
pub fn many(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
