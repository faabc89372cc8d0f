//! Rules that never speak, and examples that show nothing.

use rayon::prelude::*;
use regex_automata::hybrid::dfa::{Cache, DFA, OverlappingState};
use regex_automata::{Anchored, Input, MatchKind};

use super::{Level, Note};
use crate::examples::{Fate, fate, unmark};
use crate::model::span::Span;
use crate::rulebook::context::Context;
use crate::rulebook::rule::Rule;
use crate::rulebook::{Rulebook, scaffold};

/// Notes on every rule.
pub(super) fn all(book: &Rulebook) -> Vec<Note> {
    let of = |rule: &Rule| -> Vec<Note> {
        let mut probe = Probe::new(rule);
        let spoken = spoken(rule, book, probe.as_mut());
        spoken.into_iter().chain(probe.as_mut().and_then(|p| near(rule, p))).collect()
    };
    book.rules.all.par_iter().flat_map_iter(of).collect()
}

fn note(rule: &Rule, level: Level, lint: &'static str, message: String, help: String) -> Note {
    Note { shown: rule.place.0.clone(), line: rule.place.1, level, lint, message, help }
}

/// A rule that wins none of its own examples: others take them all, or its pattern does not fit.
fn spoken(rule: &Rule, book: &Rulebook, probe: Option<&mut Probe>) -> Option<Note> {
    let unfilled = rule.must.iter().any(|m| scaffold::unfilled(&[&m.text, &m.out]));
    if unfilled || rule.must_not.iter().any(|m| scaffold::unfilled(&[&m.text, &m.why])) {
        let message = format!("the examples of `{}` are those of its scaffold", rule.id);
        let help = format!("fill them in; crosscheck rules test {} says what is owed", rule.id);
        return Some(note(rule, Level::Error, "unfilled-rule", message, help));
    }
    let mut takers: Vec<String> = Vec::new();
    for example in &rule.must {
        match fate(rule, example, book) {
            Fate::Own => return None,
            Fate::Other(taker) => takers.push(taker),
            Fate::Nothing => {}
        }
    }
    takers.sort();
    takers.dedup();
    let id = &rule.id;
    let fits = probe.is_none_or(|p| rule.must.iter().any(|m| p.fits(rule, &m.text)));
    if takers.is_empty() || !fits {
        let message = format!("`{id}` finds nothing in any example of its own: it can never speak");
        let help = format!("crosscheck rules test {id} shows where; mend its pattern, `before` or `after`");
        return Some(note(rule, Level::Error, "unreachable-rule", message, help));
    }
    let message = format!("`{id}` is shadowed: every example of its own is taken by `{}`", takers.join("`, `"));
    let help =
        "make it match more of the text than the other (the longer match wins), give it a `priority`, or take it \
                out"
        .to_owned();
    Some(note(rule, Level::Error, "shadowed-rule", message, help))
}

/// A rule of whose counter-examples none even begins to match: they would pass whatever the rule says.
fn near(rule: &Rule, probe: &mut Probe) -> Option<Note> {
    if rule.must_not.iter().any(|m| probe.begins(&unmark(&m.text).0)) {
        return None;
    }
    let message =
        format!("the pattern of `{}` does not begin to match in any `must_not`: they guard against nothing", rule.id);
    let help =
        "add a text that only the context, another rule or the last part of the pattern keeps it from".to_owned();
    Some(note(rule, Level::Hint, "far-example", message, help))
}

/// The pattern of one rule, without its rivals.
struct Probe {
    dfa: DFA,
    cache: Cache,
}

impl Probe {
    /// An automaton that keeps every end a match can have, as the one of all rules does.
    fn new(rule: &Rule) -> Option<Self> {
        let thompson = regex_automata::nfa::thompson::Config::new().shrink(false).nfa_size_limit(Some(256 << 20));
        let config = DFA::config().match_kind(MatchKind::All).skip_cache_capacity_check(true).cache_capacity(8 << 20);
        let dfa = DFA::builder().configure(config).thompson(thompson).build(&rule.pattern).ok()?;
        let cache = dfa.create_cache();
        Some(Self { dfa, cache })
    }

    /// Whether the pattern gets past a character anywhere in a text.
    fn begins(&mut self, text: &str) -> bool {
        let lower = text.to_ascii_lowercase();
        lower.char_indices().any(|(at, c)| self.starts(lower.get(at..).unwrap_or(""), c.len_utf8()))
    }

    /// Whether it gets past the first bytes of a text.
    fn starts(&mut self, text: &str, bytes: usize) -> bool {
        let input = Input::new(text).anchored(Anchored::Yes);
        let Ok(mut state) = self.dfa.start_state_forward(&mut self.cache, &input) else { return false };
        for byte in text.bytes().take(bytes) {
            match self.dfa.next_state(&mut self.cache, state, byte) {
                Ok(next) if !next.is_dead() && !next.is_quit() => state = next,
                _ => return false,
            }
        }
        true
    }

    /// Whether pattern and contexts meet the marked words of an example.
    fn fits(&mut self, rule: &Rule, example: &str) -> bool {
        let (text, spot) = unmark(example);
        let lower = text.to_ascii_lowercase();
        let alone = |context: &Option<Context>| context.as_ref().and_then(Context::alone);
        let (before, after) = (alone(&rule.before), alone(&rule.after));
        lower.char_indices().any(|(at, _)| {
            let input = Input::new(&lower).range(at..).anchored(Anchored::Yes);
            let mut state = OverlappingState::start();
            while self.dfa.try_search_overlapping_fwd(&mut self.cache, &input, &mut state).is_ok() {
                let Some(found) = state.get_match() else { return false };
                let (head, tail) = (lower.get(..at).unwrap_or(""), lower.get(found.offset()..).unwrap_or(""));
                let led = before.as_ref().is_none_or(|b| b.is_match(head));
                let followed = after.as_ref().is_none_or(|a| a.is_match(tail));
                if led && followed && Span::new(at, found.offset()).overlaps(spot) {
                    return true;
                }
            }
            false
        })
    }
}
