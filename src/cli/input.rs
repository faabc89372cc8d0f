//! Documents of the paths on the command line, a batch at a time.

use std::path::PathBuf;

use super::args::Format;
use super::output::say;
use crate::ingest::{self, Documents, IngestError};
use crate::model::document::Document;
use crate::report::terminal::many;
use crate::rulebook::Rulebook;

/// Documents to a batch: enough for every thread, few enough to stream.
const BATCH: usize = 256;

/// In which order documents come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As the paths are named.
    Named,
    /// By path, each file once, however the paths are named.
    Sorted,
}

/// Batches of documents. What cannot be read is told on standard error, and the rest goes on.
pub(super) struct Input<'a> {
    documents: Documents<'a>,
    read: usize,
    unread: usize,
}

impl<'a> Input<'a> {
    /// Walks the paths.
    pub(super) fn new(paths: &[PathBuf], format: Option<Format>, order: Order, book: &'a Rulebook) -> Self {
        let format = format.map(|f| match f {
            Format::Txt => ingest::Format::Text,
            Format::Md => ingest::Format::Markdown,
            Format::Html => ingest::Format::Html,
            Format::Jsonl => ingest::Format::Jsonl,
            Format::Feed => ingest::Format::Feed,
            Format::Warc => ingest::Format::Warc,
        });
        let mut sources = ingest::sources(paths, format);
        if order == Order::Sorted {
            ingest::sort_by_path(&mut sources);
        }
        Self { documents: ingest::documents(sources, book), read: 0, unread: 0 }
    }

    /// Leaves every document its id, even one that came before.
    pub(super) fn with_given_ids(self) -> Self {
        Self { documents: self.documents.with_given_ids(), ..self }
    }

    /// Whether a document so far could not be read.
    pub(super) fn bad(&self) -> bool {
        self.unread > 0
    }

    /// Says how much could not be read, where anything could not, and where there was nothing to read.
    pub(super) fn sum_up(&self) {
        if self.read == 0 && !self.bad() {
            say(
                "warning[document]: nothing was read: no document is there\nhelp: crosscheck --help lists the formats; \
                 in a folder only files with their endings count, and ignored ones are left out",
            );
        }
        if self.bad() {
            say(format_args!("{} read, {} not read", many(self.read, "document"), self.unread));
        }
    }

    /// How many documents so far could not be read.
    pub(super) fn unread(&self) -> usize {
        self.unread
    }

    /// The next documents; `None` at the end.
    pub(super) fn batch(&mut self) -> Option<Vec<Document>> {
        let mut batch = Vec::new();
        while batch.len() < BATCH {
            match self.documents.next() {
                Some(Ok(document)) => {
                    self.read += 1;
                    batch.push(document);
                }
                Some(Err(e)) => self.report(&e),
                None if batch.is_empty() => return None,
                None => break,
            }
        }
        Some(batch)
    }

    fn report(&mut self, error: &IngestError) {
        let level = if error.is_warning() { "warning" } else { "error" };
        self.unread += usize::from(!error.is_warning());
        say(format_args!("{level}[document]: {error}\nhelp: {}", error.help()));
    }
}
