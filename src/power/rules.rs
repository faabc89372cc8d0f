//! Kinds of slips and of harmless edits, from `rules/slips.toml`.

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use crate::lang::is_hangul;
use crate::rulebook::error::{LoadError, LoadErrors, pattern_error};
use crate::rulebook::source::Files;

/// Where they are kept.
const FILE: &str = "rules/slips.toml";

/// What is done to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Change {
    /// Another word of the same list.
    Word,
    /// What a pattern calls `x`, by another word of its list.
    Pattern,
    /// What a pattern calls `x`, taken out.
    Removed,
    /// The number that a pattern calls `x`, or a word of a list, one step on.
    Step,
    /// Another first digit.
    DigitsFirst,
    /// Another digit behind the first.
    DigitsOther,
    /// Two neighbours swapped.
    DigitsSwapped,
    /// A zero more.
    DigitsLonger,
    /// A zero less.
    DigitsShorter,
    /// With or without separators.
    DigitsGrouped,
    /// The space that a pattern calls `x` put in or taken out.
    Spaced,
    /// A name of a list left out.
    MemberDropped,
    /// A name put into a list.
    MemberAdded,
    /// A sentence added.
    Sentence,
    /// Two paragraphs swapped.
    Order,
    /// Straight and curly quotes.
    Quotes,
}

/// One kind of slip or edit.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// What it does, in a few words.
    pub summary: String,
    /// Kinds of figures that it can happen to.
    pub(super) kinds: Vec<String>,
    pub(super) change: Change,
    pub(super) lists: Vec<Vec<String>>,
    pub(super) patterns: Vec<Regex>,
    /// Words near the figure in its sentence, not in it.
    pub(super) near: bool,
    /// Least and greatest number of a step.
    pub(super) range: (u32, u32),
}

/// Everything that can be planted.
#[derive(Debug, Clone)]
pub struct Slips {
    /// Those that change what is said.
    pub slips: Vec<Rule>,
    /// Those that do not.
    pub edits: Vec<Rule>,
    particles: Vec<[String; 2]>,
    liquid: Vec<[String; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    slip: Vec<RawRule>,
    edit: Vec<RawRule>,
    particles: Particles,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    summary: String,
    kinds: Vec<String>,
    change: Change,
    #[serde(default)]
    lists: Vec<Vec<String>>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    near: bool,
    #[serde(default)]
    from: u32,
    #[serde(default)]
    to: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Particles {
    pairs: Vec<[String; 2]>,
    liquid: Vec<[String; 2]>,
}

impl Slips {
    /// Reads them.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn load(files: &Files) -> Result<Self, LoadErrors> {
        let Some(file) = files.get(FILE) else {
            let nowhere = crate::rulebook::source::SourceFile {
                name: FILE.to_owned(),
                shown: FILE.to_owned(),
                text: std::borrow::Cow::Borrowed(""),
            };
            return Err(LoadErrors(vec![LoadError::on_line(&nowhere, 1, "the file is missing", "put it back")]));
        };
        let raw: Raw = toml::from_str(&file.text).map_err(|e| {
            let at = e.span().unwrap_or(0..0);
            let help = "compare it with the built-in rules/slips.toml";
            LoadErrors(vec![LoadError::at(file, at.start, at.len(), e.message(), help)])
        })?;
        let mut errors = Vec::new();
        let mut compile = |rules: Vec<RawRule>| -> Vec<Rule> {
            let mut out = Vec::new();
            for rule in rules {
                let mut patterns = Vec::new();
                for pattern in &rule.patterns {
                    match Regex::new(pattern.get_ref()) {
                        Ok(p) => patterns.push(p),
                        Err(e) => errors.push(pattern_error(file, pattern.span().start, pattern.get_ref(), &e)),
                    }
                }
                out.push(Rule {
                    id: rule.id,
                    summary: rule.summary,
                    kinds: rule.kinds,
                    change: rule.change,
                    lists: rule.lists,
                    patterns,
                    near: rule.near,
                    range: (rule.from, rule.to),
                });
            }
            out
        };
        let (slips, edits) = (compile(raw.slip), compile(raw.edit));
        if errors.is_empty() {
            Ok(Self { slips, edits, particles: raw.particles.pairs, liquid: raw.particles.liquid })
        } else {
            Err(LoadErrors(errors))
        }
    }

    /// The particle that `rest` starts with, and what it becomes behind `word`, where it becomes another.
    pub(super) fn particle(&self, word: &str, rest: &str) -> Option<(&str, &str)> {
        let last = word.chars().next_back().filter(|c| is_hangul(*c))?;
        // Syllables are ordered by their final consonant within 28.
        let last = (u32::from(last) - 0xAC00) % 28;
        for (pairs, vowel) in [(&self.particles, last == 0), (&self.liquid, last == 0 || last == 8)] {
            for pair in pairs {
                let ends = |p: &&String| rest.strip_prefix(p.as_str()).is_some_and(|r| !r.starts_with(is_hangul));
                let Some(now) = pair.iter().find(ends) else { continue };
                let [behind_consonant, behind_vowel] = pair;
                let wanted = if vowel { behind_vowel } else { behind_consonant };
                return (now != wanted).then_some((now.as_str(), wanted.as_str()));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_word() {
        let slips = Slips::load(&Files::built_in()).expect("the slips");
        assert_eq!(slips.particle("달러", "을 냈다"), Some(("을", "를")));
        assert_eq!(slips.particle("원", "를 냈다"), Some(("를", "을")));
        assert_eq!(slips.particle("원", "을 냈다"), None);
        assert_eq!(slips.particle("일본", "로 갔다"), Some(("로", "으로")));
        assert_eq!(slips.particle("서울", "으로 갔다"), Some(("으로", "로")));
        assert_eq!(slips.particle("서울", "은행에서"), None);
    }
}
