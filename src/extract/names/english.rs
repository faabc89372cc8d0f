//! Bodies that no list has, by how their English names are built: Tokyo District Court, Ministry of Trade, Industry and
//! Energy, Danwon High School.

use std::sync::Arc;

use super::candidate::{Candidate, Origin};
use crate::model::span::Span;
use crate::rulebook::names::{Class, Grammar, Head, Names, Strength};

/// Most words of a name that is not listed.
const LONGEST: usize = 12;

/// A word and what follows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    /// As printed.
    pub(super) text: &'a str,
    /// Where it stands.
    pub(super) span: Span,
    /// `'s` stands behind it.
    pub(super) possessive: bool,
    /// Punctuation behind it: the next word is no part of the same name, but for a comma in a list.
    pub(super) stop: Option<char>,
}

impl Word<'_> {
    /// Whether it begins with a capital.
    pub(super) fn upper(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Adds the bodies that structure shows.
pub(super) fn built(text: &str, names: &Names, out: &mut Vec<Candidate>) {
    let mut chain: Vec<Word<'_>> = Vec::new();
    for word in Words::new(text) {
        let joins = names.en.joins.has(word.text) && !chain.is_empty();
        if word.upper() || joins {
            chain.push(word);
        } else {
            flush(text, &mut chain, names, out);
        }
        let lists =
            |i: usize| names.en.fronts.get(&pair(&chain, i)).is_some_and(|h| matches!(&*h.kind, "gov" | "commission"));
        let comma = word.stop == Some(',') && front(&chain, &names.en).is_some_and(lists);
        if word.stop.is_some() && !comma {
            flush(text, &mut chain, names, out);
        }
    }
    flush(text, &mut chain, names, out);
}

/// Words of Latin letters; anything else ends a chain.
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// Those of a text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
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
        let next = self.text.get(self.at..)?;
        let opens = || next.trim_start_matches(' ').chars().next().filter(|c| "([\"“‘–—<".contains(*c));
        let stop = next.chars().next().filter(|c| *c != ' ').or_else(opens);
        Some(Some(Word { text: word, span: Span::new(start, start + len), possessive, stop }))
    }
}

