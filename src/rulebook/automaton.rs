//! Many patterns in one lazy automaton, walked from one place of a text: forward or backward, until nothing can match.
//!
//! A set of the machine's states that is met once gets a number, and so does what a byte makes of it: a walk is a table
//! look-up per byte. All matches are kept: every pattern, with every end it can have. Nothing is tried twice, so a walk
//! is linear in the bytes it reads, whatever a rule or a document says.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use regex_automata::nfa::thompson::{self, NFA, State, WhichCaptures};
use regex_automata::util::look::{Look, LookSet};
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::Hir;

use super::steps::Steps;

/// States in all sets together after which a thread starts anew: a document cannot make its memory grow without end.
const MOST_STATES: usize = 12 << 20;

/// The set from which nothing matches.
const DEAD: usize = 0;

/// The machine; what was met so far lives in a [`Memory`] per thread.
#[derive(Debug, Clone)]
pub(super) struct Automaton {
    nfa: NFA,
    classes: Box<[u8]>,
    width: usize,
    /// By pattern: of those that match at one place, the order in which they are told.
    ranks: Vec<i32>,
    backward: bool,
}

/// A thread's share of an automaton.
#[derive(Debug, Default)]
pub(super) struct Memory {
    sets: Vec<Set>,
    numbers: HashMap<Arc<[StateID]>, usize>,
    /// States in all sets together.
    states: usize,
    /// By set and class of byte: what [`packed`] made of the set it leads to.
    next: Steps<u32>,
    /// Patterns that match where sets are reached.
    matches: Vec<u32>,
    work: Work,
    /// Where something matched in the last walk: the place, and the set reached.
    ends: Vec<(usize, usize)>,
    /// The length of the text and the set reached at its edge in the last walk, where it got there.
    edge: Option<(usize, usize)>,
}

#[derive(Debug)]
struct Set {
    states: Arc<[StateID]>,
    /// Where its matches lie, and behind them those that need the edge of the text.
    matches: Range<usize>,
    at_edge: Range<usize>,
}

#[derive(Debug, Default)]
struct Work {
    /// States visited in round `round`.
    seen: Vec<u32>,
    round: u32,
    stack: Vec<StateID>,
    found: Vec<StateID>,
}

impl Automaton {
    /// The automaton of matches that begin where a walk does, or, `backward`, that end there. Of patterns that match at
    /// one place those of a higher rank are told first, then those that come first; a missing rank is 0.
    ///
    /// # Errors
    /// A pattern that does not compile, or that looks around for more than the edges of the text.
    pub(super) fn new(patterns: &[&Hir], ranks: Vec<i32>, backward: bool) -> Result<Self, String> {
        let config = thompson::Config::new()
            .shrink(false)
            .nfa_size_limit(Some(256 << 20))
            .reverse(backward)
            .which_captures(WhichCaptures::None);
        let nfa =
            thompson::Compiler::new().configure(config).build_many_from_hir(patterns).map_err(|e| e.to_string())?;
        let edges = LookSet::singleton(Look::Start).insert(Look::End);
        if !nfa.look_set_any().subtract(edges).is_empty() {
            return Err("the pattern looks around; say so in `before` or `after`".to_owned());
        }
        let classes = (0u8..=255).map(|b| nfa.byte_classes().get(b)).collect();
        let width = nfa.byte_classes().alphabet_len();
        Ok(Self { classes, width, nfa, ranks, backward })
    }

    /// The patterns as one machine.
    pub(super) fn nfa(&self) -> &NFA {
        &self.nfa
    }

