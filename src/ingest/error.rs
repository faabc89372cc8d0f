//! What can be wrong with an input: the file, the place and the remedy.

use std::io;

use super::decode::DecodeError;
use super::page::PageError;
use super::pdf::PdfError;
use super::read::DOCUMENT_MAX;

/// One thing wrong with the input. The other documents go on.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// A path cannot be read.
    #[error("{path}: cannot be read: {cause}")]
    Read {
        /// As given.
        path: String,
        /// What the system says.
        cause: io::Error,
    },
    /// A format this version does not read.
    #[error("{path}: `{ending}` is not read")]
    Format {
        /// As given.
        path: String,
        /// Ending of the name.
        ending: String,
    },
    /// The bytes are no text.
    #[error("{path}: {cause}")]
    Decode {
        /// As given.
        path: String,
        /// Where and why.
        cause: DecodeError,
    },
    /// A row is no JSON object, or a field is of the wrong kind.
    #[error("{path}:{line}:{column}: {message}")]
    Row {
        /// As given.
        path: String,
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// A row without text.
    #[error("{path}:{line}:1: the row has neither `text` nor `html`")]
    NoText {
        /// As given.
        path: String,
        /// From 1.
        line: usize,
    },
    /// A document that is too large, perhaps only after unpacking.
    #[error("{place}: the document is larger than {} MiB", DOCUMENT_MAX >> 20)]
    TooLarge {
        /// File, or file and row.
        place: String,
    },
    /// A web page without an article.
    #[error("{place}: {cause}")]
    Page {
        /// File, or file and row.
        place: String,
        /// Why.
        cause: PageError,
    },
    /// A PDF file without a text that can be read.
    #[error("{place}: {cause}")]
    Pdf {
        /// As given.
        place: String,
        /// Why.
        cause: PdfError,
    },
    /// A feed that is none, or damaged from a line on.
    #[error("{path}:{line}:1: {message}")]
    Feed {
        /// As given.
        path: String,
        /// From 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A damaged record of a WARC file.
    #[error("{path}: record {record}: {message}")]
    Warc {
        /// As given.
        path: String,
        /// From 1.
        record: usize,
        /// What is wrong.
        message: String,
    },
    /// A publication date that cannot be read. The document goes on without it.
    #[error("{place}: `published` is no date: {given:?}")]
    Published {
        /// File, or file and row.
        place: String,
        /// As given.
        given: String,
    },
    /// An id that an earlier document has. The document goes on under another id.
    #[error("{place}: the id {id:?} is taken; this document is named {renamed:?}")]
    Duplicate {
        /// File, or file and row.
        place: String,
        /// As given.
        id: String,
        /// The name it goes by.
        renamed: String,
    },
}

impl IngestError {
    /// Whether the document is read all the same.
    pub fn is_warning(&self) -> bool {
        matches!(self, Self::Published { .. } | Self::Duplicate { .. })
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Read { cause, .. } => match cause.kind() {
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                    "the packed file is damaged or cut short: fetch it again; `gzip -t` and `zstd -t` test it"
                        .to_owned()
                }
                _ => "check the path and the permissions".to_owned(),
            },
            Self::Format { ending, .. } => match ending.as_str() {
                ".doc" | ".docx" | ".hwp" | ".hwpx" => "save it as text or HTML and give that".to_owned(),
                ".xz" | ".bz2" | ".zip" | ".7z" | ".tar" | ".tgz" => "unpack it first".to_owned(),
                _ => "give .txt, .md, .html, .jsonl, .xml (RSS, Atom) or .warc, or say the format with --input"
                    .to_owned(),
            },
            Self::Decode { cause, .. } => cause.help().to_owned(),
            Self::Row { .. } => "one row is one JSON object on one line: {\"id\": …, \"text\": …}".to_owned(),
            Self::NoText { .. } => "add `text`, the text of the document, or `html`, its page".to_owned(),
            Self::TooLarge { .. } => "split it, one article a document".to_owned(),
            Self::Page { cause, .. } => cause.help().to_owned(),
            Self::Pdf { place, cause } => cause.help(place),
            Self::Feed { .. } => {
                "an RSS or Atom feed is well-formed XML; mend it from this line on, or leave it out".to_owned()
            }
            Self::Warc { .. } => "fetch the file again, or cut it before this record".to_owned(),
            Self::Published { .. } => "give an ISO date such as 2024-09-06".to_owned(),
            Self::Duplicate { .. } => "give every row its own `id`, or none".to_owned(),
        }
    }
}
