//! Reads numbers a second time: digits with separators, scale words, number words, of both languages.
//!
//! One left-to-right pass over a lower-case text, with no grammar of figures: it knows what numbers are made of and
//! nothing of what they count. It shares no code with the stages.

use rust_decimal::Decimal;

use super::words::{Words, longest, whole};

/// A number as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value.
    pub(super) at: Decimal,
    /// Place value of the last digit that was written.
    pub(super) step: Decimal,
    /// The scale it ended on; 1 without one.
    pub(super) scale: Decimal,
    /// Bytes of the text.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// Written in digits.
    pub(super) digits: bool,
    /// The number and its step without a last letter that may be a unit as well: 5m.
    pub(super) bare: Option<(Decimal, Decimal)>,
    /// Only scale words: billions.
    pub(super) vague: bool,
}

/// Everything between two ends of a numeral.
#[derive(Debug, Default)]
struct Sum {
    total: Decimal,
    section: Decimal,
    current: Option<Decimal>,
    step: Decimal,
    scale: Decimal,
    digits: bool,
}

impl Sum {
    fn close(&mut self) -> Option<()> {
        self.section = self.section.checked_add(self.current.take().unwrap_or_default())?;
        Some(())
    }

    fn value(&self) -> Option<Decimal> {
        self.total.checked_add(self.section)?.checked_add(self.current.unwrap_or_default())
    }
}

