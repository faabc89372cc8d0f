//! Checks that rule files declare: which figures, how near each other, and what must hold between them.
//!
//! Arithmetic is that of intervals with units: only alike figures are added or compared, products and quotients carry
//! the units of both (money per head). What cannot be worked out is not compared.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::compare::{Dimension, Fit, Operand, fit_intervals};
use super::context::Context;
use super::draft::{Draft, number, show};
use super::elapsed::{day_number, moment_of};
use crate::model::claim::Claim;
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use crate::rulebook::assertion::{Assertion, Scope, Selector};
use crate::rulebook::checks::Check;
use crate::rulebook::formula::{Comparison, Operation, Term};

/// So many figures of one name are tried in one scope.
const MOST: usize = 12;
/// So many bytes before and behind a figure are looked at.
const BESIDE: usize = 80;

/// A figure that was chosen for a name.
#[derive(Debug, Clone, Copy)]
struct Pick<'a> {
    document: usize,
    claim: &'a Claim,
}

/// Runs the checks that need one document.
pub(super) fn within(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut out = Vec::new();
    for (check, assertion) in declared(book).filter(|(_, a)| a.scope != Scope::News) {
        let picks = picks(&[context], assertion);
        if picks.iter().any(Vec::is_empty) {
            continue;
        }
        let mut places: BTreeMap<usize, Vec<Vec<Pick<'_>>>> = BTreeMap::new();
        for (i, list) in picks.iter().enumerate() {
            for pick in list {
                let place = match assertion.scope {
                    Scope::Sentence => pick.claim.sentence,
                    Scope::Paragraph => pick.claim.segment,
                    _ => 0,
                };
                let lists = places.entry(place).or_insert_with(|| vec![Vec::new(); picks.len()]);
                lists.get_mut(i).map(|l| l.push(*pick)).unwrap_or_default();
            }
        }
        for lists in places.values() {
            judge(check, assertion, lists, &[context], book, &mut out);
        }
    }
    out
}

/// Runs those that need two documents which tell the same news.
pub(super) fn across(a: &Context<'_>, b: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut out = Vec::new();
    for (check, assertion) in declared(book).filter(|(_, a)| a.scope == Scope::News) {
        let lists = picks(&[a, b], assertion);
        judge(check, assertion, &lists, &[a, b], book, &mut out);
    }
    // What one document says alone is another scope's business.
    out.retain(|d: &Draft| d.sides.iter().any(|s| s.0 == a.index) && d.sides.iter().any(|s| s.0 == b.index));
    out
}

fn declared(book: &Rulebook) -> impl Iterator<Item = (&Check, &Assertion)> {
    book.checks.by_id.values().filter(|c| c.enabled).filter_map(|c| Some((c, c.assertion.as_ref()?)))
}

/// For every name the figures that are meant, in the order of the text.
fn picks<'a>(contexts: &[&Context<'a>], assertion: &Assertion) -> Vec<Vec<Pick<'a>>> {
    let taken = |figure: &Selector| {
        let mut out = Vec::new();
        for context in contexts {
            for claim in context.checkable() {
                let text = |t: &str| t.to_lowercase();
                let clause = text(claim.clause.slice(&context.doc.text));
                let before = text(context.before(claim.sentence, claim.span.start, BESIDE));
                let after = text(context.after(claim.sentence, claim.span.end, BESIDE));
                if figure.takes(claim, &clause, &before, &after) {
                    out.push(Pick { document: context.index, claim });
                }
            }
        }
        out
    };
    assertion.figures.iter().map(taken).collect()
}

