//! Bodies that no list has, by how their English names are built: Tokyo District Court, Ministry of Trade, Industry and
//! Energy, Danwon High School.

use std::sync::Arc;

use super::candidate::{Candidate, Origin};
use crate::model::span::Span;
use crate::rulebook::names::{Class, Grammar, Names, Strength};

/// Most words of a name that is not listed.
const LONGEST: usize = 12;

/// A word and what follows it.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    span: Span,
    /// `'s` stands behind it.
    possessive: bool,
    /// Punctuation behind it: the next word is no part of the same name, but for a comma in a list.
    stop: Option<char>,
}

impl Word<'_> {
    fn upper(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Adds the bodies that structure shows.
pub(super) fn built(text: &str, names: &Names, out: &mut Vec<Candidate>) {
    let mut chain: Vec<Word<'_>> = Vec::new();
    for word in (Words { text, at: 0 }) {
        let joins = names.en.joins.has(word.text) && !chain.is_empty();
        if word.upper() || joins {
            chain.push(word);
        } else {
            flush(text, &mut chain, names, out);
        }
        let comma = word.stop == Some(',') && front(&chain, &names.en).is_some();
        if word.stop.is_some() && !comma {
            flush(text, &mut chain, names, out);
        }
    }
    flush(text, &mut chain, names, out);
}

/// Words of Latin letters; anything else ends a chain.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        loop {
            if let Some(word) = self.step()? {
                return Some(word);
            }
        }
    }
}

impl<'a> Words<'a> {
    /// The next word; `Some(None)` where a sign such as × was passed over.
    fn step(&mut self) -> Option<Option<Word<'a>>> {
        let latin = |c: char| {
            if c.is_ascii() { c.is_ascii_alphanumeric() || c == '&' } else { c < '\u{250}' && c.is_alphabetic() }
        };
        // Lead bytes of the Latin letters beyond ASCII are C3 to C9: Korean text is passed over byte by byte.
        let begins = |b: &u8| b.is_ascii_alphanumeric() || *b == b'&' || (0xC3..=0xC9).contains(b);
        let start = self.at + self.text.as_bytes().get(self.at..)?.iter().position(begins)?;
        let rest = self.text.get(start..)?;
        let mut len = rest
            .char_indices()
            .find(|&(i, c)| {
                !(latin(c) || matches!(c, '-' | '.') && rest.get(i + 1..).is_some_and(|r| r.starts_with(latin)))
            })
            .map_or(rest.len(), |(i, _)| i);
        // Inc., Corp., U.S.
        let abbreviation = rest.get(len..).is_some_and(|r| r.starts_with('.'))
            && rest.get(..len).is_some_and(|w| w.contains('.') || matches!(w, "Inc" | "Corp" | "Co" | "Ltd" | "St"));
        if abbreviation {
            len += 1;
        }
        if len == 0 {
            // A sign such as ×.
            self.at = start + rest.chars().next().map_or(1, char::len_utf8);
            return Some(None);
        }
        let word = rest.get(..len)?;
        let behind = rest.get(len..)?;
        let possessive = behind.starts_with("'s") || behind.starts_with("' ");
        let skip = if behind.starts_with("'s") { 2 } else { usize::from(possessive) };
        self.at = start + len + skip;
        let stop = self.text.get(self.at..)?.chars().next().filter(|c| *c != ' ');
        Some(Some(Word { text: word, span: Span::new(start, start + len), possessive, stop }))
    }
}

