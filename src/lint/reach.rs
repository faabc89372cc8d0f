//! Rules that never speak, and examples that show nothing.

use rayon::prelude::*;
use regex_automata::Anchored;
use regex_automata::hybrid::dfa::{Cache, DFA};

use super::{Level, Note};
use crate::examples::{Fate, fate, plain};
use crate::rulebook::rule::Rule;
use crate::rulebook::{Rulebook, scaffold};

/// Notes on every rule.
pub(super) fn all(book: &Rulebook) -> Vec<Note> {
    book.rules.all.par_iter().flat_map_iter(|rule| spoken(rule, book).into_iter().chain(near(rule))).collect()
}

fn note(rule: &Rule, level: Level, lint: &'static str, message: String, help: String) -> Note {
    Note { shown: rule.place.0.clone(), line: rule.place.1, level, lint, message, help }
}

/// A rule that wins none of its own examples: others take them all, or its pattern does not fit.
fn spoken(rule: &Rule, book: &Rulebook) -> Option<Note> {
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
    let (id, list) = (&rule.id, takers.join("`, `"));
    if takers.is_empty() {
        let message = format!("`{id}` finds nothing in any example of its own: it can never speak");
        let help = format!("crosscheck rules test {id} shows where the pattern or its context stops");
        return Some(note(rule, Level::Error, "unreachable-rule", message, help));
    }
    let message = format!("`{id}` is shadowed: every example of its own is taken by `{list}`");
    let help =
        "make it match more of the text than the other (the longer match wins), give it a `priority`, or take it \
                out"
        .to_owned();
    Some(note(rule, Level::Error, "shadowed-rule", message, help))
}

/// A rule of whose counter-examples none even begins to match: they would pass whatever the rule says.
fn near(rule: &Rule) -> Option<Note> {
    let dfa = DFA::builder()
        .configure(DFA::config().skip_cache_capacity_check(true).cache_capacity(8 << 20))
        .thompson(regex_automata::nfa::thompson::Config::new().shrink(false).nfa_size_limit(Some(256 << 20)))
        .build(&rule.pattern)
        .ok()?;
    let mut cache = dfa.create_cache();
    let begins = |text: &str, cache: &mut Cache| {
        let lower = plain(text).to_ascii_lowercase();
        lower.char_indices().any(|(at, _)| starts(&dfa, cache, lower.get(at..).unwrap_or("")))
    };
    if rule.must_not.iter().any(|m| begins(&m.text, &mut cache)) {
        return None;
    }
    let message =
        format!("the pattern of `{}` does not begin to match in any `must_not`: they guard against nothing", rule.id);
    let help =
        "add a text that only the context, another rule or the last part of the pattern keeps it from".to_owned();
    Some(note(rule, Level::Hint, "far-example", message, help))
}

/// Whether a pattern gets past the first character of a text.
fn starts(dfa: &DFA, cache: &mut Cache, text: &str) -> bool {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let input = regex_automata::Input::new(text).anchored(Anchored::Yes);
    let Ok(mut state) = dfa.start_state_forward(cache, &input) else { return false };
    for byte in text.bytes().take(first) {
        match dfa.next_state(cache, state, byte) {
            Ok(next) if !next.is_dead() && !next.is_quit() => state = next,
            _ => return false,
        }
    }
    first > 0
}
