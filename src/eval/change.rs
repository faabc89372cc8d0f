//! Two scores on the same gold: what got better, what got worse.

use std::collections::BTreeMap;

use super::score::{Judged, Score, State};
use crate::model::span::Span;

/// Which way a mention went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// It got worse.
    Worse,
    /// As good as before, and read otherwise.
    Other,
    /// It got better.
    Better,
}

impl Way {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Way::Worse => "worse",
            Way::Other => "other",
            Way::Better => "better",
        }
    }
}

/// A mention that ended otherwise in the two runs; `None` where a noisy one is in one of them alone.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a, 'b> {
    /// Which way.
    pub way: Way,
    /// In the run before.
    pub before: Option<&'a Judged<'b>>,
    /// In this run.
    pub after: Option<&'a Judged<'b>>,
}

type Key<'a> = (&'a str, Span, &'a str, bool);

fn key<'a>(judged: &'a Judged<'_>) -> Key<'a> {
    (judged.document, judged.span(), judged.kind, judged.gold.is_some())
}

/// How good an end is; nothing there at all is as good as right.
fn rank(judged: Option<&Judged<'_>>) -> u8 {
    match judged.map(|j| j.state) {
        Some(State::Missed | State::Noisy) => 0,
        Some(State::Wrong) => 1,
        Some(State::Wider) => 2,
        Some(State::Exact) | None => 3,
    }
}

/// What changed from one run to another, worse first, each in the order of the documents.
pub fn changes<'a, 'b>(before: &'a Score<'b>, after: &'a Score<'b>) -> Vec<Change<'a, 'b>> {
    let mut both: BTreeMap<Key<'_>, (Option<&'a Judged<'b>>, Option<&'a Judged<'b>>)> = BTreeMap::new();
    for one in &before.judged {
        both.entry(key(one)).or_default().0 = Some(one);
    }
    for one in &after.judged {
        both.entry(key(one)).or_default().1 = Some(one);
    }
    let read = |j: Option<&'a Judged<'b>>| j.and_then(|j| j.read).map(|r| (r.span, &r.kind, &r.value));
    let mut out: Vec<Change<'a, 'b>> = both
        .into_values()
        .filter_map(|(before, after)| {
            let way = match rank(after).cmp(&rank(before)) {
                std::cmp::Ordering::Less => Way::Worse,
                std::cmp::Ordering::Greater => Way::Better,
                std::cmp::Ordering::Equal if read(before) != read(after) => Way::Other,
                std::cmp::Ordering::Equal => return None,
            };
            Some(Change { way, before, after })
        })
        .collect();
    out.sort_by_key(|c| c.way);
    out
}
