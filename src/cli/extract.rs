//! `extract`: prints the figures, dates and names of documents.

use std::io;

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
use crate::report::{claims, text};
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
    Ok(if input.bad() { Status::Errors } else { Status::Clean })
}

fn print(document: Document, verb: &Extract, book: &Rulebook) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
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
