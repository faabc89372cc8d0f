//! Parts and their total: figures of one unit in a row against a figure of that unit near by.
//!
//! A total is believed where words say so, where the list is closed, or where the sum nearly fits; it is never blamed
//! where some other reading of the same figures fits.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::closure::{self, Closure};
use super::compare::{Dimension, Fit, Operand};
use super::context::Context;
use super::draft::{Draft, number};
use super::hypothesis;
use super::told::told;
use super::total;
use crate::model::claim::{Claim, Role};
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::rulebook::Rulebook;

/// A figure with its operand.
#[derive(Clone)]
pub(super) struct Item<'a> {
    /// The claim.
    pub(super) claim: &'a Claim,
    /// Its number.
    pub(super) operand: Operand,
}

/// Runs the check: rows of parts within three sentences of a candidate total.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let items: Vec<Item<'_>> = context
        .checkable()
        .filter(|c| {
            let each = || book.relations.says("each", c.lang, context.before(c.sentence, c.span.start, 12));
            match c.role {
                Role::Denial | Role::Correction | Role::Comparison => false,
                Role::Rate => each(),
                _ => !book.relations.says("is-difference", c.lang, context.after(c.sentence, c.span.end, 24)),
            }
        })
        .filter_map(|claim| {
            let operand = Operand::of(&claim.value, &book.dimensions)?;
            let summable = matches!(claim.value.kind(), "money" | "count" | "quantity" | "ratio");
            (summable && operand.dimension != Dimension::Times).then_some(Item { claim, operand })
        })
        .collect();
    let (mut held, mut failed) = weigh(context, &items, book);
    // A subtotal stands for its parts: `A 20, B 30, 50 in all; C 12` against the 62 before.
    let subtotals: Vec<&Draft> = held.iter().filter(|d| subtotal(d, &items)).collect();
    if !subtotals.is_empty() {
        let part = |i: &Item<'_>| {
            subtotals.iter().any(|d| d.sides.iter().skip(1).any(|s| s.1 == i.claim.mention))
                && !subtotals.iter().any(|d| d.sides.first().is_some_and(|s| s.1 == i.claim.mention))
        };
        let rest: Vec<Item<'_>> = items.iter().filter(|i| !part(i)).cloned().collect();
        let heads: Vec<usize> = subtotals.iter().filter_map(|d| d.sides.first().map(|s| s.1)).collect();
        let whole = |d: &Draft| d.sides.iter().skip(1).any(|s| heads.contains(&s.1));
        let (more_held, more_failed) = weigh(context, &rest, book);
        held.extend(more_held.into_iter().filter(whole));
        failed.extend(more_failed.into_iter().filter(whole));
    }
    // Figures that add up in one way are not blamed for another; of several totals for one row the best is told.
    failed.sort_by_key(|d| std::cmp::Reverse(d.score));
    let mut told: Vec<(usize, usize)> = Vec::new();
    failed.retain(|d| {
        let parts: Vec<(usize, usize)> = d.sides.iter().skip(1).copied().collect();
        // Only a sum that the words speak for as well; the total of one may be a part of another.
        let used = |side: &(usize, usize)| {
            let explains = |h: &Draft| h.sides.iter().skip(1).any(|s| s == side);
            held.iter().any(|h| explains(h) && (h.score + 5) * 10 >= d.score)
        };
        let excused = parts.iter().filter(|p| used(p)).count() * 2 > parts.len();
        let again = parts.iter().any(|p| told.contains(p)) || d.sides.first().is_some_and(|t| told.contains(t));
        if excused || again {
            return false;
        }
        told.extend(d.sides.iter().copied());
        true
    });
    held.extend(failed);
    held
}

