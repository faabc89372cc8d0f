//! The languages of a text.

use serde::{Deserialize, Serialize};

/// Language of a segment or of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Korean.
    Ko,
    /// English.
    En,
}

impl Lang {
    /// The language most letters of `text` belong to: Korean from one Hangul syllable in five letters on,
    /// since Korean news mixes in Latin names freely and English news hardly ever holds Hangul.
    pub fn of(text: &str) -> Lang {
        let (mut hangul, mut latin) = (0usize, 0usize);
        for c in text.chars() {
            if c.is_ascii() {
                latin += usize::from(c.is_ascii_alphabetic());
            } else if is_hangul(c) {
                hangul += 1;
            } else if c.is_alphabetic() {
                latin += 1;
            }
        }
        if hangul * 4 >= latin && hangul > 0 { Lang::Ko } else { Lang::En }
    }

    /// `ko` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ko => "ko",
            Lang::En => "en",
        }
    }
}

/// Whether `c` is a composed Hangul syllable.
pub fn is_hangul(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}
