//! Cuts a text into segments.

use crate::lang::Lang;
use crate::model::document::{Role, Segment};
use crate::model::span::Span;
use crate::rulebook::segments::SegmentRules;

/// The segments of a normalised text, in order.
pub(super) fn segments(text: &str, _rules: &SegmentRules) -> Vec<Segment> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        if !trimmed.is_empty() {
            let span = Span::new(start, start + trimmed.len());
            out.push(Segment { span, role: Role::Body, lang: Lang::of(trimmed), part: 0 });
        }
        at += line.len();
    }
    out
}
