//! What speaks for two figures being about one thing, their values aside.

use std::collections::BTreeMap;

use super::affinity::{Pair, logarithm};
use super::feature::{Feature, Quality, role_gap};
use super::lexis::Scale;
use super::link::Party;
use super::neighbour::Neighbours;
use crate::rulebook::Rulebook;

/// The signs, each in thousandths, and in words.
#[derive(Debug, Clone, Default)]
pub(super) struct Signals {
    /// Likeness of the measures.
    pub(super) concepts: i64,
    /// Whether they share a measure that tells something.
    pub(super) subject: bool,
    /// What equal figures in the two sentences tell.
    pub(super) told: i64,
    /// How many of them stand close to both.
    pub(super) close: i64,
    /// What the words around both figures tell, as near as to the farther one.
    pub(super) near: i64,
    /// What they tell where they are near to both.
    pub(super) both: i64,
    /// Named things in both sentences.
    pub(super) names: i64,
    /// Words in both clauses, in one language.
    pub(super) words: i64,
    /// Both are the only figure of their unit.
    pub(super) unique: bool,
    /// A strong measure of one that the other lacks.
    pub(super) strange: bool,
    /// Measures that exclude each other.
    pub(super) opposed: bool,
    /// Periods that do not meet.
    pub(super) periods: bool,
    /// How little the roles fit.
    pub(super) role: i64,
    /// What equal figures next before and next after both tell, in the order of the texts.
    pub(super) row: i64,
    /// How many figures of their unit are without an equal on the other side, multiplied.
    pub(super) rest: u64,
    /// Where the second stands in its text, in thousandths.
    pub(super) place: i64,
    /// How far apart they stand in their texts, in thousandths of a text.
    pub(super) shift: i64,
    /// Both are dates.
    pub(super) dated: bool,
    /// Units that differ though they can be compared.
    pub(super) units: bool,
    /// One is told as a change, the other is not.
    pub(super) change: bool,
    /// Both are printed in one language.
    pub(super) one_language: bool,
    /// The signs in words.
    pub(super) why: Vec<String>,
}

impl Signals {
    /// The signs added up for a headline, box or summary and the body it stands over, as in [`Signals::across`].
    /// What a headline tells comes early in the body.
    pub(super) fn inner(&self) -> i64 {
        let mut odds = -700;
        odds += self.concepts * if self.subject { 4 } else { 2 } / 10;
        odds += self.told.min(1500) / 2 + 77 * self.row / 100;
        let words = 72 * (self.near.min(4000) + self.both.min(4000)) / 100;
        odds += if self.one_language { words * 6 / 10 } else { words };
        odds -= 87 * logarithm(self.rest) / 100 + 25 * self.place / 10 + self.role / 4;
        for (sign, worth) in [
            (self.strange, -300),
            (self.opposed, -3000),
            (self.periods, -100),
            (self.units, -1400),
            (self.change, -600),
            (self.dated, -600),
        ] {
            odds += if sign { worth } else { 0 };
        }
        odds
    }

    /// The signs added up for two documents: thousandths of a natural logarithm of the odds that both figures are about
    /// one thing. The weights are those of a logistic regression over pairs of development articles, rounded.
    pub(super) fn across(&self, pair: Pair, apart: u64) -> i64 {
        let mut odds = -4560;
        odds += self.concepts * if self.subject { 12 } else { 10 } / 10;
        odds += 75 * self.told.min(1500) / 100 + 430 * self.close.min(2) + 13 * self.row / 10;
        let words = 48 * self.near.min(4000) / 100 + 27 * self.both.min(4000) / 100;
        odds += if self.one_language { words * 6 / 10 } else { words };
        odds += pair.score.min(6000) / 2;
        odds -= 6 * logarithm(self.rest) / 10 + 15 * self.shift / 10 + 4 * self.role / 11;
        for (sign, worth) in [
            (self.unique, 900),
            (self.strange, -550),
            (self.opposed, -3000),
            (self.periods, -250),
            (self.units, -1500),
            (self.change, -950),
            (self.dated, -700),
            (apart > 7, -800),
            (apart > 180, -1200),
        ] {
            odds += if sign { worth } else { 0 };
        }
        odds
    }
}

/// Where the `i`th of `n` figures stands, in thousandths.
fn place(i: usize, n: usize) -> i64 {
    i64::try_from(i * 1000 / n.saturating_sub(1).max(1)).unwrap_or(0)
}

