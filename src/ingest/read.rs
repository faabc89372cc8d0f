//! Reads sources: a stream of documents in stable order, parsed in parallel batch by batch.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::vec;

use rayon::prelude::*;

use super::error::IngestError;
use super::source::{Format, Source};
use super::{Parts, decode, row};
use crate::model::document::Document;
use crate::rulebook::Rulebook;

/// A batch ends after so many bytes or items.
const BATCH: (usize, usize) = (4 << 20, 1024);

/// What was read: a document, or what is wrong with one. Warnings come right before their document.
pub type Outcome = Result<Document, IngestError>;

/// Reads one source, all of it.
pub fn read_source(source: Source, book: &Rulebook) -> Vec<Outcome> {
    documents(vec![Ok(source)], book).collect()
}

/// Reads sources one after the other. The order of documents is that of the sources and of the rows in them,
/// whatever the number of threads; no more than some megabytes are held at a time, save larger single documents.
pub fn documents(sources: Vec<Result<Source, IngestError>>, book: &Rulebook) -> Documents<'_> {
    Documents { sources: sources.into_iter(), rows: None, ready: VecDeque::new(), seen: BTreeMap::new(), book }
}

/// The stream that [`documents`] makes.
pub struct Documents<'a> {
    sources: vec::IntoIter<Result<Source, IngestError>>,
    rows: Option<Rows>,
    ready: VecDeque<Outcome>,
    /// How often each id came.
    seen: BTreeMap<String, usize>,
    book: &'a Rulebook,
}

/// Something to be parsed.
enum Item {
    File { path: String, bytes: Vec<u8> },
    Row { path: String, line: usize, bytes: Vec<u8> },
    Failed(IngestError),
}

/// A JSON Lines source that is being read.
struct Rows {
    path: String,
    line: usize,
    input: Box<dyn BufRead + Send>,
}

impl Iterator for Documents<'_> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        if self.ready.is_empty() {
            self.fill();
        }
        self.ready.pop_front()
    }
}

impl Documents<'_> {
    fn fill(&mut self) {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH.0 && batch.len() < BATCH.1 {
            let Some(item) = self.next_item() else { break };
            bytes += item.size();
            batch.push(item);
        }
        let book = self.book;
        let parsed: Vec<Parsed> = batch.into_par_iter().map(|item| item.parse(book)).collect();
        for one in parsed {
            self.take(one);
        }
    }

    fn next_item(&mut self) -> Option<Item> {
        loop {
            if let Some(rows) = &mut self.rows {
                if let Some(item) = rows.next() {
                    return Some(item);
                }
                self.rows = None;
            }
            let source = match self.sources.next()? {
                Ok(source) => source,
                Err(e) => return Some(Item::Failed(e)),
            };
            match open(&source) {
                Ok(Opened::File(bytes)) => return Some(Item::File { path: source.shown(), bytes }),
                Ok(Opened::Rows(input)) => self.rows = Some(Rows { path: source.shown(), line: 0, input }),
                Err(cause) => return Some(Item::Failed(IngestError::Read { path: source.shown(), cause })),
            }
        }
    }

    /// Queues a document under a name of its own.
    fn take(&mut self, parsed: Parsed) {
        self.ready.extend(parsed.errors.into_iter().map(Err));
        let Some(mut document) = parsed.document else { return };
        let given = document.id.clone();
        let count = self.seen.entry(given.clone()).or_insert(0);
        *count += 1;
        let mut n = *count;
        if n > 1 {
            let mut renamed = format!("{given}#{n}");
            while self.seen.contains_key(&renamed) {
                n += 1;
                renamed = format!("{given}#{n}");
            }
            self.seen.insert(renamed.clone(), 1);
            document.id = renamed.clone();
            if parsed.named {
                let place = document.path.clone();
                self.ready.push_back(Err(IngestError::Duplicate { place, id: given, renamed }));
            }
        }
        self.ready.push_back(Ok(document));
    }
}

enum Opened {
    File(Vec<u8>),
    Rows(Box<dyn BufRead + Send>),
}

fn open(source: &Source) -> io::Result<Opened> {
    let mut input: Box<dyn BufRead + Send> = if source.is_stdin() {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(&source.path)?))
    };
    let format = match source.format {
        Some(format) => format,
        None if input.fill_buf()?.trim_ascii_start().starts_with(b"{") => Format::Jsonl,
        None => Format::Text,
    };
    match format {
        Format::Jsonl => Ok(Opened::Rows(input)),
        Format::Text => {
            let mut bytes = Vec::new();
            input.read_to_end(&mut bytes)?;
            Ok(Opened::File(bytes))
        }
    }
}