/// Tries every choice of single figures; for each first figure one that holds settles it, else the nearest is told.
fn judge(
    check: &Check,
    assertion: &Assertion,
    lists: &[Vec<Pick<'_>>],
    contexts: &[&Context<'_>],
    book: &Rulebook,
    out: &mut Vec<Draft>,
) {
    let singles: Vec<&[Pick<'_>]> = assertion
        .figures
        .iter()
        .zip(lists)
        .filter(|(f, _)| !assertion.lists.contains(&f.name))
        .map(|(_, l)| l.get(..l.len().min(MOST)).unwrap_or_default())
        .collect();
    let mut choices: Vec<Vec<Pick<'_>>> = vec![Vec::new()];
    for list in &singles {
        choices = choices.iter().flat_map(|c| list.iter().map(move |p| [c.as_slice(), &[*p]].concat())).collect();
        choices.retain(|c| distinct(c) && same(assertion, c));
        choices.truncate(MOST * MOST);
    }
    let mut best: BTreeMap<(usize, usize), (bool, usize, Draft)> = BTreeMap::new();
    for choice in choices {
        let Some(draft) = work_out(check, assertion, &choice, lists, contexts, book) else { continue };
        let head = draft.sides.first().copied().unwrap_or_default();
        let spread = spread(&choice);
        let key = (draft.verdict.is_finding(), spread);
        if best.get(&head).is_none_or(|(finding, far, _)| key < (*finding, *far)) {
            best.insert(head, (key.0, spread, draft));
        }
    }
    out.extend(best.into_values().map(|b| b.2));
}

fn distinct(choice: &[Pick<'_>]) -> bool {
    let Some((last, before)) = choice.split_last() else { return true };
    !before.iter().any(|p| p.document == last.document && p.claim.mention == last.claim.mention)
}

/// Whether the slots agree that must; unknown ones do in one document.
fn same(assertion: &Assertion, choice: &[Pick<'_>]) -> bool {
    assertion.same.iter().all(|name| {
        let known: Vec<Option<&str>> = choice.iter().map(|p| p.claim.slot(*name).map(|s| s.value.as_str())).collect();
        let mut told = known.iter().flatten();
        let first = told.next();
        let alike = told.all(|v| Some(v) == first);
        alike && (assertion.scope != Scope::News || known.iter().all(Option::is_some))
    })
}

fn spread(choice: &[Pick<'_>]) -> usize {
    let starts = choice.iter().map(|p| p.claim.span.start);
    starts.clone().max().unwrap_or(0) - starts.min().unwrap_or(0)
}

/// A value in the making: its units with their powers, and what it can be.
#[derive(Debug, Clone)]
struct Computed {
    units: BTreeMap<String, i32>,
    tight: Interval,
    loose: Interval,
    bounded: bool,
    /// In figures, as derivations print it.
    shown: String,
}

fn work_out(
    check: &Check,
    assertion: &Assertion,
    choice: &[Pick<'_>],
    lists: &[Vec<Pick<'_>>],
    contexts: &[&Context<'_>],
    book: &Rulebook,
) -> Option<Draft> {
    let mut named: BTreeMap<&str, Vec<Pick<'_>>> = BTreeMap::new();
    let mut single = choice.iter();
    for (figure, list) in assertion.figures.iter().zip(lists) {
        let picks = if assertion.lists.contains(&figure.name) {
            let free =
                |p: &&Pick<'_>| !choice.iter().any(|c| c.document == p.document && c.claim.mention == p.claim.mention);
            list.iter().filter(free).copied().collect()
        } else {
            vec![*single.next()?]
        };
        if picks.is_empty() {
            return None;
        }
        named.insert(&figure.name, picks);
    }
    let left = compute(&assertion.holds.left, &named, book)?;
    let right = compute(&assertion.holds.right, &named, book)?;
    if left.units != right.units {
        return None;
    }
    let (tight, loose) = (widened(&right.tight, assertion.tolerance)?, widened(&right.loose, assertion.tolerance)?);
    let plain = named.values().flatten().all(|p| p.claim.value.figure().is_none_or(|f| !f.hedged && f.is_point()));
    let verdict = match assertion.holds.is {
        Comparison::Equal => {
            let bounded = left.bounded || right.bounded;
            match fit_intervals((&left.tight, &left.loose), (&tight, &loose), bounded) {
                Fit::Strained if plain => Verdict::Tension,
                fit => fit.verdict(),
            }
        }
        Comparison::Unequal if left.tight.lo == left.tight.hi && left.tight == right.tight => Verdict::Conflict,
        Comparison::Unequal => Verdict::CompatibleByBound,
        order => {
            let strict = order == Comparison::Less;
            if above(&left.loose, &loose, strict) {
                Verdict::Conflict
            } else if above(&left.tight, &tight, strict) {
                Verdict::Tension
            } else {
                Verdict::CompatibleByBound
            }
        }
    };
    let mut sides: Vec<(usize, usize)> = Vec::new();
    for figure in &assertion.figures {
        for pick in named.get(figure.name.as_str()).into_iter().flatten() {
            if !sides.contains(&(pick.document, pick.claim.mention)) {
                sides.push((pick.document, pick.claim.mention));
            }
        }
    }
    let mut draft = Draft::new(&check.id, verdict, sides);
    let sign = match assertion.holds.is {
        Comparison::Equal => "=",
        Comparison::Unequal => "≠",
        Comparison::AtMost => "≤",
        Comparison::Less => "<",
    };
    let outcome = if verdict.is_finding() { "does not hold" } else { "holds" };
    draft.derivation.push(format!("{} {sign} {} {outcome}", told(&left), told(&right)));
    draft.linked_by.push(format!("declared check: {}", assertion.text));
    for name in &assertion.same {
        if let Some(slot) = choice.iter().find_map(|p| p.claim.slot(*name)) {
            draft.linked_by.push(format!("{}: {}", name.name(), slot.value));
        }
    }
    let documents = contexts.iter().filter(|c| draft.sides.iter().any(|s| s.0 == c.index)).count();
    if documents > 1 {
        draft.linked_by.push("documents that tell the same news".to_owned());
    }
    draft.got = show(&left.tight);
    draft.want = show(&right.tight);
    Some(draft)
}

/// The numbers of a side, and what they come to where that is more than one number.
fn told(side: &Computed) -> String {
    let value = show(&side.tight);
    if side.shown == value { value } else { format!("({} = {value})", side.shown) }
}

/// Whether all of `a` lies above all of `b`; with `strict` also where they touch in one point.
fn above(a: &Interval, b: &Interval, strict: bool) -> bool {
    match (a.lo, b.hi) {
        (Some(lo), Some(hi)) => {
            let touching = lo.at == hi.at && (strict || lo.open || hi.open);
            lo.at > hi.at || touching
        }
        _ => false,
    }
}

/// Both ends moved outward by a part of themselves.
fn widened(i: &Interval, by: Decimal) -> Option<Interval> {
    let mut out = *i;
    if let Some(lo) = &mut out.lo {
        lo.at = lo.at.checked_sub(lo.at.abs().checked_mul(by)?)?;
    }
    if let Some(hi) = &mut out.hi {
        hi.at = hi.at.checked_add(hi.at.abs().checked_mul(by)?)?;
    }
    Some(out)
}

fn compute(term: &Term, named: &BTreeMap<&str, Vec<Pick<'_>>>, book: &Rulebook) -> Option<Computed> {
    match term {
        Term::Number(n) => Some(constant(*n)),
        Term::Figure(name) => figure(named.get(name.as_str())?.first()?, book),
        Term::Count(name) => Some(constant(Decimal::from(named.get(name.as_str())?.len()))),
        Term::Sum(name) => {
            let mut parts = named.get(name.as_str())?.iter().map(|p| figure(p, book));
            let mut sum = parts.next()??;
            for part in parts {
                sum = combine(Operation::Plus, &sum, &part?)?;
            }
            Some(sum)
        }
        Term::Absolute(inner) => {
            let inner = compute(inner, named, book)?;
            Some(Computed {
                tight: super::compare::absolute(inner.tight),
                loose: super::compare::absolute(inner.loose),
                shown: format!("|{}|", inner.shown),
                ..inner
            })
        }
        Term::Binary(operation, a, b) => combine(*operation, &compute(a, named, book)?, &compute(b, named, book)?),
    }
}

fn constant(n: Decimal) -> Computed {
    let (tight, loose) = (Interval::point(n), Interval::point(n));
    Computed { units: BTreeMap::new(), tight, loose, bounded: false, shown: number(n) }
}

/// A figure in its base unit; a date as days since 1970.
fn figure(pick: &Pick<'_>, book: &Rulebook) -> Option<Computed> {
    let unit = |name: &str| BTreeMap::from([(name.to_owned(), 1)]);
    if let Value::Date(d) = &pick.claim.value {
        let edtf = d.edtf.as_ref()?;
        let moment = moment_of(&edtf.0).filter(|m| !m.assumed)?;
        let day = |d| Decimal::from(day_number(d));
        let days = Interval::closed(day(moment.days.0), day(moment.days.1));
        return Some(Computed { units: unit("day"), tight: days, loose: days, bounded: false, shown: edtf.0.clone() });
    }
    let o = Operand::of(&pick.claim.value, &book.dimensions)?;
    let units = match &o.dimension {
        Dimension::Ratio | Dimension::Times | Dimension::Point => BTreeMap::new(),
        // The 36th match is the last of 36.
        Dimension::Ordinal(_) => unit("count"),
        // Whether people may be added to ballots is the rule author's to say.
        d => unit(d.class()),
    };
    Some(Computed { units, tight: o.tight, loose: o.loose, bounded: o.bounded, shown: number(o.at) })
}

fn combine(operation: Operation, a: &Computed, b: &Computed) -> Option<Computed> {
    let both = |f: fn(&Interval, &Interval) -> Option<Interval>| Some((f(&a.tight, &b.tight)?, f(&a.loose, &b.loose)?));
    let additive = matches!(operation, Operation::Plus | Operation::Minus);
    if additive && a.units != b.units {
        return None;
    }
    // Products of intervals are worked out without negative values.
    let negative = |c: &Computed| c.loose.lo.is_some_and(|b| b.at < Decimal::ZERO);
    if !additive && (negative(a) || negative(b)) {
        return None;
    }
    let (tight, loose) = match operation {
        Operation::Plus => both(Interval::plus)?,
        Operation::Minus => both(Interval::minus)?,
        Operation::Times => both(Interval::times)?,
        Operation::Over => both(Interval::over)?,
    };
    let mut units = a.units.clone();
    if !additive {
        let sign = if operation == Operation::Times { 1 } else { -1 };
        for (unit, power) in &b.units {
            *units.entry(unit.clone()).or_default() += sign * power;
        }
        units.retain(|_, power| *power != 0);
    }
    let bounded = a.bounded || b.bounded;
    Some(Computed { units, tight, loose, bounded, shown: format!("{} {} {}", a.shown, operation.sign(), b.shown) })
}
