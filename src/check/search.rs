//! Operands that a stated relation does not name: looked for among the figures of its sentence and those before it.
//!
//! What fits by any of them holds. A relation that none of them makes true is blamed only on figures that one slip of
//! the pen would reconcile, and only as far as so many figures would not do so by chance.

use rust_decimal::Decimal;

use super::arithmetic::{Operands, Outcome, alike, evaluate, first, operand};
use super::compare::{Dimension, Fit, Operand};
use super::context::Context;
use super::hypothesis;
use crate::model::claim::{Claim, Role};
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::model::value::{RatioForm, Value};
use crate::rulebook::Rulebook;
use crate::rulebook::relation::{Arithmetic, Direction, Relation};

/// Candidates that are looked at: the nearest ones.
const CANDIDATES: usize = 10;

/// The best reading of a relation whose operands are to be looked for; `None` where nothing can be said.
pub(super) fn best(
    context: &Context<'_>,
    relation: &Relation,
    named: &Operands,
    reach: usize,
    book: &Rulebook,
) -> Option<Outcome> {
    let head = first(named, head_name(relation)?)?;
    let own = operand(context, head, book)?;
    // Compared with a profit of 7.3 million: another time's figure is derived from none of these.
    let elsewhere = |c: &Claim| matches!(c.role, Role::Comparison | Role::OtherTime);
    if named.len() < 2 && context.claim(head).is_some_and(elsewhere) {
        return None;
    }
    let named = &base_of(context, named, head);
    let sets = labelled(context, sets(context, relation, named, (head, reach), book), named, head, book);
    let (sets, by_label) = sets?;
    let outcomes: Vec<(Operands, Outcome)> =
        sets.into_iter().filter_map(|s| evaluate(context, relation, &s, book).map(|o| (s, o))).collect();
    // What fits best, of the nearest.
    let held = outcomes.iter().filter(|(_, o)| o.check.is_none() && o.fit < Fit::Strained).min_by_key(|(_, o)| {
        let far: usize = o.sides.iter().map(|m| m.abs_diff(head)).sum();
        (o.fit, far)
    });
    let few = outcomes.len() <= 2;
    if held.is_some() || outcomes.iter().any(|(_, o)| o.fit == Fit::Strained && o.check.is_none()) {
        // A short number fits something by chance.
        let at = outcomes.iter().position(|(s, _)| held.is_some_and(|h| h.0 == *s))?;
        let telling = own.digits >= 2 || few;
        return telling.then(|| outcomes.into_iter().nth(at)).flatten().map(|(_, o)| o);
    }
    if own.bounded || own.digits < 2 && !few {
        return None;
    }
    let n = Decimal::from(outcomes.len());
    let alone = outcomes.len() == 1;
    // The words name one operand, and only one figure can be the other.
    let meant =
        alone && named.len() >= 2 && outcomes.iter().all(|(_, o)| one_sort(context, relation, head, &o.sides, book));
    if meant && by_label {
        let (_, outcome) = outcomes.into_iter().next()?;
        if outcome.sides.iter().any(|m| off_topic(context, head, *m, book)) {
            return None;
        }
        return (outcome.check.is_none() && outcome.sides.len() >= 3).then_some(outcome);
    }
    let mut blamed: Vec<(Decimal, Outcome)> = Vec::new();
    for (set, outcome) in outcomes.into_iter().filter(|(_, o)| o.check.is_none() && o.sides.len() >= 3) {
        if outcome.sides.iter().any(|m| off_topic(context, head, *m, book)) {
            continue;
        }
        let told = |m: usize| alone || named.values().any(|n| n.contains(&m));
        let Some(by_chance) = slip(context, relation, &set, &own, &outcome, &told, book) else { continue };
        let again = blamed.iter().any(|(_, b)| b.want == outcome.want);
        if !again {
            blamed.push((by_chance * n, outcome));
        }
    }
    let [(by_chance, _)] = blamed.as_slice() else { return None };
    let by_chance = *by_chance;
    let (_, mut outcome) = blamed.pop()?;
    let about = outcome.sides.iter().skip(1).any(|m| akin(context, head, *m));
    let limit = match (meant, about) {
        (true, _) => Decimal::ONE,
        (_, true) => Decimal::new(14, 2),
        _ => Decimal::new(5, 2),
    };
    if by_chance > limit {
        return None;
    }
    if by_chance * Decimal::TWO > limit && !meant {
        outcome.verdict = Some(Verdict::Tension);
    }
    Some(outcome)
}

