//! What figures can be about: bilingual concepts with their cue words, and how a figure's role and slots are read.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use super::error::LoadError;
use super::source::{Files, SourceFile};
use crate::lang::{Lang, is_hangul};
use crate::model::claim::{Role, SlotName};
use crate::model::span::Span;

/// One thing a figure can measure.
#[derive(Debug, Clone)]
pub struct Concept {
    /// `people.dead`, `trade.export`, …
    pub id: Arc<str>,
    /// Kinds of figures it can be about; empty for any.
    pub kinds: Vec<String>,
    /// Concepts that exclude this one: men and women, dead and injured.
    pub opposed: Vec<Arc<str>>,
    /// Says little by itself (announce, plan, first).
    pub thin: bool,
    /// Grows as time goes by: a later count supersedes.
    pub growing: bool,
    /// With its opposites it makes up a whole: men and women, for and against.
    pub partition: bool,
}

/// How a role is recognised next to a figure.
#[derive(Debug)]
pub struct RoleRule {
    /// The role.
    pub role: Role,
    /// Language it is for.
    pub lang: Lang,
    /// Matches at the end of the words before the figure.
    pub before: Option<Regex>,
    /// Matches at the start of the words after the figure.
    pub after: Option<Regex>,
}

/// Words that fill a slot, anywhere in the sentence.
#[derive(Debug)]
pub struct SlotRule {
    /// Which slot.
    pub slot: SlotName,
    /// Value to give; the entity before the words where empty.
    pub value: String,
    /// Language it is for.
    pub lang: Lang,
    /// The words.
    pub pattern: Regex,
}

/// All that the claim stage knows.
#[derive(Debug, Default)]
pub struct Measures {
    /// Concepts, in the order of files and rules.
    pub concepts: Vec<Concept>,
    /// How roles are read, first match wins.
    pub roles: Vec<RoleRule>,
    /// How slots are filled.
    pub slots: Vec<SlotRule>,
    clauses: Vec<(Lang, Regex)>,
    cues: Vec<(Lang, Cues)>,
}

/// Cue words of one language in one automaton.
#[derive(Debug)]
struct Cues {
    automaton: AhoCorasick,
    words: Vec<CueWord>,
}

