//! What speaks for two figures being about one thing, their values aside.

use std::collections::BTreeMap;

use super::affinity::logarithm;
use super::feature::{Feature, Quality, role_gap};
use super::lexis::Scale;
use super::link::Party;
use super::neighbour::Neighbours;
use crate::rulebook::Rulebook;
use crate::rulebook::linking::{Linking, Number, Sign};

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
}

impl Signals {
    /// The signs by the names under which `rules/linking.toml` weighs them; `documents` are how surely two documents
    /// tell the same and how many days they were published apart.
    pub(super) fn named(&self, documents: (i64, u64), linking: &Linking) -> [(Sign, i64); 24] {
        let there = |sign: bool| if sign { 1000 } else { 0 };
        let told = |kind: bool, value: i64| if kind { value } else { 0 };
        let (affinity, apart) = documents;
        [
            (Sign::Prior, 1000),
            (Sign::Subject, told(self.subject, self.concepts)),
            (Sign::Concepts, told(!self.subject, self.concepts)),
            (Sign::Told, self.told),
            (Sign::Close, self.close * 1000),
            (Sign::Row, self.row),
            (Sign::Near, told(!self.one_language, self.near)),
            (Sign::NearOneLanguage, told(self.one_language, self.near)),
            (Sign::Both, told(!self.one_language, self.both)),
            (Sign::BothOneLanguage, told(self.one_language, self.both)),
            (Sign::Rest, logarithm(self.rest)),
            (Sign::Place, self.place),
            (Sign::Shift, self.shift),
            (Sign::Role, self.role),
            (Sign::Unique, there(self.unique)),
            (Sign::Strange, there(self.strange)),
            (Sign::Opposed, there(self.opposed)),
            (Sign::Periods, there(self.periods)),
            (Sign::Units, there(self.units)),
            (Sign::Change, there(self.change)),
            (Sign::Dated, there(self.dated)),
            (Sign::Affinity, affinity),
            (Sign::Weeks, there(apart > linking.days(Number::WeekDays))),
            (Sign::Seasons, there(apart > linking.days(Number::HalfYearDays))),
        ]
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
    near: &Neighbours<'_>,
    scale: &Scale<'_>,
    book: &Rulebook,
) -> Signals {
    let mut out = Signals::default();
    let (Some(x), Some(y)) = (a.features.get(i), b.features.get(j)) else { return out };
    let thin = |c: &str| book.measures.concept(c).is_some_and(|c| c.thin);
    out.subject = x.concepts.iter().any(|(c, w)| *w >= 100 && y.concepts.contains_key(c) && !thin(c));
    out.concepts = cosine(&x.concepts, &y.concepts);
    for (value, p, q) in near.beside((i, x), (j, y)) {
        out.told += value;
        let (Some(u), Some(v)) = (a.features.get(p), b.features.get(q)) else { continue };
        if u.claim.span.gap(x.claim.span) <= 60 && v.claim.span.gap(y.claim.span) <= 60 && value >= 300 {
            out.close += 1;
        }
    }
    (out.near, out.both) = scale.told(&x.around, &y.around);
    out.unique = x.unique && y.unique;
    out.strange = head_not_shared(x, y) || head_not_shared(y, x);
    out.opposed = opposed(x, y, book) || opposed(y, x, book);
    out.periods = disjoint_periods(x, y);
    out.role = role_gap(x.claim, y.claim, &book.linking);
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

/// The signs between figure `i` of one side and `j` of the other in words, the measure first.
pub(super) fn reasons(
    a: &Party<'_, '_>,
    b: &Party<'_, '_>,
    (i, j): (usize, usize),
    near: &Neighbours<'_>,
    scale: &Scale<'_>,
) -> Vec<String> {
    let mut out = Vec::new();
    let (Some(x), Some(y)) = (a.features.get(i), b.features.get(j)) else { return out };
    let concepts = cosine(&x.concepts, &y.concepts);
    if concepts > 0 {
        let shared: Vec<&str> =
            x.concepts.keys().filter(|c| y.concepts.contains_key(*c)).map(|c| &**c).take(4).collect();
        out.push(format!("measure: {} ({concepts})", shared.join(", ")));
    }
    let beside = near.beside((i, x), (j, y)).into_iter().filter_map(|(_, p, _)| a.features.get(p));
    out.extend(beside.map(|u| format!("beside {} in both", a.context.printed(u.claim.mention))));
    let names: Vec<&str> = x.names.intersection(&y.names).map(String::as_str).take(3).collect();
    if !names.is_empty() {
        out.push(format!("named: {}", names.join(", ")));
    }
    let shared = scale.shared(&x.around, &y.around);
    if !shared.is_empty() {
        out.push(format!("words: {}", shared.join(", ")));
    }
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