/// Index of the first word of a front (Ministry of) in the chain.
fn front(chain: &[Word<'_>], g: &Grammar) -> Option<usize> {
    chain.windows(2).position(|w| match w {
        [a, b] => {
            !a.possessive && g.may_front(a.text) && g.fronts.contains_key(format!("{} {}", a.text, b.text).as_str())
        }
        _ => false,
    })
}

fn flush(text: &str, chain: &mut Vec<Word<'_>>, names: &Names, out: &mut Vec<Candidate>) {
    let words = std::mem::take(chain);
    let mut rest: &[Word<'_>] = &words;
    while let Some((mut from, to)) = body(rest, &names.en) {
        // Republic of Peru Fishing Group: the country's last word is no part of the body's name.
        if from < to && ends_country(text, rest, from, names) {
            from += 1;
        }
        if let (Some(a), Some(b)) = (rest.get(from), rest.get(to)) {
            let span = Span::new(owner(text, a.span.start, names), b.span.end);
            let origin = Origin::Rule(Arc::from("en-org-head"));
            out.push(Candidate { span, name_end: span.end, origin, body: true, noun: false, of: None });
        }
        rest = rest.get(to + 1..).unwrap_or(&[]);
    }
}

/// Whether the word at `at` ends a country's name that began before it.
fn ends_country(text: &str, chain: &[Word<'_>], at: usize, names: &Names) -> bool {
    let (Some(join), Some(word)) = (at.checked_sub(1).and_then(|i| chain.get(i)), chain.get(at)) else { return false };
    let first = at.checked_sub(2).and_then(|i| chain.get(i)).filter(|_| !join.upper());
    first.is_some_and(|first| {
        let start = first.span.end.saturating_sub(first.text.rsplit('-').next().map_or(0, str::len));
        let name = Span::new(start, word.span.end).slice(text);
        names.table.get(name).is_some_and(|f| names.table.rows(f).any(|(_, class, _)| class == Class::Country))
    })
}

/// Peru's Fishing Ministry: where the name begins that owns the body.
fn owner(text: &str, start: usize, names: &Names) -> usize {
    let head = text.get(..start).unwrap_or("");
    let Some(head) = head.strip_suffix("'s ") else { return start };
    let known = |from: usize| {
        let name = head.get(from..).unwrap_or("");
        names.table.get(name).is_some_and(|f| names.table.rows(f).any(|(_, class, _)| class == Class::Country))
    };
    let mut from = head.len();
    for _ in 0..3 {
        from = head.get(..from).and_then(|h| h.trim_end().rfind([' ', '\n'])).map_or(0, |i| i + 1);
        if known(from) {
            return from;
        }
    }
    start
}

/// First and last word of the first body in a chain.
fn body(chain: &[Word<'_>], g: &Grammar) -> Option<(usize, usize)> {
    if chain.len() > LONGEST * 3 {
        return None;
    }
    let fronted = front(chain, g);
    let headed = (1..chain.len()).find(|&i| {
        chain.get(i).is_some_and(|w| {
            g.heads.get(w.text).is_some_and(|h| h.strength >= Strength::Medium && h.strength != Strength::Stop)
        }) && own(chain, i, g).is_some()
    });
    match (fronted, headed) {
        (Some(f), h) if h.is_none_or(|h| f < h) => {
            let to = tail(chain, f + 1, g)?;
            let from = own(chain, f, g).unwrap_or(f);
            Some((from, to))
        }
        (_, Some(mut h)) => {
            let from = own(chain, h, g)?;
            // Seoul National University Hospital: the last of heads in a row.
            while chain.get(h).is_some_and(|w| w.stop.is_none() && !w.possessive)
                && chain.get(h + 1).is_some_and(|w| g.heads.contains_key(w.text))
            {
                h += 1;
            }
            let to = match chain.get(h + 1) {
                Some(w) if matches!(w.text, "of" | "for" | "on") && chain.get(h).is_some_and(|w| !w.possessive) => {
                    tail(chain, h + 1, g).unwrap_or(h)
                }
                _ => h,
            };
            Some((from, to))
        }
        _ => None,
    }
}

/// The first word of the name whose head stands at `head`: back over capitals to a joining or opening word.
fn own(chain: &[Word<'_>], head: usize, g: &Grammar) -> Option<usize> {
    let mut from = head;
    while let Some(before) = from.checked_sub(1).and_then(|i| chain.get(i)) {
        if !before.upper() || g.not_first.has(before.text) || before.possessive || before.stop.is_some() {
            break;
        }
        from -= 1;
    }
    let first = chain.get(from)?;
    if from == head || head - from > LONGEST {
        return None;
    }
    let alone = head - from == 1;
    let ministry = chain.get(head).is_some_and(|w| g.heads.get(w.text).is_some_and(|h| h.kind == "gov"));
    (!(alone && g.generic_stems.has(first.text) && !ministry)).then_some(from)
}

/// The last word of a name that goes on behind `of`: capitals, with "and" and commas between them.
fn tail(chain: &[Word<'_>], join: usize, g: &Grammar) -> Option<usize> {
    let mut last = None;
    let mut i = join + 1;
    while let Some(word) = chain.get(i) {
        if word.upper() {
            if g.not_first.has(word.text) && word.text != "The" {
                break;
            }
            last = Some(i);
            if word.possessive || word.stop.is_some_and(|c| c != ',') {
                break;
            }
            // "University of Tokyo and Harvard University" are two.
            if word.stop == Some(',') && chain.get(i + 1).is_none_or(|w| !w.upper()) {
                break;
            }
        } else if !matches!(word.text, "the" | "and" | "of" | "&")
            || matches!(word.text, "and" | "&")
                && (i + 1..(i + 5).min(chain.len())).any(|k| chain.get(k).is_some_and(|w| g.heads.contains_key(w.text)))
        {
            break;
        }
        i += 1;
    }
    last
}