/// Whether a sum that holds makes its total stand for its parts: telling numbers that add up exactly in one sentence.
fn subtotal(held: &Draft, items: &[Item<'_>]) -> bool {
    let find = |m: usize| items.iter().find(|i| i.claim.mention == m);
    let mut own = held.sides.iter().filter_map(|s| find(s.1));
    let Some(total) = own.next() else { return false };
    let parts: Vec<&Item<'_>> = own.collect();
    let exact = parts.iter().map(|p| p.operand.at).sum::<Decimal>() == total.operand.at;
    let before =
        parts.iter().all(|p| p.claim.sentence == total.claim.sentence && p.claim.span.start < total.claim.span.start);
    exact && before && total.operand.digits >= 3
}

/// Every total with the row of parts that fits it best, or misses it.
fn weigh(context: &Context<'_>, items: &[Item<'_>], book: &Rulebook) -> (Vec<Draft>, Vec<Draft>) {
    let mut held: Vec<Draft> = Vec::new();
    let mut failed: Vec<Draft> = Vec::new();
    for (t, total) in items.iter().enumerate() {
        if total.operand.bounded && total.operand.loose.hi.is_none() || total.operand.at <= Decimal::ZERO {
            continue;
        }
        let drafts: Vec<Draft> = rows(context, items, t, book)
            .iter()
            .filter_map(|parts| judge(context, total, parts, items, book))
            .collect();
        let (passes, fails): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|d| !d.verdict.is_finding());
        held.extend(passes.into_iter().max_by_key(|d| d.score));
        failed.extend(fails.into_iter().max_by_key(|d| d.score));
    }
    (held, failed)
}

/// Rows of like figures that may be the parts of `items[t]`: before it, or after it.
fn rows<'i, 'a>(context: &Context<'_>, items: &'i [Item<'a>], t: usize, book: &Rulebook) -> Vec<Vec<&'i Item<'a>>> {
    let Some(total) = items.get(t) else { return Vec::new() };
    let named = is_named(context, total.claim, book);
    // People and firms add up only where the words say so: `48 people and 35 firms, 83 in all`.
    let tail = context.after(total.claim.sentence, total.claim.span.end, 40);
    let summed = named || book.relations.says("total-after", total.claim.lang, tail);
    let mixed = |i: &Item<'_>| {
        let counts =
            matches!((&i.operand.dimension, &total.operand.dimension), (Dimension::Count(_), Dimension::Count(_)));
        counts && summed && i.claim.sentence == total.claim.sentence && i.claim.span.start < total.claim.span.start
    };
    let like = |i: &&Item<'_>| {
        (i.operand.dimension.summable(&total.operand.dimension) || mixed(i))
            // Points are what a level moved by, not what it is made of.
            && point(&i.operand.dimension) == point(&total.operand.dimension)
            && i.claim.part == total.claim.part
            && i.claim.mention != total.claim.mention
    };
    let mut out: Vec<Vec<&Item<'_>>> = Vec::new();
    let reach = match (bullet(context, total.claim), named && total.operand.digits >= 5) {
        (true, _) => 12,
        (_, true) => 6,
        _ => 3,
    };
    let near = |s: usize| s.abs_diff(total.claim.sentence) <= reach;
    let after: Vec<&Item<'_>> =
        items.iter().skip(t + 1).filter(like).take_while(|i| near(i.claim.sentence)).take(14).collect();
    let before: Vec<&Item<'_>> = {
        let mut b: Vec<&Item<'_>> =
            items.iter().take(t).rev().filter(like).take_while(|i| near(i.claim.sentence)).take(14).collect();
        b.reverse();
        b
    };
    // Small numbers of other things between telling ones are no parts: `planted 118 limes, closed two roads`.
    let telling = |list: &[&'i Item<'a>]| -> Vec<&'i Item<'a>> {
        let unit = list.iter().max_by_key(|i| i.operand.at).map(|i| &i.operand.dimension);
        list.iter().filter(|i| i.operand.at >= Decimal::TEN && Some(&i.operand.dimension) == unit).copied().collect()
    };
    let large = total.operand.at >= Decimal::ONE_HUNDRED;
    let (after_telling, before_telling) =
        if large { (telling(&after), telling(&before)) } else { (Vec::new(), Vec::new()) };
    for list in [&after, &before, &after_telling, &before_telling] {
        for from in 0..list.len() {
            for to in from + 2..=list.len() {
                let row: Vec<&Item<'_>> = list.get(from..to).unwrap_or_default().to_vec();
                if joined(context, &row, named.then_some(total.operand.digits)) && !out.iter().any(|o| same(o, &row)) {
                    out.push(row);
                }
            }
        }
    }
    out
}

/// Whether two rows are of the same figures.
fn same(a: &[&Item<'_>], b: &[&Item<'_>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.claim.mention == y.claim.mention)
}

