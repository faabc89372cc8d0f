//! The characters that a match can start with.

use std::collections::BTreeSet;

use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::primitives::{PatternID, StateID};

use super::chars::Chars;

/// The first characters of the matches of some patterns of an automaton; all beyond U+FFFF where one of them is.
pub(super) fn first_characters(nfa: &NFA, patterns: impl Iterator<Item = usize>) -> Chars {
    let mut out = Chars::default();
    let starts = patterns.filter_map(|p| nfa.start_pattern(PatternID::new(p).ok()?)).collect();
    for (lead, behind) in by_byte(nfa, starts) {
        match lead {
            ..0x80 => out.add(char::from(lead)),
            0x80..0xE0 => more(nfa, behind, 1, u32::from(lead) & 0x1F, &mut out),
            0xE0..0xF0 => more(nfa, behind, 2, u32::from(lead) & 0x0F, &mut out),
            0xF0.. => out.add_astral(),
        }
    }
    out
}

/// Adds the characters that begin with the bits `head` and go on with `left` more bytes.
fn more(nfa: &NFA, states: BTreeSet<StateID>, left: u32, head: u32, out: &mut Chars) {
    if left == 0 {
        if let Some(c) = char::from_u32(head) {
            out.add(c);
        }
        return;
    }
    for (byte, behind) in by_byte(nfa, states) {
        more(nfa, behind, left - 1, head << 6 | u32::from(byte) & 0x3F, out);
    }
}

/// Bytes that lead on, with the states behind them.
fn by_byte(nfa: &NFA, states: BTreeSet<StateID>) -> Vec<(u8, BTreeSet<StateID>)> {
    let mut next: Vec<BTreeSet<StateID>> = vec![BTreeSet::new(); 256];
    let mut seen = states.clone();
    let mut open: Vec<StateID> = states.into_iter().collect();
    let mut reach = |start: u8, end: u8, to: StateID| {
        for slot in next.get_mut(usize::from(start)..=usize::from(end)).into_iter().flatten() {
            slot.insert(to);
        }
    };
    while let Some(state) = open.pop() {
        let mut then = |to: StateID| {
            if seen.insert(to) {
                open.push(to);
            }
        };
        match nfa.state(state) {
            State::ByteRange { trans } => reach(trans.start, trans.end, trans.next),
            State::Sparse(sparse) => sparse.transitions.iter().for_each(|t| reach(t.start, t.end, t.next)),
            State::Dense(dense) => {
                for (byte, to) in (0u8..=255).zip(&dense.transitions).filter(|(_, to)| **to != StateID::ZERO) {
                    reach(byte, byte, *to);
                }
            }
            State::Look { next, .. } | State::Capture { next, .. } => then(*next),
            State::Union { alternates } => alternates.iter().for_each(|to| then(*to)),
            State::BinaryUnion { alt1, alt2 } => {
                then(*alt1);
                then(*alt2);
            }
            State::Fail | State::Match { .. } => {}
        }
    }
    (0u8..=255).zip(next).filter(|(_, behind)| !behind.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_characters_of_the_patterns_asked_for() {
        let nfa = NFA::new_many(&["[0-9]+", "(?:약|한)? ?(?<n>[가나])", "§?x", "a*b"]).unwrap();
        let chars = first_characters(&nfa, [0, 1, 2].into_iter());
        let has: String = "05 a약한가나다§£x😀".chars().filter(|c| chars.has(*c)).collect();
        assert_eq!(has, "05 약한가나§x");
        assert!(first_characters(&nfa, [3].into_iter()).has('a'));
        let nfa = NFA::new_many(&["[^a]"]).unwrap();
        assert!(first_characters(&nfa, [0].into_iter()).has('😀'));
    }
}
