//! General vocabulary in both languages: the words by which a sentence and its translation are known again.
//!
//! A measure says what a figure is; a term only says that two sentences speak of the same things. Terms need no order
//! and no meaning of their own, so that a rule author adds one in a line.

use std::collections::BTreeMap;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use serde::Deserialize;

use super::error::LoadError;
use super::measure::parse;
use super::source::Files;
use crate::lang::{Lang, is_hangul};
use crate::model::span::Span;

/// All terms of a rulebook.
#[derive(Debug, Default)]
pub struct Terms {
    names: Vec<Arc<str>>,
    tables: Vec<(Lang, Table)>,
}

/// The words of one language.
#[derive(Debug)]
struct Table {
    automaton: AhoCorasick,
    words: Vec<Word>,
    inflections: Vec<String>,
}

#[derive(Debug)]
struct Word {
    terms: Vec<u32>,
    /// A beginning, whatever follows.
    stem: bool,
    /// One Korean syllable: stands in too many words to be read inside one.
    syllable: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermFile {
    #[serde(default)]
    inflections: BTreeMap<Lang, Vec<String>>,
    #[serde(default)]
    terms: BTreeMap<String, toml::Spanned<String>>,
}

impl Terms {
    /// Reads `rules/terms/`; what is wrong goes to `errors`.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let mut ids: BTreeMap<String, u32> = BTreeMap::new();
        let mut out = Self::default();
        let mut words: BTreeMap<(Lang, String), Vec<u32>> = BTreeMap::new();
        let mut inflections: BTreeMap<Lang, Vec<String>> = BTreeMap::new();
        for file in files.below("rules/terms/", ".toml") {
            let Some(rows) = parse::<TermFile>(file, errors) else { continue };
            for (lang, list) in rows.inflections {
                inflections.entry(lang).or_default().extend(list);
            }
            for (name, row) in rows.terms {
                let place = row.span();
                let Some((ko, en)) = row.get_ref().split_once('|') else {
                    let message = format!("the term `{name}` has words of one language only");
                    errors.push(LoadError::at(file, place.start, place.len(), message, "write `korean | english`"));
                    continue;
                };
                let id = *ids.entry(name.clone()).or_insert_with(|| {
                    out.names.push(Arc::from(name));
                    u32::try_from(out.names.len() - 1).unwrap_or(u32::MAX)
                });
                for (lang, list) in [(Lang::Ko, ko), (Lang::En, en)] {
                    for word in list.split_whitespace() {
                        let terms = words.entry((lang, word.to_lowercase().replace('_', " "))).or_default();
                        if !terms.contains(&id) {
                            terms.push(id);
                        }
                    }
                }
            }
        }
        for lang in [Lang::Ko, Lang::En] {
            let list: Vec<(&str, &[u32])> =
                words.iter().filter(|w| w.0.0 == lang).map(|w| (w.0.1.as_str(), w.1.as_slice())).collect();
            let inflections = inflections.remove(&lang).unwrap_or_default();
            out.tables.extend(Table::build(&list, inflections).map(|t| (lang, t)));
        }
        out
    }

    /// The name of a term.
    pub fn name(&self, term: u32) -> Option<&Arc<str>> {
        self.names.get(usize::try_from(term).ok()?)
    }

    /// Terms in `text`, leftmost and longest; a word may stand for several. One pass.
    pub fn find(&self, lang: Lang, text: &str) -> Vec<(Span, &[u32])> {
        self.tables.iter().find(|t| t.0 == lang).map(|t| t.1.find(text)).unwrap_or_default()
    }
}

impl Table {
    fn build(list: &[(&str, &[u32])], inflections: Vec<String>) -> Option<Table> {
        let mut patterns = Vec::new();
        let mut words = Vec::new();
        for (word, terms) in list {
            let (plain, stem) = word.strip_suffix('*').map_or((*word, false), |w| (w, true));
            let syllable = plain.chars().count() == 1 && plain.chars().all(is_hangul);
            patterns.push(plain);
            words.push(Word { terms: terms.to_vec(), stem, syllable });
        }
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(&patterns)
            .ok()?;
        Some(Table { automaton, words, inflections })
    }

    fn find(&self, text: &str) -> Vec<(Span, &[u32])> {
        let mut all: Vec<(Span, &Word)> = Vec::new();
        for m in self.automaton.find_overlapping_iter(text) {
            let Some(word) = self.words.get(m.pattern().as_usize()) else { continue };
            let hangul = text.get(m.start()..).and_then(|t| t.chars().next()).is_some_and(is_hangul);
            let before = text.get(..m.start()).and_then(|t| t.chars().next_back());
            if before.is_some_and(char::is_alphanumeric) && (!hangul || word.syllable) {
                continue;
            }
            let rest: &str = text.get(m.end()..).unwrap_or("");
            let rest = rest.get(..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())).unwrap_or("");
            let whole = rest.is_empty()
                || self.inflections.iter().any(|i| i.eq_ignore_ascii_case(rest))
                || !hangul && rest.chars().next().is_some_and(is_hangul);
            if whole || word.stem || hangul && !word.syllable {
                all.push((Span::new(m.start(), m.end()), word));
            }
        }
        all.sort_by(|a, b| a.0.start.cmp(&b.0.start).then(b.0.end.cmp(&a.0.end)));
        let mut out: Vec<(Span, &[u32])> = Vec::new();
        for (span, word) in all {
            if out.last().is_none_or(|l| l.0.end <= span.start) {
                out.push((span, &word.terms));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    fn terms(lang: Lang, text: &str) -> Vec<String> {
        let book = Rulebook::built_in().expect("the built-in rulebook");
        let found = book.terms.find(lang, text);
        found.iter().flat_map(|(_, t)| t.iter()).filter_map(|t| book.terms.name(*t)).map(ToString::to_string).collect()
    }

    #[test]
    fn a_sentence_and_its_translation_share_terms() {
        let (ko, en) = (
            terms(Lang::Ko, "소방관 몇이 다리 밑에서 어선을"),
            terms(Lang::En, "Firefighters found the fishing boat under the bridge"),
        );
        for term in ["firefighter", "bridge", "fishing-boat"] {
            assert!(ko.iter().any(|t| t == term), "{term} in {ko:?}");
            assert!(en.iter().any(|t| t == term), "{term} in {en:?}");
        }
    }

    #[test]
    fn words_inside_words_are_none() {
        assert!(!terms(Lang::En, "they were careful").iter().any(|t| t == "car"));
        assert!(!terms(Lang::Ko, "개봉일").iter().any(|t| t == "dog"));
        assert!(terms(Lang::Ko, "개를 키운다").iter().any(|t| t == "dog"));
    }
}
