//! Every name of the gazetteers that starts and ends where a name can.

use super::candidate::{Candidate, Origin};
use super::edge::{self, Tail};
use crate::lang::is_hangul;
use crate::model::span::Span;
use crate::rulebook::names::{Class, Flag, Found, Names};

/// What one pass over the characters finds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Names of the gazetteers, by start, then longest first.
    pub(super) candidates: Vec<Candidate>,
    /// Where a letter that can stand for a state begins a word.
    pub(super) letters: Vec<usize>,
}

/// Reads the text once, with a table look-up per token.
pub(super) fn listed(text: &str, names: &Names) -> Scan {
    let mut out = Scan::default();
    let mut found = Vec::new();
    let mut look_ups = names.look_ups();
    let mut before = None;
    for (at, c) in text.char_indices() {
        if !c.is_whitespace() && edge::starts(before, c) {
            look_ups.at(text, at, edge::may_end, &mut found);
            for &name in found.iter().rev() {
                out.candidates.extend(fits(text, at, name, names));
            }
            if names.letters.has(c) {
                out.letters.push(at);
            }
        }
        before = Some(c);
    }
    out
}

fn fits(text: &str, at: usize, name: Found, names: &Names) -> Option<Candidate> {
    let end = at + name.len;
    if !next_allows(text, end, name, names) {
        return None;
    }
    if names.ko.blocked.starts(text.get(at..).unwrap_or("")).is_some() {
        return None;
    }
    let (span_end, tail) = edge::tail(text, end, &names.ko);
    // 미사일 is no 미社.
    if span_end > end && !names.table.has_class(name, Class::Org) {
        return None;
    }
    let (body, noun) = match tail {
        Tail::Clean => (false, false),
        Tail::Body => (true, false),
        Tail::Noun => (false, true),
        Tail::Other(stop) => {
            let word = text.get(end..stop).unwrap_or("");
            let country = names.table.has_class(name, Class::Country);
            let pair = names.table.has_class(name, Class::CountryGroup);
            let goes_on = country && edge::splits(word, |w| names.ko.country_followers.has(w), &names.ko)
                || pair && edge::splits(word, |w| names.ko.pair_after.has(w), &names.ko)
                || hanja_letter(text, at, end, word);
            if !goes_on {
                return None;
            }
            (false, true)
        }
    };
    Some(Candidate { span: Span::new(at, span_end), name_end: end, origin: Origin::Listed(name), body, noun, of: None })
}

/// 美국무부: a Hanja letter before a Hangul word.
fn hanja_letter(text: &str, at: usize, end: usize, word: &str) -> bool {
    let name = text.get(at..end).unwrap_or("");
    name.chars().all(edge::is_hanja) && word.chars().next().is_some_and(is_hangul) && word.chars().count() >= 2
}

/// `notnext` and domain names: daum.net, 인도적.
fn next_allows(text: &str, end: usize, name: Found, names: &Names) -> bool {
    let rest = text.get(end..).unwrap_or("");
    let mut chars = rest.chars();
    let next = chars.next();
    if next == Some('.') && chars.next().is_some_and(|c| c.is_ascii_lowercase()) {
        return false;
    }
    if !names.table.is_bound(name) {
        return true;
    }
    for (_, _, row) in names.table.rows(name) {
        if row.flags.has(Flag::Notnum) && next.is_some_and(|c| c.is_ascii_digit()) {
            return false;
        }
        for stop in row.notnext() {
            let hit = match stop.strip_prefix('_') {
                Some(word) => rest.strip_prefix(' ').is_some_and(|r| r.starts_with(word)),
                None => rest.starts_with(stop),
            };
            if hit {
                return false;
            }
        }
    }
    true
}
