//! How text is cut into segments and sentences, and how printed publication dates look.
//!
//! `rules/<lang>/segments.toml` holds the patterns; [`SegmentRules::load`] compiles them once.

mod line;
mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date as Day;
use regex::Regex;

use super::error::LoadError;
use super::source::Files;
use crate::model::document::Role;
use line::Matchers;
pub use schema::{MustNot, Place, Reach};

/// How text is cut into segments and sentences.
#[derive(Debug, Default)]
pub struct SegmentRules {
    rules: Vec<SegmentRule>,
    /// Rules for all zones, for the head, and for the tail.
    any: Matchers,
    first: Matchers,
    last: Matchers,
    dates: Vec<Regex>,
    date_examples: Vec<(String, String)>,
    months: BTreeMap<String, i8>,
    /// How sentences end.
    pub sentence: SentenceRules,
}

/// One pattern that tells what a line is for.
#[derive(Debug, Clone)]
pub struct SegmentRule {
    /// Never reused.
    pub id: String,
    /// The role of a line that matches.
    pub role: Role,
    /// Which lines are tried.
    pub place: Place,
    /// Which part of the line must match.
    pub reach: Reach,
    /// The pattern, fragments filled in.
    pub pattern: String,
    /// Only the match has this role; the rest of the line is running text.
    pub split: bool,
    /// The line starts another part of the document: a statement or its translation.
    pub part: bool,
    /// Nothing of the article comes after: short lines below are lists of other stories.
    pub closes: bool,
    /// Lines that must match.
    pub must: Vec<String>,
    /// Lines that must not, with the reason.
    pub must_not: Vec<MustNot>,
}

/// Where in the document a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Before the first paragraph of running text.
    Head,
    /// In between.
    Middle,
    /// Among the last lines.
    Tail,
}

/// A rule that matched a line.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// The rule.
    pub rule: &'a SegmentRule,
    /// Where its match ends, in bytes of the line.
    pub end: usize,
}

/// Words that decide where a sentence ends.
#[derive(Debug, Default)]
pub struct SentenceRules {
    /// Last syllables of a sentence: a full stop behind one ends it even where no space follows.
    pub endings: BTreeSet<String>,
    /// Abbreviations that never end a sentence (Mr., Gen.).
    pub never_end: BTreeSet<String>,
    /// Abbreviations that do not end one before a number (No. 5, Oct. 19).
    pub before_number: BTreeSet<String>,
    /// Abbreviations that end one only before a starter (Inc., U.S.).
    pub may_end: BTreeSet<String>,
    /// Words that begin sentences rather than continue names.
    pub starters: BTreeSet<String>,
}

impl SegmentRules {
    /// Reads `rules/*/segments.toml`; what is wrong goes to `errors`.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let mut out = schema::read(files, errors);
        // The order of roles decides where two rules match; within a role the order of files and rules.
        out.rules.sort_by_key(|r| rank(r.role));
        let SegmentRules { rules, any, first, last, .. } = &mut out;
        for (place, slot) in [(Place::Any, any), (Place::First, first), (Place::Last, last)] {
            match Matchers::build(rules, |r| r.place == place) {
                Ok(m) => *slot = m,
                Err(message) => errors.extend(schema::too_big(files, &message)),
            }
        }
        out
    }

    /// All rules, strongest first.
    pub fn rules(&self) -> &[SegmentRule] {
        &self.rules
    }

    /// The strongest rule that matches a trimmed line. Time linear in at most some hundred bytes of it.
    pub fn find(&self, zone: Zone, line: &str) -> Option<Hit<'_>> {
        let special = match zone {
            Zone::Head => self.first.find(line),
            Zone::Middle => None,
            Zone::Tail => self.last.find(line),
        };
        let (i, end) = self.any.find(line).into_iter().chain(special).min_by_key(|hit| hit.0)?;
        self.rules.get(i).map(|rule| Hit { rule, end })
    }

    /// The first full date printed in `text` that a calendar has, and its bytes.
    pub fn date_in(&self, text: &str) -> Option<(Day, Range<usize>)> {
        self.dates.iter().filter_map(|pattern| self.date_by(pattern, text)).min_by_key(|(_, span)| span.start)
    }

    fn date_by(&self, pattern: &Regex, text: &str) -> Option<(Day, Range<usize>)> {
        pattern.captures_iter(text).find_map(|found| {
            let year = found.name("year")?.as_str().parse().ok()?;
            let month = found.name("month")?.as_str();
            let month = month.parse().ok().or_else(|| self.months.get(month).copied())?;
            let day = Day::new(year, month, found.name("day")?.as_str().parse().ok()?).ok()?;
            found.get(0).map(|m| (day, m.range()))
        })
    }
}

/// Stronger roles first: a copyright line inside a list is no list item.
fn rank(role: Role) -> u8 {
    match role {
        Role::Boilerplate => 0,
        Role::Dateline => 1,
        Role::Caption => 2,
        Role::Headline => 3,
        Role::Quotation => 4,
        Role::Box => 5,
        Role::Body => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::source::SourceFile;

    fn rules() -> SegmentRules {
        let mut errors = Vec::new();
        let rules = SegmentRules::load(&Files::built_in(), &mut errors);
        assert!(errors.is_empty(), "{}", crate::rulebook::error::LoadErrors(errors));
        rules
    }

    #[test]
    fn every_example_holds() {
        let rules = rules();
        let mut wrong = Vec::new();
        for (i, rule) in rules.rules.iter().enumerate() {
            let alone = Matchers::build(&rules.rules, |r| r.id == rule.id).unwrap();
            for line in &rule.must {
                let zone = if rule.place == Place::Last { Zone::Tail } else { Zone::Head };
                if alone.find(line).map(|m| m.0) != Some(i) {
                    wrong.push(format!("{}: misses {line}", rule.id));
                } else if rules.find(zone, line).map(|m| m.rule.role) != Some(rule.role) {
                    wrong.push(format!("{}: another rule is stronger on {line}", rule.id));
                }
            }
            for case in &rule.must_not {
                if alone.find(&case.line).is_some() {
                    wrong.push(format!("{}: takes {} ({})", rule.id, case.line, case.why));
                }
            }
            if rule.must.is_empty() {
                wrong.push(format!("{}: has no example", rule.id));
            }
        }
        for (text, day) in &rules.date_examples {
            if rules.date_in(text).map(|d| d.0.to_string()).as_ref() != Some(day) {
                wrong.push(format!("date: {text} should be {day}, is {:?}", rules.date_in(text)));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_broken_pattern_is_reported_with_its_place() {
        let text =
            "[[segment]]\nid = \"x\"\nrole = \"body\"\nsummary = \"x\"\npattern = '(a'\nmust = []\nmust_not = []\n";
        let file = SourceFile {
            name: "rules/ko/segments.toml".to_owned(),
            shown: "rules/ko/segments.toml".to_owned(),
            text: text.to_owned().into(),
        };
        let mut errors = Vec::new();
        SegmentRules::load(&Files { files: vec![file] }, &mut errors);
        assert_eq!(errors.len(), 1);
        assert_eq!((errors[0].line, errors[0].column), (5, 11));
    }
}
