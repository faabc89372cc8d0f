//! Which figures of two passages equal each other, and what that says about the figures around them.

use std::collections::BTreeMap;

use super::compare::Fit;
use super::feature::Feature;
use super::link::{Party, values};

/// Equal figures of two sides.
pub(super) struct Neighbours<'x> {
    a: Side<'x>,
    b: Side<'x>,
    /// Row by row: how two figures stand to each other, where they can be compared, and what it tells that they are
    /// equal, in thousandths.
    cells: Vec<(Option<Fit>, Option<i64>)>,
}

/// One side: its figures by sentence, and those of each unit that have no equal on the other side.
struct Side<'x> {
    by_sentence: BTreeMap<usize, Vec<usize>>,
    units: Vec<&'x str>,
    partners: Vec<Vec<usize>>,
    alone: BTreeMap<&'x str, usize>,
    /// By unit and partner: figures that one figure of the other side explains and no other does.
    held: BTreeMap<(&'x str, usize), usize>,
}

impl<'x> Side<'x> {
    fn new(party: &Party<'_, 'x>) -> Self {
        let mut by_sentence: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, f) in party.features.iter().enumerate() {
            by_sentence.entry(f.claim.sentence).or_default().push(i);
        }
        Self {
            by_sentence,
            units: party.features.iter().map(|f| f.sort.as_str()).collect(),
            partners: vec![Vec::new(); party.features.len()],
            alone: BTreeMap::new(),
            held: BTreeMap::new(),
        }
    }

    fn count(&mut self) {
        for (unit, partners) in self.units.iter().zip(&self.partners) {
            match partners.as_slice() {
                [] => *self.alone.entry(unit).or_default() += 1,
                [one] => *self.held.entry((unit, *one)).or_default() += 1,
                _ => {}
            }
        }
    }

    /// How many figures of the unit of `i` have no equal but perhaps `other`, itself counted in any case.
    fn rest(&self, i: usize, other: usize) -> usize {
        let (Some(unit), Some(partners)) = (self.units.get(i), self.partners.get(i)) else { return 1 };
        let open = self.alone.get(unit).unwrap_or(&0) + self.held.get(&(*unit, other)).unwrap_or(&0);
        let own = partners.is_empty() || partners.as_slice() == [other];
        open + usize::from(!own)
    }
}

impl<'x> Neighbours<'x> {
    pub(super) fn new(a: &Party<'_, 'x>, b: &Party<'_, 'x>) -> Self {
        let (mut left, mut right) = (Side::new(a), Side::new(b));
        let mut cells = Vec::with_capacity(a.features.len() * b.features.len());
        for (i, x) in a.features.iter().enumerate() {
            for (j, y) in b.features.iter().enumerate() {
                let how = x.comparable(y).then(|| values(x, y)).flatten();
                let mut equal = None;
                if let Some(fit @ (Fit::Same | Fit::Rounding)) = how {
                    if let (Some(p), Some(q)) = (left.partners.get_mut(i), right.partners.get_mut(j)) {
                        p.push(j);
                        q.push(i);
                    }
                    if fit == Fit::Same || x.information >= 500 && y.information >= 500 {
                        equal = Some(x.information.min(y.information));
                    }
                }
                cells.push((how, equal));
            }
        }
        left.count();
        right.count();
        Self { a: left, b: right, cells }
    }

    fn cell(&self, i: usize, j: usize) -> (Option<Fit>, Option<i64>) {
        let width = self.b.units.len();
        if j >= width {
            return (None, None);
        }
        self.cells.get(i * width + j).copied().unwrap_or_default()
    }

    /// How two figures stand to each other; `None` where they cannot be compared.
    pub(super) fn fit(&self, i: usize, j: usize) -> Option<Fit> {
        self.cell(i, j).0
    }

    /// What an equal pair tells, in thousandths; `None` where the two differ.
    pub(super) fn equal(&self, i: usize, j: usize) -> Option<i64> {
        self.cell(i, j).1
    }

    /// The equal figures in the sentences of two figures, themselves left out, each of the second side once: what one
    /// tells, and which they are.
    pub(super) fn beside(
        &self,
        (i, x): (usize, &Feature<'_>),
        (j, y): (usize, &Feature<'_>),
    ) -> Vec<(i64, usize, usize)> {
        let left = self.a.by_sentence.get(&x.claim.sentence).map(Vec::as_slice).unwrap_or_default();
        let right = self.b.by_sentence.get(&y.claim.sentence).map(Vec::as_slice).unwrap_or_default();
        let mut out: Vec<(i64, usize, usize)> = Vec::new();
        for p in left.iter().filter(|p| **p != i) {
            let free = |q: &&usize| **q != j && !out.iter().any(|(_, _, used)| used == *q);
            let best = right.iter().filter(free).filter_map(|q| self.equal(*p, *q).map(|v| (v, *q))).max();
            out.extend(best.map(|(value, q)| (value, *p, q)));
        }
        out
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
