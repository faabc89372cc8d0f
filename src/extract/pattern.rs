//! Figures, dates and identifiers by rule: anchored tries at candidate starts, longest match first.

use std::sync::Arc;

use super::{capital, modifier};
use crate::lang::{Lang, is_hangul};
use crate::model::document::Document;
use crate::model::mention::{Mention, Raw};
use crate::model::span::Span;
use crate::rulebook::Rulebook;
use crate::rulebook::rule::{Group, Rule};
use crate::rulebook::scanner::{Hit, Scan};

/// How far contexts look back, in bytes.
const LOOK_BACK: usize = 48;
/// How far contexts look ahead, in bytes.
const LOOK_AHEAD: usize = 64;

/// All rule matches of a document, in order, without overlap.
pub fn find(doc: &Document, book: &Rulebook) -> Vec<Mention<Raw>> {
    let lower = doc.text.to_ascii_lowercase();
    let cased = doc.text.bytes().any(|b| b.is_ascii_uppercase());
    let mut page = Page { doc, lower: &lower, cased, book, scan: book.scanner.scan() };
    let mut out: Vec<Mention<Raw>> = Vec::new();
    let mut langs = Languages { doc, book, segment: 0, otherwise: None };
    let mut hits = Vec::new();
    // A match begins behind `done`, and what it covers is not looked at again.
    let (mut at, mut done) = (0, 0);
    while let Some((c, start)) = next_start(&lower, &mut at, done, book) {
        page.scan.hits(&lower, at, &mut hits);
        match best(&mut page, at, start, &mut langs, &hits) {
            Some(found) => {
                at = found.span.end.max(at + c.len_utf8());
                done = at;
                out.push(found);
            }
            None => at += c.len_utf8(),
        }
    }
    out
}

/// Moves `at` to the next character that a match may start with.
fn next_start(lower: &str, at: &mut usize, done: usize, book: &Rulebook) -> Option<(char, Start)> {
    let bytes = lower.as_bytes();
    loop {
        let &byte = bytes.get(*at)?;
        let c = if byte < 0x80 { char::from(byte) } else { lower.get(*at..)?.chars().next()? };
        if book.scanner.can_start(c, false) {
            let mut back = lower.get(..*at).unwrap_or("").chars().rev();
            let before = back.next();
            let beyond = if *at == done { None } else { back.next() };
            match start_of(c, before, beyond) {
                Start::Never => {}
                Start::Inside if !book.scanner.can_start(c, true) => {}
                start => return Some((c, start)),
            }
        }
        *at += c.len_utf8();
    }
}

/// What every try at a place of one document needs.
struct Page<'a> {
    doc: &'a Document,
    lower: &'a str,
    /// Whether the text has capitals at all.
    cased: bool,
    book: &'a Rulebook,
    scan: Scan<'a>,
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

/// The best match at a place that its context allows.
fn best(page: &mut Page<'_>, at: usize, start: Start, langs: &mut Languages<'_>, hits: &[Hit]) -> Option<Mention<Raw>> {
    let (doc, lower, book) = (page.doc, page.lower, page.book);
    hits.iter().find_map(|hit| {
        let rule = book.rules.all.get(hit.rule)?;
        let fits = (start != Start::Inside || rule.anywhere)
            && (!rule.capital || doc.text.get(at..).is_some_and(|t| t.starts_with(char::is_uppercase)))
            && (!rule.named || capital::told(doc, at, hit.end, book))
            && speaks(rule, lower.get(at..hit.end).unwrap_or(""), langs, at)
            && page.scan.after(hit.rule, hit.end, ahead(lower, hit.end))
            && page.scan.before(hit.rule, at, behind(lower, at));
        if fits { capture(page, hit.rule, rule, Span::new(at, hit.end)) } else { None }
    })
}

/// What contexts see before a match that begins at `at`.
fn behind(lower: &str, at: usize) -> &str {
    lower.get(floor(lower, at.saturating_sub(LOOK_BACK))..at).unwrap_or("")
}

