//! What the checks can see of a set of documents: slips planted in copies of it, and edits that change no figure.
//!
//! A figure that took part in a comparison which held is *guarded* by that comparison's check. [`plan`] chooses figures
//! and slips by a seed, [`slip`] and [`edit`] write the copy, [`trial`] checks it again and compares with what was there
//! before: a new finding that names the planted figure is a catch, any other a false alarm.

mod digits;
pub mod edit;
mod harmless;
mod plan;
pub mod rules;
mod slip;
pub mod tally;
mod trial;

pub use tally::Tally;
pub use trial::run;

/// What a run may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Another seed, other slips.
    pub seed: u64,
    /// At most so many slips for each check, and edits of each kind.
    pub slips: usize,
}

/// A choice that depends on the seed and on what is chosen for, and on nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Chance(u64);

impl Chance {
    /// Of a seed and words.
    fn of(seed: u64, words: &[&str]) -> Self {
        let hash = blake3::hash(format!("{seed}\n{}", words.join("\n")).as_bytes());
        let bytes: [u8; 8] = std::array::from_fn(|i| hash.as_bytes().get(i).copied().unwrap_or(0));
        Self(u64::from_le_bytes(bytes))
    }

    /// One of `n` things, counted from 0; 0 where there is none.
    fn below(self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0 % n).unwrap_or(0)
    }

    /// One of a list.
    fn pick<T>(self, list: &[T]) -> Option<&T> {
        list.get(self.below(list.len()))
    }

    /// Another choice for another purpose.
    fn next(self) -> Self {
        Self(self.0.rotate_left(17).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (self.0 >> 31))
    }
}
