//! Cuts segments into sentences.

use crate::lang::is_hangul;
use crate::model::document::{Segment, Sentence};
use crate::model::span::Span;
use crate::rulebook::segments::{SegmentRules, SentenceRules};

/// A quotation up to this many bytes is never cut.
const SHORT_QUOTE: usize = 150;

/// The sentences of a normalised text, in order, each inside one segment.
pub(super) fn sentences(text: &str, segments: &[Segment], rules: &SegmentRules) -> Vec<Sentence> {
    let mut out = Vec::with_capacity(segments.len() * 3);
    for (segment, s) in segments.iter().enumerate() {
        let mut push = |from: usize, to: usize| {
            let piece = text.get(from..to).unwrap_or("");
            let start = from + (piece.len() - piece.trim_start().len());
            let end = start + piece.trim().len();
            if start < end {
                out.push(Sentence { span: Span::new(start, end), segment });
            }
        };
        let mut from = s.span.start;
        for end in ends(s.span.slice(text), &rules.sentence) {
            push(from, s.span.start + end);
            from = s.span.start + end;
        }
        push(from, s.span.end);
    }
    out
}

/// Where sentences end, in bytes of one paragraph.
fn ends(text: &str, rules: &SentenceRules) -> Vec<usize> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut from = 0;
    // Brackets open here, and where the last short quotation ends.
    let mut depth = 0usize;
    let mut quote_end = 0;
    let mut in_quote = false;
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        match b {
            b'(' | b'[' => depth += usize::from(closes(bytes, i)),
            b')' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                in_quote = !in_quote;
                let rest = bytes.get(i + 1..).unwrap_or(&[]);
                match memchr::memchr(b'"', rest) {
                    Some(n) if in_quote && n <= SHORT_QUOTE => quote_end = i + 1 + n,
                    None if in_quote => in_quote = false,
                    _ => {}
                }
            }
            // The last stop inside a short quotation may end the sentence with it.
            // The full stop of Chinese and Japanese.
            0xE3 if depth == 0 && bytes.get(i + 1..i + 3) == Some(&[0x80, 0x82]) => {
                out.push(i + 3);
                from = i + 3;
            }
            b'.' | b'!' | b'?' if depth == 0 && i + 1 >= quote_end => {
                if let Some(end) = (Place { text, at: i, from }).end(rules) {
                    out.push(end);
                    from = end;
                }
            }
            _ => {}
        }
        i += 1;
    }
    out
}

/// Whether the bracket at `at` is closed within reach.
fn closes(bytes: &[u8], at: usize) -> bool {
    let close = if bytes.get(at) == Some(&b'(') { b')' } else { b']' };
    let rest = bytes.get(at + 1..bytes.len().min(at + 400)).unwrap_or(&[]);
    memchr::memchr(close, rest).is_some()
}

/// A full stop, question or exclamation mark.
struct Place<'a> {
    text: &'a str,
    at: usize,
    /// Start of the sentence it may end.
    from: usize,
}

