//! The format of `segments.toml`.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use super::{SegmentRule, SegmentRules, SentenceRules};
use crate::model::document::Role;
use crate::rulebook::error::LoadError;
use crate::rulebook::source::{Files, SourceFile};

/// Where in the document a rule is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Before the first paragraph of running text.
    First,
    /// Among the last lines.
    Last,
    /// Everywhere.
    #[default]
    Any,
}

/// Which part of a line a pattern must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// All of it.
    #[default]
    Line,
    /// Its beginning.
    Start,
    /// Its end, from an opening bracket, a stroke or an equals sign on.
    End,
}

/// A line that a rule must leave alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MustNot {
    /// The line.
    #[serde(rename = "in")]
    pub line: String,
    /// Why it is something else.
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    fragment: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    segment: Vec<RawSegment>,
    #[serde(default)]
    date: Vec<RawDate>,
    #[serde(default)]
    months: BTreeMap<String, i8>,
    #[serde(default)]
    sentence: RawSentence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSegment {
    id: Spanned<String>,
    role: Role,
    /// For people; the rule list shows it.
    #[serde(rename = "summary")]
    _summary: String,
    #[serde(default, rename = "where")]
    place: Place,
    #[serde(default)]
    at: Reach,
    pattern: Spanned<String>,
    #[serde(default)]
    split: bool,
    #[serde(default)]
    part: bool,
    #[serde(default)]
    closes: bool,
    must: Vec<String>,
    must_not: Vec<MustNot>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDate {
    pattern: Spanned<String>,
    must: Vec<DateExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DateExample {
    #[serde(rename = "in")]
    text: String,
    out: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawSentence {
    endings: BTreeSet<String>,
    never_end: BTreeSet<String>,
    before_number: BTreeSet<String>,
    may_end: BTreeSet<String>,
    starters: BTreeSet<String>,
}

/// Reads all files, without compiling the sets.
pub(super) fn read(files: &Files, errors: &mut Vec<LoadError>) -> SegmentRules {
    let mut raws: Vec<(&SourceFile, RawFile)> = Vec::new();
    for file in files.below("rules/", "/segments.toml") {
        match toml::from_str::<RawFile>(&file.text) {
            Ok(raw) => raws.push((file, raw)),
            Err(e) => {
                let span = e.span().unwrap_or(0..0);
                errors.push(LoadError::at(
                    file,
                    span.start,
                    span.len(),
                    e.message(),
                    "see the other segments.toml files for the format",
                ));
            }
        }
    }
    let mut fragments = Fragments::default();
    for (_, raw) in &raws {
        fragments.raw.extend(raw.fragment.iter().map(|(k, v)| (k.clone(), v.get_ref().clone())));
    }
    let mut out = SegmentRules::default();
    let mut ids = BTreeSet::new();
    for (file, raw) in raws {
        for rule in raw.segment {
            if !ids.insert(rule.id.get_ref().clone()) {
                errors.push(at(file, &rule.id, "this rule id is taken".to_owned(), "choose another id"));
            }
            if let Some(pattern) = checked(file, &rule.pattern, &fragments, errors) {
                out.rules.push(SegmentRule {
                    id: rule.id.into_inner(),
                    role: rule.role,
                    place: rule.place,
                    reach: rule.at,
                    pattern,
                    split: rule.split,
                    part: rule.part,
                    closes: rule.closes,
                    must: rule.must,
                    must_not: rule.must_not,
                });
            }
        }
        for date in raw.date {
            let Some(pattern) = checked(file, &date.pattern, &fragments, errors) else { continue };
            match Regex::new(&pattern) {
                Ok(regex) if ["year", "month", "day"].iter().all(|g| regex.capture_names().any(|n| n == Some(g))) => {
                    out.dates.push(regex);
                    out.date_examples.extend(date.must.into_iter().map(|e| (e.text, e.out)));
                }
                Ok(_) => errors.push(at(
                    file,
                    &date.pattern,
                    "a date pattern lacks a group".to_owned(),
                    "name the groups (?<year>…), (?<month>…) and (?<day>…)",
                )),
                Err(e) => errors.push(at(file, &date.pattern, e.to_string(), "make the pattern smaller")),
            }
        }
        out.months.extend(raw.months);
        let SentenceRules { endings, never_end, before_number, may_end, starters } = &mut out.sentence;
        endings.extend(raw.sentence.endings);
        never_end.extend(raw.sentence.never_end);
        before_number.extend(raw.sentence.before_number);
        may_end.extend(raw.sentence.may_end);
        starters.extend(raw.sentence.starters);
    }
    out
}

/// The error for a set of patterns that is too big to compile, blamed on the first file.
pub(super) fn too_big(files: &Files, message: &str) -> Option<LoadError> {
    let file = files.below("rules/", "/segments.toml").next()?;
    Some(LoadError::on_line(file, 1, message, "use smaller repetitions in the patterns"))
}

fn at(file: &SourceFile, place: &Spanned<String>, message: String, help: &str) -> LoadError {
    let span = place.span();
    LoadError::at(file, span.start, span.len(), message, help)
}

/// The pattern with its fragments filled in, where it is one.
fn checked(
    file: &SourceFile,
    pattern: &Spanned<String>,
    fragments: &Fragments,
    errors: &mut Vec<LoadError>,
) -> Option<String> {
    let filled = match fragments.fill(pattern.get_ref(), 0) {
        Ok(filled) => filled,
        Err(message) => {
            errors.push(at(
                file,
                pattern,
                message,
                "name a [fragment] of a segments.toml; fragments must not be cyclic",
            ));
            return None;
        }
    };
    match regex_automata::util::syntax::parse(&filled) {
        Ok(_) => Some(filled),
        Err(e) => {
            let message = e.to_string();
            let short = message.lines().last().unwrap_or("").trim_start_matches("error: ");
            errors.push(at(file, pattern, format!("the pattern is broken: {short}"), "see the regex syntax of Rust"));
            None
        }
    }
}

#[derive(Default)]
struct Fragments {
    raw: BTreeMap<String, String>,
}

impl Fragments {
    /// Replaces `{name}`; a repetition such as `{2,4}` and a class such as `\p{L}` stay.
    fn fill(&self, pattern: &str, depth: u8) -> Result<String, String> {
        if depth > 8 {
            return Err("fragments refer to each other in a circle".to_owned());
        }
        let mut out = String::with_capacity(pattern.len());
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let name = after.split_once('}').filter(|(name, _)| {
                name.starts_with(|c: char| c.is_ascii_lowercase())
                    && !before.ends_with("\\p")
                    && !before.ends_with("\\P")
            });
            match name {
                Some((name, tail)) => {
                    let body = self.raw.get(name).ok_or_else(|| format!("there is no fragment `{name}`"))?;
                    out.push_str("(?:");
                    out.push_str(&self.fill(body, depth + 1)?);
                    out.push(')');
                    rest = tail;
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        Ok(out)
    }
}
