//! `check`: compares the figures of documents and prints what does not agree.

use super::Status;
use super::args::{Check, CheckFormat, FailOn};
use super::error::CliError;
use super::input::{Input, Order};
use super::output::Output;
use super::progress::Progress;
use super::settings::Settings;
use crate::model::finding::Verdict;
use crate::pipeline::{self, Article, Outcome};
use crate::report::judged::Judged;
use crate::report::style::Palette;
use crate::report::{annotation, html, json, sarif, table, terminal};

/// Reads everything, compares, prints.
pub(super) fn run(verb: &Check, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
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
    let articles = pipeline::date_together(articles, &book);
    let outcome = pipeline::check(&articles, &book);
    match verb.format {
        CheckFormat::Json => json::write(&outcome, &articles, out)?,
        CheckFormat::Jsonl => json::write_lines(&outcome, &articles, out)?,
        CheckFormat::Sarif => {
            sarif::write(&outcome, &articles, &book.checks, &Judged::default(), verb.passes, out)?;
        }
        CheckFormat::Csv => table::write(&outcome, &articles, verb.passes, out)?,
        CheckFormat::Html => html::write(&outcome, &articles, out)?,
        CheckFormat::Annotation => annotation::write(&outcome, &articles, verb.passes, out)?,
        CheckFormat::Terminal => {
            let layout = terminal::Layout {
                width: settings.width(),
                palette: Palette { on: settings.colours() },
                passes: verb.passes,
            };
            terminal::write(&outcome, &articles, layout, out)?;
        }
    }
    Ok(match (input.bad(), fails(&outcome, settings.fail_on())) {
        (true, _) => Status::Errors,
        (false, true) => Status::Findings,
        (false, false) => Status::Clean,
    })
}

fn fails(outcome: &Outcome, on: FailOn) -> bool {
    let least = match on {
        FailOn::Never => return false,
        FailOn::Conflict => Verdict::Conflict,
        FailOn::Tension => Verdict::Tension,
    };
    outcome.findings.iter().any(|f| f.verdict >= least && f.verdict.is_finding())
}