fn point(dimension: &Dimension) -> bool {
    matches!(dimension, Dimension::Count(unit) if unit == "point")
}

/// Whether figures stand in a row: short words between them, in one sentence or in neighbouring ones.
fn joined(context: &Context<'_>, row: &[&Item<'_>], named: Option<u32>) -> bool {
    row.windows(2).all(|w| {
        let [a, b] = w else { return true };
        let between = context.between(a.claim.mention, b.claim.mention);
        let step = b.claim.sentence - a.claim.sentence.min(b.claim.sentence);
        between.chars().count() <= 160
            && (between.chars().count() <= 100 || named.is_some())
            // Seats of one sentence and voters of the next are no parts of one bare number.
            && (step == 0 || a.operand.dimension.summable(&b.operand.dimension))
            && (step == 0
                // A total of five digits adds up by no chance, wherever its parts stand.
                || step <= 3 && named.is_some_and(|digits| digits >= 5)
                || step == 1
                    && (row.len() == 2
                        || a.operand.digits.max(b.operand.digits) >= 3
                        || bullet(context, a.claim) && bullet(context, b.claim)))
    })
}

/// Whether words before a figure call it a total.
fn is_named(context: &Context<'_>, claim: &Claim, book: &Rulebook) -> bool {
    let ahead = context.before(claim.sentence, claim.span.start, 60);
    claim.role == Role::Whole || book.relations.says("total-before", claim.lang, ahead)
}

/// Whether a figure stands in a line of a list.
fn bullet(context: &Context<'_>, claim: &Claim) -> bool {
    context.sentence_text(claim.sentence).trim_start().starts_with(['-', '•', '·', '*', '▲', '△', '○', '□', '–', '■'])
}

/// Whether no other figure of the unit stands in the sentences of a row, before or after it.
fn closed(context: &Context<'_>, total: &Item<'_>, parts: &[&Item<'_>], items: &[Item<'_>], book: &Rulebook) -> bool {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let listed = |a: &Claim, b: &Claim| {
        a.sentence == b.sentence && book.relations.says("listed", a.lang, context.between(a.mention, b.mention))
    };
    // `five in the north, two each in the east and west`: the list goes on.
    let on = context.checkable().any(|c| {
        c.role == Role::Rate
            && c.value.kind() == last.claim.value.kind()
            && c.span.start >= last.claim.span.end
            && c.span.start - last.claim.span.end < 60
            && c.sentence == last.claim.sentence
            && context.after(c.sentence, c.span.end, 12).split(' ').any(|w| w == "each")
    });
    !on && items.iter().all(|i| {
        let own = i.claim.mention == total.claim.mention
            || parts.iter().any(|p| p.claim.mention == i.claim.mention)
            || !i.operand.dimension.summable(&total.operand.dimension);
        let within = i.claim.span.start > first.claim.span.start && i.claim.span.end < last.claim.span.end;
        let before = i.claim.span.end <= first.claim.span.start
            && first.claim.span.start - i.claim.span.end < 60
            && listed(i.claim, first.claim);
        let after = i.claim.span.start >= last.claim.span.end
            && i.claim.span.start - last.claim.span.end < 60
            && listed(last.claim, i.claim);
        own || !within && !before && !after
    })
}

/// What a figure of a sum stands for: exactly what it says where it is printed finer or coarser than its fellows.
fn exactly(o: &Operand, other: Decimal) -> Interval {
    if o.soft {
        return o.loose;
    }
    let printed_step = o.tight.hi.zip(o.tight.lo).map(|(h, l)| h.at - l.at).unwrap_or_default();
    if matches!(o.dimension, Dimension::Count(_)) || printed_step > other * Decimal::TWO {
        Interval::point(o.at)
    } else {
        o.tight
    }
}

