//! One document as the checks read it: claims by place, and a template of every segment.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::lang::Lang;
use crate::model::claim::Claim;
use crate::model::document::{Document, Role};
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::model::value::{EntityClass, RatioForm, Value};
use crate::rulebook::Rulebook;
use crate::rulebook::relation::{Block, STOP};

use super::Checked;
use super::lexis::Lexis;

/// The text of a segment with its figures and names replaced by one character each.
#[derive(Debug, Clone)]
pub(super) struct Template {
    /// The text; sentences end with [`STOP`].
    pub(super) text: String,
    /// Its language.
    pub(super) lang: Lang,
    /// Mention behind the `n`th mark.
    pub(super) mentions: Vec<usize>,
}

impl Template {
    /// Mentions whose marks stand in bytes `range` of the template.
    pub(super) fn marks(&self, range: std::ops::Range<usize>) -> Vec<usize> {
        let text = self.text.get(range).unwrap_or("");
        text.chars().filter_map(Block::index).filter_map(|i| self.mentions.get(i).copied()).collect()
    }
}

/// One document in a run.
#[derive(Debug, Clone)]
pub(super) struct Context<'a> {
    /// Its index in the run.
    pub(super) index: usize,
    /// The document.
    pub(super) doc: &'a Document,
    /// Its mentions.
    pub(super) mentions: &'a [Mention<Resolved>],
    /// Its claims.
    pub(super) claims: &'a [Claim],
    /// Index of the claim of a mention.
    pub(super) claim_of: Vec<Option<usize>>,
    /// Claims of each sentence, as a range.
    pub(super) by_sentence: Vec<std::ops::Range<usize>>,
    /// Templates of the segments that are checked.
    pub(super) templates: Vec<Template>,
    /// Groups of sentences that repeat each other nearly word for word: the group's first sentence.
    pub(super) copy_of: Vec<usize>,
    /// The words of the sentences that hold figures.
    pub(super) lexis: Lexis,
    /// What outputs say of a mention, once it was asked for.
    facts: Vec<OnceLock<Facts>>,
}

/// What is known of a figure, for outputs.
type Facts = Arc<BTreeMap<String, String>>;

impl<'a> Context<'a> {
    pub(super) fn new(index: usize, checked: &'a Checked<'_>, book: &Rulebook) -> Self {
        let (doc, mentions, claims) = (checked.doc, checked.mentions, checked.claims.as_slice());
        let mut claim_of = vec![None; mentions.len()];
        let mut by_sentence = vec![0..0; doc.sentences.len()];
        for (i, claim) in claims.iter().enumerate() {
            if let Some(slot) = claim_of.get_mut(claim.mention) {
                *slot = Some(i);
            }
            if let Some(range) = by_sentence.get_mut(claim.sentence) {
                if range.start == range.end {
                    range.start = i;
                }
                range.end = i + 1;
            }
        }
        let templates =
            passages(doc).into_iter().filter_map(|segments| template(doc, segments, mentions, book)).collect();
        let copy_of = super::repeat::groups(doc, mentions);
        let told: Vec<usize> =
            by_sentence.iter().enumerate().filter(|(_, r)| !r.is_empty()).map(|(sentence, _)| sentence).collect();
        let lexis = Lexis::new(doc, mentions, &told, book);
        let facts = vec![OnceLock::new(); mentions.len()];
        Self { index, doc, mentions, claims, claim_of, by_sentence, templates, copy_of, lexis, facts }
    }

    /// What outputs say of a mention; `make` is asked once.
    pub(super) fn facts(&self, mention: usize, make: impl FnOnce(usize) -> BTreeMap<String, String>) -> Facts {
        let known = self.facts.get(mention);
        known.map(|f| Arc::clone(f.get_or_init(|| Arc::new(make(mention))))).unwrap_or_default()
    }

    /// The claim of a mention, unless it stands in boilerplate.
    pub(super) fn claim(&self, mention: usize) -> Option<&'a Claim> {
        let claim = self.claims.get((*self.claim_of.get(mention)?)?)?;
        (claim.segment_role != Role::Boilerplate).then_some(claim)
    }

    /// The value of a mention.
    pub(super) fn value(&self, mention: usize) -> Option<&'a Value> {
        self.mentions.get(mention).map(|m| &m.state.0)
    }

    /// The claims of a sentence.
    pub(super) fn claims_in(&self, sentence: usize) -> &'a [Claim] {
        self.by_sentence.get(sentence).and_then(|r| self.claims.get(r.clone())).unwrap_or_default()
    }

    /// Claims that are checked, in order.
    pub(super) fn checkable(&self) -> impl Iterator<Item = &'a Claim> + use<'a> {
        self.claims.iter().filter(|c| c.segment_role != Role::Boilerplate)
    }

    /// A mention as printed.
    pub(super) fn printed(&self, mention: usize) -> &'a str {
        self.mentions.get(mention).map_or("", |m| self.doc.printed(m.span))
    }

    /// The words between two mentions, in the order of the text.
    pub(super) fn between(&self, a: usize, b: usize) -> &'a str {
        let (Some(a), Some(b)) = (self.mentions.get(a), self.mentions.get(b)) else { return "" };
        let (a, b) = if a.span.start <= b.span.start { (a, b) } else { (b, a) };
        Span::new(a.span.end.min(b.span.start), b.span.start).slice(&self.doc.text)
    }

    /// Up to `bytes` bytes of the sentence before `at`.
    pub(super) fn before(&self, sentence: usize, at: usize, bytes: usize) -> &'a str {
        let start = self.doc.sentences.get(sentence).map_or(0, |s| s.span.start);
        let mut from = at.saturating_sub(bytes).max(start);
        while !self.doc.text.is_char_boundary(from) {
            from += 1;
        }
        Span::new(from, at.max(from)).slice(&self.doc.text)
    }

    /// Up to `bytes` bytes of the sentence after `at`.
    pub(super) fn after(&self, sentence: usize, at: usize, bytes: usize) -> &'a str {
        let end = self.doc.sentences.get(sentence).map_or(self.doc.text.len(), |s| s.span.end);
        let mut to = at.saturating_add(bytes).min(end);
        while !self.doc.text.is_char_boundary(to) {
            to -= 1;
        }
        Span::new(at, to.max(at)).slice(&self.doc.text)
    }

    /// A sentence's text.
    pub(super) fn sentence_text(&self, sentence: usize) -> &'a str {
        self.doc.sentences.get(sentence).map_or("", |s| s.span.slice(&self.doc.text))
    }
}

