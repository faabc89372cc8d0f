//! `explain`: tells what a rule, a check or a measure is for.

use std::io::Write;

use super::Status;
use super::error::CliError;
use super::output::Output;
use super::rules::lang;
use super::settings::Settings;
use crate::rulebook::fragment::distance;
use crate::rulebook::rule::Rule;

/// Prints what is known of an id.
pub(super) fn run(id: &str, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let book = settings.rulebook()?;
    if let Some(rule) = book.rules.get(id) {
        self::rule(rule, out)?;
        return Ok(Status::Clean);
    }
    Err(unknown("rule, check or measure", id, book.rules.all.iter().map(|r| r.id.as_ref())))
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

fn rule(rule: &Rule, out: &mut Output) -> Result<(), CliError> {
    writeln!(out, "{}: {}", rule.id, rule.summary)?;
    let status = format!("{:?}", rule.status).to_lowercase();
    writeln!(out, " --> {}:{}", rule.place.0, rule.place.1)?;
    writeln!(out, "  rule, kind {}, language {}, {status}", rule.kind, lang(rule))?;
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