fn judge(
    context: &Context<'_>,
    total: &Item<'_>,
    parts: &[&Item<'_>],
    items: &[Item<'_>],
    book: &Rulebook,
) -> Option<Draft> {
    let smaller = parts.iter().all(|p| p.operand.at < total.operand.at);
    let open = |o: &Operand| o.bounded && o.loose.hi.is_none();
    let totals = |i: &Item<'_>| {
        i.claim.role == Role::Whole
            || book.relations.says("total-after", i.claim.lang, context.after(i.claim.sentence, i.claim.span.end, 30))
    };
    // `In all 960,000` is no part of another total: each item of the list has its own.
    let own = |i: &Item<'_>| {
        let before = context.before(i.claim.sentence, i.claim.span.start, 36);
        i.claim.sentence != total.claim.sentence && book.relations.says("total-before", i.claim.lang, before)
    };
    // A part that is the whole is the whole again: 14 in the headline, 14 in the text, of which five.
    if parts.iter().any(|p| open(&p.operand) || totals(p) || p.operand.at == total.operand.at) {
        return None;
    }
    let zero = Interval::point(Decimal::ZERO);
    let (mut tight, mut loose, mut at) = (zero, zero, Decimal::ZERO);
    let mut finest = total.operand.last_digit;
    for p in parts {
        let times = Decimal::from(each(context, p.claim, book));
        finest = finest.min(p.operand.last_digit);
        tight = tight.plus(&p.operand.tight.scaled(times)?)?;
        loose = loose.plus(&exactly(&p.operand, total.operand.last_digit).scaled(times)?)?;
        at = at.checked_add(p.operand.at.checked_mul(times)?)?;
    }
    let printed = if total.operand.soft || total.operand.last_digit > finest * Decimal::TEN {
        total.operand.loose
    } else {
        exactly(&total.operand, finest)
    };
    let how = if at == total.operand.at {
        Fit::Same
    } else if !loose.disjoint(&printed) {
        Fit::Rounding
    } else {
        Fit::Apart
    };
    // Arithmetic first, words later: most rows come nowhere near.
    let miss = Miss::of(total, parts, at)?;
    let closure = if how == Fit::Apart && parts.len() <= 10 {
        closure::of(context, total, parts, items, book)
    } else {
        Closure::Open
    };
    // More than the whole contradicts it, however many parts are left out; less does so only where none is.
    let against =
        (smaller || miss.slip) && (closure == Closure::Shut || closure == Closure::Within && at > total.operand.at);
    if how == Fit::Apart && miss.near == 0 && !against {
        return None;
    }
    // A total of people holds no screens; one of anything may hold both.
    let any = matches!(&total.operand.dimension, Dimension::Count(unit) if unit == "thing");
    let mixed = !any && parts.windows(2).any(|w| matches!(w, [a, b] if a.operand.dimension != b.operand.dimension));
    if how == Fit::Apart && (mixed || parts.last().is_some_and(|p| own(p))) {
        return None;
    }
    let (first, last) = (parts.first()?, parts.last()?);
    // `Added another 8.8 million to bring its total to 76.5 million`: the total goes with what stands beside it.
    let beside = items.iter().any(|i| {
        i.claim.sentence == total.claim.sentence
            && i.claim.span.start > last.claim.span.end
            && i.claim.span.end <= total.claim.span.start
            && i.operand.dimension == total.operand.dimension
            && book.relations.says("adds-to", i.claim.lang, context.before(i.claim.sentence, i.claim.span.start, 24))
    });
    if how == Fit::Apart && beside && last.claim.sentence != total.claim.sentence {
        return None;
    }
    let few = parts.iter().all(|p| p.operand.digits < 4);
    let summed_up = total.claim.sentence == last.claim.sentence && total.claim.span.start > last.claim.span.start;
    let named = is_named(context, total.claim, book);
    if first.claim.sentence != last.claim.sentence && few && !summed_up && !named {
        return None;
    }
    // Bare numbers, some of them whole and some not, are not one kind of thing.
    let bare = matches!(&total.operand.dimension, Dimension::Count(unit) if unit == "thing");
    let split = |i: &Item<'_>| i.operand.last_digit < Decimal::ONE;
    if bare && !named && parts.iter().any(|p| split(p) != split(total)) {
        return None;
    }
    // Another time's figure is a part only where a total over both times is told.
    if parts.iter().any(|p| p.claim.role == Role::OtherTime) && !named && !against {
        return None;
    }
    let cue = total::cues(context, total, parts, items, book);
    let cue = if against { cue.max(5) } else { cue };
    let ratio = total.operand.dimension == Dimension::Ratio;
    let sides: Vec<(usize, usize)> = std::iter::once(total.claim.mention)
        .chain(parts.iter().map(|p| p.claim.mention))
        .map(|m| (context.index, m))
        .collect();
    let terms: Vec<String> = parts
        .iter()
        .map(|p| match each(context, p.claim, book) {
            1 => told(p.operand.at, &p.operand.dimension),
            times => format!("{times} × {}", told(p.operand.at, &p.operand.dimension)),
        })
        .collect();
    let derivation = format!(
        "{} = {}; printed {}",
        terms.join(" + "),
        told(at, &total.operand.dimension),
        told(total.operand.at, &total.operand.dimension)
    );
    if how != Fit::Apart {
        // Small numbers add up by chance: a pass needs a word or some digits.
        if !smaller || cue < 2 && (total.operand.digits < 3 || how != Fit::Same) {
            return None;
        }
        let mut draft = Draft::new("sum-mismatch", how.verdict(), sides);
        draft.derivation.push(derivation);
        draft.score = cue + 10 + i64::from(how == Fit::Same) * 5;
        return Some(draft);
    }
    if ratio && (cue < 5 || !total::partition(parts, book)) || !closed(context, total, parts, items, book) {
        return None;
    }
    let digits = total.operand.digits.min(parts.iter().map(|p| p.operand.digits).min().unwrap_or(0));
    let Miss { off, slip, near } = miss;
    let odd = |p: &&Item<'_>| p.operand.at < Decimal::TEN && p.operand.dimension != total.operand.dimension;
    if first.claim.sentence != last.claim.sentence && large_and_small(parts) && parts.iter().any(odd) {
        return None;
    }
    // `Of whom` names some of the parts more often than all.
    let gap = context.between(total.claim.mention, first.claim.mention);
    let ahead = first.claim.span.start > total.claim.span.end;
    let part = || parts.iter().any(|p| p.claim.role == Role::Part);
    let some = ahead && (part() || book.relations.says("part", total.claim.lang, gap));
    if !against && at < total.operand.at && some && digits < 3 {
        return None;
    }
    // One round part among them does not make the others less telling.
    let fine = digits.max(total.operand.digits.saturating_sub(1));
    let telling = i64::from(slip && fine >= 4) + i64::from(slip && fine >= 6) + i64::from(slip && fine >= 5);
    let evidence = cue + near + telling + i64::from(parts.len() >= 3 && near > 0 && cue > 0);
    if !against && (evidence < 4 || !smaller && (near < 2 || cue < 3) || cue < 0) {
        return None;
    }
    if excused(context, total, if some || closure == Closure::Shut { parts } else { &[] }, items, book)
        || regrouped(total, parts, at, items)
    {
        return None;
    }
    let verdict = if (evidence >= 5 || telling > 0 && total.operand.digits >= 5) && near > 0 {
        Verdict::Conflict
    } else {
        Verdict::Tension
    };
    let mut draft = Draft::new("sum-mismatch", verdict, sides);
    draft.derivation.push(derivation);
    draft.got = number(total.operand.at);
    draft.fits(&Interval::point(at));
    // What makes it exact before what only rounding allows.
    let slips = |want: &Interval| hypothesis::of(context, total.claim.mention, total.operand.at, want, book);
    let exact = slips(&Interval::point(at));
    draft.hypotheses = if exact.is_empty() { slips(&tight) } else { exact };
    let far = (off * Decimal::from(20)).min(Decimal::from(9)).trunc().to_i64().unwrap_or(9);
    draft.score = evidence * 20 - i64::try_from(parts.len()).unwrap_or(0) - far;
    Some(draft)
}

