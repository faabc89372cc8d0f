//! Where a side of a finding stands, in every way of counting that an export needs.

use super::place::Lines;
use crate::lang::Lang;
use crate::model::document::Document;
use crate::model::finding::Side;
use crate::model::span::Span;
use crate::pipeline::Article;

/// Characters of context on each side of a quotation.
const CONTEXT: usize = 40;

/// A figure in its document.
#[derive(Debug, Clone)]
pub struct Passage<'a> {
    /// Index of the document in the run.
    pub index: usize,
    /// The document.
    pub document: &'a Document,
    /// Bytes of the original.
    pub span: Span,
    /// First and one past the last character (Unicode code points) of the original.
    pub chars: (usize, usize),
    /// Line and column of the first character, from 1; columns count characters.
    pub start: (usize, usize),
    /// Line and column behind the last character.
    pub end: (usize, usize),
    /// The sentence around it, in bytes of the original.
    pub sentence: Span,
    /// Language of the text there.
    pub lang: Lang,
    /// The side.
    pub side: &'a Side,
}

impl<'a> Passage<'a> {
    /// The place of a side; `None` where its document is not among `articles`.
    ///
    /// Reads the document up to the figure.
    pub fn of(side: &'a Side, articles: &'a [Article]) -> Option<Self> {
        let document = &articles.get(side.document)?.document;
        let span = document.original(side.span);
        let count = |span: Span| span.slice(&document.raw).chars().count();
        let before = count(Span::new(0, span.start));
        let lines = Lines::new(&document.raw);
        let sentence = document.sentence_at(side.span.start).and_then(|i| document.sentences.get(i));
        Some(Self {
            index: side.document,
            document,
            span,
            chars: (before, before + count(span)),
            start: lines.place(span.start),
            end: lines.place(span.end),
            sentence: sentence.map_or(span, |s| document.original(s.span).join(span)),
            lang: document.lang_at(side.span.start),
            side,
        })
    }

    /// The words of the figure.
    pub fn surface(&self) -> &'a str {
        self.span.slice(&self.document.raw)
    }

    /// The sentence around the figure.
    pub fn quote(&self) -> &'a str {
        self.sentence.slice(&self.document.raw)
    }

    /// Some characters before the figure.
    pub fn prefix(&self) -> &'a str {
        let before = Span::new(0, self.span.start).slice(&self.document.raw);
        let at = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        before.get(at..).unwrap_or("")
    }

    /// Some characters behind the figure.
    pub fn suffix(&self) -> &'a str {
        let after = self.document.raw.get(self.span.end..).unwrap_or("");
        let at = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        after.get(..at).unwrap_or("")
    }
}

/// The address of a document's page on the web, where it has one.
pub fn web_address(document: &Document) -> Option<&str> {
    let url = document.provenance.get("url")?.as_str()?;
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

/// A path as a URI reference: `news/6월.jsonl#3` is `news/6%EC%9B%94.jsonl#3`.
pub fn uri(path: &str) -> String {
    let (file, row) = match path.rsplit_once('#') {
        Some((file, row)) if !row.is_empty() && row.bytes().all(|b| b.is_ascii_digit()) => (file, Some(row)),
        _ => (path, None),
    };
    let mut out = if file.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            b'\\' if cfg!(windows) => out.push('/'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    match row {
        Some(row) => format!("{out}#{row}"),
        None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("a b/6월.jsonl#3"), "a%20b/6%EC%9B%94.jsonl#3");
        assert_eq!(uri("/x/<y>:1#.txt"), "file:///x/%3Cy%3E%3A1%23.txt");
        assert_eq!(uri("-"), "-");
    }
}
