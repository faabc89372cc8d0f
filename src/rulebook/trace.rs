//! Where the groups of a match lie.
//!
//! The scanner knows which rule matches from where to where; only for those that stay are groups asked for. A forward
//! walk over the match notes, for every thread of the pattern, which thread it came from; the way back from the first
//! thread that matches crosses the borders of the groups. Sets of threads are met again and again: they are numbered and
//! their steps kept, so that a walk costs a look-up per byte both ways.

use std::collections::HashMap;

use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::Hir;

use super::steps::Steps;

/// A pattern whose groups can be traced.
#[derive(Debug)]
pub(super) struct Trace {
    nfa: NFA,
}

/// A thread's share: the sets met so far.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Threads of each set, in order of preference, and the first of them that matches.
    sets: Vec<(Box<[StateID]>, Option<usize>)>,
    numbers: HashMap<Box<[StateID]>, u32>,
    /// By set and class of byte: what the byte makes of the set.
    next: Steps<Step>,
    /// For each thread behind each step: where it came from. First those of the start.
    links: Vec<Link>,
    /// Borders that a thread crossed in a step, as numbers of slots.
    borders: Vec<u32>,
    /// Where the links of the steps of one walk lie.
    path: Vec<u32>,
    work: Work,
}

#[derive(Debug, Clone, Copy, Default)]
struct Step {
    to: u32,
    /// Where its links begin.
    links: u32,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    from: u32,
    /// Where its borders lie.
    first: u32,
    last: u32,
}

/// What one step needs while it is made.
#[derive(Debug, Default)]
struct Work {
    /// States visited in step number `round`.
    seen: Vec<u32>,
    round: u32,
    stack: Vec<Visit>,
    crossed: Vec<u32>,
    threads: Vec<StateID>,
}

#[derive(Debug, Clone, Copy)]
enum Visit {
    State(StateID),
    /// Back to so many borders crossed.
    Crossed(usize),
}

/// More links than this are forgotten: a document cannot make the memory grow without end.
const MOST_LINKS: usize = 1 << 20;

impl Trace {
    /// The trace of a pattern; `None` where it does not compile or looks around.
    pub(super) fn new(pattern: &Hir) -> Option<Self> {
        let nfa = NFA::compiler().build_from_hir(pattern).ok()?;
        nfa.look_set_any().is_empty().then_some(Self { nfa })
    }

    /// Fills `slots` with start and end of every group, counted from the start of `text`, which must match as a whole;
    /// false where it does not. Of several ways to match the one a backtracking matcher finds first.
    pub(super) fn run(&self, memory: &mut Memory, text: &str, slots: &mut Vec<Option<usize>>) -> bool {
        if memory.links.len() > MOST_LINKS {
            *memory = Memory::default();
        }
        let classes = self.nfa.byte_classes();
        let width = place(classes.alphabet_len());
        if memory.sets.is_empty() {
            memory.begin(&self.nfa);
        }
        memory.path.clear();
        memory.path.push(0);
        let mut set = 0;
        for &byte in text.as_bytes() {
            let at = set * width + u32::from(classes.get(byte));
            let step = match memory.next.get(at) {
                Some(known) => known,
                None => memory.make(&self.nfa, set, byte, at),
            };
            memory.path.push(step.links);
            set = step.to;
        }
        let Some(mut thread) = memory.sets.get(set as usize).and_then(|s| s.1) else { return false };
        slots.clear();
        slots.resize(self.nfa.group_info().slot_len(), None);
        // From behind: the last time a border was crossed counts.
        for (at, links) in memory.path.iter().enumerate().rev() {
            let Some(link) = memory.links.get(*links as usize + thread) else { return false };
            for border in memory.borders.get(link.first as usize..link.last as usize).unwrap_or(&[]) {
                if let Some(slot) = slots.get_mut(*border as usize) {
                    slot.get_or_insert(at);
                }
            }
            thread = link.from as usize;
        }
        true
    }
}

impl Memory {
    /// The step before the first byte.
    fn begin(&mut self, nfa: &NFA) {
        self.work.seen = vec![0; nfa.states().len()];
        self.work.round = 1;
        self.follow(nfa, nfa.start_anchored(), 0);
        self.finish(nfa, 0);
    }

