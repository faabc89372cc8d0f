//! Which rules a line matches. Every paragraph of a text is asked, and hardly any matches: the point is to be told soon.
//!
//! Patterns are read from the side where they are definite, one walk for each side: `by .*` from the start, `.*(credit)`
//! from the end. What is open on both sides (`.*all rights reserved.*`) is tried only where its middle is found.

use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input, meta};
use regex_syntax::hir::{Hir, HirKind};

use super::{Reach, SegmentRule};
use crate::rulebook::automaton::{Automaton, Memory};

/// The longest line, in bytes, that whole-line patterns are tried on: longer ones are running text.
const LINE_MAX: usize = 480;
/// How far back from its end, in bytes, a line is read for `at = "end"` patterns.
const TAIL: usize = 240;
/// How many places in it are tried.
const OPENERS: usize = 4;
/// A repetition of so many at an end of a pattern leaves it open.
const OPEN: u32 = 12;

/// The rules of a zone.
#[derive(Debug, Default)]
pub(super) struct Matchers {
    /// From the start, to anywhere.
    start: Option<Starts>,
    /// The whole line, read forward.
    forward: Option<Walked>,
    /// The whole line or a credit at its end, read backward.
    backward: Option<Walked>,
    /// The whole line, open on both sides: its middle, and the whole.
    middle: Option<(meta::Regex, Walked)>,
}

impl Matchers {
    pub(super) fn build(rules: &[SegmentRule], fits: impl Fn(&SegmentRule) -> bool) -> Result<Self, String> {
        let (mut starts, mut forward, mut backward, mut both) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut middles = Vec::new();
        for (number, rule) in rules.iter().enumerate().filter(|(_, r)| fits(r)) {
            match rule.reach {
                Reach::Start => starts.push((number, format!("(?:{})", rule.pattern))),
                Reach::End => backward.push((number, Reach::End, ended(&rule.pattern))),
                Reach::Line => {
                    for part in parts(&rule.pattern)? {
                        let whole = (number, Reach::Line, ended(&part.to_string()));
                        match (opens(&part, false), opens(&part, true)) {
                            (true, true) => {
                                middles.push(middle(&part));
                                both.push(whole);
                            }
                            (true, false) => backward.push(whole),
                            (false, _) => forward.push(whole),
                        }
                    }
                }
            }
        }
        let plain = |patterns: &[String]| {
            let config = meta::Config::new().which_captures(WhichCaptures::Implicit).onepass(false);
            meta::Regex::builder().configure(config).build_many(patterns).map_err(|e| e.to_string())
        };
        let walked = |all, back| Walked::build(all, back).map_err(|e| format!("a pattern of a line: {e}"));
        Ok(Self {
            start: if starts.is_empty() {
                None
            } else {
                let (rules, patterns): (Vec<usize>, Vec<String>) = starts.into_iter().unzip();
                Some(Starts { regex: plain(&patterns)?, rules })
            },
            forward: walked(forward, false)?,
            backward: walked(backward, true)?,
            middle: match walked(both, false)? {
                Some(whole) => Some((plain(&middles)?, whole)),
                None => None,
            },
        })
    }

    /// Number of the strongest rule and the end of its match.
    pub(super) fn find(&self, line: &str) -> Option<(usize, usize)> {
        let start = self.start.as_ref().and_then(|m| m.find(line));
        let backward = self.backward.as_ref().and_then(|m| m.find(line));
        let short = line.len() <= LINE_MAX;
        let forward = self.forward.as_ref().filter(|_| short).and_then(|m| m.find(line));
        let middle = self.middle.as_ref().filter(|(middle, _)| short && middle.is_match(line));
        let middle = middle.and_then(|(_, whole)| whole.find(line));
        let whole = backward.into_iter().chain(forward).chain(middle).min().map(|rule| (rule, line.len()));
        start.into_iter().chain(whole).min_by_key(|hit| hit.0)
    }
}

/// Rules that match from the start of a line.
#[derive(Debug)]
struct Starts {
    regex: meta::Regex,
    /// From pattern number to rule number.
    rules: Vec<usize>,
}

impl Starts {
    fn find(&self, line: &str) -> Option<(usize, usize)> {
        let found = self.regex.search_half(&Input::new(line).anchored(Anchored::Yes))?;
        self.rules.get(found.pattern().as_usize()).map(|&i| (i, found.offset()))
    }
}

