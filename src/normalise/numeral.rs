//! Numerals of both languages as exact decimals: `1조 2,300억`, `6천400여만`, `스물세`, `two and a half million`.

use rust_decimal::Decimal;

use crate::rulebook::language::{Language, NumberWord};

/// A numeral as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    /// The number.
    pub value: Decimal,
    /// Place value of the last digit written.
    pub step: Decimal,
    /// Product of the scale words after the last digits: 100,000,000 for `8억`, 1 for `1억 5000`.
    pub scale: Decimal,
    /// The number before those scale words, where it is the only part: 8 for `8억`.
    pub coefficient: Decimal,
    /// Carries 여: and a bit more.
    pub and_more: bool,
    /// Carries 수 or 몇: an unknown digit; `value` is its least reading.
    pub several: bool,
}

/// Why a numeral could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumeralError {
    /// No digit and no number word in it.
    #[error("no number word")]
    Empty,
    /// A stretch that is no number word.
    #[error("not a number word at byte {0}")]
    Unknown(usize),
    /// Past the range of exact decimals (28 digits).
    #[error("more than 28 digits")]
    TooLong,
}

#[derive(Default)]
struct Reader {
    total: Decimal,
    section: Decimal,
    current: Option<Decimal>,
    last_big: Option<Decimal>,
    place: Decimal,
    scale: Decimal,
    last: Decimal,
    and_more: bool,
    several: bool,
    negative: bool,
    parts: u32,
    words: u32,
    fraction: Option<u32>,
    joined: bool,
}

/// Reads a numeral phrase. `text` is lower case and holds the numeral alone. One pass.
///
/// # Errors
/// [`NumeralError`]; nothing is rounded.
///
/// ```
/// use crosscheck::{lang::Lang, normalise::numeral::read, rulebook::Rulebook};
/// let book = Rulebook::built_in().unwrap();
/// assert_eq!(read("1조 2,300억", book.language(Lang::Ko)).unwrap().value.to_string(), "1230000000000");
/// ```
pub fn read(text: &str, language: &Language) -> Result<Numeral, NumeralError> {
    let mut r = Reader { place: Decimal::ONE, scale: Decimal::ONE, ..Reader::default() };
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|t| !t.is_empty()) {
        let first = rest.as_bytes().first().copied().unwrap_or(0);
        if matches!(first, b' ' | b'-' | b',' | b'+' | b'\'') && !(first == b'-' && at == 0) {
            at += 1;
            continue;
        }
        if first == b'-' {
            r.negative = true;
            at += 1;
            continue;
        }
        if first.is_ascii_digit() || first == b'.' && rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit) {
            let len = literal_len(rest);
            if let Some((den, all)) = denominator(rest, len) {
                r.fraction(rest.get(..len).unwrap_or(""), den)?;
                at += all;
                continue;
            }
            r.literal(rest.get(..len).unwrap_or(""))?;
            at += len;
            continue;
        }
        if let Some((num, den, len)) = vulgar(rest) {
            r.fraction(num, den)?;
            at += len;
            continue;
        }
        let (word, len) = longest(rest, language).ok_or(NumeralError::Unknown(at))?;
        r.word(word)?;
        at += len;
    }
    r.finish()
}

/// The number below the stroke behind `len` digits (the 2 of 1/2), with the length of all.
fn denominator(text: &str, len: usize) -> Option<(u32, usize)> {
    let below = text.get(len..)?.strip_prefix('/')?;
    let digits = below.bytes().take_while(u8::is_ascii_digit).count();
    let den = below.get(..digits)?.parse().ok().filter(|d| *d > 0)?;
    Some((den, len + 1 + digits))
}

/// A fraction that is one sign, ¾, as number, denominator and length.
fn vulgar(text: &str) -> Option<(&'static str, u32, usize)> {
    let sign = text.chars().next()?;
    let (num, den) = match sign {
        '½' => ("1", 2),
        '⅓' => ("1", 3),
        '⅔' => ("2", 3),
        '¼' => ("1", 4),
        '¾' => ("3", 4),
        '⅕' => ("1", 5),
        '⅛' => ("1", 8),
        '⅜' => ("3", 8),
        '⅝' => ("5", 8),
        '⅞' => ("7", 8),
        _ => return None,
    };
    Some((num, den, sign.len_utf8()))
}