impl Place<'_> {
    /// Where the sentence ends, closing quotes included; `None` where it goes on.
    fn end(&self, rules: &SentenceRules) -> Option<usize> {
        let before = self.text.get(self.from..self.at)?;
        let after = self.text.get(self.at + 1..)?;
        let stop = self.text.as_bytes().get(self.at) == Some(&b'.');
        if after.starts_with(['.', '!', '?']) {
            return None;
        }
        let closers = after.len() - after.trim_start_matches(['"', '\'', ')', ']', '」', '』', '》', '〉']).len();
        let rest = after.get(closers..)?;
        let end = self.at + 1 + closers;
        let Some(next) = rest.chars().next() else { return Some(end) };
        let last = before.chars().next_back()?;
        if !next.is_whitespace() {
            // A missing space: only a stop behind a verb ending, straight before Hangul or a quotation of it.
            let glued = stop && closers == 0 && is_hangul(next) && is_hangul(last) && ends_with_any(before, rules);
            return glued.then_some(end);
        }
        let next = rest.trim_start().chars().next()?;
        if !stop {
            return (!next.is_lowercase()).then_some(end);
        }
        if next.is_lowercase() || self.is_inside_number(before, rest) {
            return None;
        }
        if is_hangul(last) || closers > 0 || is_hangul(next) {
            return Some(end);
        }
        (!self.is_abbreviation(before, rest, rules)).then_some(end)
    }

    /// `2024. 3. 14.`, and the number of a list item at the start of a sentence.
    fn is_inside_number(&self, before: &str, rest: &str) -> bool {
        let digits = |s: &str| s.bytes().rev().take_while(u8::is_ascii_digit).count();
        let n = digits(before);
        if n == 0 || n > 4 {
            return false;
        }
        let head = before.get(..before.len() - n).unwrap_or("").trim_end();
        if head.is_empty() {
            return true;
        }
        let next = rest.trim_start();
        let next_digits = next.bytes().take_while(u8::is_ascii_digit).count();
        let next_dotted = (1..=2).contains(&next_digits) && next.as_bytes().get(next_digits) == Some(&b'.');
        // 2024. or 3. before another dotted number; 14. behind a month.
        let dates = is_dated(head, before.len() - n > head.len());
        (next_dotted && (n == 4 || dates)) || (dates && n <= 2)
    }

    fn is_abbreviation(&self, before: &str, rest: &str, rules: &SentenceRules) -> bool {
        let from = before.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '/')).map_or(0, |i| i + 1);
        let word = before.get(from..).unwrap_or("");
        let next: &str = rest.split_whitespace().next().unwrap_or("");
        let next_word = next.trim_start_matches(['"', '\'']);
        let next_word = next_word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let next_digit = next.starts_with(|c: char| c.is_ascii_digit());
        if rules.never_end.contains(word) {
            return true;
        }
        if rules.before_number.contains(word) && next_digit {
            return true;
        }
        let initial = word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase());
        let dotted =
            word.contains('.') && word.split('.').all(|p| p.len() <= 2 && p.bytes().all(|b| b.is_ascii_alphabetic()));
        (initial || dotted || rules.may_end.contains(word)) && !rules.starters.contains(next_word)
    }
}

/// Whether `head` ends in `2024. 3.`, or in `3.` with a space behind it.
fn is_dated(head: &str, spaced: bool) -> bool {
    let Some(head) = head.strip_suffix('.') else { return false };
    let before_month = head.trim_end_matches(|c: char| c.is_ascii_digit());
    if !(1..=4).contains(&(head.len() - before_month.len())) {
        return false;
    }
    let year = before_month.trim_end().strip_suffix('.');
    spaced || year.is_some_and(|y| y.bytes().rev().take_while(u8::is_ascii_digit).count() == 4)
}

fn ends_with_any(before: &str, rules: &SentenceRules) -> bool {
    rules.endings.iter().any(|e| before.ends_with(e.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let rules = &crate::ingest::test_book().segments.sentence;
        let mut from = 0;
        let mut out = Vec::new();
        for end in ends(text, rules).into_iter().chain([text.len()]) {
            let piece = text.get(from..end).unwrap_or("").trim();
            if !piece.is_empty() {
                out.push(piece);
            }
            from = end;
        }
        out
    }

    #[test]
    fn one_sentence() {
        for text in [
            "He owed 2.4 trillion won in the U.S. on Feb. 8 at 9:47 a.m. on Sunday.",
            "Nora B. Hong of T-Bread Inc. and Mr. Ryu said No. 5 was U.S. Chief Baker.",
            "편지(3.15.)는 2022. 5. 17. 도착했다.",
            "그는 \"다리를 놓으면 된다. 그렇다.\"고 말했다.",
            "공사비(약 2.4조원. 추정)를 적었다.",
            "등대 점등...마을 잔치",
            "1. 첫째 항목이다.",
            "The kite \"rose. It fell,\" he said.",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }

    #[test]
    fn two_sentences() {
        for (a, b) in [
            ("3국은 모였다.", "미 해군이 왔다."),
            ("그는 말했다.", "‘북’은 울렸다."),
            ("It fell to 5 percent.", "The rest rose."),
            ("They met in the U.S.", "The talks ended."),
            ("\"We did it.\"", "He left."),
            ("왜 그랬을까?", "모른다."),
            ("It cost $3.5.", "Nobody paid."),
            ("Is it 3.1 million or 4.6 million?", "Danish choir counts again."),
            ("He joined Kim Corp.", "The firm closed."),
        ] {
            let text = format!("{a} {b}");
            assert_eq!(cut(&text), [a, b]);
        }
        assert_eq!(cut("3국은 모였다.미 해군이 왔다."), ["3국은 모였다.", "미 해군이 왔다."]);
        assert_eq!(cut("그는 \"끝났다.\" 이어 떠났다."), ["그는 \"끝났다.\"", "이어 떠났다."]);
    }
}
