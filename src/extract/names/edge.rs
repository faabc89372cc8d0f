//! Where a name may start and end: the script around it, and what is glued to it.

use crate::lang::is_hangul;
use crate::rulebook::names::Grammar;

/// Whether `c` is a Hanja.
pub(super) fn is_hanja(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Whether `c` belongs to a word; quick for the letters that news is written in.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_hangul(c) || is_hanja(c) || c.is_alphanumeric() }
}

/// Whether a name may start at `c`, with `before` in front of it.
pub(super) fn starts(before: Option<char>, c: char) -> bool {
    let Some(b) = before else { return !c.is_whitespace() };
    if is_hangul(c) || is_hanja(c) {
        // 美국무부, A대학, '북: a change of script begins a word; 19일 and 한국은 do not.
        return !(is_hangul(b) || b.is_ascii_digit() || is_hanja(c) && is_hanja(b));
    }
    if is_word(c) {
        return !(matches!(b, '@' | '_' | '&') || is_hangul(b) || is_word(b) && !is_hanja(b));
    }
    // Names such as (주)동양 and 'Adan: only at the start of a token.
    !c.is_whitespace() && !is_word(b)
}

/// Whether a name may end between two characters, as far as these alone tell.
pub(super) fn may_end(last: char, next: Option<char>) -> bool {
    let Some(n) = next else { return true };
    if is_hangul(last) || is_hanja(last) {
        return !n.is_ascii_alphabetic();
    }
    if is_word(last) {
        return is_hangul(n) || is_hanja(n) || !is_word(n) && n != '_' && n != '@';
    }
    true
}

/// What follows a name in its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Nothing, or particles.
    Clean,
    /// A title or a noun that shows a body.
    Body,
    /// A noun that goes with any name.
    Noun,
    /// Letters that make it another word; they end so many bytes on.
    Other(usize),
}

/// How a name that ends at `end` goes on: the end with what belongs to it, and what comes behind.
pub(super) fn tail(text: &str, end: usize, grammar: &Grammar) -> (usize, Tail) {
    let rest = text.get(end..).unwrap_or("");
    let Some(first) = rest.chars().next() else { return (end, Tail::Clean) };
    if !is_hangul(first) && !is_hanja(first) {
        return (end, Tail::Clean);
    }
    let run = rest.find(|c: char| !is_hangul(c) && !is_hanja(c)).unwrap_or(rest.len());
    let word = rest.get(..run).unwrap_or("");
    if grammar.is_particle(word) {
        return (end, Tail::Clean);
    }
    // 맨디언트사(社), 맨디언트社는
    for len in [rest.len().min(word.len() + 5), word.len()] {
        if let Some(own) = rest.get(..len).and_then(|r| grammar.extenders.starts(r))
            && grammar.is_particle(word.get(own..).unwrap_or(""))
        {
            // A Hanja or bracketed form shows a body; the plain syllable goes with many words.
            let plain = rest.get(..own).is_some_and(|r| r.chars().all(is_hangul));
            return (end + own, if plain { Tail::Clean } else { Tail::Body });
        }
    }
    if grammar.org_after.has(word) || splits(word, |w| grammar.titles.has(w), grammar) {
        return (end, Tail::Body);
    }
    if splits(word, |w| grammar.followers.has(w), grammar) {
        return (end, Tail::Noun);
    }
    (end, Tail::Other(end + run))
}

/// Whether `word` is a word of a list, alone or with a particle.
pub(super) fn splits(word: &str, has: impl Fn(&str) -> bool, grammar: &Grammar) -> bool {
    has(word)
        || word.char_indices().skip(1).any(|(i, _)| {
            word.get(..i).is_some_and(&has) && word.get(i..).is_some_and(|rest| grammar.particles.has(rest))
        })
}

/// The next word behind `end`: past one blank, up to white space or punctuation.
pub(super) fn next_word(text: &str, end: usize) -> &str {
    let rest = text.get(end..).unwrap_or("");
    let Some(rest) = rest.strip_prefix(' ') else { return "" };
    let len = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '㈜' || c == '(' || c == ')' || c == '-' || c == '·'))
        .unwrap_or(rest.len());
    rest.get(..len).unwrap_or("")
}

/// The word before `start`: past one blank, up to white space.
pub(super) fn word_before(text: &str, start: usize) -> &str {
    let head = text.get(..start).unwrap_or("");
    let head = head.strip_suffix(' ').unwrap_or(head);
    let from = head
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '\'' | '"' | ',' | '·'))
        .map_or(0, |i| i + head.get(i..).and_then(|h| h.chars().next()).map_or(1, char::len_utf8));
    head.get(from..).unwrap_or("")
}

/// What is left of the Korean token behind `end`.
pub(super) fn rest_of_token(text: &str, end: usize) -> &str {
    let rest = text.get(end..).unwrap_or("");
    let run = rest.find(|c: char| !is_hangul(c) && !is_hanja(c)).unwrap_or(rest.len());
    rest.get(..run).unwrap_or("")
}
