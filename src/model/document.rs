//! A document and its segments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::date::Edtf;
use super::span::Span;
use crate::lang::Lang;

/// One article as it was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// The name in every output: the row's own id, else a hash of the original bytes.
    pub id: String,
    /// Where it came from: a path, with `#row` for a row of a JSON Lines file.
    pub path: String,
    /// Headline as given by metadata or found as the first line.
    pub title: Option<String>,
    /// Publication date, as far as known.
    pub published: Published,
    /// Unknown keys of the input row, kept as provenance.
    pub provenance: BTreeMap<String, serde_json::Value>,
    /// The decoded original text (UTF-8): offsets in outputs count in it.
    pub raw: String,
    /// The normalised text that every stage reads: NFC, plain spaces, ASCII digits and quotes, `\n` line ends.
    pub text: String,
    /// From bytes of `text` to bytes of `raw`.
    pub offsets: OffsetMap,
    /// Segments in order, without overlap; together they hold all text but white space.
    pub segments: Vec<Segment>,
    /// Sentences in order, without overlap, each inside one segment.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// The id, unless it was made of the content.
    pub fn given_id(&self) -> Option<&str> {
        let bare = self.id.split_once('#').map_or(self.id.as_str(), |(bare, _)| bare);
        let made = bare.len() == 16 && bare.bytes().all(|b| b.is_ascii_hexdigit());
        (!made).then_some(&self.id)
    }

    /// A name that stays when the text is edited: the id the input gave, else the address, else the name of the file
    /// with the number of the row. Two documents may share it.
    pub fn lasting_name(&self) -> &str {
        let url = || self.provenance.get("url").and_then(serde_json::Value::as_str).filter(|u| !u.trim().is_empty());
        let file = || self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path);
        self.given_id().or_else(url).unwrap_or_else(file)
    }

    /// The bytes of the original that `span` of the normalised text stands for.
    pub fn original(&self, span: Span) -> Span {
        self.offsets.original(span)
    }

    /// The printed words of a span, from the original.
    pub fn printed(&self, span: Span) -> &str {
        self.original(span).slice(&self.raw)
    }

    /// Index of the segment that holds byte `at`.
    pub fn segment_at(&self, at: usize) -> Option<usize> {
        let i = self.segments.partition_point(|s| s.span.end <= at);
        self.segments.get(i).filter(|s| s.span.holds(at)).map(|_| i)
    }

    /// Index of the sentence that holds byte `at`.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.span.end <= at);
        self.sentences.get(i).filter(|s| s.span.holds(at)).map(|_| i)
    }

    /// Language of the segment at byte `at`; of the whole text where no segment holds it.
    pub fn lang_at(&self, at: usize) -> Lang {
        self.segment_at(at).and_then(|i| self.segments.get(i)).map_or_else(|| Lang::of(&self.text), |s| s.lang)
    }
}

/// What a segment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A headline or a sub-headline.
    Headline,
    /// A line that gives place, date or time of publication.
    Dateline,
    /// Running text.
    Body,
    /// A quotation set off as a paragraph.
    Quotation,
    /// The words under a picture.
    Caption,
    /// A box, list or table of short items.
    Box,
    /// Banners, bylines, copyright lines, lists of unrelated headlines: read, never checked.
    Boilerplate,
}

/// A stretch of a document with one role and one language: a paragraph, mostly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Where it stands.
    pub span: Span,
    /// What it is for.
    pub role: Role,
    /// Its language.
    pub lang: Lang,
    /// Part of a bilingual document: segments of one statement share a number, its translation has another.
    /// Part 0 is the article itself.
    pub part: u32,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Index of its segment.
    pub segment: usize,
}

/// How the publication date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Given with the document.
    Metadata,
    /// Printed in a dateline.
    Dateline,
    /// Worked out from the text's own evidence.
    Solved,
    /// Not known.
    Unknown,
}

/// Publication date with its provenance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The date, possibly partial (`XXXX-11-17`) or a window.
    pub edtf: Option<Edtf>,
    /// How it is known.
    pub basis: Basis,
    /// The words it rests on, one proof step each.
    pub proof: Vec<String>,
}

impl Published {
    /// A date nobody knows.
    pub fn unknown() -> Self {
        Self { edtf: None, basis: Basis::Unknown, proof: Vec::new() }
    }
}

/// A run of an [`OffsetMap`] by its lengths.
struct Piece {
    len: usize,
    original: usize,
    plain: bool,
}