/// Whether some parts are a hundredfold of others.
fn large_and_small(parts: &[&Item<'_>]) -> bool {
    let at = || parts.iter().map(|p| p.operand.at);
    at().max().zip(at().min()).is_some_and(|(hi, lo)| hi > lo * Decimal::from(20))
}

/// By how much parts and total miss each other.
struct Miss {
    /// The difference as a part of the total.
    off: Decimal,
    /// Whether one slip of the pen explains it.
    slip: bool,
    /// 2 near enough to be a slip, 1 not far, 0 far.
    near: i64,
}

impl Miss {
    fn of(total: &Item<'_>, parts: &[&Item<'_>], at: Decimal) -> Option<Self> {
        let off = (at - total.operand.at).abs().checked_div(total.operand.at)?;
        let one_edit = |printed: &Operand, meant: Decimal| {
            printed.digits >= 2
                && meant > Decimal::ZERO
                && hypothesis::reconciled(printed.at, &printed.dimension, &Interval::point(meant))
        };
        let rest = total.operand.at - at;
        let slip = one_edit(&total.operand, at) || parts.iter().any(|p| one_edit(&p.operand, p.operand.at + rest));
        let near = match (off <= Decimal::new(2, 2) || slip, off <= Decimal::new(12, 2)) {
            (true, _) => 2,
            (_, true) => 1,
            _ => 0,
        };
        Some(Self { off, slip, near })
    }
}

