//! All rule patterns in one automaton: at a place, every rule that matches there and every end it can have.
//!
//! One scan serves all rules. Most characters of a text can start no rule, and a bit per character says so
//! ([`Scanner::can_start`]). Where one can, the automaton walks from there until nothing can match any more. Contexts
//! and groups are asked for hit by hit, best first, so that only what may stay pays for them.

use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};

use regex_automata::util::pool::{Pool, PoolGuard};
use regex_syntax::hir::Hir;

use super::automaton::{Automaton, Memory};
use super::chars::Chars;
use super::context::{Context, Contexts, Seen};
use super::error::LoadError;
use super::first::first_characters;
use super::memo::Vain;
use super::rule::{Rule, Rules};
use super::trace;

/// Most bytes of a match.
const LONGEST: usize = 240;

type Make = Box<dyn Fn() -> Memories + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// The automata of all rules and of their contexts.
pub struct Scanner {
    automaton: Option<Automaton>,
    memories: Pool<Memories, Make>,
    /// Characters that can start a match of some rule, and of a rule that may start inside a word.
    starts: Chars,
    starts_inside: Chars,
    before: Contexts,
    after: Contexts,
    /// By rule.
    traits: Vec<Traits>,
}

/// What decides between hits.
#[derive(Debug, Clone, Copy)]
struct Traits {
    priority: i32,
    before: Option<usize>,
    after: Option<usize>,
}

/// What one thread has met so far.
#[derive(Debug, Default)]
struct Memories {
    automaton: Memory,
    vain: Vain,
    before: Seen,
    after: Seen,
    traces: Vec<trace::Memory>,
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scanner").field("built", &self.automaton.is_some()).finish()
    }
}

/// One way to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Index of the rule.
    pub rule: usize,
    /// One past the last byte.
    pub end: usize,
    priority: i32,
}

impl Scanner {
    /// Builds the automata of all rules.
    pub fn new(rules: &Rules, errors: &mut Vec<LoadError>) -> Self {
        let patterns: Vec<&Hir> = rules.all.iter().map(|r| &r.hir).collect();
        let ranks: Vec<i32> = rules.all.iter().map(|r| r.priority).collect();
        let automaton = match Automaton::new(&patterns, ranks, false) {
            Ok(automaton) => Some(automaton),
            Err(_) => {
                errors.extend(rules.all.iter().filter_map(unfit));
                None
            }
        };
        let mut side = |wanted: fn(&Rule) -> Option<&Context>, backward: bool| {
            let built = Contexts::new(rules.all.iter().map(wanted), backward);
            built.unwrap_or_else(|message| {
                errors.extend(rules.all.first().map(|r| at_rule(r, message, "make the contexts of rules smaller")));
                (Contexts::default(), Vec::new())
            })
        };
        let (before, before_of) = side(|r| r.before.as_ref(), true);
        let (after, after_of) = side(|r| r.after.as_ref(), false);
        let traits = rules.all.iter().enumerate().map(|(i, r)| Traits {
            priority: r.priority,
            before: before_of.get(i).copied().flatten(),
            after: after_of.get(i).copied().flatten(),
        });
        let starts = |fits: fn(&Rule) -> bool| {
            let fitting = (0..rules.all.len()).filter(|i| rules.all.get(*i).is_some_and(fits));
            automaton.as_ref().map_or_else(Chars::default, |a| first_characters(a.nfa(), fitting))
        };
        Self {
            starts: starts(|_| true),
            starts_inside: starts(|r| r.anywhere),
            automaton,
            memories: Pool::new(Box::new(Memories::default)),
            before,
            after,
            traits: traits.collect(),
        }
    }

    /// Whether some rule can start with this character; `inside` a word, whether one of those that may start there can.
    pub fn can_start(&self, c: char, inside: bool) -> bool {
        if inside { self.starts_inside.has(c) } else { self.starts.has(c) }
    }

    /// A scan of one text, with this thread's memory.
    pub fn scan(&self) -> Scan<'_> {
        let mut memories = self.memories.get();
        memories.before.forget();
        memories.after.forget();
        Scan { scanner: self, memories, slots: Vec::new() }
    }
}

/// What is wrong with the pattern of a rule.
fn unfit(rule: &Rule) -> Option<LoadError> {
    let message = Automaton::new(&[&rule.hir], Vec::new(), false).err()?;
    Some(at_rule(rule, message, "make the pattern of this rule smaller, without ^, $ and \\b"))
}

fn at_rule(rule: &Rule, message: String, help: &str) -> LoadError {
    let (shown, line) = &rule.place;
    LoadError {
        shown: shown.clone(),
        line: *line,
        column: 1,
        source_line: rule.source.clone(),
        width: 1,
        message,
        help: help.to_owned(),
    }
}

/// A scan under way.
pub struct Scan<'s> {
    scanner: &'s Scanner,
    memories: PoolGuard<'s, Memories, Make>,
    slots: Vec<Option<usize>>,
}

impl fmt::Debug for Scan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan").finish_non_exhaustive()
    }
}

impl Scan<'_> {
    /// All matches that start at `at`, best first: by priority, then the longest, then the rule that comes first.
    pub fn hits(&mut self, text: &str, at: usize, hits: &mut Vec<Hit>) {
        hits.clear();
        let Some(automaton) = &self.scanner.automaton else { return };
        let Memories { automaton: memory, vain, .. } = &mut *self.memories;
        let key = Vain::key(text, at);
        if key.is_some_and(|key| vain.has(key)) {
            return;
        }
        // No figure is longer; without a limit a run of number words would cost its square.
        let end = floor(text, at.saturating_add(LONGEST));
        let read = automaton.walk(memory, text.get(at..end).unwrap_or(""));
        let traits = &self.scanner.traits;
        let mut plain = true;
        for (len, rules) in memory.found().rev() {
            for &rule in rules {
                let rule = rule as usize;
                let priority = traits.get(rule).map_or(0, |t| t.priority);
                plain &= priority == 0;
                hits.push(Hit { rule, end: at + len, priority });
            }
        }
        if let Some(key) = key.filter(|_| hits.is_empty()) {
            vain.add(key, read);
        }
        if !plain {
            hits.sort_unstable_by_key(|h| (std::cmp::Reverse((h.priority, h.end)), h.rule));
        }
    }

    /// Whether the context of a rule holds behind a match that ends at `end`; `window` is what follows.
    pub fn after(&mut self, rule: usize, end: usize, window: &str) -> bool {
        let Some(context) = self.scanner.traits.get(rule).and_then(|t| t.after) else { return true };
        self.scanner.after.holds(&mut self.memories.after, context, end, window)
    }

    /// Whether the context of a rule holds before a match that begins at `start`; `window` ends there.
    pub fn before(&mut self, rule: usize, start: usize, window: &str) -> bool {
        let Some(context) = self.scanner.traits.get(rule).and_then(|t| t.before) else { return true };
        self.scanner.before.holds(&mut self.memories.before, context, start, window)
    }

    /// Start and end of every group of rule `number` in `text`, a whole match of it; [`Group::span`] reads them.
    ///
    /// [`Group::span`]: super::rule::Group::span
    pub fn groups(&mut self, number: usize, rule: &Rule, text: &str) -> Option<&[Option<usize>]> {
        let traces = &mut self.memories.traces;
        if traces.len() <= number {
            traces.resize_with(number + 1, trace::Memory::default);
        }
        rule.trace()?.run(traces.get_mut(number)?, text, &mut self.slots).then_some(&self.slots)
    }
}

/// The largest character boundary not beyond `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
