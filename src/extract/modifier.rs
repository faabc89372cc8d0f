//! Hedges and bounds next to a figure: 약, about, 이상, at least.

use std::sync::Arc;

use super::pattern::floor;
use crate::lang::Lang;
use crate::model::mention::Raw;
use crate::model::span::Span;
use crate::rulebook::Rulebook;
use crate::rulebook::language::ModifierSide;

/// How far modifiers are looked for, in bytes.
const REACH: usize = 40;

/// Adds the modifiers around `core` to `raw`; returns the span with those that belong to it.
pub(super) fn extend(lower: &str, core: Span, book: &Rulebook, lang: Lang, raw: &mut Raw) -> Span {
    let language = book.language(lang);
    let mut span = core;
    // Two may stand in a row: 최소 약, "at least about".
    for _ in 0..2 {
        let Some(side) = &language.before else { break };
        let from = floor(lower, span.start.saturating_sub(REACH));
        let window = lower.get(from..span.start).unwrap_or("");
        let Some((owner, found)) = matched(side, window) else { break };
        if span != core && language.modifiers.get(owner).is_some_and(|m| m.alone) {
            break;
        }
        raw.modifiers.push(name(owner));
        if language.modifiers.get(owner).is_some_and(|m| m.inside) {
            span.start = from + found.start;
        } else {
            break;
        }
    }
    for _ in 0..2 {
        let Some(side) = &language.after else { break };
        let rest = lower.get(span.end..).unwrap_or("");
        let window = rest.get(..floor(rest, REACH)).unwrap_or(rest);
        let Some((owner, found)) = matched(side, window) else { break };
        raw.modifiers.push(name(owner));
        if language.modifiers.get(owner).is_some_and(|m| m.inside) {
            span.end += found.end;
        } else {
            break;
        }
    }
    span
}

/// Modifiers travel through the raw state by their place in the language's table.
fn name(owner: usize) -> Arc<str> {
    Arc::from(owner.to_string())
}

fn matched(side: &ModifierSide, window: &str) -> Option<(usize, Span)> {
    if !side.pattern.is_match(window) {
        return None;
    }
    let found = side.pattern.captures(window)?;
    side.groups.iter().enumerate().find_map(|(i, owner)| {
        let m = found.name(&format!("m{i}"))?;
        Some((*owner, Span::new(m.start(), m.end())))
    })
}
