//! Whether the words close a list of parts, so that its sum must be the total, however far off it is.

use super::compare::Dimension;
use super::context::Context;
use super::sum::Item;
use crate::model::claim::Role;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// How a list of parts stands to its total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closure {
    /// Nothing says that these are all parts, or that these are parts at all.
    Open,
    /// The parts belong to the total, others may be left out: they cannot be more than it.
    Within,
    /// These are all.
    Shut,
}

/// What the words around a row of parts and its total say.
pub(super) fn of(
    context: &Context<'_>,
    total: &Item<'_>,
    parts: &[&Item<'_>],
    items: &[Item<'_>],
    book: &Rulebook,
) -> Closure {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return Closure::Open };
    let claim = total.claim;
    let says = |list: &str, text: &str| book.relations.says(list, claim.lang, text);
    let gaps = parts.windows(2).filter_map(|w| match w {
        [a, b] => Some(context.between(a.claim.mention, b.claim.mention)),
        _ => None,
    });
    let clear = |text: &str| text.chars().count() <= 48 && !says("change", text);
    let compared = parts.iter().any(|p| matches!(p.claim.role, Role::Comparison | Role::Rate));
    let ahead = first.claim.span.start > claim.span.end;
    let like = parts.iter().all(|p| (!ahead || same_unit(&p.claim.value, &total.claim.value)) && !p.operand.soft);
    if first.claim.sentence != last.claim.sentence
        || !like
        || total.operand.soft
        || total.operand.at < rust_decimal::Decimal::TEN
        || compared
        || says("superlative", context.sentence_text(first.claim.sentence))
        || !gaps.into_iter().all(clear)
    {
        return Closure::Open;
    }
    let (from, to) =
        if ahead { (claim.span.end, first.claim.span.start) } else { (last.claim.span.end, claim.span.start) };
    let other = |i: &&Item<'_>| {
        i.claim.span.start >= from && i.claim.span.end <= to && i.operand.dimension.summable(&total.operand.dimension)
    };
    let head = context.before(first.claim.sentence, first.claim.span.start, 60);
    let tail = context.after(last.claim.sentence, last.claim.span.end, 60);
    let counted = items.iter().find(other).is_some_and(|i| counts(i, parts.len()));
    if items.iter().filter(other).count() > usize::from(counted) || says("open-list-before", head) {
        return Closure::Open;
    }
    if ahead { before_list(context, total, parts, tail, book) } else { after_list(context, total, last, counted, book) }
}

/// Printed in one unit; a bare number is of any.
fn same_unit(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Money { currency: a, .. }, Value::Money { currency: b, .. }) => a == b,
        (Value::Count { unit: a, .. }, Value::Count { unit: b, .. }) => a == b || a == "thing" || b == "thing",
        (Value::Quantity { unit: a, .. }, Value::Quantity { unit: b, .. }) => a == b,
        _ => false,
    }
}

/// A bare number of things that is the number of parts: `A 20대, B 30대 등 2개 차종 50대`.
fn counts(item: &Item<'_>, parts: usize) -> bool {
    matches!(item.claim.value, Value::Count { .. })
        && !item.operand.soft
        && item.operand.at == rust_decimal::Decimal::from(parts)
}

/// The total stands behind its parts.
fn after_list(context: &Context<'_>, total: &Item<'_>, last: &Item<'_>, counted: bool, book: &Rulebook) -> Closure {
    let claim = total.claim;
    let says = |list: &str, text: &str| book.relations.says(list, claim.lang, text);
    let gap = context.between(last.claim.mention, claim.mention);
    if claim.sentence != last.claim.sentence || gap.chars().count() > 30 {
        return Closure::Open;
    }
    let before = context.before(claim.sentence, claim.span.start, 60);
    let after = context.after(claim.sentence, claim.span.end, 40);
    let named = says("total-before", before) || says("total-after", after);
    let open = says("open-list", gap);
    match (open, named, counted) {
        (true, _, true) => Closure::Shut,
        (true, true, _) => Closure::Within,
        (true, ..) if gap.chars().count() <= 8 => Closure::Within,
        (false, true, _) => Closure::Shut,
        _ => Closure::Open,
    }
}

/// The total stands before its parts.
fn before_list(context: &Context<'_>, total: &Item<'_>, parts: &[&Item<'_>], tail: &str, book: &Rulebook) -> Closure {
    let claim = total.claim;
    let Some(first) = parts.first() else { return Closure::Open };
    let says = |list: &str, text: &str| book.relations.says(list, claim.lang, text);
    if says("open-list", tail) || !says("list-ends", tail) {
        return Closure::Open;
    }
    let gap = context.between(claim.mention, first.claim.mention);
    // What is called the rest leaves nothing out.
    let rest = parts.last().is_some_and(|p| says("rest-of", context.before(p.claim.sentence, p.claim.span.start, 40)));
    if claim.sentence == first.claim.sentence {
        let near = gap.chars().count() <= if gap.trim_end().ends_with(':') { 90 } else { 48 };
        let apposed = says("parts-apposed", gap) && alike(context, total, parts, book);
        let told = says("list-told", gap);
        return if near && (apposed || told || rest) { Closure::Shut } else { Closure::Open };
    }
    let lead = context.before(first.claim.sentence, first.claim.span.start, 90);
    let like = parts.iter().all(|p| p.operand.dimension == total.operand.dimension);
    let bare = matches!(&total.operand.dimension, Dimension::Count(unit) if unit == "thing");
    let close = first.claim.sentence == claim.sentence + 1 && lead.chars().count() <= 24;
    if close && like && !bare && says("list-alone", tail) || rest && first.claim.sentence == claim.sentence + 1 {
        return Closure::Shut;
    }
    Closure::Open
}

/// Whether the same kind of words follows every part: `250 from the coast and 220 from the hills`; a total that they
/// follow as well is a sibling.
fn alike(context: &Context<'_>, total: &Item<'_>, parts: &[&Item<'_>], book: &Rulebook) -> bool {
    let follows = |p: &Item<'_>| -> Option<&str> {
        let after = context.after(p.claim.sentence, p.claim.span.end, 24);
        let found = book.relations.words("part-follows", p.claim.lang)?.find(after)?;
        found.as_str().split_whitespace().next_back()
    };
    let words: Vec<Option<&str>> = parts.iter().map(|p| follows(p)).collect();
    let own = follows(total);
    words.first().is_some_and(|w| w.is_some() && own != *w && words.iter().all(|o| o == w))
}
