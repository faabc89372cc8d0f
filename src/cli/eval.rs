//! `eval`: scores the program on gold mentions.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use super::Status;
use super::args::{Eval, EvalFormat};
use super::error::CliError;
use super::input::{Input, Order};
use super::output::{Output, say};
use super::settings::Settings;
use crate::eval::change::changes;
use crate::eval::run::Run;
use crate::eval::score::Score;
use crate::eval::{Library, gold};
use crate::ingest;
use crate::model::document::Document;
use crate::pipeline::{self, Article};
use crate::report::evaluation::{self, Evaluation};
use crate::rulebook::Rulebook;

/// Reads gold and texts, extracts, scores, prints.
pub(super) fn run(verb: &Eval, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let shown = verb.gold.display().to_string();
    let rows = gold::read(&text_of(&verb.gold, "name the gold file")?, &shown)?;
    let old = verb.against.as_deref().map(read_run).transpose()?;
    let book = settings.rulebook()?;
    settings.start_threads()?;
    let paths: Vec<_> = verb.docs.iter().chain(&verb.articles).cloned().collect();
    let mut input = Input::new(&paths, settings.input(), Order::Named, &book);
    let mut documents: Vec<Document> = Vec::new();
    while let Some(batch) = input.batch() {
        documents.extend(batch);
    }
    input.sum_up();
    if verb.true_dates {
        documents = documents.into_iter().map(|d| dated(d, &book)).collect();
    }
    gold::verify(&rows, &Library::new(&documents), &shown)?;
    let wanted = |d: &Document| {
        let one = Library::new(std::iter::once(d));
        rows.iter().any(|r| one.get(&r.name).is_some())
    };
    documents.retain(wanted);
    let articles: Vec<Article> = pipeline::articles(documents, &book);
    let library = Library::new(articles.iter().map(|a| &a.document));
    if let Some(path) = &verb.save {
        save(path, &articles)?;
    }
    let now = Run::of(&articles);
    let score = Score::of(&rows, &now, &library);
    let before = old.as_ref().map(|run| Score::of(&rows, run, &library));
    let changed = before.as_ref().map(|b| changes(b, &score));
    let evaluation = Evaluation { score: &score, before: before.as_ref().zip(changed.as_deref()), worst: verb.worst };
    match verb.format {
        EvalFormat::Terminal => evaluation::write(evaluation, out)?,
        EvalFormat::Markdown => evaluation::write_markdown(&score, out)?,
        EvalFormat::Json => evaluation::write_json(evaluation, out)?,
    }
    if let (Some(run), Some(path)) = (&old, &verb.against) {
        let unseen = rows.iter().filter(|r| run.get(&r.name).is_none()).count();
        if unseen > 0 {
            say(format_args!(
                "warning[gold]: {unseen} of {} documents are not in {}: all their mentions count as missed there",
                rows.len(),
                path.display()
            ));
        }
    }
    Ok(if input.bad() { Status::Errors } else { Status::Clean })
}

/// The document as if its row gave the true date of publication.
fn dated(document: Document, book: &Rulebook) -> Document {
    let Some(date) = document.provenance.get("published_true").and_then(serde_json::Value::as_str) else {
        return document;
    };
    let again = ingest::document_from_text(&document.raw, &document.id, Some(date), book);
    Document { path: document.path, title: document.title, provenance: document.provenance, ..again }
}

fn text_of(path: &Path, help: &str) -> Result<String, CliError> {
    fs::read_to_string(path).map_err(|e| CliError::Unknown(format!("{}: {e}\nhelp: {help}", path.display())))
}

fn read_run(path: &Path) -> Result<Run, CliError> {
    let help = "a run is made by --save, or by crosscheck extract --format jsonl";
    Run::parse(&text_of(path, help)?).map_err(|(line, what)| {
        CliError::Unknown(format!("{}:{line}: this is no run: {what}\nhelp: {help}", path.display()))
    })
}

fn save(path: &Path, articles: &[Article]) -> Result<(), CliError> {
    let write = || {
        let mut file = BufWriter::new(File::create(path)?);
        Run::write(articles, &mut file)?;
        file.flush()
    };
    write().map_err(|e| CliError::Unknown(format!("{}: cannot be written: {e}", path.display())))
}