    /// Walks over `text` from its start, or, backward, from its end, and notes in `memory.ends` where something matches.
    /// Places are counted from the start of the walk. Gives the number of bytes read.
    pub(super) fn walk(&self, memory: &mut Memory, text: &str) -> usize {
        memory.ends.clear();
        memory.edge = None;
        if memory.sets.is_empty() || memory.states > MOST_STATES {
            memory.begin(self);
        }
        // The first set behind the dead one is that of the start.
        let mut set = DEAD + 1;
        if memory.sets.get(set).is_some_and(|s| !s.matches.is_empty()) {
            memory.ends.push((0, set));
        }
        let bytes = text.as_bytes();
        for at in 0..bytes.len() {
            let place = if self.backward { bytes.len() - 1 - at } else { at };
            let byte = bytes.get(place).copied().unwrap_or(0);
            let entry = set * self.width + usize::from(self.classes.get(usize::from(byte)).copied().unwrap_or(0));
            let entry = u32::try_from(entry).unwrap_or(u32::MAX - 1);
            let next = match memory.next.get(entry) {
                Some(next) => next,
                None => memory.make(self, set, byte, entry),
            };
            set = (next >> 1) as usize;
            if next & 1 == 0 {
                memory.ends.push((at + 1, set));
            } else if set == DEAD {
                return at + 1;
            }
        }
        memory.edge = Some((bytes.len(), set));
        bytes.len()
    }
}

/// A set and whether something matches where it is reached.
fn packed(set: usize, matches: bool) -> u32 {
    u32::try_from(set).unwrap_or(0) << 1 | u32::from(!matches)
}

impl Memory {
    /// What matched in the last walk, by how far it got: the place, counted from the start of the walk, and the patterns
    /// that match there, best first.
    pub(super) fn found(&self) -> impl DoubleEndedIterator<Item = (usize, &[u32])> {
        let list = |range: &Range<usize>| self.matches.get(range.clone()).unwrap_or(&[]);
        let own = self.ends.iter().filter_map(move |(at, set)| Some((*at, list(&self.sets.get(*set)?.matches))));
        let edge = self.edge.and_then(|(at, set)| Some((at, list(&self.sets.get(set)?.at_edge))));
        own.chain(edge.filter(|(_, all)| !all.is_empty()))
    }

    fn begin(&mut self, automaton: &Automaton) {
        *self = Self::default();
        self.work.seen = vec![0; automaton.nfa.states().len()];
        self.number(automaton);
        self.work.round += 1;
        self.follow(&automaton.nfa, automaton.nfa.start_anchored(), true);
        self.number(automaton);
    }

    /// What a byte makes of a set.
    fn make(&mut self, automaton: &Automaton, set: usize, byte: u8, entry: u32) -> u32 {
        self.work.round += 1;
        let states = self.sets.get(set).map(|s| Arc::clone(&s.states));
        for state in states.iter().flat_map(|all| all.iter()) {
            let next = match automaton.nfa.state(*state) {
                State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
                State::Sparse(sparse) => sparse.matches_byte(byte),
                State::Dense(dense) => dense.matches_byte(byte),
                _ => None,
            };
            if let Some(next) = next {
                self.follow(&automaton.nfa, next, false);
            }
        }
        let to = self.number(automaton);
        let next = packed(to, self.sets.get(to).is_some_and(|s| !s.matches.is_empty()));
        self.next.add(entry, next);
        next
    }

    /// Adds the states that `state` leads to without a byte; `start` where the text begins.
    fn follow(&mut self, nfa: &NFA, state: StateID, start: bool) {
        let Work { seen, round, stack, found } = &mut self.work;
        stack.push(state);
        while let Some(state) = stack.pop() {
            match seen.get_mut(state.as_usize()) {
                Some(seen) if *seen != *round => *seen = *round,
                _ => continue,
            }
            match nfa.state(state) {
                State::Union { alternates } => stack.extend(alternates.iter()),
                State::BinaryUnion { alt1, alt2 } => stack.extend([*alt1, *alt2]),
                State::Capture { next, .. } => stack.push(*next),
                State::Look { look: Look::Start, next } if start => stack.push(*next),
                State::Look { look: Look::Start, .. } | State::Fail => {}
                State::ByteRange { .. }
                | State::Sparse(_)
                | State::Dense(_)
                | State::Look { .. }
                | State::Match { .. } => found.push(state),
            }
        }
    }

