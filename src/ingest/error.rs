//! What can be wrong with an input: the file, the place and the remedy.

use std::io;

use super::decode::DecodeError;

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
    #[error("{path}:{line}:1: the row has no `text`")]
    NoText {
        /// As given.
        path: String,
        /// From 1.
        line: usize,
        /// It has `html`.
        html: bool,
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
            Self::Read { .. } => "check the path and the permissions".to_owned(),
            Self::Format { ending, .. } => match ending.as_str() {
                ".html" | ".htm" => {
                    "extract the text first and give it as .txt, or as `text` of a .jsonl row".to_owned()
                }
                ".gz" | ".zst" => "decompress it first".to_owned(),
                _ => "give .txt, .md or .jsonl, or say the format with --input".to_owned(),
            },
            Self::Decode { cause, .. } => cause.help().to_owned(),
            Self::Row { .. } => "one row is one JSON object on one line: {\"id\": …, \"text\": …}".to_owned(),
            Self::NoText { html: true, .. } => "`html` is not read yet: give the text as `text`".to_owned(),
            Self::NoText { .. } => "add `text`, the text of the document".to_owned(),
            Self::Published { .. } => "give an ISO date such as 2024-09-06".to_owned(),
            Self::Duplicate { .. } => "give every row its own `id`, or none".to_owned(),
        }
    }
}