/// Length of digits with grouping commas, or grouping spaces where there are two and more, and a decimal point.
/// A comma groups when three digits follow.
fn literal_len(text: &str) -> usize {
    let b = text.as_bytes();
    let digit = |i: usize| b.get(i).is_some_and(u8::is_ascii_digit);
    let group = |i: usize| b.get(i) == Some(&b' ') && digit(i + 1) && digit(i + 2) && digit(i + 3) && !digit(i + 4);
    let head = b.iter().take_while(|c| c.is_ascii_digit()).count();
    if (1..=3).contains(&head) && group(head) && group(head + 4) {
        let mut i = head;
        while group(i) {
            i += 4;
        }
        if b.get(i) == Some(&b'.') && digit(i + 1) {
            i += 1 + b.iter().skip(i + 1).take_while(|c| c.is_ascii_digit()).count();
        }
        return i;
    }
    let mut i = 0;
    let mut point = false;
    while i < b.len() {
        match b.get(i) {
            Some(c) if c.is_ascii_digit() => i += 1,
            Some(b',') if !point && digit(i + 1) && digit(i + 2) && digit(i + 3) && !digit(i + 4) => i += 1,
            Some(b'.') if !point && digit(i + 1) => {
                point = true;
                i += 1;
            }
            _ => break,
        }
    }
    i
}

/// The longest number word at the start of `text`.
fn longest(text: &str, language: &Language) -> Option<(NumberWord, usize)> {
    let mut found = None;
    for (i, (at, c)) in text.char_indices().enumerate() {
        if i >= language.longest_numeral {
            break;
        }
        let end = at + c.len_utf8();
        if let Some(word) = text.get(..end).and_then(|w| language.numerals.get(w)) {
            // A Latin word must end where the letters end: "ten" is not in "tenth".
            let next = text.get(end..).and_then(|t| t.chars().next());
            if !(c.is_ascii_alphabetic() && next.is_some_and(|n| n.is_ascii_alphabetic())) {
                found = Some((*word, end));
            }
        }
    }
    found
}

impl Reader {
    fn literal(&mut self, text: &str) -> Result<(), NumeralError> {
        let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
        if self.fraction.is_some() && plain.bytes().all(|b| b.is_ascii_digit()) {
            // 14-point-86, digit by digit.
            plain.bytes().for_each(|b| self.digit(Decimal::from(b - b'0')));
            return Ok(());
        }
        let value: Decimal = plain.parse().map_err(|_| NumeralError::TooLong)?;
        let places = plain.split_once('.').map_or(0, |(_, f)| u32::try_from(f.len()).unwrap_or(u32::MAX));
        if places > 20 || value > Decimal::from(10_u64.pow(18)) {
            return Err(NumeralError::TooLong);
        }
        self.flush();
        self.current = Some(value);
        self.last = value;
        self.place = Decimal::new(1, places);
        self.scale = Decimal::ONE;
        self.parts += 1;
        self.words += 1;
        Ok(())
    }

    /// A fraction with a stroke, alone or behind a whole number: 3 1/2. As sharp as its denominator.
    fn fraction(&mut self, num: &str, den: u32) -> Result<(), NumeralError> {
        self.literal(num)?;
        let den = Decimal::from(den);
        let part = self.last.checked_div(den).ok_or(NumeralError::TooLong)?.round_dp(9);
        self.current = Some(part);
        self.last = part;
        self.place = (Decimal::ONE / den / Decimal::TEN).round_dp(6);
        Ok(())
    }

    /// Moves a finished number into the section.
    fn flush(&mut self) {
        if let Some(c) = self.current.take() {
            self.section += c;
        }
    }

    fn digit(&mut self, d: Decimal) {
        self.words += 1;
        if let Some(places) = self.fraction {
            // Nobody spells out more; further digits could not be held.
            if places >= 20 {
                return;
            }
            // Point sixteen is two digits in one word.
            let places = if d < Decimal::TEN { places + 1 } else { places + 2 };
            self.fraction = Some(places);
            let part = d * Decimal::new(1, places);
            self.current = Some(self.current.unwrap_or_default() + part);
            self.place = Decimal::new(1, places);
            self.last = self.current.unwrap_or_default();
            return;
        }
        self.current = Some(match self.current {
            // twenty six, 스물세
            Some(c) if c >= Decimal::TEN && d < Decimal::TEN && (c % Decimal::TEN).is_zero() => c + d,
            // 일이삼: digit by digit
            Some(c) if d < Decimal::TEN => c * Decimal::TEN + d,
            Some(c) => c + d,
            None => {
                self.parts += 1;
                d
            }
        });
        self.place = Decimal::ONE;
        self.scale = Decimal::ONE;
        self.last = self.current.unwrap_or_default();
    }