    /// The number of the set that was found.
    fn number(&mut self, automaton: &Automaton) -> usize {
        let mut states = std::mem::take(&mut self.work.found);
        states.sort_unstable();
        if let Some(&known) = self.numbers.get(states.as_slice()) {
            states.clear();
            self.work.found = states;
            return known;
        }
        let nfa = &automaton.nfa;
        let matches = self.tell(automaton, &states);
        // What matches only where the text ends: behind the looks for it.
        self.work.round += 1;
        for state in &states {
            if let State::Look { look: Look::End, next } = nfa.state(*state) {
                self.follow(nfa, *next, false);
            }
        }
        let beyond = self.through_looks(nfa);
        let at_edge = self.tell(automaton, &beyond);
        let number = self.sets.len();
        self.states += states.len();
        let states: Arc<[StateID]> = states.into();
        self.numbers.insert(Arc::clone(&states), number);
        self.sets.push(Set { states, matches, at_edge });
        number
    }

    /// The states found, with what further looks for the end lead to.
    fn through_looks(&mut self, nfa: &NFA) -> Vec<StateID> {
        let mut all = Vec::new();
        while let Some(state) = self.work.found.pop() {
            if let State::Look { look: Look::End, next } = nfa.state(state) {
                self.follow(nfa, *next, false);
            }
            all.push(state);
        }
        all
    }

    /// Notes the patterns that match in a set, best first.
    fn tell(&mut self, automaton: &Automaton, states: &[StateID]) -> Range<usize> {
        let from = self.matches.len();
        self.matches.extend(states.iter().filter_map(|s| match automaton.nfa.state(*s) {
            State::Match { pattern_id } => u32::try_from(pattern_id.as_usize()).ok(),
            _ => None,
        }));
        let rank = |p: u32| automaton.ranks.get(p as usize).copied().unwrap_or(0);
        if let Some(own) = self.matches.get_mut(from..) {
            own.sort_unstable_by_key(|p| (std::cmp::Reverse(rank(*p)), *p));
        }
        from..self.matches.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(patterns: &[&str], backward: bool, text: &str) -> Vec<(usize, Vec<u32>)> {
        let parsed: Vec<Hir> = patterns.iter().map(|p| regex_syntax::parse(p).unwrap()).collect();
        let parsed: Vec<&Hir> = parsed.iter().collect();
        let automaton = Automaton::new(&parsed, vec![0, 0, 1], backward).unwrap();
        let mut memory = Memory::default();
        let mut out = Vec::new();
        // The second time all steps are known.
        for _ in 0..2 {
            automaton.walk(&mut memory, text);
            out = memory.found().map(|(at, all)| (at, all.to_vec())).collect();
        }
        out
    }

    #[test]
    fn every_pattern_with_every_end() {
        let all = found(&["[0-9]+", "12", "x|1[2-9]"], false, "1234a1");
        assert_eq!(all, [(1, vec![0]), (2, vec![2, 0, 1]), (3, vec![0]), (4, vec![0])]);
        assert_eq!(found(&["[0-9]+"], false, "abc"), []);
        assert_eq!(found(&["(?:$|[^a])"], false, ""), [(0, vec![0])]);
        assert_eq!(found(&["^(?:$|[^a]|a$)"], false, "ab"), []);
        assert_eq!(found(&["^(?:$|[^a]|a$)"], false, "a"), [(1, vec![0])]);
    }

    #[test]
    fn backward_from_the_end() {
        assert_eq!(
            found(&["[a-z]+ ", "^ab ", " $"], true, "ab "),
            [(1, vec![2]), (2, vec![0]), (3, vec![0]), (3, vec![1])]
        );
        assert_eq!(found(&["(?:^$|[^0-9]$)$"], true, "x1"), []);
        assert_eq!(found(&["(?:^$|[^0-9]$)$"], true, ""), [(0, vec![0])]);
        assert_eq!(found(&["(?:$|x)$"], true, "y"), [(0, vec![0])]);
    }

    #[test]
    fn other_looks_are_refused() {
        assert!(Automaton::new(&[&regex_syntax::parse(r"\bx").unwrap()], Vec::new(), false).is_err());
    }
}
