//! The languages of a text.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

/// Language of a segment or of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Korean.
    Ko,
    /// English.
    En,
    /// One that a rule folder brings, by its ISO 639-1 code.
    Other(Code),
}

/// Two small letters that stand for no built-in language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

/// Letters of the alphabet.
const LETTERS: u16 = 26;

/// All pairs of small letters, one after the other.
static PAIRS: [u8; 2 * (LETTERS * LETTERS) as usize] = pairs();

const fn pairs() -> [u8; 2 * (LETTERS * LETTERS) as usize] {
    let mut out = [0; 2 * (LETTERS * LETTERS) as usize];
    let mut i = 0;
    while i < (LETTERS * LETTERS) as usize {
        out[2 * i] = b'a' + (i / LETTERS as usize) as u8;
        out[2 * i + 1] = b'a' + (i % LETTERS as usize) as u8;
        i += 1;
    }
    out
}

impl Lang {
    /// The built-in language most letters of `text` belong to: Korean from one Hangul syllable in five letters on,
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

    /// `ko`, `en`, or the code of another.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ko => "ko",
            Lang::En => "en",
            Lang::Other(Code(n)) => {
                let at = usize::from(n) * 2;
                PAIRS.get(at..at + 2).and_then(|pair| std::str::from_utf8(pair).ok()).unwrap_or("")
            }
        }
    }

    /// The language of an ISO 639-1 code; `None` where it is not two small letters.
    pub fn of_code(code: &str) -> Option<Lang> {
        match code.as_bytes() {
            b"ko" => Some(Lang::Ko),
            b"en" => Some(Lang::En),
            [a @ b'a'..=b'z', b @ b'a'..=b'z'] => {
                Some(Lang::Other(Code(u16::from(a - b'a') * LETTERS + u16::from(b - b'a'))))
            }
            _ => None,
        }
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Word;
        impl Visitor<'_> for Word {
            type Value = Lang;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`ko`, `en` or the code of another language")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Lang, E> {
                Lang::of_code(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        from.deserialize_str(Word)
    }
}

/// Whether `c` is a composed Hangul syllable.
pub fn is_hangul(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_there_and_back() {
        for code in ["ko", "en", "ja", "aa", "zz", "de"] {
            assert_eq!(Lang::of_code(code).map(Lang::code), Some(code));
        }
        for code in ["", "j", "JA", "jpn", "日"] {
            assert_eq!(Lang::of_code(code), None, "{code}");
        }
        assert_eq!(Lang::of_code("ko"), Some(Lang::Ko));
    }
}
