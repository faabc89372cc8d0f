//! What people read in both languages: the words of the review page and of reports, and the sentences of findings
//! ([`say`]). All of it stands in `rules/ui.toml`.

mod say;

use std::collections::BTreeMap;

use serde::Deserialize;

use lazy_static::lazy_static;

use self::say::Sayings;
use crate::lang::Lang;
use crate::model::finding::Finding;
use crate::rulebook::source::Files;

/// Words by key, and sentences.
#[derive(Debug, Default)]
pub struct Words {
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
            _ => &self.en,
        }
    }
}

lazy_static! {
    static ref BUILT_IN: Result<Words, String> = Words::load(&Files::built_in());
}

/// Which language a report speaks.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'a> {
    words: &'a Words,
    lang: Option<Lang>,
}

impl<'a> Voice<'a> {
    /// One language for everything; without one, every finding in that of its first passage, the rest in English.
    pub fn new(words: &'a Words, lang: Option<Lang>) -> Self {
        Self { words, lang }
    }

    /// The words around the findings.
    pub fn frame(self) -> Ui<'a> {
        self.words.of(self.lang.unwrap_or(Lang::En))
    }

    /// The words of a finding.
    pub fn of(self, finding: &Finding) -> Ui<'a> {
        self.words.of(self
            .lang
            .unwrap_or_else(|| Lang::of(if finding.remedy.is_empty() { &finding.message } else { &finding.remedy })))
    }
}

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub struct Ui<'a> {
    words: &'a Words,
    /// Which.
    pub lang: Lang,
}

impl Words {
    /// Reads them.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn load(files: &Files) -> Result<Self, String> {
        let file = files.get("rules/ui.toml").ok_or("rules/ui.toml is missing")?;
        let words: File = toml::from_str(&file.text).map_err(|e| format!("{}: {e}", file.shown))?;
        let sayings = Sayings::load(&words.say, files)?;
        Ok(Self { words, sayings })
    }

    /// Those that are compiled in.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn built_in() -> Result<&'static Self, &'static str> {
        BUILT_IN.as_ref().map_err(String::as_str)
    }

    /// The sentences.
    #[cfg(test)]
    fn sayings(&self) -> &Sayings {
        &self.sayings
    }

    /// In one language.
    pub fn of(&self, lang: Lang) -> Ui<'_> {
        Ui { words: self, lang }
    }
}

impl<'a> Ui<'a> {
    /// A text; the key itself where there is none.
    pub fn text<'k>(self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.words.words.text.get(key).map_or(key, |p| p.of(self.lang))
    }

    /// A text with its numbers.
    pub fn count(self, key: &str, n: usize, m: usize) -> String {
        self.text(key).replace("{n}", &n.to_string()).replace("{m}", &m.to_string())
    }

    /// A text with a number, in English with its singular: the part in braces behind the noun is for other numbers.
    ///
    /// `{n} document{s}` is `1 document`, `2 documents`.
    pub fn many(self, key: &str, n: usize) -> String {
        self.text(key).replace("{n}", &n.to_string()).replace("{s}", if n == 1 { "" } else { "s" })
    }

    /// A text with a word in it.
    pub fn with(self, key: &str, word: &str) -> String {
        self.text(key).replace("{v}", word)
    }

    /// A sentence, value or id of a finding in the language of the page.
    pub fn say(self, text: &str) -> String {
        self.words.sayings.say(text, self.lang)
    }

    /// The name of a measure.
    pub fn measure(self, id: &'a str) -> &'a str {
        self.words.sayings.measure(id, self.lang)
    }

    /// The name of a check.
    pub fn check<'k>(self, id: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.words.words.check.get(id).map_or(id, |p| p.of(self.lang))
    }

    /// Kinds of explanation with their numbers.
    pub fn types(self) -> Vec<(u8, &'a str)> {
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
