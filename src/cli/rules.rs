//! `rules`: lists and tests the rules.

use std::io::Write;

use super::Status;
use super::args::Rules;
use super::error::CliError;
use super::explain::unknown;
use super::output::Output;
use super::settings::Settings;
use crate::examples;
use crate::report::terminal::many;
use crate::rulebook::Rulebook;
use crate::rulebook::rule::Rule;

/// Lists or tests.
pub(super) fn run(verb: &Rules, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let book = settings.rulebook()?;
    match verb {
        Rules::List { kind, lang } => list(&book, kind.as_deref(), lang.as_deref(), out),
        Rules::Test { ids } => test(&book, ids, out),
    }
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
    for rule in book.rules.all.iter().filter(|r| wanted(&r.id)) {
        let failures = examples::run(rule, book).iter().map(|f| f.draw(rule)).collect();
        tell(&rule.id, rule.must.len() + rule.must_not.len(), failures)?;
    }
    for check in book.checks.by_id.values().filter(|c| wanted(&c.id)) {
        let failures = examples::check::run(check, book).iter().map(|f| f.draw(&check.id)).collect();
        tell(&check.id, check.must.len() + check.must_not.len(), failures)?;
    }
    writeln!(out, "{}, {}, {failed} failed", format_args!("{tested} tested"), many(run, "example"))?;
    Ok(if failed == 0 { Status::Clean } else { Status::Findings })
}
