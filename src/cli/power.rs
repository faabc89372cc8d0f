//! `power`: plants slips in copies of documents, and tells which of them the checks see.

use super::Status;
use super::args::{Power, PowerFormat};
use super::error::CliError;
use super::input::{Input, Order};
use super::output::Output;
use super::progress::Progress;
use super::settings::Settings;
use crate::pipeline::{self, Article};
use crate::power::rules::Slips;
use crate::power::{self, Options};
use crate::report;
use crate::report::style::Palette;

/// Reads everything, plants, prints.
pub(super) fn run(verb: &Power, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let book = settings.rulebook()?;
    let slips = Slips::load(&settings.files()?).map_err(CliError::Rules)?;
    settings.start_threads()?;
    let mut progress = Progress::new();
    let mut articles: Vec<Article> = Vec::new();
    let mut input = Input::new(&verb.paths, settings.input(), Order::Sorted, &book);
    while let Some(batch) = input.batch() {
        progress.add(batch.len());
        articles.extend(pipeline::articles(batch, &book));
    }
    drop(progress);
    input.sum_up();
    let articles = pipeline::date_together(pipeline::without_copies(articles).0, &book);
    let options = Options { seed: verb.seed, slips: verb.slips };
    let tally = power::run(&articles, &slips, options, &book);
    match verb.format {
        PowerFormat::Terminal => report::power::write(&tally, Palette { on: settings.colours() }, out)?,
        PowerFormat::Markdown => report::power::write_markdown(&tally, out)?,
        PowerFormat::Json => report::power::write_json(&tally, options, &articles, out)?,
    }
    Ok(if input.bad() { Status::Errors } else { Status::Clean })
}
