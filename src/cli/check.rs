//! `check`: compares the figures of documents and prints what does not agree.

use super::args::{Check, CheckFormat, FailOn};
use super::error::CliError;
use super::input::Input;
use super::output::{Output, say};
use super::progress::Progress;
use super::settings::Settings;
use super::{Status, input};
use crate::model::document::Document;
use crate::model::finding::Verdict;
use crate::pipeline::{self, Article, Outcome};
use crate::report::style::Palette;
use crate::report::{json, terminal};

/// Reads everything, compares, prints.
pub(super) fn run(verb: &Check, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let book = settings.rulebook()?;
    let pool = input::pool(settings.threads())?;
    let mut progress = Progress::new();
    let mut bad = false;
    let mut articles: Vec<Article> = Vec::new();
    for batch in Input::new(&verb.paths, settings.input(), &book) {
        progress.add(batch.len());
        let mut good: Vec<Document> = Vec::with_capacity(batch.len());
        for document in batch {
            match document {
                Ok(document) => good.push(document),
                Err(e) => {
                    say(e);
                    bad = true;
                }
            }
        }
        articles.extend(pool.install(|| pipeline::articles(good, &book)));
    }
    drop(progress);
    // The order in which files were named changes nothing.
    articles.sort_by(|a, b| a.document.path.cmp(&b.document.path));
    let outcome = pool.install(|| pipeline::check(&articles, &book));
    match verb.format {
        CheckFormat::Json => json::write(&outcome, &articles, out)?,
        CheckFormat::Jsonl => json::write_lines(&outcome, &articles, out)?,
        CheckFormat::Terminal => {
            let layout = terminal::Layout {
                width: settings.width(),
                palette: Palette { on: settings.colours() },
                passes: verb.passes,
            };
            terminal::write(&outcome, &articles, layout, out)?;
        }
    }
    Ok(match (bad, fails(&outcome, settings.fail_on())) {
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