/// Segments that are read together: paragraphs of a sentence or two follow each other as sentences do elsewhere.
fn passages(doc: &Document) -> Vec<std::ops::Range<usize>> {
    let mut sentences = vec![0usize; doc.segments.len()];
    for sentence in &doc.sentences {
        if let Some(n) = sentences.get_mut(sentence.segment) {
            *n += 1;
        }
    }
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, segment) in doc.segments.iter().enumerate().filter(|(_, s)| s.role != Role::Boilerplate) {
        let own = sentences.get(i).copied().unwrap_or(0);
        let joined = out.last_mut().filter(|range| {
            let before = doc.segments.get(range.end.saturating_sub(1));
            let said: usize = sentences.get((**range).clone()).unwrap_or_default().iter().sum();
            range.end == i
                && own <= 2
                && said + own <= 6
                && before.is_some_and(|b| {
                    b.role == Role::Body
                        && segment.role == Role::Body
                        && b.lang == segment.lang
                        && b.part == segment.part
                })
        });
        match joined {
            Some(range) => range.end = i + 1,
            None => out.push(i..i + 1),
        }
    }
    out
}

fn template(
    doc: &Document,
    segments: std::ops::Range<usize>,
    all: &[Mention<Resolved>],
    book: &Rulebook,
) -> Option<Template> {
    let lang = doc.segments.get(segments.start)?.lang;
    let span = doc.segments.get(segments.start)?.span.join(doc.segments.get(segments.end.checked_sub(1)?)?.span);
    let first = all.partition_point(|m| m.span.end <= span.start);
    let mut text = String::new();
    let mut mentions = Vec::new();
    let mut at = span.start;
    let ends: Vec<usize> = doc.sentences.iter().filter(|s| segments.contains(&s.segment)).map(|s| s.span.end).collect();
    let mut ends = ends.into_iter().peekable();
    let push =
        |from: usize, to: usize, text: &mut String, ends: &mut std::iter::Peekable<std::vec::IntoIter<usize>>| {
            let mut from = from;
            while let Some(end) = ends.peek().copied().filter(|e| *e <= to) {
                text.push_str(Span::new(from.min(end), end).slice(&doc.text));
                text.push(STOP);
                from = from.max(end);
                ends.next();
            }
            text.push_str(Span::new(from.min(to), to).slice(&doc.text));
        };
    for (i, mention) in all.iter().enumerate().skip(first) {
        if mention.span.start >= span.end {
            break;
        }
        if mention.span.start < at {
            continue;
        }
        let Some(mark) = block(mention.value()).and_then(|b| b.mark(mentions.len())) else { continue };
        push(at, mention.span.start, &mut text, &mut ends);
        // Words inside a mention that tell how it is meant (since, 만에) stay readable.
        let printed = mention.span.slice(&doc.text);
        // A list with a group `kept` keeps that alone.
        let kept = |list: &str| {
            let words = book.relations.words(list, lang);
            let found = words.and_then(|r| r.captures(printed).map(|c| (r, c)));
            let group = |(r, c): (&regex::Regex, regex::Captures<'_>)| {
                let mut names = r.capture_names().flatten().peekable();
                if names.peek().is_none() {
                    return c.get(0).map(|m| m.range());
                }
                names.find_map(|n| c.name(n)).map(|m| m.range())
            };
            found.and_then(group).and_then(|r| printed.get(r)).unwrap_or("")
        };
        text.push_str(kept("mention-head"));
        text.push(mark);
        text.push_str(kept("mention-tail"));
        mentions.push(i);
        at = mention.span.end;
    }
    push(at, span.end.max(at), &mut text, &mut ends);
    Some(Template { text, lang, mentions })
}

fn block(value: &Value) -> Option<Block> {
    Some(match value {
        Value::Money { .. } => Block::Money,
        Value::Count { .. } => Block::Count,
        Value::Quantity { unit, .. } if unit == "times" => Block::Times,
        Value::Quantity { unit, .. } if unit == "age_year" => Block::Age,
        Value::Quantity { .. } => Block::Quantity,
        Value::Ratio { form: RatioForm::Point, .. } => Block::Point,
        Value::Ratio { .. } => Block::Ratio,
        Value::Ordinal { .. } => Block::Ordinal,
        Value::Date(d) if d.edtf.as_ref().is_some_and(|e| e.0.contains('T')) => Block::Time,
        Value::Date(_) => Block::Date,
        Value::Duration { .. } => Block::Duration,
        Value::Time { .. } => Block::Time,
        Value::Entity { class: EntityClass::Country, .. } => Block::Country,
        Value::Entity { .. } => Block::Name,
        Value::Identifier { .. } => Block::Identifier,
    })
}