/// Maps byte offsets of the normalised text to the original: runs of equal length, and replaced pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// `(normalised start, original start)` of each run, ascending. Inside a run bytes correspond one to one;
    /// a run that stands for a replaced piece maps its inside to the piece's start.
    runs: Vec<(usize, usize, bool)>,
    /// Total lengths: normalised, original.
    ends: (usize, usize),
}

impl OffsetMap {
    /// The map of a text that normalisation left as it was.
    pub fn identity(len: usize) -> Self {
        Self { runs: vec![(0, 0, true)], ends: (len, len) }
    }

    /// Adds a run: `len` bytes of normalised text that stand for `original_len` bytes of the original.
    pub fn push(&mut self, len: usize, original_len: usize) {
        let (at, original) = self.ends;
        let plain = len == original_len;
        let same = plain && self.runs.last().is_some_and(|r| r.2 && at - r.0 == original - r.1);
        if !same {
            self.runs.push((at, original, plain));
        }
        self.ends = (at + len, original + original_len);
    }

    /// Adds a replaced piece whose inside corresponds to nothing, even where both lengths are equal.
    /// `len` 0 is a removed piece: it belongs to no span that ends before or starts after it.
    pub fn replace(&mut self, len: usize, original_len: usize) {
        let (at, original) = self.ends;
        self.runs.push((at, original, false));
        self.ends = (at + len, original + original_len);
    }

    /// This map followed by `base`: from this text to what `base` leads to. `base` maps the text that this map's
    /// originals count in.
    pub fn through(&self, base: &OffsetMap) -> OffsetMap {
        let mut out = OffsetMap::default();
        let mut below = base.pieces().peekable();
        // What is left of the piece below that was taken in part.
        let mut left: Option<Piece> = None;
        for piece in self.pieces() {
            if piece.original == 0 {
                out.replace(piece.len, 0);
                continue;
            }
            let (mut wanted, mut replaced) = (piece.original, 0);
            while wanted > 0 {
                let Some(found) = left.take().or_else(|| below.next()) else { break };
                if found.len == 0 && wanted == piece.original {
                    out.replace(0, found.original);
                    continue;
                }
                let taken = found.len.min(wanted);
                let plain = found.plain && piece.plain;
                // A replaced piece that is cut goes with its first part.
                let original = if found.plain { taken } else { found.original };
                if found.len > taken {
                    let rest = found.len - taken;
                    left = Some(Piece { len: rest, original: if found.plain { rest } else { 0 }, plain: found.plain });
                }
                wanted -= taken;
                match (piece.plain, plain) {
                    (true, true) => out.push(taken, original),
                    (true, false) => out.replace(taken, original),
                    (false, _) => replaced += original,
                }
            }
            if !piece.plain {
                out.replace(piece.len, replaced);
            }
        }
        // What was removed behind the last piece.
        let rest: usize = left.into_iter().chain(below).map(|p| p.original).sum();
        if rest > 0 {
            out.replace(0, rest);
        }
        out
    }

    /// The runs with their lengths, in order.
    fn pieces(&self) -> impl Iterator<Item = Piece> {
        let ends = self.runs.iter().skip(1).map(|r| (r.0, r.1)).chain([self.ends]);
        self.runs.iter().zip(ends).map(|(&(at, from, plain), (end, to))| Piece {
            len: end - at,
            original: to - from,
            plain: plain && end - at == to - from,
        })
    }

    /// The bytes of the original that `span` stands for. A replaced piece is taken whole.
    pub fn original(&self, span: Span) -> Span {
        let start = self.start(span.start);
        let end = if span.is_empty() { start } else { self.end(span.end) };
        Span::new(start, end.max(start))
    }

    fn start(&self, at: usize) -> usize {
        if at >= self.ends.0 {
            return self.ends.1;
        }
        let i = self.runs.partition_point(|r| r.0 <= at);
        match i.checked_sub(1).and_then(|i| self.runs.get(i)) {
            Some(&(start, original, true)) => original + (at - start),
            Some(&(_, original, false)) => original,
            None => at,
        }
    }

    /// `at` is one past the last byte wanted, so the run of the byte before it counts.
    fn end(&self, at: usize) -> usize {
        let at = at.min(self.ends.0);
        let i = self.runs.partition_point(|r| r.0 < at);
        match i.checked_sub(1).and_then(|i| self.runs.get(i)) {
            Some(&(start, original, true)) => original + (at - start),
            Some(_) => self.runs.get(i).map_or(self.ends.1, |r| r.1),
            None => 0,
        }
    }
}
