//! Scores of `eval`: a table to read, one for a README, and JSON.

use std::io::{self, Write};

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::excerpt::{cells, clean};
use super::json::SCHEMA;
use super::number::Exact;
use super::terminal::many;
use crate::eval::change::{Change, Way};
use crate::eval::schema::is_figure;
use crate::eval::score::{FIGURES, Judged, NAMES, Score, State, Tally};
use crate::eval::value::{brief_gold, brief_read};

/// What there is to print.
#[derive(Debug, Clone, Copy)]
pub struct Evaluation<'a, 'b> {
    /// This run.
    pub score: &'a Score<'b>,
    /// Another one, and what differs.
    pub before: Option<(&'a Score<'b>, &'a [Change<'a, 'b>])>,
    /// How many kinds of faults to list.
    pub worst: usize,
}

/// A share in thousandths as people write it.
fn share(thousandths: usize) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// A column of a table: its name and what it shows, in thousandths.
type Column = (&'static str, fn(Tally) -> usize);

const MEASURES: [Column; 5] = [
    ("precision", Tally::precision),
    ("recall", Tally::recall),
    ("F1", Tally::f1),
    ("exact F1", Tally::exact_f1),
    ("right value", Tally::right_f1),
];

/// Writes a table to read, then the worst faults or, of two runs, what changed.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(evaluation: Evaluation<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let score = evaluation.score;
    let counted = score.judged.iter().filter(|j| j.gold.is_some()).count();
    let (documents, optional) = (many(score.documents, "document"), score.optional);
    writeln!(out, "{documents}, {} of gold besides {optional} that are optional\n", many(counted, "mention"))?;
    write!(out, "{:16}{:>6}{:>7}", "", "gold", "found")?;
    for (name, _) in MEASURES {
        write!(out, "{:>width$}", name, width = width(name))?;
    }
    writeln!(out)?;
    let langs = score.langs();
    for row in score.rows() {
        let indent = if matches!(row, FIGURES | NAMES) { "" } else { "  " };
        line(&format!("{indent}{row}"), row, None, evaluation, out)?;
        if langs.len() > 1 {
            for lang in &langs {
                line(&format!("{indent}  {lang}"), row, Some(lang), evaluation, out)?;
            }
        }
    }
    match evaluation.before {
        Some((_, changes)) => write_changes(changes, out),
        None => write_worst(score, evaluation.worst, out),
    }
}

fn width(name: &str) -> usize {
    name.len().max(6) + 2
}

/// A row of the table; where something is compared, the way of each measure behind it.
fn line(
    name: &str,
    row: &str,
    lang: Option<&str>,
    evaluation: Evaluation<'_, '_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let tally = evaluation.score.tally(row, lang);
    if tally == Tally::default() {
        return Ok(());
    }
    write!(out, "{name:16}{:>6}{:>7}", tally.gold, tally.found)?;
    for (column, measure) in MEASURES {
        write!(out, "{:>width$}", share(measure(tally)), width = width(column))?;
    }
    if let Some((before, _)) = evaluation.before {
        let old = before.tally(row, lang);
        let moved: Vec<String> = MEASURES.iter().filter_map(|(column, m)| moved(column, m(old), m(tally))).collect();
        if !moved.is_empty() {
            write!(out, "   {}", moved.join(", "))?;
        }
    }
    writeln!(out)
}

/// `recall +0.012`; nothing where nothing moved.
fn moved(column: &str, before: usize, after: usize) -> Option<String> {
    let sign = match after.cmp(&before) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => '+',
        std::cmp::Ordering::Less => '-',
    };
    Some(format!("{column} {sign}{}", share(after.abs_diff(before))))
}

/// What gold says and what was read, as far as there is either.
fn told(judged: &Judged<'_>) -> String {
    let gold = judged.gold.map(|g| format!("gold {}", brief_gold(g)));
    let read = judged.read.map(|r| {
        let spanned = judged.gold.is_some_and(|g| g.span != r.span);
        let words = if spanned { format!(" in `{}`", clean(&r.surface)) } else { String::new() };
        format!("read {}{words} ({})", brief_read(r), r.rule)
    });
    gold.into_iter().chain(read).collect::<Vec<_>>().join(", ")
}

/// `name` filled up with blanks to a number of cells.
fn padded(name: &str, to: usize) -> String {
    format!("{name}{}", " ".repeat(to.saturating_sub(cells(name))))
}

fn example(word: &str, judged: &Judged<'_>, more: &str, out: &mut dyn Write) -> io::Result<()> {
    let place = padded(&format!("{}:{}", judged.document, judged.line), 10);
    let surface = padded(&clean(judged.surface()), 24);
    writeln!(out, "{word:<11}  {:<10}  {place}  {surface}  {}{more}", judged.kind, told(judged))
}

fn write_worst(score: &Score<'_>, worst: usize, out: &mut dyn Write) -> io::Result<()> {
    let all = score.worst();
    if all.is_empty() || worst == 0 {
        return Ok(());
    }
    let shown = worst.min(all.len());
    let faults: usize = all.iter().map(|(_, n)| n).sum();
    let rest: usize = all.iter().skip(shown).map(|(_, n)| n).sum();
    writeln!(out, "\nworst of {}, what happens most first:", many(faults, "fault"))?;
    for (judged, n) in all.iter().take(shown) {
        let more = if *n > 1 { format!(", {} more like it", n - 1) } else { String::new() };
        example(judged.state.name(), judged, &more, out)?;
    }
    if rest > 0 {
        writeln!(out, "{rest} more: --worst {faults}")?;
    }
    Ok(())
}

