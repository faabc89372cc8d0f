//! Hashes for short words: names and word lists are looked up at every token.

use std::hash::{BuildHasherDefault, Hasher};

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// One step of the hash of a text, character by character.
pub(super) fn step(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(FACTOR).rotate_left(23)
}

/// The hash of a text.
pub(super) fn hash_of(text: &str) -> u64 {
    text.chars().fold(0, step)
}

/// A place in a table of `mask + 1` slots.
pub(super) fn spread(hash: u64, mask: usize) -> usize {
    usize::try_from(hash.wrapping_mul(FACTOR) >> 32).unwrap_or(0) & mask
}

/// The low half, which tells entries of one place apart.
pub(super) fn low(hash: u64) -> u32 {
    u32::try_from(hash & 0xFFFF_FFFF).unwrap_or(0)
}

/// A hasher for trusted short words; not for keys an attacker chooses.
#[derive(Debug, Default)]
pub struct WordHasher(u64);

/// Builds [`WordHasher`]s.
pub(super) type BuildWordHasher = BuildHasherDefault<WordHasher>;

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0.wrapping_mul(FACTOR)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
        }
    }
}

/// A bit per hash: a clear bit means that no entry has it. Small enough for the cache, unlike the table behind it.
#[derive(Debug, Default)]
pub(super) struct Filter(Vec<u64>);

impl Filter {
    /// An empty filter of about sixteen bits for each of `entries`.
    pub(super) fn new(entries: usize) -> Self {
        Self(vec![0; (entries / 4).next_power_of_two().max(16)])
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let bit = spread(hash.rotate_left(17), usize::MAX);
        ((bit >> 6) & (self.0.len().max(1) - 1), 1 << (bit & 63))
    }

    pub(super) fn add(&mut self, hash: u64) {
        let (word, bit) = self.place(hash);
        if let Some(slot) = self.0.get_mut(word) {
            *slot |= bit;
        }
    }

    pub(super) fn may_have(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.0.get(word).is_some_and(|slot| slot & bit != 0)
    }
}
