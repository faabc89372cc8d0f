//! `extract`: prints the figures, dates and names of documents.

use std::path::Path;
use std::{fs, io};

use rayon::prelude::*;

use super::Status;
use super::args::{Extract, ExtractFormat, Stage};
use super::error::CliError;
use super::input::{Input, Order};
use super::output::Output;
use super::progress::Progress;
use super::settings::Settings;
use crate::model::document::Document;
use crate::model::mention::{Mention, Resolved, Typed};
use crate::pipeline;
use crate::report::json::{Line, write_line};
use crate::report::{claims, standoff, text};
use crate::rulebook::Rulebook;

/// Prints every document in input order, a batch at a time.
pub(super) fn run(verb: &Extract, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let book = settings.rulebook()?;
    settings.start_threads()?;
    let mut progress = Progress::new();
    let mut input = Input::new(&verb.paths, settings.input(), Order::Named, &book);
    while let Some(batch) = input.batch() {
        let count = batch.len();
        let printed: Vec<io::Result<Vec<u8>>> = batch.into_par_iter().map(|d| print(d, verb, &book)).collect();
        for bytes in printed {
            io::Write::write_all(out, &bytes?)?;
        }
        progress.add(count);
        if out.closed() {
            break;
        }
    }
    input.sum_up();
    if let Some(folder) = verb.out.as_ref().filter(|_| verb.format == ExtractFormat::Brat) {
        write_file(&folder.join("annotation.conf"), standoff::brat_configuration().as_bytes())?;
    }
    Ok(if input.bad() { Status::Errors } else { Status::Clean })
}

/// A document's id as the name of a file: what is no letter, digit, `-` or `.` becomes `_`, with a part of its hash.
fn file_name(id: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_') || c == '.';
    if id.chars().all(plain) && !id.starts_with('.') && id.len() <= 100 {
        return id.to_owned();
    }
    let safe: String = id.chars().map(|c| if plain(c) { c } else { '_' }).take(30).collect();
    let hash: String = blake3::hash(id.as_bytes()).to_hex().chars().take(8).collect();
    format!("{}-{hash}", safe.trim_start_matches('.'))
}

/// Writes a file, with its folder, and names it where that fails.
fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, bytes));
    written.map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))
}

fn print(document: Document, verb: &Extract, book: &Rulebook) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    match (verb.format, &verb.out) {
        (ExtractFormat::Doccano, _) => {
            let article = pipeline::article(document, book);
            standoff::write_doccano(&article.document, &article.mentions, &mut out)?;
            return Ok(out);
        }
        (ExtractFormat::Brat, Some(folder)) => {
            let article = pipeline::article(document, book);
            standoff::write_brat(&article.document, &article.mentions, &mut out)?;
            let name = file_name(&article.document.id);
            write_file(&folder.join(format!("{name}.txt")), article.document.raw.as_bytes())?;
            write_file(&folder.join(format!("{name}.ann")), &out)?;
            return Ok(Vec::new());
        }
        _ => {}
    }
    let to_read = verb.format == ExtractFormat::Text;
    match verb.stage {
        Stage::Segments if to_read => {
            text::head(&document, &mut out)?;
            text::segments(&document, &mut out)?;
        }
        Stage::Segments => write_line(&Line::segments(&document), &mut out)?,
        Stage::Raw => {
            let mentions = pipeline::raw(&document, book);
            if to_read {
                text::head(&document, &mut out)?;
                text::raw(&document, &mentions, &mut out)?;
            } else {
                write_line(&Line::raw(&document, &mentions), &mut out)?;
            }
        }
        Stage::Typed => {
            let mentions = pipeline::typed(&document, book);
            if to_read {
                text::head(&document, &mut out)?;
                text::mentions(&document, &mentions, Mention::<Typed>::value, &mut out)?;
            } else {
                let value = Mention::<Typed>::value;
                write_line(&Line::mentions(&document, &mentions, value, true), &mut out)?;
            }
        }
        Stage::Claims => {
            let article = pipeline::article(document, book);
            let claims = pipeline::claims(&article, 0, book);
            if to_read {
                text::head(&article.document, &mut out)?;
                claims::write_text(&article.document, &claims, &mut out)?;
            } else {
                write_line(&Line::claims(&article.document, &claims), &mut out)?;
            }
        }
        Stage::Resolved => {
            let article = pipeline::article(document, book);
            let value = Mention::<Resolved>::value;
            if to_read {
                text::head(&article.document, &mut out)?;
                text::mentions(&article.document, &article.mentions, value, &mut out)?;
            } else {
                write_line(&Line::mentions(&article.document, &article.mentions, value, false), &mut out)?;
            }
        }
    }
    if to_read {
        out.push(b'\n');
    }
    Ok(out)
}
