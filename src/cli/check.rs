//! `check`: compares the figures of documents and prints what does not agree.

use std::collections::BTreeSet;
use std::path::Path;

use super::Status;
use super::args::{Check, CheckFormat, FailOn};
use super::baseline;
use super::error::CliError;
use super::export;
use super::input::{Input, Order};
use super::output::{Output, say};
use super::progress::Progress;
use super::settings::Settings;
use crate::model::finding::{Finding, Verdict};
use crate::pipeline::{self, Article};
use crate::report::judged::Judged;
use crate::report::style::Palette;
use crate::report::{annotation, html, json, sarif, table, terminal};
use crate::review;
use crate::store;
use crate::wording::Voice;

/// Reads everything, compares, prints.
pub(super) fn run(verb: &Check, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let known = verb.baseline.as_deref().map(baseline::read).transpose()?;
    let decided = verb.decisions.as_deref().map(export::of_file).transpose()?;
    let book = settings.rulebook()?;
    settings.start_threads()?;
    let mut progress = Progress::new();
    let mut articles: Vec<Article> = Vec::new();
    // The order in which files are named changes nothing.
    let mut input = Input::new(&verb.paths, settings.input(), Order::Sorted, &book);
    while let Some(batch) = input.batch() {
        progress.add(batch.len());
        articles.extend(pipeline::articles(batch, &book));
    }
    drop(progress);
    input.sum_up();
    let (articles, copies) = pipeline::without_copies(articles);
    let articles = pipeline::date_together(articles, &book);
    let mut outcome = pipeline::check(&articles, &book);
    if copies > 0 {
        outcome.coverage.skipped.insert("copied from another document".to_owned(), copies);
    }
    let mut judged = Judged { baseline: known.clone(), ..Judged::default() };
    let mut settled = BTreeSet::new();
    if let Some(decided) = decided {
        let names = review::explanations(&settings.files()?)?;
        // A verdict counts as long as what it was given on is there unchanged.
        let there = |f: &&Finding| {
            let same = |d: &store::Decision| {
                d.evidence.is_empty() || d.evidence == store::evidence(f, |n| articles.get(n).map(|a| &a.document))
            };
            decided.get(&f.key).is_some_and(same)
        };
        let keys: BTreeSet<&str> = outcome.findings.iter().filter(there).map(|f| f.key.as_str()).collect();
        let decided = decided.iter().filter(|(k, _)| keys.contains(k.as_str())).map(|(k, d)| (k.clone(), d.clone()));
        judged.decisions = export::judged(decided.collect(), &names);
        settled = judged.decisions.iter().filter(|(_, d)| d.judgement.settles()).map(|(k, _)| k.clone()).collect();
        say(format_args!(
            "{} settled by {}",
            settled.len(),
            verb.decisions.as_deref().unwrap_or(Path::new("")).display()
        ));
        if verb.format != CheckFormat::Sarif {
            outcome.findings.retain(|f| !settled.contains(&f.key));
        }
    }
    let words = settings.words()?;
    match verb.format {
        CheckFormat::Json => json::write(&outcome, &articles, out)?,
        CheckFormat::Jsonl => json::write_lines(&outcome, &articles, out)?,
        CheckFormat::Sarif => {
            sarif::write(&outcome, &articles, &book.checks, &judged, verb.passes, out)?;
        }
        CheckFormat::Csv => table::write(&outcome, &articles, verb.passes, out)?,
        CheckFormat::Html => html::write(&outcome, &articles, Voice::new(&words, settings.lang()), out)?,
        CheckFormat::Annotation => annotation::write(&outcome, &articles, verb.passes, out)?,
        CheckFormat::Terminal => {
            let layout = terminal::Layout {
                width: settings.width(),
                palette: Palette { on: settings.colours() },
                passes: verb.passes,
            };
            terminal::write(&outcome, &articles, layout, Voice::new(&words, settings.lang()), out)?;
        }
    }
    if let Some(path) = &verb.write_baseline {
        baseline::write(path, &outcome.findings)?;
        return Ok(if input.bad() { Status::Errors } else { Status::Clean });
    }
    let new = |f: &&Finding| !settled.contains(&f.key) && known.as_ref().is_none_or(|k| !k.contains(&f.key));
    if known.is_some() {
        let n = outcome.findings.iter().filter(new).count();
        say(format_args!("{} in the baseline, {n} new", outcome.findings.len() - n));
    }
    let counted: Vec<&Finding> = outcome.findings.iter().filter(new).collect();
    Ok(match (input.bad(), fails(&counted, settings.fail_on())) {
        (true, _) => Status::Errors,
        (false, true) => Status::Findings,
        (false, false) => Status::Clean,
    })
}

fn fails(findings: &[&Finding], on: FailOn) -> bool {
    let least = match on {
        FailOn::Never => return false,
        FailOn::Conflict => Verdict::Conflict,
        FailOn::Tension => Verdict::Tension,
    };
    findings.iter().any(|f| f.verdict >= least && f.verdict.is_finding())
}
