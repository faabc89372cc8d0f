//! `verify`: replays the findings of a report from the raw documents.

use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use super::Status;
use super::args::{Verify, VerifyFormat};
use super::error::CliError;
use super::input::{Input, Order};
use super::output::{Output, say};
use super::settings::Settings;
use crate::model::document::Document;
use crate::report;
use crate::report::style::Palette;
use crate::verify::{self, Outcome, Report, Words};

/// Reads the report and its documents, replays, prints.
pub(super) fn run(verb: &Verify, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let book = settings.rulebook()?;
    let words = Words::load(&settings.files()?).map_err(CliError::Rules)?;
    settings.start_threads()?;
    let shown = verb.findings.display().to_string();
    let text = read(&verb.findings).map_err(|e| {
        CliError::Unknown(format!(
            "{shown}: cannot be read: {e}\nhelp: give the file that `crosscheck check --format json` wrote, or -"
        ))
    })?;
    let report = Report::parse(&text, &shown).map_err(|e| CliError::Unknown(format!("{e}\nhelp: {}", e.help())))?;
    if report.is_empty() {
        writeln!(out, "{shown}: neither findings nor passes: nothing was verified")?;
        return Ok(Status::Clean);
    }
    let (mut paths, mut unread) = (Vec::new(), 0);
    for path in report.paths() {
        if path == "-" {
            unread += 1;
            say(
                "warning[document]: -: standard input of the earlier run cannot be read again\nhelp: check a file instead",
            );
        } else {
            paths.push(PathBuf::from(path));
        }
    }
    let mut documents: Vec<Document> = Vec::new();
    let mut input = Input::new(&paths, settings.input(), Order::Sorted, &book);
    while let Some(batch) = input.batch() {
        documents.extend(batch);
    }
    if !paths.is_empty() {
        input.sum_up();
    }
    let replays = verify::run(&report, &documents, &words, &book);
    match verb.format {
        VerifyFormat::Terminal => {
            report::verify::write(&replays, verb.all, Palette { on: settings.colours() }, out)?;
        }
        VerifyFormat::Json => report::verify::write_json(&replays, out)?,
    }
    let contradicted = replays.iter().any(|r| matches!(r.outcome, Outcome::Contradicted(_)));
    Ok(match (input.bad() || unread > 0, contradicted) {
        (true, _) => Status::Errors,
        (false, true) => Status::Findings,
        (false, false) => Status::Clean,
    })
}

fn read(path: &std::path::Path) -> io::Result<String> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text)?;
        return Ok(text);
    }
    fs::read_to_string(path)
}
