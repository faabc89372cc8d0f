//! Bodies that no list has, by how their Korean names are built: 수원지법, 종로경찰서, ㈜한솔, 일본 금융청.

use std::sync::Arc;

use super::candidate::{Candidate, Origin};
use super::edge::{self, is_word};
use super::introduce;
use crate::lang::is_hangul;
use crate::model::span::Span;
use crate::rulebook::names::{Class, Flag, Grammar, Head, Names, Strength};

/// Most characters of a name that is not listed.
const LONGEST: usize = 24;
/// So many characters before a common head word make a name of it.
const LONG: usize = 5;
/// Most characters of what follows a name in its token.
const REACH: usize = 12;

/// Adds the bodies that structure shows.
pub(super) fn built(text: &str, names: &Names, out: &mut Vec<Candidate>) {
    let g = &names.ko;
    let mut start = 0;
    while let Some(len) = text.get(start..).and_then(|t| t.find(is_word)) {
        start += len;
        let rest = text.get(start..).unwrap_or("");
        let end = start + rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let token = Span::new(start, end);
        start = end;
        let last = text.get(..end).and_then(|t| t.chars().next_back());
        if !last.is_some_and(|c| is_hangul(c) || c.is_ascii_alphanumeric()) {
            continue;
        }
        if let Some(found) = legal(text, token, g).or_else(|| headed(text, token, names)) {
            out.push(found);
        }
    }
}

fn candidate(rule: &str, span: Span, name_end: usize) -> Candidate {
    Candidate { span, name_end, origin: Origin::Rule(Arc::from(rule)), body: true, noun: false, of: None }
}

/// ㈜한솔, (주)동양은, 주식회사 아리셀, 동양(주).
fn legal(text: &str, token: Span, g: &Grammar) -> Option<Candidate> {
    let word = token.slice(text);
    let head = text.get(..token.start)?;
    // ㈜ is a letter to Unicode: it stands inside the token.
    let edge = |c: Option<char>| c.is_some_and(|c| g.legal_edges.has(c));
    let near = edge(word.chars().next()) || edge(head.trim_end_matches(' ').chars().next_back());
    for front in g.legal.iter().map(String::as_str).filter(|_| near) {
        let inside = word.strip_prefix(front).filter(|rest| rest.chars().count() >= 2);
        let before = head.strip_suffix(front).or_else(|| head.strip_suffix(' ').and_then(|h| h.strip_suffix(front)));
        let free = |h: &str| !h.chars().next_back().is_some_and(char::is_alphanumeric);
        if inside.is_some() || before.is_some_and(free) {
            let stem = stem_of(inside.unwrap_or(word), g);
            if stem.chars().count() < 2 || stem.chars().count() > LONGEST || g.titles.has(stem) || g.org_after.has(stem)
            {
                continue;
            }
            let name_end = token.end - inside.unwrap_or(word).len() + stem.len();
            let start = before.map_or(token.start, str::len);
            return Some(candidate("ko-org-legal", Span::new(start, name_end), name_end));
        }
    }
    let rest = text.get(token.end..)?;
    // Only the bracketed form stands behind a name.
    if !rest.starts_with('(') {
        return None;
    }
    let behind = g.legal.iter().find(|form| form.starts_with('(') && rest.starts_with(form.as_str()))?;
    let long = word.chars().count() >= 2;
    long.then(|| candidate("ko-org-legal", Span::new(token.start, token.end + behind.len()), token.end))
}

/// The token without its particles: the longest particle that leaves two characters.
fn stem_of<'t>(word: &'t str, g: &Grammar) -> &'t str {
    word.char_indices()
        .skip(2)
        .find(|(i, _)| word.get(*i..).is_some_and(|rest| g.particles.has(rest)))
        .and_then(|(i, _)| word.get(..i))
        .unwrap_or(word)
}

/// A token that ends, particles apart, with a head word of bodies.
fn headed(text: &str, token: Span, names: &Names) -> Option<Candidate> {
    let g = &names.ko;
    let word = token.slice(text);
    let mut ends = [0; REACH];
    let mut count = 0;
    for (i, c) in word.char_indices().rev().take(REACH) {
        let end = i + c.len_utf8();
        if g.may_end_head(c)
            && i > 0
            && let Some(slot) = ends.get_mut(count)
        {
            *slot = end;
            count += 1;
        }
    }
    for &end in ends.iter().take(count) {
        let rest = word.get(end..)?;
        let plain = g.is_particle(rest);
        // 거래일보다: the last syllable of the head belongs to the particle.
        if !rest.is_empty()
            && word
                .get(..end)
                .and_then(|w| w.char_indices().next_back())
                .is_some_and(|(i, _)| word.get(i..).is_some_and(|r| g.particles.has(r)))
        {
            continue;
        }
        if !plain && !edge::splits(rest, |w| g.followers.has(w) || g.titles.has(w), g) {
            continue;
        }
        let stem = word.get(..end)?;
        let Some((at, _, head)) = g.head_of(stem) else { continue };
        if head.strength == Strength::Stop {
            return None;
        }
        let name_end = token.start + end;
        let own = stem.get(..at)?;
        let country = state_before(text, token.start, names);
        let official = matches!(head.kind.as_str(), "gov" | "court" | "military" | "commission" | "agency" | "culture");
        if let Some(from) = country
            && official
            && head.strength == Strength::Strong
        {
            return Some(candidate("ko-org-state", Span::new(from, name_end), name_end));
        }
        let whole = Place { text, span: Span::new(token.start, name_end), own, plain };
        if stem.chars().count() <= LONGEST && whole.is_body(head, names) {
            return Some(candidate(rule_of(head), whole.span, name_end));
        }
    }
    None
}

