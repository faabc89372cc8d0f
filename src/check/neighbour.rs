//! Which figures of two passages equal each other, and what that says about the figures around them.

use std::collections::BTreeMap;

use super::compare::Fit;
use super::feature::Feature;
use super::link::{Party, values};

/// Equal figures of two sides.
pub(super) struct Neighbours {
    a: Side,
    b: Side,
    equal: BTreeMap<(usize, usize), i64>,
}

/// One side: its figures by sentence, and those of each unit that have no equal on the other side.
#[derive(Default)]
struct Side {
    by_sentence: BTreeMap<usize, Vec<usize>>,
    units: Vec<String>,
    partners: Vec<Vec<usize>>,
    alone: BTreeMap<String, usize>,
    /// By unit and partner: figures that one figure of the other side explains and no other does.
    held: BTreeMap<(String, usize), usize>,
}

impl Side {
    fn new(party: &Party<'_, '_>) -> Self {
        let mut out = Self::default();
        for (i, f) in party.features.iter().enumerate() {
            out.by_sentence.entry(f.claim.sentence).or_default().push(i);
            out.units.push(format!("{} {}", f.class(), f.unit));
            out.partners.push(Vec::new());
        }
        out
    }

    fn count(&mut self) {
        for (unit, partners) in self.units.iter().zip(&self.partners) {
            match partners.as_slice() {
                [] => *self.alone.entry(unit.clone()).or_default() += 1,
                [one] => *self.held.entry((unit.clone(), *one)).or_default() += 1,
                _ => {}
            }
        }
    }

    /// How many figures of the unit of `i` have no equal but perhaps `other`, itself counted in any case.
    fn rest(&self, i: usize, other: usize) -> usize {
        let (Some(unit), Some(partners)) = (self.units.get(i), self.partners.get(i)) else { return 1 };
        let open = self.alone.get(unit).unwrap_or(&0) + self.held.get(&(unit.clone(), other)).unwrap_or(&0);
        let own = partners.is_empty() || partners.as_slice() == [other];
        open + usize::from(!own)
    }
}

impl Neighbours {
    pub(super) fn new(a: &Party<'_, '_>, b: &Party<'_, '_>) -> Self {
        let (mut left, mut right) = (Side::new(a), Side::new(b));
        let mut equal = BTreeMap::new();
        for (i, x) in a.features.iter().enumerate() {
            for (j, y) in b.features.iter().enumerate() {
                if !x.comparable(y) {
                    continue;
                }
                let Some(how) = values(x, y).filter(|f| matches!(f, Fit::Same | Fit::Rounding)) else { continue };
                if let (Some(p), Some(q)) = (left.partners.get_mut(i), right.partners.get_mut(j)) {
                    p.push(j);
                    q.push(i);
                }
                if how == Fit::Same || x.information >= 500 && y.information >= 500 {
                    equal.insert((i, j), x.information.min(y.information));
                }
            }
        }
        left.count();
        right.count();
        Self { a: left, b: right, equal }
    }

    /// What an equal pair tells, in thousandths; `None` where the two differ.
    pub(super) fn equal(&self, i: usize, j: usize) -> Option<i64> {
        self.equal.get(&(i, j)).copied()
    }

    /// The figures in the sentences of two figures.
    pub(super) fn around(&self, x: &Feature<'_>, y: &Feature<'_>) -> (&[usize], &[usize]) {
        let left = self.a.by_sentence.get(&x.claim.sentence).map(Vec::as_slice);
        let right = self.b.by_sentence.get(&y.claim.sentence).map(Vec::as_slice);
        (left.unwrap_or_default(), right.unwrap_or_default())
    }

    /// What the nearest equal figures before both and after both tell, up to three figures away.
    pub(super) fn row(&self, i: usize, j: usize) -> i64 {
        let steps = || (1..=3_usize).flat_map(|p| (1..=3_usize).map(move |q| (p, q)));
        let worth = |p: usize, q: usize, at: Option<(usize, usize)>| {
            let told = at.and_then(|(i, j)| self.equal(i, j)).unwrap_or(0);
            told / i64::try_from(p.max(q)).unwrap_or(1)
        };
        let before = steps().map(|(p, q)| worth(p, q, i.checked_sub(p).zip(j.checked_sub(q)))).max();
        let after = steps().map(|(p, q)| worth(p, q, Some((i + p, j + q)))).max();
        before.unwrap_or(0) + after.unwrap_or(0)
    }

    /// How many figures of either unit are without an equal, multiplied.
    pub(super) fn rest(&self, i: usize, j: usize) -> u64 {
        let product = self.a.rest(i, j).saturating_mul(self.b.rest(j, i));
        u64::try_from(product).unwrap_or(u64::MAX)
    }
}