/// Every number of a lower-case text, in order.
pub(super) fn numbers(text: &str, words: &Words) -> Vec<Number> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let inside_word =
            before.is_some_and(|c| c.is_ascii_alphabetic()) && rest.starts_with(|c: char| c.is_ascii_alphabetic());
        match numeral(text, at, words).filter(|_| !inside_word) {
            Some(number) => {
                at = number.end.max(at + 1);
                out.push(number);
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    out
}

/// The numeral at a byte, where there is one.
fn numeral(text: &str, start: usize, words: &Words) -> Option<Number> {
    let mut sum = Sum { scale: Decimal::ONE, step: Decimal::ONE, ..Sum::default() };
    let mut at = start;
    let mut end = start;
    let (mut bare, mut vague) = (None, true);
    loop {
        let rest = text.get(at..)?;
        if words.not_numbers.iter().any(|w| rest.starts_with(w.as_str())) {
            break;
        }
        let first = end == start;
        if let Some((len, n, step)) = digits(rest) {
            // A number right behind a number is another one.
            if sum.current.is_some() {
                break;
            }
            (sum.current, sum.step, sum.digits) = (Some(n), step, true);
            (bare, vague) = (None, false);
            at += len;
        } else if let Some((word, n)) =
            longest(&words.big, rest).filter(|(w, _)| !first || !w.is_ascii() || w.len() > 2)
        {
            let by = whole(*n);
            bare = (word.len() == 1 && !first).then_some((sum.value()?, sum.step));
            sum.close()?;
            let group = if sum.section.is_zero() { Decimal::ONE } else { sum.section };
            sum.total = sum.total.checked_add(group.checked_mul(by)?)?;
            sum.step = sum.step.checked_mul(by)?;
            (sum.section, sum.scale, sum.digits) = (Decimal::ZERO, by, false);
            at += word.len();
        } else if let Some((word, n)) = longest(&words.small, rest) {
            let by = whole(*n);
            let group = sum.current.take().unwrap_or(Decimal::ONE);
            sum.section = sum.section.checked_add(group.checked_mul(by)?)?;
            sum.step = sum.step.checked_mul(by)?;
            (sum.scale, sum.digits) = (by, false);
            at += word.len();
        } else if let Some((word, n)) = longest(&words.numbers, rest) {
            let n = whole(u64::from(*n));
            // Tens take a unit behind them; anything else starts another number.
            let joined = match sum.current {
                None => n,
                Some(tens)
                    if !sum.digits && tens >= Decimal::TEN && (tens % Decimal::TEN).is_zero() && n < Decimal::TEN =>
                {
                    tens + n
                }
                Some(_) => break,
            };
            (sum.current, sum.step) = (Some(joined), Decimal::ONE);
            (bare, vague) = (None, false);
            at += word.len();
        } else {
            break;
        }
        end = at;
        at = bridge(text, at, &sum, words).unwrap_or(at);
    }
    if end == start {
        return None;
    }
    Some(Number {
        at: sum.value()?,
        step: sum.step,
        scale: sum.scale,
        start,
        end,
        digits: text.get(start..)?.starts_with(|c: char| c.is_ascii_digit()),
        bare,
        vague,
    })
}

/// Past a space, a hyphen or `and` within a numeral, where a scale or a smaller part follows.
fn bridge(text: &str, at: usize, sum: &Sum, words: &Words) -> Option<usize> {
    let rest = text.get(at..)?;
    let gap = words.bridges.iter().map(String::as_str).chain([" ", "-"]).find(|g| rest.starts_with(g))?;
    let next = rest.get(gap.len()..)?;
    let scale = longest(&words.big, next)
        .filter(|(w, _)| w.len() > 1 || gap != "-")
        .or_else(|| longest(&words.small, next))
        .is_some();
    if scale && gap != "-" && !(gap == " " && longest(&words.big, next).is_some_and(|(w, _)| w.len() == 1)) {
        return Some(at + gap.len());
    }
    let open = sum.current.is_none() || !sum.digits;
    let number = digits(next).map(|d| d.1).or_else(|| longest(&words.numbers, next).map(|(_, n)| whole(u64::from(*n))));
    match number {
        Some(n) if sum.current.is_none() && sum.scale > n && sum.scale > Decimal::TEN && gap != "-" => {
            Some(at + gap.len())
        }
        Some(n) if open && sum.current.is_some_and(|t| t >= Decimal::from(20)) && n < Decimal::TEN && gap == "-" => {
            Some(at + gap.len())
        }
        _ => None,
    }
}

/// Digits at the start of a text: their length, their number, the place value of the last.
pub(super) fn digits(text: &str) -> Option<(usize, Decimal, Decimal)> {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    if !digit(0) {
        return None;
    }
    let group = |i: usize| bytes.get(i) == Some(&b',') && digit(i + 1) && digit(i + 2) && digit(i + 3) && !digit(i + 4);
    let mut len = 0;
    let mut plain = String::new();
    let mut decimals = None;
    loop {
        if digit(len) {
            plain.push(char::from(*bytes.get(len)?));
            decimals = decimals.map(|d: u32| d + 1);
        } else if decimals.is_none() && group(len) {
            // The comma of a group is passed over.
        } else if decimals.is_none() && bytes.get(len) == Some(&b'.') && digit(len + 1) {
            plain.push('.');
            decimals = Some(0);
        } else {
            break;
        }
        len += 1;
    }
    let step = Decimal::try_new(1, decimals.unwrap_or(0)).ok()?;
    Some((len, plain.parse().ok()?, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let words = Words::load(&crate::rulebook::source::Files::built_in()).expect("the words");
        numbers(text, &words).into_iter().map(|n| format!("{}/{}", n.at.normalize(), n.step.normalize())).collect()
    }

    #[test]
    fn korean_numbers() {
        assert_eq!(read("16.5억 달러"), ["1650000000/10000000"]);
        assert_eq!(read("약 1조7천억 원"), ["1700000000000/100000000000"]);
        assert_eq!(read("3만 5000명"), ["35000/1"]);
        assert_eq!(read("11만3916대"), ["113916/1"]);
        assert_eq!(read("6천200만 달러"), ["62000000/10000"]);
        assert_eq!(read("60여만 명"), ["600000/10000"]);
        assert_eq!(read("1천 명"), ["1000/1000"]);
        assert_eq!(read("스물세 명"), ["23/1"]);
        assert_eq!(read("1,000-1,500명"), ["1000/1", "1500/1"]);
        assert_eq!(read("삼십오만 명"), ["350000/10000"]);
        assert_eq!(read("2경기"), ["2/1"]);
        assert_eq!(read("열흘 만에"), ["10/1"]);
    }

    #[test]
    fn english_numbers() {
        assert_eq!(read("$1.65 billion"), ["1650000000/10000000"]);
        assert_eq!(read("seventy-two people"), ["72/1"]);
        assert_eq!(read("two hundred and fifty thousand"), ["250000/1000"]);
        assert_eq!(read("$16.5m"), ["16500000/100000"]);
        assert_eq!(read("20-40 men"), ["20/1", "40/1"]);
        assert_eq!(read("anyone"), Vec::<String>::new());
        assert_eq!(read("5 m"), ["5/1"]);
        assert_eq!(read("2 matches"), ["2/1"]);
        assert_eq!(read("one in five"), ["1/1", "5/1"]);
    }
}