    /// The step from a set over a byte.
    fn make(&mut self, nfa: &NFA, set: u32, byte: u8, at: u32) -> Step {
        self.work.round += 1;
        let links = self.links.len();
        let threads = self.sets.get(set as usize).map(|s| s.0.clone()).unwrap_or_default();
        for (from, thread) in (0u32..).zip(&threads) {
            let next = match nfa.state(*thread) {
                State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
                State::Sparse(sparse) => sparse.matches_byte(byte),
                State::Dense(dense) => dense.matches_byte(byte),
                _ => None,
            };
            if let Some(next) = next {
                self.follow(nfa, next, from);
            }
        }
        let step = self.finish(nfa, links);
        self.next.add(at, step);
        step
    }

    /// Adds the threads that `state` leads to without a byte, in order of preference.
    fn follow(&mut self, nfa: &NFA, state: StateID, from: u32) {
        let Work { seen, round, stack, crossed, threads } = &mut self.work;
        stack.push(Visit::State(state));
        crossed.clear();
        while let Some(visit) = stack.pop() {
            let state = match visit {
                Visit::State(state) => state,
                Visit::Crossed(len) => {
                    crossed.truncate(len);
                    continue;
                }
            };
            match seen.get_mut(state.as_usize()) {
                Some(seen) if *seen != *round => *seen = *round,
                _ => continue,
            }
            match nfa.state(state) {
                State::Union { alternates } => stack.extend(alternates.iter().rev().map(|s| Visit::State(*s))),
                State::BinaryUnion { alt1, alt2 } => stack.extend([Visit::State(*alt2), Visit::State(*alt1)]),
                State::Capture { next, slot, .. } => {
                    stack.extend([Visit::Crossed(crossed.len()), Visit::State(*next)]);
                    crossed.extend(u32::try_from(slot.as_usize()));
                }
                State::ByteRange { .. } | State::Sparse(_) | State::Dense(_) | State::Match { .. } => {
                    let first = self.borders.len();
                    self.borders.extend(crossed.iter());
                    self.links.push(Link { from, first: place(first), last: place(self.borders.len()) });
                    threads.push(state);
                }
                State::Look { .. } | State::Fail => {}
            }
        }
    }

    /// Numbers the set that a step leads to.
    fn finish(&mut self, nfa: &NFA, links: usize) -> Step {
        let threads = std::mem::take(&mut self.work.threads).into_boxed_slice();
        let to = match self.numbers.get(&threads) {
            Some(&known) => known,
            None => {
                let number = place(self.sets.len());
                self.numbers.insert(threads.clone(), number);
                let matches = threads.iter().position(|s| matches!(nfa.state(*s), State::Match { .. }));
                self.sets.push((threads, matches));
                number
            }
        };
        Step { to, links: place(links) }
    }
}

/// A place in a table that [`MOST_LINKS`] keeps small.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The groups of a match, where there is one.
    type Groups = Option<Vec<Option<(usize, usize)>>>;

    /// Groups by the trace and by the regex crate.
    fn both(pattern: &str, text: &str) -> [Groups; 2] {
        let trace = Trace::new(&regex_syntax::parse(pattern).unwrap()).unwrap();
        let (mut memory, mut slots) = (Memory::default(), Vec::new());
        let mut own = None;
        // The second time all steps are known.
        for _ in 0..2 {
            own = trace
                .run(&mut memory, text, &mut slots)
                .then(|| slots.chunks(2).skip(1).map(|s| Some((s[0]?, s[1]?))).collect());
        }
        let regex = regex::Regex::new(&format!("^(?:{pattern})$")).unwrap();
        let other = regex.captures(text).map(|c| c.iter().skip(1).map(|m| m.map(|m| (m.start(), m.end()))).collect());
        [own, other]
    }

    #[test]
    fn groups_as_a_backtracking_matcher_finds_them() {
        for (pattern, text) in [
            ("(a+)(a*)", "aaa"),
            ("(a+?)(a*)", "aaa"),
            ("(?:(a)|b)*", "aab"),
            ("(a|ab)(c|bcd)?(d*)", "abcd"),
            ("(?<num>[0-9,.]+) ?(?<unit>명|여 ?명)", "1,200여 명"),
            ("(x)|(y)", "z"),
            ("((a)|(b))+", "ab"),
        ] {
            let [own, other] = both(pattern, text);
            assert_eq!(own, other, "{pattern} on {text}");
        }
        assert!(Trace::new(&regex_syntax::parse("a$").unwrap()).is_none());
    }

    proptest! {
        #[test]
        fn groups_are_those_of_the_regex_crate(
            pattern in "(\\((\\?:)?[ab]{1,2}[*+?]{0,1}(\\|[ab]{1,2}){0,2}\\)[*+?]{0,1}[ab]?){1,4}",
            text in "[ab]{0,6}",
        ) {
            let [own, other] = both(&pattern, &text);
            prop_assert_eq!(own, other);
        }
    }
}