/// How many the word `each` multiplies a part by: the names in the list before it, at least 1.
pub(super) fn each(context: &Context<'_>, claim: &Claim, book: &Rulebook) -> i64 {
    let before = context.before(claim.sentence, claim.span.start, 60);
    let Some(found) = book.relations.words("each", claim.lang).and_then(|r| r.find(before)) else { return 1 };
    let Some(names) = book.relations.words("listed-names", claim.lang) else { return 1 };
    let head = before.get(..found.start()).unwrap_or("");
    let tail = head.rsplit([',', '.', '\u{1}']).next().unwrap_or(head);
    let n = names.find_iter(tail).count();
    i64::try_from(n).unwrap_or(0) + 1
}

/// Whether some other run of figures near the total adds up to it; where the words say what its parts are, a run that
/// holds one of them.
fn excused(context: &Context<'_>, total: &Item<'_>, told: &[&Item<'_>], items: &[Item<'_>], book: &Rulebook) -> bool {
    let own = |i: &Item<'_>| told.is_empty() || told.iter().any(|p| p.claim.mention == i.claim.mention);
    let near: Vec<&Item<'_>> = items
        .iter()
        .filter(|i| {
            i.claim.mention != total.claim.mention
                && i.claim.sentence.abs_diff(total.claim.sentence) <= 4
                && i.operand.dimension.summable(&total.operand.dimension)
        })
        .collect();
    let plain = (0..near.len()).any(|from| {
        let (mut at, mut held) = (Decimal::ZERO, false);
        near.iter().skip(from).take(8).enumerate().any(|(n, i)| {
            at = at.checked_add(i.operand.at).unwrap_or(at);
            held |= own(i);
            n > 0 && held && at == total.operand.at
        })
    });
    // What grew less what shrank is the change of the whole.
    let told = context.after(total.claim.sentence, total.claim.span.end, 30);
    let told = told.split_once(')').filter(|_| told.starts_with('(')).map_or(told, |(_, rest)| rest);
    let lang = total.claim.lang;
    let end = book.relations.words("topic-start", lang).and_then(|r| r.find(told)).map_or(0, |m| m.end());
    let change = || book.relations.says("change-follows", lang, told.get(end..).unwrap_or(told));
    plain || change() && (3..=4).any(|n| near.windows(n).any(|w| signed(w, total.operand.at)))
}

/// Two breakdowns of one whole: what the parts add up to is what the total and one of its own fellows do.
fn regrouped(total: &Item<'_>, parts: &[&Item<'_>], at: Decimal, items: &[Item<'_>]) -> bool {
    items.iter().any(|i| {
        i.claim.mention != total.claim.mention
            && i.claim.sentence.abs_diff(total.claim.sentence) <= 4
            && i.operand.dimension.summable(&total.operand.dimension)
            && parts.iter().all(|p| p.claim.mention != i.claim.mention)
            && i.operand.at + total.operand.at == at
    })
}

/// Whether a row of figures, each added or taken away, comes to a total.
fn signed(row: &[&Item<'_>], total: Decimal) -> bool {
    let Some((first, rest)) = row.split_first() else { return false };
    let sums = rest.iter().fold(vec![first.operand.at], |sums, i| {
        sums.iter().flat_map(|s| [*s + i.operand.at, *s - i.operand.at]).collect()
    });
    total > Decimal::ZERO && sums.iter().any(|s| s.abs() == total)
}
