//! Figures, dates and identifiers by rule: anchored tries at candidate starts, longest match first.

use std::sync::Arc;

use super::modifier;
use crate::lang::{Lang, is_hangul};
use crate::model::document::Document;
use crate::model::mention::{Mention, Raw};
use crate::model::span::Span;
use crate::rulebook::Rulebook;
use crate::rulebook::rule::Rule;
use crate::rulebook::scanner::Hit;

/// How far contexts look back, in bytes.
const LOOK_BACK: usize = 48;
/// How far contexts look ahead, in bytes.
const LOOK_AHEAD: usize = 64;

/// All rule matches of a document, in order, without overlap.
pub fn find(doc: &Document, book: &Rulebook) -> Vec<Mention<Raw>> {
    let lower = doc.text.to_ascii_lowercase();
    let mut out: Vec<Mention<Raw>> = Vec::new();
    let mut langs = Languages { doc, segment: 0, otherwise: Lang::of(&doc.text) };
    let cased = doc.text.bytes().any(|b| b.is_ascii_uppercase());
    book.scanner.with(|try_at| {
        let mut hits = Vec::new();
        let mut at = 0;
        let mut before: Option<char> = None;
        let mut beyond: Option<char> = None;
        while let Some(c) = lower.get(at..).and_then(|t| t.chars().next()) {
            let byte = lower.as_bytes().get(at).copied().unwrap_or(0);
            if book.scanner.can_start(byte) {
                let start = start_of(c, before, beyond);
                if start != Start::Never {
                    try_at(&lower, at, &mut hits);
                    if let Some(found) =
                        best(&Page { doc, lower: &lower, cased, book }, at, start, langs.at(at), &mut hits)
                    {
                        let next = found.span.end.max(at + c.len_utf8());
                        out.push(found);
                        beyond = None;
                        before = lower.get(..next).and_then(|t| t.chars().next_back());
                        at = next;
                        continue;
                    }
                }
            }
            beyond = before;
            before = Some(c);
            at += c.len_utf8();
        }
    });
    out
}

/// What every try at a place of one document needs.
struct Page<'a> {
    doc: &'a Document,
    lower: &'a str,
    /// Whether the text has capitals at all.
    cased: bool,
    book: &'a Rulebook,
}

/// Whether a match may start at a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// Inside a word or number.
    Never,
    /// Inside a Hangul word: only rules that say so.
    Inside,
    /// At the start of a token.
    Token,
}

fn start_of(c: char, before: Option<char>, beyond: Option<char>) -> Start {
    let Some(b) = before else { return Start::Token };
    if c.is_ascii_digit() {
        if b.is_ascii_digit() {
            return Start::Never;
        }
        // 1,234 and 3.5 are one number; a list 5,6 or a sentence end "it.3" is not reached from here.
        if matches!(b, '.' | ',') && beyond.is_some_and(|d| d.is_ascii_digit()) {
            return Start::Inside;
        }
        return if b.is_ascii_alphabetic() { Start::Never } else { Start::Token };
    }
    if c.is_ascii_alphabetic() {
        return if b.is_ascii_alphanumeric() || b == '\'' && beyond.is_some_and(|d| d.is_ascii_alphabetic()) {
            Start::Never
        } else {
            Start::Token
        };
    }
    if is_hangul(c) && (is_hangul(b) || b.is_ascii_digit()) {
        return Start::Inside;
    }
    Start::Token
}

/// The best match at a place: highest priority, then longest, then the rule that comes first.
fn best(page: &Page<'_>, at: usize, start: Start, lang: Lang, hits: &mut [Hit]) -> Option<Mention<Raw>> {
    let Page { doc, lower, book, .. } = *page;
    if hits.is_empty() {
        return None;
    }
    let rank = |h: &Hit| (book.rules.all.get(h.rule).map_or(0, |r| r.priority), h.end);
    hits.sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.rule.cmp(&b.rule)));
    let look_back = lower.get(floor(lower, at.saturating_sub(LOOK_BACK))..at).unwrap_or("");
    for hit in hits.iter() {
        let Some(rule) = book.rules.all.get(hit.rule) else { continue };
        if start == Start::Inside && !rule.anywhere {
            continue;
        }
        let rest = lower.get(hit.end..).unwrap_or("");
        if !speaks(rule, lower.get(at..hit.end).unwrap_or(""), lang) || !fits(doc, rule, at, look_back, rest) {
            continue;
        }
        if let Some(found) = capture(page, rule, Span::new(at, hit.end)) {
            return Some(found);
        }
    }
    None
}