#[derive(Debug, Clone)]
struct CueWord {
    concepts: Vec<usize>,
    whole_start: bool,
    whole_end: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureFile {
    measure: Vec<MeasureRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureRow {
    id: Spanned<String>,
    #[serde(default)]
    ko: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    opposed: Vec<Spanned<String>>,
    #[serde(default)]
    thin: bool,
    #[serde(default)]
    growing: bool,
    #[serde(default)]
    partition: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotFile {
    clause: Vec<ClauseRow>,
    role: Vec<RoleRow>,
    slot: Vec<SlotRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClauseRow {
    lang: Lang,
    ends: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleRow {
    id: Role,
    lang: Lang,
    before: Option<Spanned<String>>,
    after: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotRow {
    slot: SlotName,
    lang: Lang,
    #[serde(default)]
    value: String,
    pattern: Spanned<String>,
}

impl Measures {
    /// Reads it from the rulebook's files; what is wrong goes to `errors`.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let mut out = Self::default();
        let mut words: Vec<(Lang, String, usize)> = Vec::new();
        let mut opposed: Vec<(usize, SourceFile, Spanned<String>)> = Vec::new();
        for file in files.below("rules/measures/", ".toml") {
            let Some(rows) = parse::<MeasureFile>(file, errors) else { continue };
            for row in rows.measure {
                let place = row.id.span();
                let id: Arc<str> = Arc::from(row.id.into_inner());
                if out.concepts.iter().any(|c| c.id == id) {
                    let help = "give every measure its own id";
                    errors.push(LoadError::at(
                        file,
                        place.start,
                        place.len(),
                        format!("the measure `{id}` is declared twice"),
                        help,
                    ));
                    continue;
                }
                let index = out.concepts.len();
                words.extend(row.ko.into_iter().map(|w| (Lang::Ko, w, index)));
                words.extend(row.en.into_iter().map(|w| (Lang::En, w.to_lowercase(), index)));
                opposed.extend(row.opposed.into_iter().map(|o| (index, file.clone(), o)));
                let (kinds, thin, growing, partition) = (row.kinds, row.thin, row.growing, row.partition);
                out.concepts.push(Concept { id, kinds, opposed: Vec::new(), thin, growing, partition });
            }
        }
        for (index, file, name) in opposed {
            let Some(other) = out.concepts.iter().position(|c| *c.id == **name.get_ref()) else {
                let place = name.span();
                let message = format!("no measure is called `{}`", name.get_ref());
                errors.push(LoadError::at(&file, place.start, place.len(), message, "name a measure that exists"));
                continue;
            };
            for (a, b) in [(index, other), (other, index)] {
                let id = out.concepts.get(b).map(|c| c.id.clone());
                if let (Some(c), Some(id)) = (out.concepts.get_mut(a), id)
                    && !c.opposed.contains(&id)
                {
                    c.opposed.push(id);
                }
            }
        }
        for lang in [Lang::Ko, Lang::En] {
            out.cues.extend(Cues::build(lang, &words).map(|c| (lang, c)));
        }
        if let Some(file) = files.get("rules/slots.toml")
            && let Some(rows) = parse::<SlotFile>(file, errors)
        {
            out.read_slots(file, rows, errors);
        }
        out
    }

    fn read_slots(&mut self, file: &SourceFile, rows: SlotFile, errors: &mut Vec<LoadError>) {
        for row in rows.clause {
            self.clauses.extend(pattern(file, &row.ends, errors).map(|r| (row.lang, r)));
        }
        for row in rows.role {
            let before = row.before.as_ref().and_then(|p| anchored(file, p, "", "$", errors));
            let after = row.after.as_ref().and_then(|p| anchored(file, p, "^", "", errors));
            self.roles.push(RoleRule { role: row.id, lang: row.lang, before, after });
        }
        for row in rows.slot {
            if let Some(pattern) = pattern(file, &row.pattern, errors) {
                self.slots.push(SlotRule { slot: row.slot, value: row.value, lang: row.lang, pattern });
            }
        }
    }

    /// Index of a concept.
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        self.concepts.iter().find(|c| &*c.id == id)
    }

    /// Cue words in `text`, leftmost and longest, each with its concepts. One pass.
    pub fn cues(&self, lang: Lang, text: &str) -> Vec<(Span, &[usize])> {
        self.cues.iter().find(|c| c.0 == lang).map(|c| c.1.find(text)).unwrap_or_default()
    }

    /// The clauses of a sentence, as spans of `text`; together they cover it.
    pub fn clauses(&self, lang: Lang, text: &str) -> Vec<Span> {
        let mut out = Vec::new();
        let mut start = 0;
        for (_, ends) in self.clauses.iter().filter(|c| c.0 == lang) {
            for m in ends.find_iter(text) {
                out.push(Span::new(start, m.end()));
                start = m.end();
            }
        }
        out.push(Span::new(start, text.len()));
        out
    }
}

impl Cues {
    fn build(lang: Lang, all: &[(Lang, String, usize)]) -> Option<Cues> {
        let mut patterns: Vec<String> = Vec::new();
        let mut words: Vec<CueWord> = Vec::new();
        for (_, word, concept) in all.iter().filter(|w| w.0 == lang) {
            let (word, whole_start) = match word.strip_prefix('^') {
                Some(rest) => (rest, true),
                None => (word.as_str(), lang == Lang::En),
            };
            let (word, whole_end) = match word.strip_suffix('*') {
                Some(rest) => (rest, false),
                None => (word, lang == Lang::En),
            };
            let known = patterns.iter().zip(&words).position(|(p, w)| p == word && w.whole_end == whole_end);
            if let Some(entry) = known.and_then(|i| words.get_mut(i)) {
                entry.concepts.push(*concept);
            } else {
                patterns.push(word.to_owned());
                words.push(CueWord { concepts: vec![*concept], whole_start, whole_end });
            }
        }
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(&patterns)
            .ok()?;
        Some(Cues { automaton, words })
    }

    fn find(&self, text: &str) -> Vec<(Span, &[usize])> {
        let mut all: Vec<(Span, &CueWord)> = Vec::new();
        for m in self.automaton.find_overlapping_iter(text) {
            let Some(word) = self.words.get(m.pattern().as_usize()) else { continue };
            let before = text.get(..m.start()).and_then(|t| t.chars().next_back());
            let after = text.get(m.end()..).and_then(|t| t.chars().next());
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
            if (word.whole_start && letter(before))
                || (word.whole_end && letter(after) && !after.is_some_and(is_hangul))
            {
                continue;
            }
            all.push((Span::new(m.start(), m.end()), word));
        }
        all.sort_by(|a, b| a.0.start.cmp(&b.0.start).then(b.0.end.cmp(&a.0.end)));
        let mut out: Vec<(Span, &[usize])> = Vec::new();
        for (span, word) in all {
            if out.last().is_none_or(|l| l.0.end <= span.start) {
                out.push((span, &word.concepts));
            }
        }
        out
    }
}

/// Reads a TOML file; a fault goes to `errors` with its place.
pub(super) fn parse<T: serde::de::DeserializeOwned>(file: &SourceFile, errors: &mut Vec<LoadError>) -> Option<T> {
    match toml::from_str(&file.text) {
        Ok(rows) => Some(rows),
        Err(e) => {
            let place = e.span().unwrap_or(0..0);
            let help = "compare with the built-in file of this name";
            errors.push(LoadError::at(file, place.start, place.len(), e.message().to_owned(), help));
            None
        }
    }
}

/// Compiles a pattern; a fault goes to `errors` with its place.
pub(super) fn pattern(file: &SourceFile, text: &Spanned<String>, errors: &mut Vec<LoadError>) -> Option<Regex> {
    anchored(file, text, "", "", errors)
}

fn anchored(
    file: &SourceFile,
    text: &Spanned<String>,
    head: &str,
    tail: &str,
    errors: &mut Vec<LoadError>,
) -> Option<Regex> {
    match Regex::new(&format!("{head}(?:{}){tail}", text.get_ref())) {
        Ok(regex) => Some(regex),
        Err(e) => {
            let place = text.span();
            let message = e.to_string().lines().last().unwrap_or("not a pattern").trim().to_owned();
            errors.push(LoadError::at(file, place.start, place.len(), message, "mend the pattern"));
            None
        }
    }
}
