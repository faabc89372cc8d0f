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
    let rules = book.rules.all.iter().map(|r| r.id.as_ref());
    let relations = book.relations.relations.iter().map(|r| r.id.as_str());
    let known: Vec<&str> = rules.chain(book.checks.by_id.keys().map(String::as_str)).chain(relations).collect();
    if let Some(id) = ids.iter().find(|id| !known.contains(&id.as_str())) {
        return Err(unknown("rule, check or relation", id, known.into_iter()));
    }
    let wanted = |id: &str| ids.is_empty() || ids.iter().any(|i| i == id);
    // Examples run on all threads, and are told in the order of their rules.
    let mut ended: Vec<(&str, usize, Vec<String>)> = Vec::new();
    ended.par_extend(book.rules.all.par_iter().filter(|r| wanted(&r.id)).map(|r| {
        let failures = examples::run(r, book).iter().map(|f| f.draw(r)).collect();
        (r.id.as_ref(), r.must.len() + r.must_not.len(), failures)
    }));
    ended.par_extend(book.checks.by_id.par_iter().filter(|(id, _)| wanted(id)).map(|(id, c)| {
        let failures = examples::check::run(c, book).iter().map(|f| f.draw(id)).collect();
        (id.as_str(), c.must.len() + c.must_not.len(), failures)
    }));
    ended.par_extend(book.relations.relations.par_iter().filter(|r| wanted(&r.id)).map(|r| {
        let failures = examples::relation::run(r, book).iter().map(|f| f.draw(&r.id)).collect();
        (r.id.as_str(), r.must.len() + r.must_not.len(), failures)
    }));
    let (tested, mut run, mut failed) = (ended.len(), 0, 0);
    for (id, examples, failures) in ended {
        run += examples;
        failed += failures.len();
        if failures.is_empty() { writeln!(out, "ok {id}")? } else { write!(out, "{}", failures.concat())? }
    }
    writeln!(out, "{}, {}, {failed} failed", format_args!("{tested} tested"), many(run, "example"))?;
    Ok(if failed == 0 { Status::Clean } else { Status::Findings })
}
