//! Short names the document itself gives: 북해어업협의단(NSFG), North Sea Fisheries Group (NSFG), 이하 '진흥원'.
//! They are carried through the whole text, back to the headline.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::candidate::{Candidate, Origin};
use super::edge;
use super::{appose, beside};
use crate::lang::is_hangul;
use crate::model::span::Span;
use crate::rulebook::names::{Class, Names};

/// Most bytes of a bracket that introduces a name.
const BRACKET: usize = 160;

/// The mentions of introduced short names. `bodies` are the spans known to be organizations, `built` what structure shows.
pub(super) fn carried(text: &str, names: &Names, bodies: &[Span], built: &[Candidate]) -> Vec<Candidate> {
    let mut out = Vec::new();
    // The body that each short name is given to first.
    let mut short: BTreeMap<&str, Span> = BTreeMap::new();
    for c in built {
        let Origin::Rule(rule) = &c.origin else { continue };
        let name = c.span.slice(text);
        if matches!(&**rule, appose::RULE | beside::RULE) && name.chars().count() >= appose::CARRIED {
            short.entry(name).or_insert(c.span);
        }
        // Halvorn Inc, then Halvorn.
        if let Some(bare) = without_form(name, names) {
            short.entry(bare).or_insert(c.span);
        }
    }
    for (open, _) in text.match_indices('(') {
        let near = text.as_bytes().get(open + 1..text.len().min(open + 1 + BRACKET)).unwrap_or(&[]);
        let Some(inner) = memchr::memchr(b')', near).and_then(|n| text.get(open + 1..open + 1 + n)) else { continue };
        let head = text.get(..open).unwrap_or("").trim_end_matches(' ');
        let head = head.strip_suffix("'s").unwrap_or(head);
        let before = bodies.partition_point(|s| s.start < head.len());
        let body =
            before.checked_sub(1).and_then(|i| bodies.get(i)).filter(|s| s.end >= head.len() && s.start < head.len());
        let abridged = || body.map(|b| b.slice(text)).filter(|full| abridges(inner, full)).map(|_| inner);
        let Some(name) = given(inner, names).or_else(abridged) else { continue };
        if let Some(body) = body {
            if name != body.slice(text) && !is_place(name, names) {
                short.entry(name).or_insert(*body);
            }
        } else if let Some(full) = spelled(head, name).filter(|f| !is_thing(f, names)) {
            let full = Span::new(head.len() - full.len(), head.len());
            out.push(candidate("org-spelled", full, None));
            short.entry(name).or_insert(full);
        }
    }
    for (name, full) in short {
        for (at, _) in text.match_indices(name) {
            let end = at + name.len();
            let first = name.chars().next().unwrap_or(' ');
            let last = name.chars().next_back().unwrap_or(' ');
            let before = text.get(..at).and_then(|t| t.chars().next_back());
            let next = text.get(end..).and_then(|t| t.chars().next());
            let clean = !matches!(edge::tail(text, end, &names.ko).1, edge::Tail::Other(_));
            let bare = last.is_ascii_lowercase() && !stands_alone(text, at, end);
            if edge::starts(before, first) && edge::may_end(last, next) && clean && !bare {
                out.push(candidate("org-introduced", Span::new(at, end), Some(full)));
            }
        }
    }
    out
}

fn candidate(rule: &str, span: Span, of: Option<Span>) -> Candidate {
    Candidate { span, name_end: span.end, origin: Origin::Rule(Arc::from(rule)), body: true, noun: false, of }
}

/// Whether a Hangul word is made of syllables of a longer name, in order and from its first: 중앙사고수습본부 is 중수본.
pub(super) fn abridges(short: &str, full: &str) -> bool {
    let length = short.chars().count();
    if !(2..=6).contains(&length) || !short.chars().all(is_hangul) || full.chars().count() < length + 2 {
        return false;
    }
    let mut left = full.chars();
    let begins = short.chars().next() == full.chars().next();
    begins && short.chars().all(|c| left.any(|f| f == c))
}

