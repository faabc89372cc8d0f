//! All rule patterns in one automaton: at a place, every pattern that matches there and every end it can have.
//!
//! The automaton is a lazy DFA with all matches kept (`MatchKind::All`), tried anchored at candidate starts. It is
//! linear in the text, whatever a rule or a document says.

use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};

use regex_automata::hybrid::dfa::{Cache, DFA, OverlappingState};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input, MatchKind};

use super::error::LoadError;
use super::rule::Rules;

/// Memory a thread may spend on automaton states. The default of 2 MB thrashes with a hundred rules.
const CACHE_BYTES: usize = 64 << 20;

/// Most bytes of a match.
const LONGEST: usize = 240;

type Make = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// The automaton and a pool of caches, one per thread.
pub struct Scanner {
    dfa: Option<(DFA, Pool<Cache, Make>)>,
    starts: [bool; 256],
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scanner").field("built", &self.dfa.is_some()).finish()
    }
}

/// One way to match: pattern index and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Index of the rule.
    pub rule: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Scanner {
    /// Builds the automaton of all rules.
    pub fn new(rules: &Rules, errors: &mut Vec<LoadError>) -> Self {
        let patterns: Vec<&str> = rules.all.iter().map(|r| r.pattern.as_str()).collect();
        let built = DFA::builder()
            .configure(
                DFA::config().match_kind(MatchKind::All).cache_capacity(CACHE_BYTES).skip_cache_capacity_check(true),
            )
            .thompson(regex_automata::nfa::thompson::Config::new().shrink(false).nfa_size_limit(Some(256 << 20)))
            .build_many(&patterns);
        let dfa = match built {
            Ok(dfa) => {
                let maker = dfa.clone();
                let make: Make = Box::new(move || maker.create_cache());
                Some((dfa, Pool::new(make)))
            }
            Err(_) => {
                // Which one? Patterns were parsed one by one before; build each to name the culprit.
                for r in &rules.all {
                    if let Err(e) = regex::Regex::new(&r.pattern) {
                        let (shown, line) = &r.place;
                        errors.push(LoadError {
                            shown: shown.clone(),
                            line: *line,
                            column: 1,
                            source_line: r.source.clone(),
                            width: 1,
                            message: e.to_string(),
                            help: "make the pattern of this rule smaller".to_owned(),
                        });
                    }
                }
                None
            }
        };
        let mut starts = [false; 256];
        if let Some((dfa, pool)) = &dfa {
            let mut cache = pool.get();
            for b in 0..=255u8 {
                let input = [b];
                let input = Input::new(&input).anchored(Anchored::Yes);
                if let (Ok(state), Some(slot)) =
                    (dfa.start_state_forward(&mut cache, &input), starts.get_mut(usize::from(b)))
                    && let Ok(next) = dfa.next_state(&mut cache, state, b)
                {
                    *slot = !next.is_dead();
                }
            }
        }
        Self { dfa, starts }
    }

    /// Whether some pattern can start with this byte.
    pub fn can_start(&self, byte: u8) -> bool {
        self.starts.get(usize::from(byte)).copied().unwrap_or(false)
    }

    /// Runs `work` with this thread's cache.
    pub fn with<R>(&self, work: impl FnOnce(&mut dyn FnMut(&str, usize, &mut Vec<Hit>)) -> R) -> R {
        match &self.dfa {
            None => work(&mut |_, _, _| {}),
            Some((dfa, pool)) => {
                let mut cache = pool.get();
                work(&mut |text, at, hits| find(dfa, &mut cache, text, at, hits))
            }
        }
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

/// All matches that start at `at`, shortest first.
fn find(dfa: &DFA, cache: &mut Cache, text: &str, at: usize, hits: &mut Vec<Hit>) {
    hits.clear();
    // No figure is longer; without a limit a run of number words would cost its square.
    let end = floor(text, at.saturating_add(LONGEST));
    let input = Input::new(text).range(at..end).anchored(Anchored::Yes);
    let mut state = OverlappingState::start();
    while dfa.try_search_overlapping_fwd(cache, &input, &mut state).is_ok() {
        match state.get_match() {
            Some(m) => hits.push(Hit { rule: m.pattern().as_usize(), end: m.offset() }),
            None => break,
        }
    }
}