    fn word(&mut self, word: NumberWord) -> Result<(), NumeralError> {
        match word {
            NumberWord::Digit(d) => self.digit(d),
            NumberWord::Small(s) => {
                self.words += 1;
                let c = self.current.take().unwrap_or_else(|| self.implied());
                self.section += c.checked_mul(s).ok_or(NumeralError::TooLong)?;
                self.grow(s)?;
            }
            NumberWord::Big(b) => self.big(b)?,
            NumberWord::Plural(s, counted) => {
                let bare = self.current.is_none() && self.section.is_zero();
                let s = if bare || self.several { s } else { counted };
                if !self.several && bare {
                    self.several = true;
                    self.digit(Decimal::TWO);
                }
                if s < Decimal::ONE_THOUSAND {
                    return self.word(NumberWord::Small(s));
                }
                self.big(s)?;
            }
            NumberWord::AndMore => self.and_more = true,
            NumberWord::Several => {
                self.several = true;
                self.digit(Decimal::TWO);
            }
            NumberWord::Part(part) => {
                self.words += 1;
                self.current = Some(self.current.map_or(part, |c| c + part));
                self.place = Decimal::new(1, part.scale());
                self.scale = Decimal::ONE;
                self.last = self.current.unwrap_or_default();
                self.parts = self.parts.max(1);
            }
            NumberWord::Join => self.joined = true,
            NumberWord::Point => self.fraction = Some(0),
            NumberWord::Minus => self.negative = true,
        }
        Ok(())
    }

    fn big(&mut self, b: Decimal) -> Result<(), NumeralError> {
        self.words += 1;
        self.fraction = None;
        let open = self.section + self.current.unwrap_or_default();
        let empty = self.current.is_none() && self.section.is_zero();
        if empty && !self.total.is_zero() && self.last_big.is_some() {
            // 만억, thousand million: the scales multiply.
            self.total = self.total.checked_mul(b).ok_or(NumeralError::TooLong)?;
        } else {
            let v = if empty { self.implied() } else { open };
            // Two thousand 338 trillion: all of it is so many trillions.
            let under = !self.total.is_zero() && self.last_big.is_some_and(|l| l < b) && self.total < b;
            let v = if under { v + std::mem::take(&mut self.total) } else { v };
            let add = v.checked_mul(b).ok_or(NumeralError::TooLong)?;
            self.total = self.total.checked_add(add).ok_or(NumeralError::TooLong)?;
        }
        self.section = Decimal::ZERO;
        self.current = None;
        self.last_big = Some(b);
        self.grow(b)
    }

    /// A scale without a number before it counts once.
    fn implied(&mut self) -> Decimal {
        self.parts = self.parts.max(1);
        self.place = Decimal::ONE;
        self.scale = Decimal::ONE;
        self.last = Decimal::ONE;
        Decimal::ONE
    }

    fn grow(&mut self, by: Decimal) -> Result<(), NumeralError> {
        self.place = self.place.checked_mul(by).ok_or(NumeralError::TooLong)?;
        self.scale = self.scale.checked_mul(by).ok_or(NumeralError::TooLong)?;
        Ok(())
    }

    fn finish(mut self) -> Result<Numeral, NumeralError> {
        if self.words == 0 {
            // "a day": the article counts one.
            if !self.joined {
                return Err(NumeralError::Empty);
            }
            self.digit(Decimal::ONE);
        }
        self.flush();
        let mut value = self.total.checked_add(self.section).ok_or(NumeralError::TooLong)?;
        if self.negative {
            value = -value;
        }
        let single = self.parts <= 1;
        Ok(Numeral {
            value: value.normalize(),
            step: self.place.normalize(),
            scale: self.scale,
            coefficient: if single { self.last } else { value / self.scale },
            and_more: self.and_more,
            several: self.several,
        })
    }
}