/// How a side of a change ended.
fn state(judged: Option<&Judged<'_>>) -> &'static str {
    judged.map_or("not read", |j| j.state.name())
}

fn write_changes(changes: &[Change<'_, '_>], out: &mut dyn Write) -> io::Result<()> {
    let count = |way| changes.iter().filter(|c| c.way == way).count();
    writeln!(
        out,
        "\n{} worse, {} better, {} read otherwise and as good",
        count(Way::Worse),
        count(Way::Better),
        count(Way::Other)
    )?;
    for change in changes {
        let Some(judged) = change.after.or(change.before) else { continue };
        let before = change.before.and_then(|j| j.read).map(|r| format!("; before {} ({})", brief_read(r), r.rule));
        let went = format!(": {} → {}", state(change.before), state(change.after));
        let before = before.filter(|_| change.after.is_some()).unwrap_or_default();
        example(change.way.name(), judged, &format!("{before}{went}"), out)?;
    }
    Ok(())
}

/// Writes a table for a README: kinds down, languages across; totals in the line below it.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_markdown(score: &Score<'_>, out: &mut dyn Write) -> io::Result<()> {
    let langs: Vec<Option<&str>> = match score.langs() {
        all if all.len() > 1 => all.into_iter().map(Some).collect(),
        _ => vec![None],
    };
    write!(out, "| kind |")?;
    for lang in &langs {
        let lead = lang.map_or_else(String::new, |l| format!("{l}: "));
        write!(out, " {lead}gold | precision | recall | right value |")?;
    }
    writeln!(out, "\n| --- |{}", " ---: | ---: | ---: | ---: |".repeat(langs.len()))?;
    for row in score.rows() {
        write!(
            out,
            "{}",
            if matches!(row, FIGURES | NAMES) { format!("| **{row}** |") } else { format!("| {row} |") }
        )?;
        for lang in &langs {
            match score.tally(row, *lang) {
                Tally { gold: 0, .. } => write!(out, " – | – | – | – |")?,
                tally => write!(
                    out,
                    " {} | {} | {} | {} |",
                    tally.gold,
                    share(tally.precision()),
                    share(tally.recall()),
                    share(tally.right_f1())
                )?,
            }
        }
        writeln!(out)?;
    }
    writeln!(out)?;
    let totals = [FIGURES, NAMES].into_iter().filter(|t| score.rows().contains(t)).map(|row| {
        let t = score.tally(row, None);
        let [p, r, v] = [t.precision(), t.recall(), t.right_f1()].map(share);
        format!("{row} {p} precision, {r} recall, {v} right value")
    });
    writeln!(out, "{}: {}.", many(score.documents, "document"), totals.collect::<Vec<_>>().join("; "))
}

/// Writes one JSON object: every row of the table, the worst faults, and what changed.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_json(evaluation: Evaluation<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let score = evaluation.score;
    let langs = score.langs();
    let all = || std::iter::once(None).chain(langs.iter().copied().map(Some));
    let rows = score.rows().into_iter().flat_map(|row| all().map(move |lang| (row, lang)));
    let rows: Vec<Value> = rows
        .filter(|(row, lang)| score.tally(row, *lang) != Tally::default())
        .map(|(row, lang)| {
            let mut line = counts(score.tally(row, lang));
            let before = evaluation.before.map(|(before, _)| counts(before.tally(row, lang)));
            if let Some(fields) = line.as_object_mut() {
                fields.extend([("kind".to_owned(), json!(row)), ("lang".to_owned(), json!(lang))]);
                fields.extend(before.map(|b| ("before".to_owned(), b)));
            }
            line
        })
        .collect();
    let worst: Vec<Value> = score
        .worst()
        .into_iter()
        .take(evaluation.worst)
        .map(|(judged, n)| {
            let mut one = spot(judged);
            if let Some(fields) = one.as_object_mut() {
                fields.insert("times".to_owned(), json!(n));
            }
            one
        })
        .collect();
    let mut whole = json!({
        "schema": SCHEMA, "documents": score.documents, "optional": score.optional, "rows": rows, "worst": worst,
    });
    if let (Some((_, changes)), Some(fields)) = (evaluation.before, whole.as_object_mut()) {
        let changes = changes
            .iter()
            .map(|c| json!({ "way": c.way.name(), "before": c.before.map(spot), "after": c.after.map(spot) }));
        fields.insert("changes".to_owned(), changes.collect());
    }
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn counts(tally: Tally) -> Value {
    let share = |n: usize| Exact(Decimal::new(i64::try_from(n).unwrap_or(0), 3));
    json!({
        "gold": tally.gold, "found": tally.found, "overlapping": tally.overlap, "exact": tally.exact,
        "right": tally.right, "precision": share(tally.precision()), "recall": share(tally.recall()),
        "f1": share(tally.f1()), "exact_f1": share(tally.exact_f1()), "right_value_f1": share(tally.right_f1()),
        "right_value_rate": share(tally.right_rate()),
    })
}

fn spot(judged: &Judged<'_>) -> Value {
    let span = judged.span();
    let state = match judged.state {
        State::Wrong => "wrong-value",
        State::Wider => "other-span",
        other => other.name(),
    };
    json!({
        "document": judged.document, "line": judged.line, "kind": judged.kind, "figure": is_figure(judged.kind),
        "start": span.start, "end": span.end, "surface": judged.surface(), "state": state,
        "gold": judged.gold.map(|g| &g.value),
        "read": judged.read.map(|r| json!({
            "start": r.span.start, "end": r.span.end, "surface": r.surface, "kind": r.kind, "value": r.value, "rule": r.rule,
        })),
    })
}
