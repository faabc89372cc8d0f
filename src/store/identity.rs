//! What makes two documents the same one, and what makes one the correction of the other.

use std::path::Path;

use crate::model::document::{Basis, Document};

/// Names of a document in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    /// Hash of everything that is read: the same twice is once.
    pub(super) content: String,
    /// What stays when the article is corrected.
    pub(super) lasting: String,
    /// Its address, where the row gives one.
    pub(super) url: Option<String>,
    /// Who published it, where the row says so.
    pub(super) source: Option<String>,
}

impl Identity {
    /// Of a document as it was read.
    pub(super) fn of(document: &Document) -> Self {
        let word = |key: &str| {
            let found = document.provenance.get(key).and_then(serde_json::Value::as_str);
            found.map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned)
        };
        let (url, source) = (word("url"), word("source"));
        let named = document.given_id();
        let date = match document.published.basis {
            Basis::Metadata => document.published.edtf.as_ref().map_or("", |e| e.0.as_str()),
            _ => "",
        };
        let mut hasher = blake3::Hasher::new();
        for part in [
            named.unwrap_or(""),
            url.as_deref().unwrap_or(""),
            source.as_deref().unwrap_or(""),
            document.title.as_deref().unwrap_or(""),
            date,
            &document.raw,
        ] {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let content: String = hasher.finalize().to_hex().chars().take(32).collect();
        let lasting = match (named, &url) {
            (Some(id), _) => format!("id:{}:{id}", source.as_deref().unwrap_or("")),
            (None, Some(url)) => format!("url:{url}"),
            (None, None) => file(&document.path).unwrap_or_else(|| format!("content:{content}")),
        };
        Self { content, lasting, url, source }
    }
}

/// A whole file is the same article after it was edited; a row of one is not.
fn file(path: &str) -> Option<String> {
    let whole = std::path::absolute(Path::new(path)).ok()?;
    (path != "-" && !path.contains('#') && whole.is_file()).then(|| format!("file:{}", whole.display()))
}