/// The language of places asked in ascending order.
struct Languages<'a> {
    doc: &'a Document,
    segment: usize,
    otherwise: Lang,
}

impl Languages<'_> {
    fn at(&mut self, at: usize) -> Lang {
        while let Some(s) = self.doc.segments.get(self.segment) {
            if at < s.span.end {
                return if s.span.start <= at { s.lang } else { self.otherwise };
            }
            self.segment += 1;
        }
        self.otherwise
    }
}

/// A rule of another language than the segment's matches only words of its own: `USD 1.65 billion` in a Korean text,
/// but not bare digits.
fn speaks(rule: &Rule, text: &str, lang: Lang) -> bool {
    match rule.lang {
        None => true,
        Some(own) if own == lang => true,
        Some(Lang::En) => text.bytes().any(|b| b.is_ascii_alphabetic()),
        Some(Lang::Ko) => text.chars().any(is_hangul),
    }
}

fn fits(doc: &Document, rule: &Rule, at: usize, look_back: &str, rest: &str) -> bool {
    if rule.capital && !doc.text.get(at..).and_then(|t| t.chars().next()).is_some_and(char::is_uppercase) {
        return false;
    }
    if let Some(after) = &rule.after {
        let window = rest.get(..floor(rest, LOOK_AHEAD)).unwrap_or(rest);
        if !after.is_match(window) {
            return false;
        }
    }
    rule.before.as_ref().is_none_or(|b| b.is_match(look_back))
}

fn capture(page: &Page<'_>, rule: &Rule, span: Span) -> Option<Mention<Raw>> {
    let Page { doc, lower, book, .. } = *page;
    let found = rule.captures()?.captures(span.slice(lower))?;
    let mut groups: Vec<(Arc<str>, Span)> = rule
        .groups
        .iter()
        .filter_map(|g| found.name(g).map(|m| (Arc::clone(g), Span::new(span.start + m.start(), span.start + m.end()))))
        .collect();
    if !written_so(page, rule, &groups) {
        return None;
    }
    if rule.looks_ahead
        && let Some(after) = &rule.after
    {
        let rest = lower.get(span.end..).unwrap_or("");
        let window = rest.get(..floor(rest, LOOK_AHEAD)).unwrap_or(rest);
        if let Some(seen) = after.captures(window) {
            groups.extend(after.capture_names().flatten().filter_map(|n| {
                seen.name(n).map(|m| (Arc::from(n), Span::new(span.end + m.start(), span.end + m.end())))
            }));
        }
    }
    let mut state = Raw { core: Some(span), groups, modifiers: Vec::new(), known: None };
    let mut whole = span;
    if rule.modifiers {
        let lang = rule.lang.unwrap_or_else(|| {
            if span.slice(lower).chars().any(is_hangul) { Lang::Ko } else { doc.lang_at(span.start) }
        });
        whole = modifier::extend(lower, span, book, lang, &mut state);
    }
    Some(Mention { span: whole, rule: Arc::clone(&rule.id), state })
}

/// Whether the groups are written as they must be. A proper name that is a common word too (May, March) has a capital,
/// unless the text has none at all; currency codes are in capitals.
fn written_so(page: &Page<'_>, rule: &Rule, groups: &[(Arc<str>, Span)]) -> bool {
    let Page { doc, lower, cased, book } = *page;
    let letters = |s: &str| s.starts_with(|c: char| c.is_ascii_alphabetic());
    groups.iter().all(|(name, span)| {
        let printed = span.slice(&doc.text);
        let base = ["_b", "_c", "_d"].iter().find_map(|other| name.strip_suffix(other)).unwrap_or(name);
        let proper = cased && rule.proper.iter().any(|p| *p == *base);
        if proper && letters(printed) && !printed.starts_with(|c: char| c.is_ascii_uppercase()) {
            let common = book.language(rule.lang.unwrap_or(Lang::En)).look_up("common_word", span.slice(lower));
            if common.is_some() {
                return false;
            }
        }
        let code = cased
            && rule.key("currency").and_then(toml::Value::as_str) == Some(base)
            && book.units.currency(span.slice(lower)).is_some_and(|u| u.note.contains("kind:code"));
        !code || printed.bytes().all(|b| b.is_ascii_uppercase())
    })
}

/// The largest character boundary not beyond `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
