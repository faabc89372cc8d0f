//! `explain`: tells what a rule, a check or a measure is for.

use std::io::{self, Write};

use super::Status;
use super::declared::{self, Declared};
use super::error::CliError;
use super::output::Output;
use super::rules::lang;
use super::settings::Settings;
use crate::rulebook::fragment::distance;
use crate::rulebook::rule::Rule;

/// Prints what is known of an id.
pub(super) fn run(id: &str, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let book = settings.rulebook()?;
    let files = settings.files()?;
    let declared = declared::all(&files);
    if let Some(rule) = book.rules.get(id) {
        self::rule(rule, out)?;
    } else if let Some(found) = declared.iter().find(|d| d.id == id) {
        table(found, out)?;
    } else {
        return Err(unknown("rule, check or measure", id, declared.iter().map(|d| d.id)));
    }
    Ok(Status::Clean)
}

/// The error for an id that nothing has, with those most like it.
pub(super) fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>) -> CliError {
    let mut near: Vec<(usize, &str)> = known
        .map(|k| (if k.contains(id) { 0 } else { distance(id, k) }, k))
        .filter(|(d, k)| *d <= 2.max(id.len().max(k.len()) / 3))
        .collect();
    near.sort_unstable();
    near.dedup();
    let near: Vec<String> = near.iter().take(3).map(|(_, k)| format!("`{k}`")).collect();
    let hint = if near.is_empty() {
        "`crosscheck rules list` shows the rules".to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    CliError::Unknown(format!("no {what} is called `{id}`\nhelp: {hint}"))
}

fn rule(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let status = format!("{:?}", rule.status).to_lowercase();
    writeln!(out, "{}: {}", rule.id, rule.summary)?;
    writeln!(out, " --> {}:{}", rule.place.0, rule.place.1)?;
    writeln!(out, "  rule of kind {}, language {}, {status}", rule.kind, lang(rule))?;
    writeln!(out, "\npattern:\n  {}", rule.source)?;
    writeln!(out, "\nfinds:")?;
    for m in &rule.must {
        let date = m.date.as_ref().map(|d| format!(", published {d}")).unwrap_or_default();
        writeln!(out, "  {}  →  {}{date}", m.text, m.out)?;
    }
    writeln!(out, "\nleaves alone:")?;
    for m in &rule.must_not {
        writeln!(out, "  {}  ({})", m.text, m.why)?;
    }
    Ok(())
}

/// A check, a measure or another table: as it stands in its file, where every key speaks for itself.
fn table(found: &Declared<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: a {}", found.id, found.table)?;
    writeln!(out, " --> {}:{}\n", found.file, found.line)?;
    for line in found.text.lines().skip(1).take_while(|l| !l.starts_with('#')) {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}