/// The short name in a bracket: an acronym, or what follows the word for "hereafter".
fn given<'t>(inner: &'t str, names: &Names) -> Option<&'t str> {
    let quoted = names.ko.hereafter.starts(inner).or_else(|| names.en.hereafter.starts(inner));
    if let Some(len) = quoted {
        let rest = inner.get(len..)?.trim_matches([' ', '\'', '"', ',']);
        return (rest.chars().count() >= 2 && rest.chars().count() <= 12 && !rest.contains(' ')).then_some(rest);
    }
    let first = inner.split([',', ';', '/']).next()?.trim().trim_matches(['\'', '"']);
    let capitals = first.chars().filter(char::is_ascii_uppercase).count();
    let fits = first.len() >= 2
        && first.len() <= 10
        && capitals >= 2
        && first.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '&'))
        && capitals * 2 >= first.len();
    fits.then_some(first)
}

fn is_place(name: &str, names: &Names) -> bool {
    names
        .table
        .get(name)
        .is_some_and(|f| names.table.rows(f).any(|(_, c, _)| matches!(c, Class::Country | Class::Place)))
}

/// The name of a company without its legal form, where no list has it: Halvorn of Halvorn Holdings Inc.
fn without_form<'t>(name: &'t str, names: &Names) -> Option<&'t str> {
    let form = |w: &str| names.en.legal_ends.has(w);
    let (head, last) = name.rsplit_once(' ')?;
    let mut bare = if form(last) { head.trim_end_matches(',') } else { name };
    while let Some((head, _)) = bare.rsplit_once(' ').filter(|(_, w)| form(w)) {
        bare = head.trim_end_matches(',');
    }
    // Gulf Marrow of Gulf Marrow Technologies.
    let trade = |w: &str| names.en.heads.get(w).is_some_and(|h| h.kind == "company");
    if let Some((head, _)) = bare.rsplit_once(' ').filter(|(h, w)| trade(w) && h.contains(' ')) {
        bare = head;
    }
    let fits = bare.len() < name.len()
        && bare.len() >= 4
        && !names.en.heads.contains_key(bare)
        && !names.en.generic_stems.has(bare)
        && !names.en.not_first.has(bare)
        && names.table.get(bare).is_none();
    fits.then_some(bare)
}

/// Whether a name in small letters stands alone, no part of a longer row of capitals.
fn stands_alone(text: &str, at: usize, end: usize) -> bool {
    let upper = |w: &str| w.starts_with(|c: char| c.is_ascii_uppercase());
    let before =
        text.get(..at).and_then(|h| h.strip_suffix(' ')).map_or("", |h| h.rsplit([' ', '\n']).next().unwrap_or(""));
    let behind = text.get(end..).and_then(|t| t.strip_prefix(' ')).unwrap_or("");
    let ends = before.ends_with(['.', ',', ':', ';', '?', '!', '"', '”', '-', '–', '—']);
    (!upper(before) || ends || matches!(before, "The" | "In" | "At" | "By" | "For" | "But" | "And" | "On" | "With"))
        && !upper(behind)
}

/// Whether what is spelled out is no body: Gross Domestic Product, Autonomous Region in the East.
fn is_thing(name: &str, names: &Names) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let lower = |w: &&str| w.starts_with(|c: char| c.is_ascii_lowercase());
    words.iter().enumerate().any(|(i, w)| names.en.not_bodies.has(w) && words.get(i + 1).is_none_or(lower))
}

/// The capitalised words before a bracket whose initials are the acronym: North Sea Fisheries Group (NSFG).
fn spelled<'t>(head: &'t str, short: &str) -> Option<&'t str> {
    let letters: Vec<char> = short.chars().filter(char::is_ascii_uppercase).collect();
    if letters.len() < 3 {
        return None;
    }
    let mut end = head.len();
    let mut left = letters.as_slice();
    let mut start = None;
    while let Some((last, rest)) = left.split_last() {
        let word_start = head.get(..end)?.rfind([' ', '\n']).map_or(0, |i| i + 1);
        let word = head.get(word_start..end)?;
        let first = word.chars().next()?;
        if first == *last {
            left = rest;
            start = Some(word_start);
        } else if !(first.is_ascii_lowercase() && word.len() <= 3) {
            return None;
        }
        end = word_start.checked_sub(1)?;
    }
    head.get(start?..)
}