/// A conversion in brackets stands for the figure before it.
fn base_of(context: &Context<'_>, named: &Operands, head: usize) -> Operands {
    let money = |m: usize| matches!(context.value(m), Some(Value::Money { .. }));
    let base = |m: usize| match m.checked_sub(1) {
        Some(before) if m != head && money(m) && money(before) && context.between(before, m).trim() == "(" => before,
        _ => m,
    };
    named.iter().map(|(name, list)| (name.clone(), list.iter().map(|m| base(*m)).collect())).collect()
}

/// Where a named operand has a name before it (`KAIST는 56위에서`), the choices whose figures have the same one
/// (`KAIST(53위)`), and whether there are any; `None` for places in an order that
/// are nobody's.
fn labelled(
    context: &Context<'_>,
    sets: Vec<Operands>,
    named: &Operands,
    head: usize,
    book: &Rulebook,
) -> Option<(Vec<Operands>, bool)> {
    let rank = named.values().flatten().any(|m| *m != head && matches!(context.value(*m), Some(Value::Ordinal { .. })));
    let own = named.values().flatten().filter(|m| **m != head).find_map(|m| label(context, *m, book));
    let Some(own) = own else { return (!rank).then_some((sets, false)) };
    let known: Vec<usize> = named.values().flatten().copied().collect();
    let fits = |set: &Operands| {
        let mut sought = set.values().flatten().filter(|m| !known.contains(m));
        sought.all(|m| label(context, *m, book).as_ref() == Some(&own))
    };
    let same: Vec<Operands> = sets.iter().filter(|s| fits(s)).cloned().collect();
    match (same.is_empty(), rank) {
        (false, _) => Some((same, true)),
        // A place in an order says nothing without its holder.
        (true, true) => None,
        (true, false) => Some((sets, false)),
    }
}

/// The name right before a figure: `KAIST` of `KAIST(53위)` and of `KAIST는 56위`.
fn label(context: &Context<'_>, mention: usize, book: &Rulebook) -> Option<String> {
    let claim = context.claim(mention)?;
    let before = context.before(claim.sentence, claim.span.start, 60).trim_end();
    let bracket = before.ends_with('(');
    let word = before.trim_end_matches('(').rsplit([' ', ',', '(', ')', '·', '\'', '"']).next()?;
    let end = book.relations.words("topic-end", claim.lang).and_then(|r| r.find(word)).map(|m| m.start());
    let bare = end.and_then(|at| word.get(..at)).filter(|w| w.chars().count() >= 2);
    let word = bare.unwrap_or(word);
    let apt = bare.is_some() || bracket;
    (apt && word.chars().count() >= 2 && !word.ends_with(|c: char| c.is_ascii_digit())).then(|| word.to_owned())
}

/// The operand that a relation derives from the others.
fn head_name(relation: &Relation) -> Option<&'static str> {
    Some(match relation.is {
        Arithmetic::Difference => "d",
        Arithmetic::Growth | Arithmetic::Share => "p",
        Arithmetic::Multiple => "m",
        Arithmetic::Quotient => "a",
        _ => return None,
    })
}

