//! Rows of letters for states that no list has: 미한, 미일한, 미영한중.

use std::sync::Arc;

use super::candidate::{Candidate, Origin};
use super::edge;
use crate::model::span::Span;
use crate::rulebook::names::{Flag, Found, Names};

/// Most letters of a row.
const LONGEST: usize = 6;

/// The row of letters at `at`, with its members, where what follows says that states are meant.
///
/// Two letters need a word of relations behind them and both states named in the document; from three on one of the
/// two is enough. `known` tells whether the document names a state.
pub(super) fn row(text: &str, at: usize, names: &Names, known: &dyn Fn(&str) -> bool) -> Option<Candidate> {
    let g = &names.ko;
    let rest = text.get(at..)?;
    let mut members: Vec<String> = Vec::new();
    let mut best = None;
    for (i, c) in rest.char_indices().take(LONGEST) {
        let Some(id) = state_of(rest.get(i..i + c.len_utf8())?, names) else { break };
        if members.iter().any(|m| m == id) {
            break;
        }
        members.push(id.to_owned());
        let end = at + i + c.len_utf8();
        let glued = edge::rest_of_token(text, end);
        let next = edge::next_word(text, end);
        let relation = glued.is_empty() && (g.pair_after.has(next) || edge::splits(next, |w| g.pair_after.has(w), g))
            || edge::splits(glued, |w| g.pair_after.has(w), g);
        let named = members.iter().all(|m| known(m));
        let holds = match members.len() {
            0 | 1 => false,
            2 => relation && named,
            _ => relation || named && g.is_particle(glued),
        };
        if holds {
            best = Some((end, members.clone()));
        }
    }
    let (end, members) = best?;
    let origin = Origin::States(Arc::from("ko-states-letters"), members);
    Some(Candidate { span: Span::new(at, end), name_end: end, origin, body: false, noun: false, of: None })
}

/// The state a letter stands for.
fn state_of<'a>(letter: &str, names: &'a Names) -> Option<&'a str> {
    let found: Found = names.table.get(letter)?;
    names.table.rows(found).find(|(_, _, row)| row.flags.has(Flag::Short)).map(|(_, _, row)| row.id)
}
