//! Bodies named right behind the word for what they are: 배송 업체 ‘한울길’은, 현지 매체 슈타르블레에 따르면.
//!
//! In quotation marks any word that a particle follows is a name there. Without them only what is spelled as foreign
//! names are, and is no loan word.

use std::sync::Arc;

use super::candidate::{Candidate, Origin};
use super::edge::{self, is_word};
use crate::lang::is_hangul;
use crate::model::span::Span;
use crate::rulebook::names::{Grammar, Names};

/// The rule.
pub(super) const RULE: &str = "ko-org-apposed";
/// So many characters, and the name is meant wherever it stands.
pub(super) const CARRIED: usize = 3;
/// Most characters of a quoted name.
const QUOTED: usize = 16;
/// Most characters of a bare one.
const BARE: usize = 8;
/// So many syllables of foreign spelling make a name foreign.
const FOREIGN: usize = 2;

/// Adds the names in apposition.
pub(super) fn named(text: &str, names: &Names, out: &mut Vec<Candidate>) {
    let g = &names.ko;
    for (blank, _) in text.match_indices(' ') {
        let head = text.get(..blank).unwrap_or("");
        if !head.chars().next_back().is_some_and(|c| g.appose.may_end(c) || g.appose_ties.may_end(c)) {
            continue;
        }
        let word = edge::word_before(text, blank);
        let untied = || g.appose_ties.iter().filter_map(|tie| word.strip_suffix(tie));
        if !says_what(word, g) && !untied().any(|w| says_what(w, g)) {
            continue;
        }
        out.extend(quoted(text, blank + 1, g).or_else(|| bare(text, blank + 1, names)).map(candidate));
    }
}

fn candidate(span: Span) -> Candidate {
    let origin = Origin::Rule(Arc::from(RULE));
    Candidate { span, name_end: span.end, origin, body: true, noun: false, of: None }
}

/// Whether a word ends with one that says what kind of body follows: 업체, 복권업체.
fn says_what(word: &str, g: &Grammar) -> bool {
    word.char_indices().any(|(i, _)| word.get(i..).is_some_and(|end| g.appose.has(end)))
}

/// A name in quotation marks before a particle.
fn quoted(text: &str, start: usize, g: &Grammar) -> Option<Span> {
    let rest = text.get(start..)?;
    let open = rest.chars().next()?;
    let closes: &[char] = match open {
        '‘' | '\'' => &['’', '\''],
        '“' | '"' => &['”', '"'],
        _ => return None,
    };
    let from = start + open.len_utf8();
    let inner = text.get(from..)?;
    let inner = inner.get(..inner.find(|c: char| closes.contains(&c) || c == '\n')?)?;
    let end = from + inner.len();
    let length = inner.chars().count();
    let plain = inner.chars().all(|c| is_word(c) || matches!(c, ' ' | '&' | '-')) && inner.split(' ').count() <= 2;
    let close = text.get(end..)?.chars().next()?.len_utf8();
    let behind = edge::rest_of_token(text, end + close);
    let acts = !behind.is_empty() && g.is_particle(behind) || text.get(end + close..)?.starts_with('(');
    ((2..=QUOTED).contains(&length) && plain && acts).then(|| Span::new(from, end))
}

/// A bare word of foreign spelling before a particle.
fn bare(text: &str, start: usize, names: &Names) -> Option<Span> {
    let g = &names.ko;
    let rest = text.get(start..)?;
    let token = rest.get(..rest.find(|c: char| !is_word(c)).unwrap_or(rest.len()))?;
    if !token.chars().all(is_hangul) {
        return None;
    }
    let foreign = |stem: &str| {
        let mut utf8 = [0; 4];
        stem.chars().filter(|c| g.foreign.has(c.encode_utf8(&mut utf8))).count() >= FOREIGN
    };
    let stem = token.char_indices().skip(2).map(|(i, _)| i).chain([token.len()]).find_map(|i| {
        let stem = token.get(..i).filter(|s| foreign(s))?;
        let behind = token.get(i..)?;
        let bracket = behind.is_empty() && rest.get(i..)?.starts_with('(');
        (bracket || !behind.is_empty() && g.is_particle(behind)).then_some(stem)
    })?;
    let known = names.table.get(stem).is_some() || g.loans.iter().any(|w| stem.contains(w));
    (stem.chars().count() <= BARE && !known).then(|| Span::new(start, start + stem.len()))
}