/// Every choice of figures near by for the operands that are not named.
fn sets(
    context: &Context<'_>,
    relation: &Relation,
    named: &Operands,
    (head, reach): (usize, usize),
    book: &Rulebook,
) -> Vec<Operands> {
    let Some(at) = context.claim(head) else { return Vec::new() };
    let known: Vec<usize> = named.values().flatten().copied().collect();
    let ranks = known.iter().any(|m| *m != head && matches!(context.value(*m), Some(Value::Ordinal { .. })));
    let near: Vec<&Claim> = context
        .checkable()
        .filter(|c| ranks == matches!(c.value, Value::Ordinal { .. }))
        .filter(|c| c.part == at.part && !known.contains(&c.mention))
        .filter(|c| c.sentence <= at.sentence && at.sentence - c.sentence <= reach)
        .filter(|c| !matches!(c.role, Role::Denial | Role::Correction))
        .filter(|c| {
            ranks
                || matches!(
                    c.value,
                    Value::Money { .. } | Value::Count { .. } | Value::Quantity { .. } | Value::Ratio { .. }
                )
        })
        .filter(|c| !matches!(&c.value, Value::Count { unit, .. } if unit == "score"))
        .collect();
    let near = near.get(near.len().saturating_sub(CANDIDATES)..).unwrap_or_default();
    let names: [&str; 2] = match relation.is {
        Arithmetic::Share => ["a", "t"],
        Arithmetic::Quotient => ["t", "n"],
        _ => ["a", "b"],
    };
    let choices = |name: &str| -> Vec<usize> {
        first(named, name).map_or_else(|| near.iter().map(|c| c.mention).collect(), |m| vec![m])
    };
    let mut out = Vec::new();
    for x in choices(names[0]) {
        for y in choices(names[1]) {
            if x != y && apt(context, relation, (x, y), head, book) {
                let mut set = named.clone();
                set.insert(names[0].to_owned(), vec![x]);
                set.insert(names[1].to_owned(), vec![y]);
                out.push(set);
            }
        }
    }
    out
}

/// Whether two figures can stand in a relation: like units, and a change that goes the way the words say.
fn apt(context: &Context<'_>, relation: &Relation, (x, y): (usize, usize), head: usize, book: &Rulebook) -> bool {
    let (Some(a), Some(b)) = (operand(context, x, book), operand(context, y, book)) else { return false };
    let Some(d) = operand(context, head, book) else { return false };
    let like = a.dimension.comparable(&b.dimension) && a.dimension != Dimension::Times && a.at != b.at;
    // What is told as a change is no level from which another change is taken.
    let level = |m: usize| context.claim(m).is_some_and(|c| !moved(context, c, book));
    // Matches are not taken from runs.
    let one_unit = match (&a.dimension, &b.dimension) {
        (Dimension::Count(p), Dimension::Count(q)) => p == q,
        (a, b) => a == b,
    };
    // `16 % more, 22 trillion`: the figure that changed stands behind its rate.
    let own = |m: usize| changed(context, head, book).is_none_or(|own| own == m);
    let apart =
        |x: usize, y: usize| context.claim(x).zip(context.claim(y)).is_some_and(|(x, y)| x.sentence != y.sentence);
    let other_time = |m: usize| {
        context.claim(m).is_some_and(|c| matches!(c.role, Role::OtherTime | Role::Comparison | Role::Background))
    };
    let rank = |o: &Operand| matches!(o.dimension, Dimension::Ordinal(_));
    if rank(&a) || rank(&b) {
        return relation.is == Arithmetic::Difference && like && alike(&d.dimension, &a.dimension);
    }
    match relation.is {
        Arithmetic::Quotient => {
            a.dimension == d.dimension
                && matches!(b.dimension, Dimension::Count(_))
                && b.at > Decimal::ONE
                && a.digits + b.digits >= 3
        }
        Arithmetic::Share => like && a.at < b.at && a.dimension != Dimension::Ratio && !other_time(x),
        Arithmetic::Growth | Arithmetic::Difference | Arithmetic::Multiple => {
            let way = match relation.direction {
                Some(Direction::Up) => a.at > b.at,
                Some(Direction::Down) => a.at < b.at,
                // Once each, the larger one first.
                None if relation.is == Arithmetic::Difference => a.at > b.at || other_time(y) && !other_time(x),
                None => !other_time(x) || other_time(y),
            };
            let whole = relation.is != Arithmetic::Multiple || a.at > b.at;
            let shares = a.dimension == Dimension::Ratio;
            let fits = match relation.is {
                Arithmetic::Difference if shares => matches!(d.dimension, Dimension::Point) && level(x) && level(y),
                // Of two levels of one thing neither is a mere fraction of the other.
                Arithmetic::Difference => {
                    let near = a.at <= b.at * Decimal::from(3);
                    one_unit && d.dimension.comparable(&a.dimension) && near && level(x) && level(y)
                }
                // Two figures of one time are two things.
                Arithmetic::Growth => {
                    !shares
                        && own(x)
                        && (other_time(y) || apart(x, y) || dated(context, x) && dated(context, y))
                        && !opposed(context, (x, y), book)
                }
                _ => !shares,
            };
            // What is left of trillions without a million is the trillions.
            let tells = relation.is != Arithmetic::Difference
                || b.at.checked_mul(Decimal::ONE_HUNDRED).is_none_or(|hundredfold| hundredfold > a.at);
            like && way && whole && fits && tells
        }
        _ => false,
    }
}

