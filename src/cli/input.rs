//! Documents of the paths on the command line, a batch at a time.

use std::fmt;
use std::fs;
use std::path::PathBuf;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use super::args::Format;
use crate::lang::Lang;
use crate::model::document::{Document, OffsetMap, Published, Role, Segment, Sentence};
use crate::model::span::Span;
use crate::rulebook::Rulebook;

/// Documents to a batch: enough for every thread, few enough to stream.
const BATCH: usize = 256;

/// A document that cannot be read.
#[derive(Debug)]
pub(super) struct Bad {
    path: String,
    why: String,
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[document]: {}: {}", self.path, self.why)
    }
}

/// Batches of documents, in the order of the paths.
pub(super) struct Input {
    files: std::vec::IntoIter<PathBuf>,
}

impl Input {
    /// Walks the paths.
    pub(super) fn new(paths: &[PathBuf], _format: Option<Format>, _book: &Rulebook) -> Self {
        let mut files = Vec::new();
        for path in paths {
            match fs::read_dir(path) {
                Ok(entries) => {
                    let mut inside: Vec<PathBuf> =
                        entries.flatten().map(|e| e.path()).filter(|p| p.is_file()).collect();
                    inside.sort();
                    files.extend(inside);
                }
                Err(_) => files.push(path.clone()),
            }
        }
        Self { files: files.into_iter() }
    }
}

impl Iterator for Input {
    type Item = Vec<Result<Document, Bad>>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch: Vec<_> = self.files.by_ref().take(BATCH).map(|p| read(&p)).collect();
        if batch.is_empty() { None } else { Some(batch) }
    }
}

fn read(path: &PathBuf) -> Result<Document, Bad> {
    let shown = path.display().to_string();
    let raw = fs::read_to_string(path).map_err(|e| Bad { path: shown.clone(), why: e.to_string() })?;
    let whole = Span::new(0, raw.len());
    Ok(Document {
        id: blake3::hash(raw.as_bytes()).to_hex().chars().take(16).collect(),
        path: shown,
        title: None,
        published: Published::unknown(),
        provenance: std::collections::BTreeMap::new(),
        text: raw.clone(),
        offsets: OffsetMap::identity(raw.len()),
        segments: vec![Segment { span: whole, role: Role::Body, lang: Lang::of(&raw), part: 0 }],
        sentences: vec![Sentence { span: whole, segment: 0 }],
        raw,
    })
}

/// A pool of `threads` threads; one per core for 0.
pub(super) fn pool(threads: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    ThreadPoolBuilder::new().num_threads(threads).build()
}