/// Rules that match up to the end of a line, read in one direction.
#[derive(Debug)]
struct Walked {
    automaton: Automaton,
    memories: Pool<Memory, fn() -> Memory>,
    backward: bool,
    /// From pattern number to rule number and reach.
    rules: Vec<(usize, Reach)>,
}

impl Walked {
    fn build(rules: Vec<(usize, Reach, String)>, backward: bool) -> Result<Option<Self>, String> {
        if rules.is_empty() {
            return Ok(None);
        }
        let parse = |(_, _, p): &(usize, Reach, String)| regex_syntax::parse(p).map_err(|e| e.to_string());
        let patterns = rules.iter().map(parse).collect::<Result<Vec<Hir>, String>>()?;
        let patterns: Vec<&Hir> = patterns.iter().collect();
        Ok(Some(Self {
            automaton: Automaton::new(&patterns, Vec::new(), backward)?,
            memories: Pool::new(Memory::default),
            backward,
            rules: rules.into_iter().map(|(i, reach, _)| (i, reach)).collect(),
        }))
    }

    /// The strongest rule for the whole line or for a credit at its end, where the last credit counts.
    fn find(&self, line: &str) -> Option<usize> {
        let mut memory = self.memories.get();
        self.automaton.walk(&mut memory, line);
        let (mut whole, mut credit) = (None, None);
        for (len, patterns) in memory.found() {
            let of = |wanted: Reach| {
                let fits = |p: &u32| self.rules.get(*p as usize).filter(|(_, reach)| *reach == wanted).map(|(i, _)| *i);
                patterns.iter().find_map(fits)
            };
            if len == line.len() && len <= LINE_MAX {
                whole = whole.into_iter().chain(of(Reach::Line)).min();
            }
            if self.backward && credit.is_none() && openers(line).any(|opener| opener == line.len() - len) {
                credit = of(Reach::End);
            }
        }
        whole.into_iter().chain(credit).min()
    }
}

fn ended(pattern: &str) -> String {
    format!("(?:{pattern})\\z")
}

/// The alternatives of a pattern.
fn parts(pattern: &str) -> Result<Vec<Hir>, String> {
    let hir = regex_syntax::parse(pattern).map_err(|e| e.to_string())?;
    Ok(match hir.kind() {
        HirKind::Alternation(all) => all.clone(),
        _ => vec![hir],
    })
}

/// Whether a pattern begins (`last`: ends) with a long repetition.
fn opens(part: &Hir, last: bool) -> bool {
    match part.kind() {
        HirKind::Repetition(r) => r.max.is_none_or(|max| max >= OPEN),
        HirKind::Concat(all) => (if last { all.last() } else { all.first() }).is_some_and(|h| opens(h, last)),
        HirKind::Capture(c) => opens(&c.sub, last),
        _ => false,
    }
}

/// What stands between the two open ends of a pattern.
fn middle(part: &Hir) -> String {
    match part.kind() {
        HirKind::Concat(all) if all.len() > 2 => {
            all.get(1..all.len() - 1).map(|inner| Hir::concat(inner.to_vec()).to_string()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The places near the end of a line where a credit can begin, last first: brackets, a stroke, an equals sign.
fn openers(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    let opens = move |i: &usize| match bytes.get(*i) {
        Some(b'[' | b'(' | b'<' | b'/' | b'=') => true,
        // The angle bracket U+3008.
        Some(0xE3) => bytes.get(i + 1..i + 3) == Some(&[0x80, 0x88]),
        _ => false,
    };
    (bytes.len().saturating_sub(TAIL)..bytes.len()).rev().filter(opens).take(OPENERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(pattern: &str) -> Vec<(bool, bool)> {
        parts(pattern).unwrap().iter().map(|p| (opens(p, false), opens(p, true))).collect()
    }

    #[test]
    fn patterns_are_read_from_their_definite_side() {
        assert_eq!(
            sides("by .*|[^.]*end[.)]{0,2}|.*all rights.*|[0-9]{4}"),
            [(false, true), (true, false), (true, true), (false, false)]
        );
        let parts = parts("x|.*(?:all|no) rights[.]?.*").unwrap();
        let middle = regex::Regex::new(&middle(&parts[1])).unwrap();
        assert!(middle.is_match("has no rights.") && !middle.is_match("all wrongs"));
    }
}