/// Whether a figure is told as a change, itself or by the end of its list: `각각 5조원, 3조원 감소했다`.
fn moved(context: &Context<'_>, claim: &Claim, book: &Rulebook) -> bool {
    if matches!(claim.value, Value::Ratio { form: RatioForm::Point, .. }) {
        return true;
    }
    let after = context.after(claim.sentence, claim.span.end, 24).trim_start_matches(')');
    let end = book.relations.words("topic-start", claim.lang).and_then(|r| r.find(after)).map_or(0, |m| m.end());
    let after = after.get(end..).unwrap_or(after);
    if book.relations.says("change-follows", claim.lang, after) {
        return true;
    }
    let next = context.claims_in(claim.sentence).iter().find(|c| c.span.start >= claim.span.end);
    next.filter(|n| n.value.kind() == claim.value.kind())
        .filter(|n| {
            matches!(context.between(claim.mention, n.mention).trim(), "," | "·")
                || book.relations.says("and-only", claim.lang, context.between(claim.mention, n.mention))
        })
        .is_some_and(|n| moved(context, n, book))
}

/// Whether a date stands right before a figure: `3월 8,230명`.
fn dated(context: &Context<'_>, mention: usize) -> bool {
    let date = mention.checked_sub(1).filter(|m| matches!(context.value(*m), Some(Value::Date(_))));
    date.is_some_and(|d| context.between(d, mention).chars().count() <= 2)
}

/// Whether two figures are of things that exclude each other: exports and imports.
fn opposed(context: &Context<'_>, (x, y): (usize, usize), book: &Rulebook) -> bool {
    let (Some(a), Some(b)) = (context.claim(x), context.claim(y)) else { return false };
    let has = |c: &Claim, concept: &str| c.measures.iter().any(|m| *m.concept == *concept && m.weight >= 350);
    a.measures
        .iter()
        .filter(|m| m.weight >= 350 && !has(b, &m.concept))
        .any(|m| book.measures.concept(&m.concept).is_some_and(|c| c.opposed.iter().any(|o| has(b, o) && !has(a, o))))
}

/// The figure that a rate right before it changed: `16.9% 증가한 22조원`.
fn changed(context: &Context<'_>, head: usize, book: &Rulebook) -> Option<usize> {
    let at = context.claim(head)?;
    // `14,399로 31.4% 줄었다`: or right before it.
    let last = context.claims_in(at.sentence).iter().rev().find(|c| c.span.end <= at.span.start);
    if let Some(last) = last.filter(|c| !matches!(c.value, Value::Ratio { .. } | Value::Date(_)))
        && book.relations.says("to-only", last.lang, context.between(last.mention, head))
    {
        return Some(last.mention);
    }
    let next = context.claims_in(at.sentence).iter().find(|c| c.span.start >= at.span.end)?;
    let gap = context.between(head, next.mention);
    let bound = gap.chars().count() <= 10 && book.relations.says("adnominal-end", at.lang, gap);
    (bound && !matches!(next.value, Value::Ratio { .. })).then_some(next.mention)
}

