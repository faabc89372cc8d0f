//! The words of the page, from `rules/ui.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::say::{self, Sayings};
use crate::lang::Lang;
use crate::rulebook::source::Files;

/// Words by key, and sentences.
#[derive(Debug, Default)]
pub(super) struct Words {
    words: File,
    sayings: Sayings,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    text: BTreeMap<String, Pair>,
    check: BTreeMap<String, Pair>,
    r#type: BTreeMap<String, Pair>,
    say: Vec<say::Pair>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    en: String,
    ko: String,
}

impl Pair {
    fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }
}

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ui<'a> {
    words: &'a Words,
    /// Which.
    pub(super) lang: Lang,
}

impl Words {
    /// Reads them.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn load(files: &Files) -> Result<Self, String> {
        let file = files.get("rules/ui.toml").ok_or("rules/ui.toml is missing")?;
        let words: File = toml::from_str(&file.text).map_err(|e| format!("{}: {e}", file.shown))?;
        let sayings = Sayings::load(&words.say, files)?;
        Ok(Self { words, sayings })
    }

    /// The sentences.
    #[cfg(test)]
    pub(super) fn sayings(&self) -> &Sayings {
        &self.sayings
    }

    /// In one language.
    pub(super) fn of(&self, lang: Lang) -> Ui<'_> {
        Ui { words: self, lang }
    }
}

impl<'a> Ui<'a> {
    /// A text; the key itself where there is none.
    pub(super) fn text<'k>(self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.words.words.text.get(key).map_or(key, |p| p.of(self.lang))
    }

    /// A text with its numbers.
    pub(super) fn count(self, key: &str, n: usize, m: usize) -> String {
        self.text(key).replace("{n}", &n.to_string()).replace("{m}", &m.to_string())
    }

    /// A text with a word in it.
    pub(super) fn with(self, key: &str, word: &str) -> String {
        self.text(key).replace("{v}", word)
    }

    /// A sentence, value or id of a finding in the language of the page.
    pub(super) fn say(self, text: &str) -> String {
        self.words.sayings.say(text, self.lang)
    }

    /// The name of a measure.
    pub(super) fn measure(self, id: &'a str) -> &'a str {
        self.words.sayings.measure(id, self.lang)
    }

    /// The name of a check.
    pub(super) fn check<'k>(self, id: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.words.words.check.get(id).map_or(id, |p| p.of(self.lang))
    }

    /// Kinds of explanation with their numbers.
    pub(super) fn types(self) -> Vec<(u8, &'a str)> {
        let mut out: Vec<(u8, &str)> =
            self.words.words.r#type.iter().filter_map(|(n, p)| Some((n.parse().ok()?, p.of(self.lang)))).collect();
        out.sort_unstable();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_and_type_has_a_name() {
        let files = Files::built_in();
        let words = Words::load(&files).expect("the words");
        let book = crate::rulebook::Rulebook::built_in().expect("the rules");
        for id in book.checks.by_id.keys() {
            assert!(words.words.check.contains_key(id), "rules/ui.toml names no check `{id}`");
        }
        assert_eq!(words.of(Lang::Ko).types().len(), 25);
    }
}
