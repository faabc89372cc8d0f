//! What `power` prints: which slips the checks see.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::excerpt::{cells, clean};
use super::style::{Palette, Tone};
use super::terminal::many;
use crate::pipeline::Article;
use crate::power::tally::{Attempt, Row};
use crate::power::{Options, Tally};

/// So many missed slips are listed for people; JSON has all of them.
const LISTED: usize = 20;

/// The cells of one table, the head first.
type Table = Vec<Vec<String>>;

/// What stands in the row of figures that no check guards.
const NONE: &str = "(no check)";

fn tables(tally: &Tally) -> [(&'static str, Table); 3] {
    let n = |n: usize| n.to_string();
    let recall = |row: &Row| row.recall().map_or_else(|| "–".to_owned(), thousandths);
    let head = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<String>>();
    let mut checks = vec![head(&["check", "guards", "planted", "caught", "by itself", "recall", "false alarms"])];
    for row in tally.by_check() {
        let name = if row.name.is_empty() { NONE.to_owned() } else { row.name.clone() };
        checks.push(vec![name, n(row.guarded), n(row.planted), n(row.caught), n(row.own), recall(&row), n(row.alarms)]);
    }
    let mut slips = vec![head(&["slip", "planted", "caught", "recall", "false alarms"])];
    for row in tally.by_slip() {
        slips.push(vec![row.name.clone(), n(row.planted), n(row.caught), recall(&row), n(row.alarms)]);
    }
    let mut edits = vec![head(&["harmless edit", "made", "false alarms"])];
    for row in tally.by_edit() {
        // What names the very figure is as false here as any other.
        let false_alarms = row.alarms + row.caught;
        edits.push(vec![row.name.clone(), n(row.planted), n(false_alarms)]);
    }
    [("checks", checks), ("slips", slips), ("edits", edits)]
}

fn thousandths(n: usize) -> String {
    format!("{}.{:03}", n / 1000, n % 1000)
}

/// What is said of all of it.
fn summary(tally: &Tally) -> Vec<String> {
    let total = tally.total();
    let [all, guarded, told, nothing] = tally.figures;
    let edits: usize = tally.by_edit().iter().map(|r| r.planted).sum();
    let alarms: usize = tally.by_edit().iter().map(|r| r.alarms + r.caught).sum();
    let share = total.recall().map_or_else(String::new, |r| format!(" ({})", thousandths(r)));
    let none = tally.by_check().pop().unwrap_or_default();
    vec![
        format!(
            "{}: {} in figures that a check guards, {} caught{share}; {} elsewhere",
            many(tally.documents, "document"),
            many(total.planted, "slip"),
            total.caught,
            many(total.alarms, "false alarm"),
        ),
        format!("{}: {}", many(edits, "harmless edit"), many(alarms, "false alarm")),
        format!(
            "{guarded} of {} guarded by a check, {told} in a finding already; {nothing} guarded by none: a slip in those \
             cannot be seen ({} of {} planted there came up by chance)",
            many(all, "figure"),
            none.caught,
            none.planted
        ),
    ]
}

/// Writes the tables, the slips that were missed, and the summary.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(tally: &Tally, palette: Palette, out: &mut dyn Write) -> io::Result<()> {
    for (_, table) in tables(tally) {
        aligned(&table, palette, out)?;
        writeln!(out)?;
    }
    let missed: Vec<&Attempt> = tally.missed().collect();
    if !missed.is_empty() {
        writeln!(out, "{}", palette.paint(Tone::Strong, "missed"))?;
        for attempt in missed.iter().take(LISTED) {
            writeln!(out, "  {}: {} ({})", attempt.place, told(attempt), attempt.kind)?;
        }
        if missed.len() > LISTED {
            writeln!(out, "  and {} more: --format json lists all", missed.len() - LISTED)?;
        }
        writeln!(out)?;
    }
    for line in summary(tally) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn told(attempt: &Attempt) -> String {
    let new = clean(&attempt.to);
    format!("{} → {}", clean(&attempt.from), if new.is_empty() { "nothing".to_owned() } else { new })
}

fn aligned(table: &Table, palette: Palette, out: &mut dyn Write) -> io::Result<()> {
    let columns = table.first().map_or(0, Vec::len);
    let width = |c: usize| table.iter().filter_map(|r| r.get(c)).map(|w| cells(w)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for (n, row) in table.iter().enumerate() {
        let mut line = String::new();
        for (c, (word, width)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width - cells(word).min(*width));
            // Names to the left, numbers to the right.
            line.push_str(&if c == 0 { format!("{word}{pad}") } else { format!("  {pad}{word}") });
        }
        let line = line.trim_end().to_owned();
        if n == 0 { writeln!(out, "{}", palette.paint(Tone::Strong, line))? } else { writeln!(out, "{line}")? }
    }
    Ok(())
}

/// Writes the tables of checks, slips and edits and the summary in Markdown.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_markdown(tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    for (_, table) in tables(tally) {
        for (n, row) in table.iter().enumerate() {
            let code = |(c, word): (usize, &String)| {
                if c == 0 && n > 0 && word != NONE { format!("`{word}`") } else { word.clone() }
            };
            let row: Vec<String> = row.iter().enumerate().map(code).collect();
            writeln!(out, "| {} |", row.join(" | "))?;
            if n == 0 {
                writeln!(out, "|{}", " --- |".repeat(row.len()))?;
            }
        }
        writeln!(out)?;
    }
    for line in summary(tally) {
        writeln!(out, "- {line}")?;
    }
    Ok(())
}

/// Writes one object: the tables, and every slip and edit with what came of it.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_json(tally: &Tally, options: Options, articles: &[Article], out: &mut dyn Write) -> io::Result<()> {
    let rows = |rows: Vec<Row>, name: &str| -> Vec<Value> {
        rows.iter()
            .map(|r| {
                let recall = r.recall().map(|n| serde_json::from_str::<Value>(&thousandths(n)).unwrap_or_default());
                let mut row =
                    json!({ "planted": r.planted, "caught": r.caught, "recall": recall, "false_alarms": r.alarms });
                row[name] = if r.name.is_empty() { Value::Null } else { json!(r.name) };
                if name == "check" {
                    row["guarded"] = json!(r.guarded);
                    row["caught_by_itself"] = json!(r.own);
                }
                row
            })
            .collect()
    };
    let attempt = |a: &Attempt| {
        let document = articles.get(a.document).map(|d| &d.document);
        let alarms: Vec<Value> = a.alarms.iter().map(|x| json!({ "check": x.check, "message": x.message })).collect();
        json!({
            "document": document.map(|d| &d.id), "path": document.map(|d| &d.path), "kind": a.kind,
            "start": a.at.start, "end": a.at.end, "from": a.from, "to": a.to,
            "checks": a.checks, "caught_by": a.caught_by, "false_alarms": alarms,
        })
    };
    let [all, guarded, told, nothing] = tally.figures;
    let report = json!({
        "schema": super::json::SCHEMA,
        "seed": tally.seed,
        "slips_per_check": options.slips,
        "documents": tally.documents,
        "figures": { "all": all, "guarded": guarded, "in_findings": told, "guarded_by_none": nothing },
        "by_check": rows(tally.by_check(), "check"),
        "by_slip": rows(tally.by_slip(), "slip"),
        "by_edit": rows(tally.by_edit(), "edit"),
        "slips": tally.slips.iter().map(attempt).collect::<Vec<_>>(),
        "edits": tally.edits.iter().map(attempt).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}
