//! The words that make a figure the total of others: in all, of whom, a colon, men and women.

use rust_decimal::Decimal;

use super::context::Context;
use super::sum::Item;
use crate::model::claim::{Claim, Role};
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Words that say that a figure is the total of others.
pub(super) fn cues(
    context: &Context<'_>,
    total: &Item<'_>,
    parts: &[&Item<'_>],
    items: &[Item<'_>],
    book: &Rulebook,
) -> i64 {
    let claim = total.claim;
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return 0 };
    let says = |list: &str, text: &str| book.relations.says(list, claim.lang, text);
    let before = context.before(claim.sentence, claim.span.start, 60);
    let after = context.after(claim.sentence, claim.span.end, 40);
    if says("superlative", context.sentence_text(first.claim.sentence)) {
        return 0;
    }
    let mut cue = 0;
    let named = claim.role == Role::Whole || says("total-before", before) || says("total-after", after);
    let ahead = first.claim.span.start > claim.span.end;
    if ahead {
        let gap = context.between(claim.mention, first.claim.mention);
        // `A total of` looks back, unless its list follows at once.
        let follows = claim.sentence == first.claim.sentence && gap.chars().count() <= 40;
        cue += match (named, follows) {
            (true, true) => 3,
            (true, false) => 1,
            _ => 0,
        };
        // The words that open a list open it for its first figure.
        let tail: String = gap.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        if says("list-opens", &tail) {
            cue += 2;
        }
        if says("part", &tail) && !among_others(context, claim, gap, book) || first.claim.role == Role::Part {
            cue += 2;
        }
        let same = claim.sentence == first.claim.sentence;
        if same && gap.chars().count() <= 36 || !same && first.claim.sentence == claim.sentence + 1 {
            cue += 1;
        }
    } else {
        let gap = context.between(last.claim.mention, claim.mention);
        if named {
            cue += 3;
        }
        if says("sums-up", gap) {
            cue += 3;
        }
        if gap.chars().count() <= 24 && claim.sentence == last.claim.sentence {
            cue += 1;
        }
    }
    // A sibling at the head of the list is no total of it.
    let siblings = if ahead { (claim, first.claim) } else { (last.claim, claim) };
    if !named && cue < 4 && siblings.0.sentence == siblings.1.sentence {
        let gap = context.between(siblings.0.mention, siblings.1.mention);
        if book.relations.says("listed", claim.lang, gap) && !says("part", gap) && first.claim.role != Role::Part {
            cue -= 2;
        }
    }
    // Other figures of the unit between the row and its total.
    let (from, to) =
        if ahead { (claim.span.end, first.claim.span.start) } else { (last.claim.span.end, claim.span.start) };
    let between: Vec<Decimal> = items
        .iter()
        .filter(|i| i.claim.span.start >= from && i.claim.span.end <= to)
        .filter(|i| i.operand.dimension.summable(&total.operand.dimension))
        .map(|i| i.operand.at)
        .collect();
    // A breakdown of the total that adds up does not separate it from another one.
    if !between.is_empty() && between.iter().copied().sum::<Decimal>() != total.operand.at {
        cue -= 2;
    } else if !between.is_empty() {
        cue += 1;
    }
    // Men and women, for and against: halves of one whole.
    if partition(parts, book) {
        cue += 3;
    }
    if shared_name(context, claim, first.claim) && first.claim.sentence != claim.sentence {
        cue += 2;
    }
    // An open list promises no sum.
    let tail = context.after(last.claim.sentence, last.claim.span.end, 24);
    let head = context.before(first.claim.sentence, first.claim.span.start, 40);
    if says("open-list", tail) || says("open-list-before", head) {
        cue -= 4;
    }
    cue
}

/// Whether the words that open a part belong to a figure between total and parts: `10대 품목 가운데 7개 품목`.
fn among_others(context: &Context<'_>, total: &Claim, gap: &str, book: &Rulebook) -> bool {
    let Some(part) = book.relations.words("part", total.lang).and_then(|r| r.find_iter(gap).last()) else {
        return false;
    };
    let at = total.span.end + part.end();
    context.claims.iter().any(|c| {
        let words = total.span.end.max(c.span.end)..at;
        c.span.start > total.span.end
            && c.span.end < at
            && context.doc.text.get(words).is_some_and(|w| w.chars().count() <= 16 && !w.contains(['.', ',']))
    })
}

/// Whether the parts are told apart by opposed concepts.
pub(super) fn partition(parts: &[&Item<'_>], book: &Rulebook) -> bool {
    let strong = |i: &Item<'_>| {
        i.claim.measures.iter().filter(|c| c.weight >= 500).map(|c| c.concept.clone()).collect::<Vec<_>>()
    };
    let sets: Vec<_> = parts.iter().map(|p| strong(p)).collect();
    sets.windows(2).any(|w| {
        let [a, b] = w else { return false };
        a.iter().any(|x| {
            book.measures
                .concept(x)
                .is_some_and(|c| c.partition && c.opposed.iter().any(|o| b.contains(o) && !a.contains(o)))
                && !b.contains(x)
        })
    })
}

/// Whether a named thing stands beside both.
fn shared_name(context: &Context<'_>, a: &Claim, b: &Claim) -> bool {
    let near = |c: &Claim| -> Vec<String> {
        let inside = context.mentions.iter().filter(|m| m.span.gap(c.span) <= 40 && c.clause.overlaps(m.span));
        inside
            .filter_map(|m| match m.value() {
                Value::Entity { id, .. } => id.clone(),
                _ => None,
            })
            .collect()
    };
    let names = near(a);
    near(b).iter().any(|n| names.contains(n))
}
