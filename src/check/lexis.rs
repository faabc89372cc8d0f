//! The words of a document around its figures, in a form that both languages share.
//!
//! Terms of the general vocabulary meet across languages, names by their ids, plain words within one language. How much
//! a word tells is seen from the two documents alone, so that a pair is judged the same in any archive.

use std::collections::{BTreeMap, BTreeSet};

use super::affinity::logarithm;
use crate::lang::Lang;
use crate::model::document::Document;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// A word at its place.
#[derive(Debug, Clone)]
struct Token {
    key: u64,
    at: Span,
}

/// The words of a document's sentences that hold figures.
#[derive(Debug, Default, Clone)]
pub(super) struct Lexis {
    sentences: BTreeMap<usize, Vec<Token>>,
    spread: BTreeMap<u64, u64>,
    labels: BTreeMap<u64, String>,
}

/// Words with weights in thousandths, by key.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag(Vec<(u64, u32)>);

impl Lexis {
    /// Reads the given sentences, which must be sorted.
    pub(super) fn new(doc: &Document, mentions: &[Mention<Resolved>], sentences: &[usize], book: &Rulebook) -> Self {
        let mut out = Self::default();
        for index in sentences {
            let Some(sentence) = doc.sentences.get(*index) else { continue };
            let lang = doc.segments.get(sentence.segment).map_or(Lang::En, |s| s.lang);
            let first = mentions.partition_point(|m| m.span.end <= sentence.span.start);
            let inside: Vec<&Mention<Resolved>> = mentions
                .get(first..)
                .unwrap_or_default()
                .iter()
                .take_while(|m| m.span.start < sentence.span.end)
                .collect();
            let tokens = out.read(doc, sentence.span, lang, &inside, book);
            let keys: BTreeSet<u64> = tokens.iter().map(|t| t.key).collect();
            for key in keys {
                *out.spread.entry(key).or_default() += 1;
            }
            out.sentences.insert(*index, tokens);
        }
        out
    }

    fn read(
        &mut self,
        doc: &Document,
        sentence: Span,
        lang: Lang,
        mentions: &[&Mention<Resolved>],
        book: &Rulebook,
    ) -> Vec<Token> {
        let text = sentence.slice(&doc.text);
        // A unit is compared as such; what is counted, printed with its number, is a word like others.
        let figure = |at: Span| {
            mentions.iter().any(|m| {
                m.span.overlaps(at)
                    && !matches!(m.value(), Value::Count { .. } | Value::Ordinal { .. } | Value::Entity { .. })
            })
        };
        let mut out = Vec::new();
        let mut push = |label: String, at: Span, labels: &mut BTreeMap<u64, String>| {
            let key = hash(&label);
            labels.entry(key).or_insert(label);
            out.push(Token { key, at });
        };
        for (span, terms) in book.terms.find(lang, text) {
            let at = Span::new(sentence.start + span.start, sentence.start + span.end);
            if figure(at) {
                continue;
            }
            for name in terms.iter().filter_map(|t| book.terms.name(*t)) {
                push(format!("t {name}"), at, &mut self.labels);
            }
        }
        for m in mentions {
            if let Value::Entity { id, name_en, name_ko, members, .. } = m.value() {
                let name = id.as_ref().or(name_en.as_ref()).or(name_ko.as_ref());
                for id in name.into_iter().chain(members) {
                    push(format!("n {id}"), m.span, &mut self.labels);
                }
            }
        }
        let mut start = 0;
        for word in text.split(|c: char| !c.is_alphabetic()) {
            let begin = text.get(start..).and_then(|t| t.find(word)).map_or(start, |i| start + i);
            start = begin + word.len();
            let at = Span::new(sentence.start + begin, sentence.start + start);
            let word = match lang {
                Lang::En if word.chars().count() >= 4 => word.to_lowercase(),
                Lang::Ko if word.chars().count() >= 2 => word.chars().take(2).collect(),
                _ => continue,
            };
            if !figure(at) && !book.relations.says("plain-word", lang, &word) {
                push(format!("{} {word}", lang.code()), at, &mut self.labels);
            }
        }
        out
    }

    /// The words around a figure: near ones weigh more, those of its clause more than those outside.
    pub(super) fn around(&self, doc: &Document, sentence: usize, figure: Span, clause: Span, lang: Lang) -> Bag {
        let reach = match lang {
            Lang::Ko => 14,
            _ => 30,
        };
        let mut best: BTreeMap<u64, u32> = BTreeMap::new();
        for token in self.sentences.get(&sentence).into_iter().flatten() {
            let between = if token.at.start >= figure.end {
                Span::new(figure.end, token.at.start)
            } else {
                Span::new(token.at.end.min(figure.start), figure.start)
            };
            let distance = u32::try_from(between.slice(&doc.text).chars().count()).unwrap_or(400).min(400);
            let mut weight = 1000 * reach / (reach + distance);
            if !clause.overlaps(token.at) {
                weight /= 2;
            }
            let entry = best.entry(token.key).or_default();
            *entry = (*entry).max(weight);
        }
        Bag(best.into_iter().collect())
    }
}

/// What the words of two documents tell.
#[derive(Debug)]
pub(super) struct Scale<'a> {
    a: &'a Lexis,
    b: &'a Lexis,
    sentences: u64,
}

impl<'a> Scale<'a> {
    pub(super) fn new(a: &'a Lexis, b: &'a Lexis) -> Self {
        let count = a.sentences.len() + b.sentences.len();
        Self { a, b, sentences: u64::try_from(count).unwrap_or(u64::MAX) }
    }

    /// The rarer in the two, the more, in thousandths.
    fn tells(&self, key: u64) -> i64 {
        let spread = self.a.spread.get(&key).unwrap_or(&0) + self.b.spread.get(&key).unwrap_or(&0);
        logarithm((self.sentences + spread) * 16 / spread.max(1)) - logarithm(16)
    }

    /// What the words two bags share tell, in thousandths: near the farther of the two figures, and near both.
    pub(super) fn told(&self, x: &Bag, y: &Bag) -> (i64, i64) {
        let (mut i, mut j, mut near, mut both) = (0, 0, 0, 0);
        while let (Some((p, v)), Some((q, w))) = (x.0.get(i), y.0.get(j)) {
            match p.cmp(q) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    let tells = self.tells(*p);
                    near += tells * i64::from(*v.min(w)) / 1000;
                    both += tells * i64::from(*v) / 1000 * i64::from(*w) / 1000;
                    i += 1;
                    j += 1;
                }
            }
        }
        (near, both)
    }

    /// The telling words two bags share, best first.
    pub(super) fn shared(&self, x: &Bag, y: &Bag) -> Vec<&'a str> {
        let mut out: Vec<(i64, u64)> =
            x.0.iter()
                .filter_map(|(k, v)| {
                    let at = y.0.binary_search_by_key(k, |t| t.0).ok()?;
                    let w = y.0.get(at)?.1;
                    Some((-(self.tells(*k) * i64::from(*v.min(&w)) / 1000), *k))
                })
                .collect();
        out.sort_unstable();
        out.into_iter()
            .filter_map(|(_, k)| self.a.labels.get(&k))
            .map(|label| label.split_once(' ').map_or(label.as_str(), |l| l.1))
            .take(4)
            .collect()
    }
}

/// FNV-1a: the same on every machine.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}
