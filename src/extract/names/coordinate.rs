//! Names that share the word at their end: 국민·신한은행 is two banks.

use super::candidate::{Candidate, Origin};
use super::edge;
use crate::lang::is_hangul;
use crate::model::span::Span;
use crate::rulebook::names::{Class, Names};

/// What joins them.
const JOIN: char = '·';

/// Adds the first parts of rows whose last member `out` holds in full.
pub(super) fn shared(text: &str, names: &Names, out: &mut Vec<Candidate>) {
    let mut found = Vec::new();
    for last in out.iter() {
        let head = text.get(..last.span.start).unwrap_or("");
        if !head.ends_with(JOIN) {
            continue;
        }
        let name = text.get(last.span.start..last.name_end).unwrap_or("");
        let Some((_, word, _)) = names.ko.head_of(name) else { continue };
        let mut left = head;
        while let Some(before) = left.strip_suffix(JOIN) {
            let start = before.char_indices().rev().take_while(|(_, c)| is_hangul(*c)).last().map(|(i, _)| i);
            let Some(start) = start else { break };
            let part = before.get(start..).unwrap_or("");
            let outer = before.get(..start).and_then(|b| b.chars().next_back());
            let listed = names.table.get(&format!("{part}{word}")).filter(|f| names.table.has_class(*f, Class::Org));
            let first = part.chars().next().unwrap_or(' ');
            let (Some(row), true) = (listed, edge::starts(outer, first)) else { break };
            let span = Span::new(start, before.len());
            let origin = Origin::Listed(row);
            found.push(Candidate { span, name_end: span.end, origin, body: true, noun: false, of: None });
            left = before.get(..start).unwrap_or("");
        }
    }
    out.extend(found);
}