/// Weighs the signs between figure `i` of one side and `j` of the other.
pub(super) fn signals(
    a: &Party<'_, '_>,
    b: &Party<'_, '_>,
    (i, j): (usize, usize),
    near: &Neighbours,
    scale: &Scale<'_>,
    book: &Rulebook,
) -> Signals {
    let mut out = Signals::default();
    let (Some(x), Some(y)) = (a.features.get(i), b.features.get(j)) else { return out };
    let thin = |c: &str| book.measures.concept(c).is_some_and(|c| c.thin);
    out.subject = x.concepts.iter().any(|(c, w)| *w >= 100 && y.concepts.contains_key(c) && !thin(c));
    out.concepts = cosine(&x.concepts, &y.concepts);
    if out.concepts > 0 {
        let shared: Vec<&str> =
            x.concepts.keys().filter(|c| y.concepts.contains_key(*c)).map(|c| &**c).take(4).collect();
        out.why.push(format!("measure: {} ({})", shared.join(", "), out.concepts));
    }
    let (around_x, around_y) = near.around(x, y);
    let mut used = Vec::new();
    for p in around_x.iter().filter(|p| **p != i) {
        let best = around_y
            .iter()
            .filter(|q| **q != j && !used.contains(*q))
            .filter_map(|q| near.equal(*p, *q).map(|v| (v, *q)))
            .max();
        let Some((value, q)) = best else { continue };
        used.push(q);
        out.told += value;
        let (Some(u), Some(v)) = (a.features.get(*p), b.features.get(q)) else { continue };
        if u.claim.span.gap(x.claim.span) <= 60 && v.claim.span.gap(y.claim.span) <= 60 && value >= 300 {
            out.close += 1;
        }
        out.why.push(format!("beside {} in both", a.context.printed(u.claim.mention)));
    }
    (out.near, out.both) = scale.told(&x.around, &y.around);
    let names: Vec<&String> = x.names.intersection(&y.names).collect();
    out.names = i64::try_from(names.len()).unwrap_or(0);
    if !names.is_empty() {
        out.why.push(format!("named: {}", names.iter().take(3).map(|n| n.as_str()).collect::<Vec<_>>().join(", ")));
    }
    out.unique = x.unique && y.unique;
    if x.claim.lang == y.claim.lang {
        out.words = i64::try_from(x.words.intersection(&y.words).count()).unwrap_or(0);
    }
    let shared = scale.shared(&x.around, &y.around);
    if !shared.is_empty() {
        out.why.push(format!("words: {}", shared.join(", ")));
    }
    out.strange = head_not_shared(x, y) || head_not_shared(y, x);
    out.opposed = opposed(x, y, book) || opposed(y, x, book);
    out.periods = disjoint_periods(x, y);
    out.role = role_gap(x.claim, y.claim);
    out.row = near.row(i, j);
    out.rest = near.rest(i, j);
    out.place = place(j, b.features.len());
    out.shift = (place(i, a.features.len()) - place(j, b.features.len())).abs();
    out.dated = matches!(x.quality, Quality::When(_));
    out.units = x.unit != y.unit;
    out.change = x.change != y.change;
    out.one_language = x.claim.lang == y.claim.lang;
    out
}

/// Cosine of two weighted sets of concepts, in thousandths.
fn cosine(a: &BTreeMap<std::sync::Arc<str>, u32>, b: &BTreeMap<std::sync::Arc<str>, u32>) -> i64 {
    let norm = |m: &BTreeMap<std::sync::Arc<str>, u32>| m.values().map(|v| u64::from(*v) * u64::from(*v)).sum::<u64>();
    let dot: u64 = a.iter().filter_map(|(c, v)| b.get(c).map(|w| u64::from(*v) * u64::from(*w))).sum();
    let (p, q) = (norm(a), norm(b));
    if p == 0 || q == 0 {
        return 0;
    }
    // A weak cue alone must not count as a full match.
    let strength = p.isqrt().min(q.isqrt()).min(400);
    let cosine = dot * 1000 / (p.isqrt() * q.isqrt()).max(1);
    i64::try_from(cosine * strength / 400).unwrap_or(0)
}

fn head_not_shared(x: &Feature<'_>, y: &Feature<'_>) -> bool {
    x.claim.measures.first().is_some_and(|c| c.weight >= 500 && !y.concepts.contains_key(&c.concept))
        && !y.concepts.is_empty()
}

fn opposed(x: &Feature<'_>, y: &Feature<'_>, book: &Rulebook) -> bool {
    x.claim.measures.iter().filter(|c| c.weight >= 350).any(|c| {
        y.concepts.get(&c.concept).is_none_or(|w| *w < 350)
            && book.measures.concept(&c.concept).is_some_and(|concept| {
                concept
                    .opposed
                    .iter()
                    .any(|o| y.concepts.get(o).is_some_and(|w| *w >= 350) && x.concepts.get(o).is_none_or(|w| *w < 350))
            })
    })
}

fn disjoint_periods(x: &Feature<'_>, y: &Feature<'_>) -> bool {
    let all = |f: &Feature<'_>| f.periods.clone();
    let (a, b) = (all(x), all(y));
    !a.is_empty()
        && !b.is_empty()
        && a.iter().all(|p| b.iter().all(|q| p.days.1 < q.days.0 || q.days.1 < p.days.0))
        && a.iter()
            .all(|p| b.iter().all(|q| p.days.0.year() != q.days.0.year() || p.days.0.month() != q.days.0.month()))
}
