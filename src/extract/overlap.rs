//! The one overlap policy.
//!
//! Of two mentions that share a byte the longer one stays; of two equally long ones the figure. So a name that holds a
//! number keeps it (예스24, 제1야당, APT38 as part of a longer name), and a figure that holds a name keeps that
//! (3국 of 한미일 3국 is no part of the name, so both stay).

use crate::model::mention::{Mention, Raw};

/// Joins figures and names, both in order and without overlap, into one such list.
pub fn merge(figures: Vec<Mention<Raw>>, names: Vec<Mention<Raw>>) -> Vec<Mention<Raw>> {
    let mut all: Vec<(bool, Mention<Raw>)> =
        figures.into_iter().map(|m| (false, m)).chain(names.into_iter().map(|m| (true, m))).collect();
    all.sort_by_key(|(name, m)| (std::cmp::Reverse(m.span.len()), *name, m.span.start));
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    all.retain(|(_, m)| {
        let free = taken.range(..m.span.end).next_back().is_none_or(|(_, end)| *end <= m.span.start);
        if free {
            taken.insert(m.span.start, m.span.end);
        }
        free
    });
    let mut all: Vec<Mention<Raw>> = all.into_iter().map(|(_, m)| m).collect();
    all.sort_by_key(|m| m.span);
    all
}
