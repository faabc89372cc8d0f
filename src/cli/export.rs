//! `export`: what stands in an archive, with the verdicts of people, in the formats of others.

use std::collections::BTreeMap;

use super::Status;
use super::args::{Export, ExportFormat};
use super::baseline;
use super::decisions;
use super::error::CliError;
use super::output::Output;
use super::settings::Settings;
use crate::model::finding::Coverage;
use crate::pipeline::Outcome;
use crate::report::judged::{Decision, Judged, Judgement};
use crate::report::{annotation, claimreview, html, json, sarif, table};
use crate::review;
use crate::store::{self, Standing, Store, Verdict};
use crate::wording::Voice;

/// Writes it.
pub(super) fn run(verb: &Export, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let book = settings.rulebook()?;
    let store = Store::existing(&verb.db)?;
    let told = store.told()?;
    let names = review::explanations(&settings.files()?)?;
    let baseline = match &verb.baseline {
        Some(path) => baseline::read(path)?,
        None => told.before,
    };
    let judged = Judged { baseline: Some(baseline), decisions: judged(told.decisions, &names) };
    let outcome = Outcome { findings: told.findings, coverage: coverage(&store.standing()?), ..Outcome::default() };
    let articles = &told.articles;
    let words = settings.words()?;
    match verb.format {
        ExportFormat::Json => json::write(&outcome, articles, out)?,
        ExportFormat::Jsonl => json::write_lines(&outcome, articles, out)?,
        ExportFormat::Sarif => sarif::write(&outcome, articles, &book.checks, &judged, false, out)?,
        ExportFormat::Csv => table::write(&outcome, articles, false, out)?,
        ExportFormat::Html => html::write(&outcome, articles, Voice::new(&words, settings.lang()), out)?,
        ExportFormat::Annotation => annotation::write(&outcome, articles, false, out)?,
        ExportFormat::Claimreview => claimreview::write(&outcome.findings, articles, &judged, out)?,
    }
    Ok(Status::Clean)
}

/// Decisions as exports tell them; kinds of explanation by name.
pub(super) fn judged(
    decisions: BTreeMap<String, store::Decision>,
    names: &BTreeMap<u8, String>,
) -> BTreeMap<String, Decision> {
    let told = decisions.into_iter().filter_map(|(key, d)| {
        let judgement = match Verdict::of(&d.verdict)? {
            Verdict::Confirmed => Judgement::Confirmed,
            Verdict::Explained => {
                Judgement::Explained(d.r#type.and_then(|t| names.get(&t)).cloned().unwrap_or_default())
            }
            Verdict::FalseLink => Judgement::FalseLink,
            Verdict::ExtractionBug => Judgement::ExtractionBug,
            Verdict::Unsure => Judgement::Unsure,
        };
        Some((key, Decision { judgement, note: d.note, who: d.who, when: d.at }))
    });
    told.collect()
}

/// The decisions in force of a file that `decisions export` wrote.
pub(super) fn of_file(path: &std::path::Path) -> Result<BTreeMap<String, store::Decision>, CliError> {
    Ok(store::in_force(decisions::read(path)?))
}

fn coverage(s: &Standing) -> Coverage {
    let skipped = [
        ("outside sentences", s.figures.saturating_sub(s.claims)),
        ("boilerplate", s.aside),
        ("not compared", s.claims.saturating_sub(s.checked).saturating_sub(s.aside)),
    ];
    Coverage {
        figures: s.figures,
        claims: s.claims,
        linked: s.linked,
        checked: s.checked,
        skipped: skipped.into_iter().filter(|(_, n)| *n > 0).map(|(why, n)| (why.to_owned(), n)).collect(),
        crowded: 0,
        distant: 0,
    }
}