/// How likely, at most, one slip of the pen in one of the figures reconciles them by chance; `None` where none does. The
/// slip stands in the derived figure, or in one that the words tell to be meant.
fn slip(
    context: &Context<'_>,
    relation: &Relation,
    set: &Operands,
    own: &Operand,
    outcome: &Outcome,
    told: &dyn Fn(usize) -> bool,
    book: &Rulebook,
) -> Option<Decimal> {
    let want = outcome.want?;
    let bounded = |m: &usize| operand(context, *m, book).is_none_or(|o| o.bounded);
    if outcome.sides.iter().any(bounded) {
        return None;
    }
    let (lo, hi) = (want.lo?.at, want.hi?.at);
    let middle = (lo + hi) / Decimal::TWO;
    if middle <= Decimal::ZERO {
        return None;
    }
    let step = own.tight.hi?.at - own.tight.lo?.at;
    let around = Interval::closed(lo.min(middle - step / Decimal::TWO), hi.max(middle + step / Decimal::TWO));
    let in_head = hypothesis::reconciled(own.at, &own.dimension, &around);
    let in_other = || {
        let others = set.iter().filter(|(name, _)| Some(name.as_str()) != head_name(relation));
        others.filter_map(|(_, m)| operand(context, *m.first()?, book).zip(m.first().copied())).any(|(o, m)| {
            o.digits >= 2
                && told(m)
                && hypothesis::edits(o.at, &o.dimension).into_iter().any(|edited| {
                    let Some(ratio) = edited.checked_div(o.at) else { return false };
                    refit(context, relation, set, (m, ratio), book).is_some_and(|i| i.holds(own.at))
                })
        })
    };
    if !in_head && !in_other() {
        return None;
    }
    // Some dozen slips for each of three figures, spread over two powers of ten.
    let width = (around.hi?.at - around.lo?.at).checked_div(middle)?;
    width.checked_mul(Decimal::from(if in_head { 3 } else { 8 }))
}

/// What the relation gives where one operand is `ratio` times what is printed.
fn refit(
    context: &Context<'_>,
    relation: &Relation,
    set: &Operands,
    (changed, ratio): (usize, Decimal),
    book: &Rulebook,
) -> Option<Interval> {
    let get = |name: &str| -> Option<Interval> {
        let at = first(set, name)?;
        let o = operand(context, at, book)?;
        if at == changed { o.tight.scaled(ratio) } else { Some(o.tight) }
    };
    let one = Interval::point(Decimal::ONE);
    match relation.is {
        Arithmetic::Difference => super::compare::distance(&get("a")?, &get("b")?),
        Arithmetic::Growth => Some(super::compare::absolute(get("a")?.over(&get("b")?)?.minus(&one)?)),
        Arithmetic::Share => get("a")?.over(&get("t")?),
        Arithmetic::Multiple => get("a")?.over(&get("b")?),
        Arithmetic::Quotient => get("t")?.over(&get("n")?),
        _ => None,
    }
}

/// Whether a figure stands in another sentence that is about the opposite: imports fell, exports stood at.
fn off_topic(context: &Context<'_>, head: usize, other: usize, book: &Rulebook) -> bool {
    let (Some(h), Some(o)) = (context.claim(head), context.claim(other)) else { return false };
    let Some(own) = h.measure().and_then(|m| book.measures.concept(m)) else { return false };
    let mut told = context.claims.iter().filter(|c| c.sentence == o.sentence).filter_map(Claim::measure);
    h.sentence != o.sentence && told.any(|m| own.opposed.iter().any(|x| **x == *m))
}

/// Whether the figures that something is derived from are counted alike and told within a sentence of it, and none of
/// two levels is a fraction of the other.
fn one_sort(context: &Context<'_>, relation: &Relation, head: usize, sides: &[usize], book: &Rulebook) -> bool {
    let unit = |m: usize| match context.value(m) {
        Some(Value::Count { unit, .. }) => Some(unit.clone()),
        _ => None,
    };
    let found: Vec<usize> = sides.iter().copied().filter(|m| *m != head).collect();
    let at = |m: usize| context.claim(m).map_or(0, |c| c.sentence);
    if found.iter().any(|m| at(head).abs_diff(at(*m)) > 1) {
        return false;
    }
    let sizes: Vec<Decimal> = found.iter().filter_map(|m| operand(context, *m, book)).map(|o| o.at).collect();
    let near = sizes.iter().all(|a| sizes.iter().all(|b| *a <= *b * Decimal::TWO));
    found.windows(2).all(|w| matches!(w, [a, b] if unit(*a) == unit(*b))) && (near || relation.is != Arithmetic::Growth)
}

/// Whether two figures seem to be about one thing: a concept both have.
fn akin(context: &Context<'_>, a: usize, b: usize) -> bool {
    let (Some(a), Some(b)) = (context.claim(a), context.claim(b)) else { return false };
    a.sentence == b.sentence
        || a.measures
            .iter()
            .filter(|c| c.weight >= 150)
            .any(|c| b.measures.iter().any(|d| d.concept == c.concept && d.weight >= 150))
}