impl Rows {
    /// The next row that is not blank.
    fn next(&mut self) -> Option<Item> {
        loop {
            let mut bytes = Vec::new();
            match self.input.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => {
                    self.line += 1;
                    if !bytes.trim_ascii().is_empty() {
                        return Some(Item::Row { path: self.path.clone(), line: self.line, bytes });
                    }
                }
                Err(cause) => {
                    // A reader that failed is not asked again.
                    self.input = Box::new(io::empty());
                    return Some(Item::Failed(IngestError::Read { path: self.path.clone(), cause }));
                }
            }
        }
    }
}

/// What came of one item.
#[derive(Default)]
pub(super) struct Parsed {
    /// Nothing where the errors are fatal.
    pub(super) document: Option<Document>,
    /// The id was given, not computed.
    pub(super) named: bool,
    /// What is wrong.
    pub(super) errors: Vec<IngestError>,
}

impl Item {
    fn size(&self) -> usize {
        match self {
            Item::File { bytes, .. } | Item::Row { bytes, .. } => bytes.len(),
            Item::Failed(_) => 0,
        }
    }

    fn parse(self, book: &Rulebook) -> Parsed {
        match self {
            Item::Failed(e) => Parsed { errors: vec![e], ..Parsed::default() },
            Item::Row { path, line, bytes } => row::parse(&path, line, &bytes, book),
            Item::File { path, bytes } => match decode(&bytes) {
                Ok((text, _)) => {
                    let parts = Parts { id: super::content_id(&bytes), path, ..Parts::default() };
                    Parsed { document: Some(parts.build(text, book).0), ..Parsed::default() }
                }
                Err(cause) => Parsed { errors: vec![IngestError::Decode { path, cause }], ..Parsed::default() },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::ingest::sources;

    fn read(name: &str, content: &[u8]) -> Vec<Outcome> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        documents(sources(&[path], None), crate::ingest::test_book()).collect()
    }

    #[test]
    fn rows_keep_their_order_and_bad_ones_do_not_stop_the_rest() {
        let rows = "\u{feff}{\"id\":\"a\",\"text\":\"가 1명.\",\"title\":\"T\",\"published\":\"2024-09-06\",\"url\":\"u\",\"x\":1.50}\n\nnot json\n{\"id\":\"b\"}\n{\"id\":\"a\",\"text\":\"나\",\"published\":\"soon\"}\n{\"id\":7,\"text\":\"다\"}\n{\"text\":5}\n{\"html\":\"<p>\"}\n";
        let found = read("x.jsonl", rows.as_bytes());
        let shown: Vec<String> = found
            .iter()
            .map(|f| match f {
                Ok(d) => d.id.clone(),
                Err(e) => e.to_string().rsplit('/').next().unwrap().chars().take(9).collect(),
            })
            .collect();
        assert_eq!(
            shown,
            ["a", "x.jsonl:3", "x.jsonl:4", "x.jsonl#5", "x.jsonl#5", "a#2", "7", "x.jsonl:7", "x.jsonl:8"]
        );
        let first = found[0].as_ref().unwrap();
        assert_eq!(first.title.as_deref(), Some("T"));
        assert_eq!(first.provenance["x"].to_string(), "1.50");
        assert_eq!(first.published.edtf.as_ref().unwrap().0, "2024-09-06");
        assert!(found[2].as_ref().unwrap_err().help().contains("text"));
    }

    #[test]
    fn a_file_is_named_by_its_content() {
        let found = read("x.txt", "제목\n6일 1명이 왔다.".as_bytes());
        let doc = found[0].as_ref().unwrap();
        assert_eq!(doc.id.len(), 16);
        assert_eq!(doc.title.as_deref(), Some("제목"));
        let bad = read("x.txt", b"caf\xe9");
        assert!(bad[0].as_ref().unwrap_err().to_string().contains("byte 3"));
        assert!(matches!(read("x.html", b"")[0], Err(IngestError::Format { .. })));
    }

    #[test]
    fn many_rows_come_in_order() {
        let rows: String = (0..3000).map(|i| format!("{{\"id\":\"{i}\",\"text\":\"{i}명이 왔다.\"}}\n")).collect();
        let found = read("x.jsonl", rows.as_bytes());
        assert!(found.iter().enumerate().all(|(i, f)| f.as_ref().unwrap().id == i.to_string()));
        assert_eq!(found.len(), 3000);
    }
}
