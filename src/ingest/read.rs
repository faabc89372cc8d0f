//! Reads sources: a stream of documents in stable order, parsed in parallel batch by batch.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::vec;

use rayon::prelude::*;

use super::charset::decode_page;
use super::error::IngestError;
use super::feed;
use super::item::{Item, Parsed};
use super::packed::{Bytes, unpacked};
use super::source::{Format, Source};
use super::warc::Records;
use crate::model::document::Document;
use crate::rulebook::Rulebook;

/// A batch ends after so many bytes or items.
const BATCH: (usize, usize) = (4 << 20, 1024);

/// A document holds no more bytes than this, so that a packed file cannot fill the memory.
pub(super) const DOCUMENT_MAX: u64 = 64 << 20;
/// So much of a row that is too large is passed over to reach the next one.
const ROW_SKIP: u64 = 1 << 30;

/// What was read: a document, or what is wrong with one. Warnings come right before their document.
pub type Outcome = Result<Document, IngestError>;

/// Reads one source, all of it.
pub fn read_source(source: Source, book: &Rulebook) -> Vec<Outcome> {
    documents(vec![Ok(source)], book).collect()
}

/// Reads sources one after the other. The order of documents is that of the sources and of the rows in them,
/// whatever the number of threads; no more than some megabytes are held at a time, save larger single documents.
pub fn documents(sources: Vec<Result<Source, IngestError>>, book: &Rulebook) -> Documents<'_> {
    Documents {
        sources: sources.into_iter(),
        items: None,
        ready: VecDeque::new(),
        seen: BTreeMap::new(),
        renaming: true,
        book,
    }
}

/// The stream that [`documents`] makes.
pub struct Documents<'a> {
    sources: vec::IntoIter<Result<Source, IngestError>>,
    items: Option<Items>,
    ready: VecDeque<Outcome>,
    /// How often each id came.
    seen: BTreeMap<String, usize>,
    /// Whether a document whose id came before gets another.
    renaming: bool,
    book: &'a Rulebook,
}

impl Documents<'_> {
    /// Leaves every document its id, even one that came before: for an archive, which takes it for a later version.
    #[must_use]
    pub fn with_given_ids(self) -> Self {
        Self { renaming: false, ..self }
    }
}

/// A JSON Lines source that is being read.
struct Rows {
    path: String,
    line: usize,
    input: Bytes,
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
            if let Some(items) = &mut self.items {
                if let Some(item) = items.next() {
                    return Some(item);
                }
                self.items = None;
            }
            let source = match self.sources.next()? {
                Ok(source) => source,
                Err(e) => return Some(Item::Failed(e)),
            };
            match open(&source) {
                Ok(items) => self.items = Some(items),
                Err(cause) => return Some(Item::Failed(IngestError::Read { path: source.shown(), cause })),
            }
        }
    }

    /// Queues a document under a name of its own.
    fn take(&mut self, parsed: Parsed) {
        self.ready.extend(parsed.errors.into_iter().map(Err));
        let Some(mut document) = parsed.document else { return };
        if !self.renaming {
            self.ready.push_back(Ok(document));
            return;
        }
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

/// The documents of one source, read as they are asked for.
type Items = Box<dyn Iterator<Item = Item> + Send>;

fn open(source: &Source) -> io::Result<Items> {
    let input: Bytes = if source.is_stdin() {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(&source.path)?))
    };
    let (head, input) = unpacked(input)?;
    let path = source.shown();
    let one = |item: Item| -> Items { Box::new(std::iter::once(item)) };
    Ok(match source.format.unwrap_or_else(|| Format::guess(&head)) {
        Format::Jsonl => Box::new(Rows { path, line: 0, input }),
        Format::Warc => Box::new(Records::new(path.clone(), input).map(move |record| match record {
            Ok(record) => Item::Record { place: format!("{path}#{}", record.number), record },
            Err(e) => Item::Failed(e),
        })),
        Format::Text => {
            one(whole(path, input)?.map_or_else(Item::Failed, |(place, bytes)| Item::Text { place, bytes }))
        }
        Format::Markdown => {
            one(whole(path, input)?.map_or_else(Item::Failed, |(place, bytes)| Item::Markdown { place, bytes }))
        }
        Format::Html => {
            one(whole(path, input)?.map_or_else(Item::Failed, |(place, bytes)| Item::Html { place, bytes }))
        }
        Format::Pdf => one(whole(path, input)?.map_or_else(Item::Failed, |(place, bytes)| Item::Pdf { place, bytes })),
        Format::Feed => match whole(path, input)? {
            Ok((path, bytes)) => entries(&path, &bytes),
            Err(e) => one(Item::Failed(e)),
        },
    })
}

