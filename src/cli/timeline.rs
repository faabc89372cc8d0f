//! `timeline`: every figure of a measure or event by date.

use std::io::{self, Write};

use super::Status;
use super::args::{Timeline, TimelineFormat};
use super::error::CliError;
use super::output::Output;
use super::settings::Settings;
use crate::report::excerpt::{cells, clean};
use crate::report::style::{Palette, Tone};
use crate::review::plot;
use crate::store::{Store, Witness};

/// Prints it.
pub(super) fn run(verb: &Timeline, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let store = Store::existing(&verb.db)?;
    let mut found = store.witnesses(&verb.asked)?;
    if found.is_empty() {
        let known = store.measures()?;
        let names: Vec<&str> = known.iter().take(8).map(|k| k.0.as_str()).collect();
        let message =
            format!("the archive has no figure of `{}`\nhelp: most frequent are {}", verb.asked, names.join(", "));
        return Err(CliError::Unknown(message));
    }
    if !verb.all && found.iter().any(|w| w.verdict != "alone") {
        found.retain(|w| w.verdict != "alone");
    }
    match verb.format {
        TimelineFormat::Terminal => terminal(&found, Palette { on: settings.colours() }, out)?,
        TimelineFormat::Csv => csv(&found, out)?,
        TimelineFormat::Svg => {
            let all: Vec<&Witness> = found.iter().collect();
            let Some(svg) = plot::svg(&all, &verb.asked, true) else {
                let message =
                    "fewer than two of the figures can be drawn on one axis\nhelp: try --format terminal".to_owned();
                return Err(CliError::Unknown(message));
            };
            writeln!(out, "{svg}")?;
        }
    }
    Ok(Status::Clean)
}

/// What else is to be said of a witness.
fn remark(w: &Witness) -> &'static str {
    match (w.superseded, w.stale) {
        (true, _) => "superseded",
        (false, true) => "cites a superseded figure",
        _ => "",
    }
}

fn terminal(found: &[Witness], p: Palette, out: &mut Output) -> io::Result<()> {
    let mut group = 0;
    for w in found {
        if w.group != group {
            if group != 0 {
                writeln!(out)?;
            }
            group = w.group;
            let about = w.measure.as_deref().unwrap_or("");
            writeln!(
                out,
                "{}",
                p.paint(Tone::Strong, format!("{group}. {about} {}", clean(w.title.as_deref().unwrap_or(&w.id))))
            )?;
        }
        let tone = match w.verdict.as_str() {
            "conflict" => Tone::Error,
            "tension" => Tone::Warning,
            _ => Tone::Info,
        };
        let pad = |text: &str, width: usize| format!("{text}{}", " ".repeat(width.saturating_sub(cells(text))));
        // A source that is no named party is only a word of the text.
        let named = w.source.as_deref().filter(|s| s.contains(':'));
        let who = named.or(w.publisher.as_deref()).unwrap_or("-");
        let line = format!(
            "  {} {} {} {} {} {}",
            pad(w.published.as_deref().unwrap_or("?"), 10),
            pad(&clean(&w.surface), 20),
            pad(&w.value, 26),
            p.paint(tone, pad(&w.verdict, 8)),
            pad(&clean(&w.id), 18),
            clean(who)
        );
        let remark = remark(w);
        let remark = if remark.is_empty() { String::new() } else { format!("  [{remark}]") };
        writeln!(out, "{}{remark}", line.trim_end())?;
    }
    Ok(())
}

fn csv(found: &[Witness], out: &mut Output) -> io::Result<()> {
    // Spreadsheets take UTF-8 for what it is only with this mark.
    out.write_all("\u{feff}".as_bytes())?;
    let mut rows = csv::Writer::from_writer(out);
    let head = [
        "group",
        "published",
        "document",
        "title",
        "publisher",
        "surface",
        "value",
        "unit",
        "low",
        "high",
        "source",
        "verdict",
        "remark",
    ];
    rows.write_record(head)?;
    for w in found {
        let text = |t: Option<&str>| plain(t.unwrap_or(""));
        rows.write_record([
            w.group.to_string(),
            text(w.published.as_deref()),
            text(Some(&w.id)),
            text(w.title.as_deref()),
            text(w.publisher.as_deref()),
            text(Some(&w.surface)),
            text(Some(&w.value)),
            text(Some(&w.unit)),
            text(w.low.as_deref()),
            text(w.high.as_deref()),
            text(w.source.as_deref()),
            w.verdict.clone(),
            remark(w).to_owned(),
        ])?;
    }
    rows.flush()
}

/// A cell that no spreadsheet takes for a formula.
fn plain(text: &str) -> String {
    let number = text.parse::<rust_decimal::Decimal>().is_ok();
    if !number && text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