/// What contexts see behind a match that ends at `end`.
fn ahead(lower: &str, end: usize) -> &str {
    let rest = lower.get(end..).unwrap_or("");
    rest.get(..floor(rest, LOOK_AHEAD)).unwrap_or(rest)
}

/// The language of places asked in ascending order.
struct Languages<'a> {
    doc: &'a Document,
    book: &'a Rulebook,
    segment: usize,
    /// That of the whole text, for what stands in no segment.
    otherwise: Option<Lang>,
}

impl Languages<'_> {
    fn at(&mut self, at: usize) -> Lang {
        while let Some(s) = self.doc.segments.get(self.segment) {
            if at < s.span.end {
                if s.span.start <= at {
                    return s.lang;
                }
                break;
            }
            self.segment += 1;
        }
        *self.otherwise.get_or_insert_with(|| self.book.language_of(&self.doc.text))
    }
}

/// A rule of another language than the segment's matches only words of its own: `USD 1.65 billion` in a Korean text,
/// but not bare digits.
fn speaks(rule: &Rule, text: &str, langs: &mut Languages<'_>, at: usize) -> bool {
    match rule.lang {
        None => true,
        Some(own) if own == langs.at(at) => true,
        // What English and Korean mean by a point or a word holds in no other language.
        Some(_) if matches!(langs.at(at), Lang::Other(_)) => false,
        Some(Lang::En) => text.bytes().any(|b| b.is_ascii_alphabetic()),
        Some(Lang::Ko) => text.chars().any(is_hangul),
        Some(Lang::Other(_)) => false,
    }
}

fn capture(page: &mut Page<'_>, number: usize, rule: &Rule, span: Span) -> Option<Mention<Raw>> {
    let (doc, lower, book) = (page.doc, page.lower, page.book);
    let mut groups: Vec<(Arc<str>, Span)> = Vec::with_capacity(rule.groups.len());
    let slots = page.scan.groups(number, rule, span.slice(lower))?;
    for group in &rule.groups {
        let Some(own) = group.span(slots).map(|s| Span::new(span.start + s.start, span.start + s.end)) else {
            continue;
        };
        groups.push((Arc::clone(&group.name), own));
    }
    let mut known = rule.groups.iter();
    let held = |(name, own): &(Arc<str>, Span)| {
        known.find(|g| Arc::ptr_eq(&g.name, name)).is_none_or(|g| written_so(page, rule, g, *own))
    };
    if !groups.iter().all(held) {
        return None;
    }
    if let Some(after) = rule.ahead()
        && let Some(seen) = after.captures(ahead(lower, span.end))
    {
        groups.extend(
            after.capture_names().flatten().filter_map(|n| {
                seen.name(n).map(|m| (Arc::from(n), Span::new(span.end + m.start(), span.end + m.end())))
            }),
        );
        let held = |name: &str| groups.iter().find(|(n, _)| **n == *name).map(|(_, own)| *own);
        if let (Some(gap), Some(unit)) = (held("gap"), held("unit"))
            && capital::astray(doc, gap.slice(&doc.text), unit.slice(&doc.text), span.start, book)
        {
            groups.retain(|(name, _)| **name != *"unit");
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

/// Whether a group is written as it must be. A proper name that is a common word too (May, March) has a capital,
/// unless the text has none at all; currency codes are in capitals.
fn written_so(page: &Page<'_>, rule: &Rule, group: &Group, span: Span) -> bool {
    if !page.cased || !group.proper && !group.currency {
        return true;
    }
    let (printed, lower) = (span.slice(&page.doc.text), span.slice(page.lower));
    let capital = |c: char| c.is_ascii_uppercase();
    if group.proper && printed.starts_with(|c: char| c.is_ascii_alphabetic()) && !printed.starts_with(capital) {
        let common = page.book.language(rule.lang.unwrap_or(Lang::En)).look_up("common_word", lower);
        if common.is_some() {
            return false;
        }
    }
    let code = group.currency && page.book.units.currency(lower).is_some_and(|u| u.note.contains("kind:code"));
    !code || printed.chars().all(capital)
}

/// The largest character boundary not beyond `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