/// The words at `at` and behind it.
fn pair(chain: &[Word<'_>], at: usize) -> String {
    chain.get(at..at + 2).unwrap_or(&[]).iter().map(|w| w.text).collect::<Vec<_>>().join(" ")
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
    while let Some((mut from, mut to)) = body(rest, &names.en) {
        // Republic of Peru Fishing Group: the country's last word is no part of the body's name.
        if from < to && ends_country(text, rest, from, names) {
            from += 1;
        }
        to = longer(text, rest, (from, to));
        from = wider(text, rest, (from, to), names);
        if let (Some(a), Some(b)) = (rest.get(from), rest.get(to))
            && !aged(text, b.span.end)
        {
            let span = Span::new(owner(text, a.span.start, names), b.span.end);
            let origin = Origin::Rule(Arc::from("en-org-head"));
            out.push(Candidate { span, name_end: span.end, origin, body: true, noun: false, of: None });
        }
        rest = rest.get(to + 1..).unwrap_or(&[]);
    }
}

/// Whether an age follows: Marion Steel, 72, is no mill.
fn aged(text: &str, end: usize) -> bool {
    let Some(rest) = text.get(end..).and_then(|t| t.strip_prefix(", ")) else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 2 && rest.get(2..).is_some_and(|r| r.starts_with([',', '.', ';']) || r.starts_with(" of "))
}

/// Where a name ends whose parts are joined, as the short name behind it tells: Peat Securities and Heather Board (PSHB).
fn longer(text: &str, chain: &[Word<'_>], (from, to): (usize, usize)) -> usize {
    let joined = chain.get(to + 1).is_some_and(|w| matches!(w.text, "and" | "&" | "of" | "for"))
        || chain.get(to).is_some_and(|w| w.stop == Some(','));
    if !joined {
        return to;
    }
    let fits = |k: &usize| short(text, chain, *k).is_some_and(|s| initials(chain, from, *k) == s);
    (to + 2..chain.len().min(to + 7)).find(fits).unwrap_or(to)
}

/// The short name in brackets behind the word at `at`.
fn short<'t>(text: &'t str, chain: &[Word<'_>], at: usize) -> Option<&'t str> {
    let behind = text.get(chain.get(at)?.span.end..)?.trim_start();
    let (inner, _) = behind.strip_prefix('(')?.split_once(')')?;
    (inner.len() >= 3 && inner.len() <= 10).then_some(inner)
}

/// The first letters of the capitalised words.
fn initials(chain: &[Word<'_>], from: usize, to: usize) -> String {
    let words = chain.get(from..=to).unwrap_or(&[]);
    words.iter().filter(|w| w.upper()).filter_map(|w| w.text.chars().next()).collect()
}

/// Where a name begins whose own words are joined: the Peat and Heather Commission, Coast Watch and Rescue Board (CWRB).
fn wider(text: &str, chain: &[Word<'_>], (from, to): (usize, usize), names: &Names) -> usize {
    let g = &names.en;
    let joined = from.checked_sub(1).and_then(|i| chain.get(i)).is_some_and(|w| matches!(w.text, "and" | "&"));
    let mut first = from.saturating_sub(1);
    while joined && let Some(word) = first.checked_sub(1).and_then(|i| chain.get(i)) {
        let heads = g.heads.get(word.text).is_some_and(|h| h.strength >= Strength::Medium);
        if !word.upper() || word.possessive || word.stop.is_some() || g.not_first.has(word.text) || heads {
            break;
        }
        first -= 1;
    }
    let (Some(start), Some(last), Some(end)) =
        (chain.get(first), from.checked_sub(2).and_then(|i| chain.get(i)), chain.get(to))
    else {
        return from;
    };
    if !joined || first + 1 >= from {
        return from;
    }
    if let Some(short) = short(text, chain, to)
        && let Some(at) = (first..from - 1).find(|&at| initials(chain, at, to) == short)
    {
        return at;
    }
    let official =
        g.heads.get(end.text).is_some_and(|h| matches!(&*h.kind, "gov" | "commission" | "association" | "court"));
    let part = Span::new(start.span.start, last.span.end).slice(text);
    let other = part.chars().all(|c| c.is_ascii_uppercase() || c == '.') || names.table.get(part).is_some();
    let article = text.get(..start.span.start).is_some_and(|h| h.ends_with("the ") || h.ends_with("The "));
    if article && official && !other { first } else { from }
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
    let headed = (1..chain.len()).find(|&i| begin(chain, i, g).is_some());
    match (fronted, headed) {
        (Some(f), h) if h.is_none_or(|h| f < h) => {
            let to = tail(chain, f + 1, g)?;
            let from = own(chain, f, g).unwrap_or(f);
            Some((from, to))
        }
        (_, Some(mut h)) => {
            let from = begin(chain, h, g)?;
            // Seoul National University Hospital: the last of heads in a row.
            while chain.get(h).is_some_and(|w| w.stop.is_none() && !w.possessive)
                && chain.get(h + 1).is_some_and(|w| g.heads.contains_key(w.text))
            {
                h += 1;
            }
            // Coastal Insurance Claims Agency: the last head of a run of capitals.
            while let Some(next) = farther(chain, h, g) {
                h = next;
            }
            let to = match chain.get(h + 1) {
                Some(w) if matches!(w.text, "of" | "for" | "on") && chain.get(h).is_some_and(|w| !w.possessive) => {
                    let end = tail(chain, h + 1, g).unwrap_or(h);
                    // A poll by Hill University for the Lake Bureau names two.
                    let two = w.text != "of" && (h + 2..=end).any(|i| begin(chain, i, g).is_some());
                    if two { h } else { end }
                }
                _ => h,
            };
            Some((from, to))
        }
        _ => None,
    }
}

/// The next head behind the one at `at` in a run of capitals, with one or two words between them.
fn farther(chain: &[Word<'_>], at: usize, g: &Grammar) -> Option<usize> {
    let free = |i: usize| chain.get(i).is_some_and(|w| w.stop.is_none() && !w.possessive);
    let inner = |i: usize| free(i) && chain.get(i).is_some_and(|w| w.upper() && !g.not_first.has(w.text));
    let head = |i: usize| {
        let strong = |h: &Head| h.strength >= Strength::Medium && h.strength != Strength::Stop;
        chain.get(i).is_some_and(|w| g.heads.get(w.text).is_some_and(strong))
    };
    if !free(at) || !inner(at + 1) {
        return None;
    }
    if head(at + 2) {
        return Some(at + 2);
    }
    (inner(at + 2) && head(at + 3)).then_some(at + 3)
}

/// The first word of the name whose head ends at `at`: Bureau, Air Force, Sheriff's Office.
fn begin(chain: &[Word<'_>], at: usize, g: &Grammar) -> Option<usize> {
    let word = chain.get(at)?;
    let shows = |h: &Head| h.strength >= Strength::Medium && h.strength != Strength::Stop;
    let pair = |before: &Word<'_>| {
        if before.possessive {
            return g.possessors.has(before.text) && g.heads.contains_key(word.text);
        }
        g.pair_ends.has(word.text) && g.heads.get(format!("{} {}", before.text, word.text).as_str()).is_some_and(shows)
    };
    let two = at.checked_sub(1).filter(|i| chain.get(*i).is_some_and(|b| b.stop.is_none() && pair(b)));
    two.and_then(|i| own(chain, i, g))
        .or_else(|| g.heads.get(word.text).filter(|h| shows(h)).and_then(|_| own(chain, at, g)))
}

/// The first word of the name whose head stands at `head`: back over capitals to a joining or opening word.
fn own(chain: &[Word<'_>], head: usize, g: &Grammar) -> Option<usize> {
    let mut from = head;
    while let Some(before) = from.checked_sub(1).and_then(|i| chain.get(i)) {
        let owns = before.possessive && !g.possessors.has(before.text);
        if !before.upper() || g.not_first.has(before.text) || owns || before.stop.is_some() {
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
    let any = alone && (g.generic_stems.has(first.text) && !ministry || first.text == "New");
    (!any).then_some(from)
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
