//! The captures of a raw mention, by the keys of its rule's `value`.

use rust_decimal::Decimal;

use super::numeral;
use crate::model::mention::Raw;
use crate::rulebook::language::Language;
use crate::rulebook::rule::Rule;

/// Tables of words that stand for a number without being numerals.
const WORD_TABLES: [&str; 3] = ["multiple", "denominator", "ordinal"];

/// Keys of a rule's value over the captures of one match.
pub(super) struct Groups<'a> {
    /// The text in lower case.
    pub(super) lower: &'a str,
    /// The rule.
    pub(super) rule: &'a Rule,
    /// The captures.
    pub(super) raw: &'a Raw,
}

impl<'a> Groups<'a> {
    /// The captured words of a group; where an alternative of the pattern holds them in `name_b`, `name_c` or `name_d`, those.
    pub(super) fn group(&self, name: &str) -> Option<&'a str> {
        let of = |tail: &str| {
            let found = self.raw.groups.iter().find(|(g, _)| g.strip_prefix(name) == Some(tail));
            found.map(|(_, s)| s.slice(self.lower))
        };
        ["", "_b", "_c", "_d"].into_iter().find_map(of)
    }

    /// The words of a key: those of the group it names, else the literal. `None` where the group took no part.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        let word = self.rule.key(key)?.as_str()?;
        if self.rule.groups.iter().any(|g| *g.name == *word) { self.group(word) } else { Some(word) }
    }

    /// The literal of a key, where it names no group.
    pub(super) fn literal(&self, key: &str) -> Option<&'a str> {
        let word = self.rule.key(key)?.as_str()?;
        (!self.rule.groups.iter().any(|g| *g.name == *word)).then_some(word)
    }

    /// A key as a number: an integer literal, digits, or number words.
    pub(super) fn number(&self, key: &str, language: &Language) -> Option<Decimal> {
        if let Some(i) = self.rule.key(key)?.as_integer() {
            return Some(Decimal::from(i));
        }
        let text = self.text(key)?;
        // Below a stroke a half is two.
        let below = if key == "den" { language.look_up("denominator", text) } else { None };
        if let Some(den) = below.and_then(|d| d.parse().ok()) {
            return Some(den);
        }
        if let Ok(n) = numeral::read(text, language) {
            return Some(n.value);
        }
        // 3rd, 16th: digits with an ordinal ending.
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if digits.ends_with(|c: char| c.is_ascii_digit())
            && let Ok(n) = numeral::read(digits, language)
        {
            return Some(n.value);
        }
        let table =
            |word: &str| WORD_TABLES.iter().find_map(|t| language.look_up(t, word)).and_then(|n| n.parse().ok());
        table(text).or_else(|| {
            // twenty second, two hundredth: a numeral before the ordinal word.
            let (head, tail) = text.rsplit_once(['-', ' ', '\u{2013}', '\u{2014}'])?;
            let (head, tail): (Decimal, Decimal) = (numeral::read(head, language).ok()?.value, table(tail)?);
            if tail >= Decimal::ONE_HUNDRED { head.checked_mul(tail) } else { head.checked_add(tail) }
        })
    }

    /// A key as a small whole number.
    pub(super) fn small<T: TryFrom<i64>>(&self, key: &str, language: &Language) -> Option<T> {
        let n = self.number(key, language)?;
        if !n.is_integer() {
            return None;
        }
        i64::try_from(n).ok().and_then(|n| T::try_from(n).ok())
    }

    /// Whether a key is set to true, or to a group that took part.
    pub(super) fn flag(&self, key: &str) -> bool {
        match self.rule.key(key) {
            Some(toml::Value::Boolean(set)) => *set,
            Some(toml::Value::String(name)) => self.group(name).is_some(),
            _ => false,
        }
    }

    /// Which way a number counts: 1 or -1 as the rule says, or -1 where the group it names took part.
    pub(super) fn sign(&self, key: &str) -> i32 {
        match self.rule.key(key) {
            Some(toml::Value::Integer(sign)) => i32::try_from(*sign).unwrap_or(1),
            Some(_) if self.flag(key) => -1,
            _ => 1,
        }
    }

    /// Modifiers around the match, by their place in the language's table.
    pub(super) fn modifiers(&self) -> impl Iterator<Item = usize> {
        self.raw.modifiers.iter().filter_map(|m| m.parse().ok())
    }
}