fn rule_of(head: &Head) -> &'static str {
    match head.strength {
        Strength::Strong => "ko-org-head-strong",
        Strength::Medium => "ko-org-head-medium",
        Strength::Weak | Strength::Stop => "ko-org-head-weak",
    }
}

/// Where the name of a state begins that stands one blank before `start`.
fn state_before(text: &str, start: usize, names: &Names) -> Option<usize> {
    let head = text.get(..start)?.strip_suffix(' ')?;
    let from = head
        .rfind(|c: char| !is_word(c))
        .map_or(0, |i| i + head.get(i..).and_then(|h| h.chars().next()).map_or(1, char::len_utf8));
    is_listed(names, head.get(from..)?, &[Class::Country]).then_some(from)
}

fn is_listed(names: &Names, name: &str, classes: &[Class]) -> bool {
    names.table.get(name).is_some_and(|found| {
        names.table.rows(found).any(|(_, class, row)| classes.contains(&class) && !row.flags.has(Flag::Generic))
    })
}

/// A place of Korea: what goes with a one-syllable school (단원고), since foreign names ending so are words (한다고).
fn is_home(names: &Names, name: &str) -> bool {
    let home = |name: &str| {
        names.table.get(name).is_some_and(|found| {
            names.table.rows(found).any(|(_, class, row)| class == Class::Place && row.id.starts_with("kr:"))
        })
    };
    home(name) || names.ko.place_units.iter().any(|unit| home(&format!("{name}{unit}")))
}

/// A place or state, also with its unit left out: 단원 (구).
fn is_place(names: &Names, name: &str) -> bool {
    let classes = &[Class::Place, Class::Country];
    is_listed(names, name, classes)
        || names.ko.place_units.iter().any(|unit| is_listed(names, &format!("{name}{unit}"), classes))
}

/// A stem with a head word, in its place.
struct Place<'a> {
    text: &'a str,
    span: Span,
    /// What stands before the head word.
    own: &'a str,
    /// Nothing but particles behind it.
    plain: bool,
}

impl Place<'_> {
    fn is_body(&self, head: &Head, names: &Names) -> bool {
        let g = &names.ko;
        let own = self.own;
        let length = own.chars().count();
        if g.generic_stems.has(own) || own.chars().all(|c| c.is_ascii_digit()) {
            return false;
        }
        let latin = length >= 2 && own.chars().next_back().is_some_and(|c| c.is_ascii_alphabetic());
        let known = || is_listed(names, own, &[Class::Place, Class::Country, Class::Org, Class::CountryGroup]);
        let place = || is_place(names, own);
        match head.strength {
            // 수원지법, but 아동복지법 is a law.
            Strength::Strong if head.kind == "court" && self.span.len() - own.len() == 6 => place(),
            Strength::Strong => length >= 2 || latin || known(),
            // 경기당 3골, 1인당: only a row of three syllables with a word beside it is a party.
            Strength::Medium if head.kind == "party" => length >= 3 && self.plain && self.shown(g) && !place(),
            Strength::Medium => {
                let named = matches!(head.kind.as_str(), "company" | "media" | "public_corp" | "financial");
                // 한울빛재활지원센터 소장: a long name before a title, where 재활센터 is any.
                let facility = matches!(head.kind.as_str(), "facility" | "agency" | "intl") && length >= LONG;
                latin
                    || length >= 2
                        && (known() || self.introduces() || (named || facility) && self.plain && self.shown(g))
            }
            Strength::Weak => {
                length >= 2
                    && (self.introduces()
                        || head.kind == "university_short" && self.plain && place()
                        || head.kind == "school_short" && self.plain && is_home(names, own))
            }
            Strength::Stop => false,
        }
    }

    /// A short name follows in brackets: 북해어업협의단(NSFG), 중앙사고수습본부(중수본).
    fn introduces(&self) -> bool {
        let rest = self.text.get(self.span.end..).unwrap_or("");
        let inner = rest.strip_prefix('(').and_then(|r| r.split_once(')')).map_or("", |(i, _)| i);
        let letters = inner.len() >= 2
            && inner.len() <= 10
            && inner.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && inner.contains(|c: char| c.is_ascii_uppercase());
        letters || introduce::abridges(inner, self.span.slice(self.text))
    }

    /// A word next to it shows a body.
    fn shown(&self, g: &Grammar) -> bool {
        let next = edge::next_word(self.text, self.span.end);
        let before = edge::word_before(self.text, self.span.start);
        g.org_after.has(next) || edge::splits(next, |w| g.titles.has(w), g) || g.org_before.has(before)
    }
}
