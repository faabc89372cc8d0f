//! `rules`: lists, tests, lints and begins rules.

use std::io::Write;

use rayon::prelude::*;

use super::Status;
use super::args::Rules;
use super::error::CliError;
use super::explain::unknown;
use super::output::Output;
use super::scaffold;
use super::settings::Settings;
use crate::examples;
use crate::lint::{self, Level};
use crate::report::terminal::many;
use crate::rulebook::Rulebook;
use crate::rulebook::checks::Check;
use crate::rulebook::rule::Rule;
use crate::rulebook::source::Files;

/// Lists, tests, lints or begins.
pub(super) fn run(verb: &Rules, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    match verb {
        Rules::List { kind, lang } => list(&*settings.rulebook()?, kind.as_deref(), lang.as_deref(), out),
        Rules::Test { ids } => {
            settings.start_threads()?;
            test(&*settings.rulebook()?, ids, out)
        }
        Rules::New(new) => scaffold::run(new, settings, out),
        Rules::Lint => {
            settings.start_threads()?;
            lint(&settings.files()?, &*settings.rulebook()?, out)
        }
    }
}

/// Prints what is to be mended; errors make the exit status 1.
fn lint(files: &Files, book: &Rulebook, out: &mut Output) -> Result<Status, CliError> {
    let notes = lint::all(files, book);
    for note in &notes {
        writeln!(out, "{note}\n")?;
    }
    let count = |level| notes.iter().filter(|n| n.level == level).count();
    let (errors, warnings, hints) = (count(Level::Error), count(Level::Warning), count(Level::Hint));
    let (rules, files) = (many(book.rules.all.len(), "rule"), many(files.files.len(), "file"));
    let told = [many(errors, "error"), many(warnings, "warning"), many(hints, "hint")].join(", ");
    writeln!(out, "{rules} in {files} looked over: {told}")?;
    Ok(if errors == 0 { Status::Clean } else { Status::Findings })
}

/// `ko`, `en`, or `any`.
pub(super) fn lang(rule: &Rule) -> &'static str {
    rule.lang.map_or("any", |l| l.code())
}

fn list(book: &Rulebook, kind: Option<&str>, code: Option<&str>, out: &mut Output) -> Result<Status, CliError> {
    let wanted = |r: &&Rule| kind.is_none_or(|k| r.kind == k) && code.is_none_or(|c| lang(r) == c);
    let rules: Vec<&Rule> = book.rules.all.iter().filter(wanted).collect();
    let width = rules.iter().map(|r| r.id.len()).max().unwrap_or(0);
    for rule in rules {
        writeln!(out, "{:width$}  {:<10}  {:<3}  {}", rule.id, rule.kind, lang(rule), rule.summary)?;
    }
    Ok(Status::Clean)
}

fn test(book: &Rulebook, ids: &[String], out: &mut Output) -> Result<Status, CliError> {
    let known = || book.rules.all.iter().map(|r| r.id.as_ref()).chain(book.checks.by_id.keys().map(String::as_str));
    if let Some(id) = ids.iter().find(|id| !known().any(|k| k == id.as_str())) {
        return Err(unknown("rule or check", id, known()));
    }
    let wanted = |id: &str| ids.is_empty() || ids.iter().any(|i| i == id);
    let (mut tested, mut run, mut failed) = (0, 0, 0);
    let mut tell = |id: &str, examples: usize, failures: Vec<String>| {
        tested += 1;
        run += examples;
        failed += failures.len();
        if failures.is_empty() { writeln!(out, "ok {id}") } else { write!(out, "{}", failures.concat()) }
    };
    // Examples run on all threads, and are told in the order of their rules.
    let rules: Vec<&Rule> = book.rules.all.iter().filter(|r| wanted(&r.id)).collect();
    let ended: Vec<Vec<String>> =
        rules.par_iter().map(|r| examples::run(r, book).iter().map(|f| f.draw(r)).collect()).collect();
    for (rule, failures) in rules.into_iter().zip(ended) {
        tell(&rule.id, rule.must.len() + rule.must_not.len(), failures)?;
    }
    let checks: Vec<&Check> = book.checks.by_id.values().filter(|c| wanted(&c.id)).collect();
    let ended: Vec<Vec<String>> =
        checks.par_iter().map(|c| examples::check::run(c, book).iter().map(|f| f.draw(&c.id)).collect()).collect();
    for (check, failures) in checks.into_iter().zip(ended) {
        tell(&check.id, check.must.len() + check.must_not.len(), failures)?;
    }
    writeln!(out, "{}, {}, {failed} failed", format_args!("{tested} tested"), many(run, "example"))?;
    Ok(if failed == 0 { Status::Clean } else { Status::Findings })
}
