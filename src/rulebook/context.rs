//! What must stand before or behind a match: all contexts of all rules, each pattern once.
//!
//! Contexts of limited length are read together, in one short walk from the edge of a match; the few others one by one.

use std::collections::BTreeMap;
use std::sync::Arc;

use regex::Regex;
use regex_syntax::hir::{Hir, Look, LookSet};

use super::automaton::{Automaton, Memory};

/// The longest context, in bytes, that is read together with the others.
const SHORT: usize = 48;

/// What must stand on one side of a match.
#[derive(Debug)]
pub struct Context {
    /// The pattern, anchored at the edge of the match.
    pub(super) pattern: String,
    /// The same, parsed.
    pub(super) hir: Arc<Hir>,
}

impl Context {
    /// The context by itself, for looking at one rule alone: against what stands before a match, or behind it.
    pub fn alone(&self) -> Option<Regex> {
        Regex::new(&self.pattern).ok()
    }
}

/// The contexts of one side.
#[derive(Debug, Default)]
pub(super) struct Contexts {
    automaton: Option<Automaton>,
    /// From a pattern of the automaton to its context.
    short: Vec<usize>,
    /// By context, those that are tried alone.
    long: Vec<Option<Regex>>,
}

/// A thread's share, with what was found at the last place that was asked about.
#[derive(Debug, Default)]
pub(super) struct Seen {
    memory: Memory,
    at: Option<usize>,
    hold: Vec<usize>,
}

impl Seen {
    /// Forgets the text.
    pub(super) fn forget(&mut self) {
        self.at = None;
    }
}

impl Contexts {
    /// The contexts of `wanted`, patterns that are anchored where a match ends, or, `backward`, where it begins; and for
    /// each of `wanted` the number of its context.
    pub(super) fn new<'p>(
        wanted: impl Iterator<Item = Option<&'p Context>>,
        backward: bool,
    ) -> Result<(Self, Vec<Option<usize>>), String> {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut patterns = Vec::new();
        let of_rule = wanted
            .map(|context| {
                let context = context?;
                Some(*numbers.entry(&context.pattern).or_insert_with(|| {
                    patterns.push(context);
                    patterns.len() - 1
                }))
            })
            .collect();
        let mut out = Self::default();
        let mut together = Vec::new();
        for (number, Context { pattern, hir }) in patterns.into_iter().enumerate() {
            if is_short(hir) {
                together.push(&**hir);
                out.short.push(number);
                out.long.push(None);
            } else {
                out.long.push(Some(Regex::new(pattern).map_err(|e| e.to_string())?));
            }
        }
        if !together.is_empty() {
            out.automaton = Some(Automaton::new(&together, Vec::new(), backward)?);
        }
        Ok((out, of_rule))
    }

    /// Whether a context holds at byte `at`, next to `window`.
    pub(super) fn holds(&self, seen: &mut Seen, context: usize, at: usize, window: &str) -> bool {
        if let Some(Some(regex)) = self.long.get(context) {
            return regex.is_match(window);
        }
        if seen.at != Some(at) {
            seen.at = Some(at);
            seen.hold.clear();
            if let Some(automaton) = &self.automaton {
                automaton.walk(&mut seen.memory, window);
                let found = seen.memory.found().flat_map(|(_, all)| all);
                seen.hold.extend(found.filter_map(|p| self.short.get(*p as usize)));
            }
        }
        seen.hold.contains(&context)
    }
}

/// Whether a pattern has a longest match, and looks around for nothing but the edges of the text.
fn is_short(pattern: &Hir) -> bool {
    let properties = pattern.properties();
    let edges = LookSet::singleton(Look::Start).insert(Look::End);
    properties.maximum_len().is_some_and(|n| n <= SHORT) && properties.look_set().subtract(edges).is_empty()
}