/// All of a stream, with the name it has; an error where it is too large.
fn whole(path: String, input: Bytes) -> io::Result<Result<(String, Vec<u8>), IngestError>> {
    let mut bytes = Vec::new();
    let read = input.take(DOCUMENT_MAX + 1).read_to_end(&mut bytes)?;
    Ok(if read as u64 > DOCUMENT_MAX { Err(IngestError::TooLarge { place: path }) } else { Ok((path, bytes)) })
}

/// The entries of a feed, then what is wrong with it.
fn entries(path: &str, bytes: &[u8]) -> Items {
    let text = match decode_page(bytes, None) {
        Ok(text) => text,
        Err(cause) => {
            return Box::new(std::iter::once(Item::Failed(IngestError::Decode { path: path.to_owned(), cause })));
        }
    };
    let (found, error) = feed::entries(&text);
    let failed = error.map(|e| IngestError::Feed { path: path.to_owned(), line: e.line, message: e.message });
    let path = path.to_owned();
    let items = found.into_iter().enumerate();
    let items = items.map(move |(i, entry)| Item::Entry { place: format!("{path}#{}", i + 1), entry });
    Box::new(items.chain(failed.map(Item::Failed)))
}

impl Rows {
    /// Passes over the rest of a line; `false` where it does not end.
    fn skip(&mut self) -> io::Result<bool> {
        let mut rest = self.input.by_ref().take(ROW_SKIP);
        loop {
            let buffer = rest.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let (used, ended) = memchr::memchr(b'\n', buffer).map_or((buffer.len(), false), |at| (at + 1, true));
            rest.consume(used);
            if ended {
                return Ok(true);
            }
        }
    }

    /// A reader that failed is not asked again.
    fn stop(&mut self) {
        self.input = Box::new(io::empty());
    }
}

impl Iterator for Rows {
    type Item = Item;

    /// The next row that is not blank.
    fn next(&mut self) -> Option<Item> {
        loop {
            let mut bytes = Vec::new();
            let read = self.input.by_ref().take(DOCUMENT_MAX + 1).read_until(b'\n', &mut bytes);
            match read {
                Ok(0) => return None,
                Ok(n) => {
                    self.line += 1;
                    if n as u64 > DOCUMENT_MAX {
                        if !matches!(self.skip(), Ok(true)) {
                            self.stop();
                        }
                        return Some(Item::Failed(IngestError::TooLarge {
                            place: format!("{}#{}", self.path, self.line),
                        }));
                    }
                    if !bytes.trim_ascii().is_empty() {
                        return Some(Item::Row { path: self.path.clone(), line: self.line, bytes });
                    }
                }
                Err(cause) => {
                    self.stop();
                    let path = format!("{}:{}", self.path, self.line + 1);
                    return Some(Item::Failed(IngestError::Read { path, cause }));
                }
            }
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
            ["a", "x.jsonl:3", "x.jsonl:4", "x.jsonl#5", "x.jsonl#5", "a#2", "7", "x.jsonl:7", "x.jsonl#8"]
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
        assert!(matches!(read("x.docx", b"")[0], Err(IngestError::Format { .. })));
    }

    #[test]
    fn many_rows_come_in_order() {
        let rows: String = (0..3000).map(|i| format!("{{\"id\":\"{i}\",\"text\":\"{i}명이 왔다.\"}}\n")).collect();
        let found = read("x.jsonl", rows.as_bytes());
        assert!(found.iter().enumerate().all(|(i, f)| f.as_ref().unwrap().id == i.to_string()));
        assert_eq!(found.len(), 3000);
    }
}
