//! What was looked up in vain: most words of a text begin neither a figure nor a name, and the same ones come again.

/// Most bytes that are remembered of a word.
const LEN: usize = 16;
/// A one in each of them.
const ONES: u128 = u128::MAX / 255;
/// Words that are remembered, a power of two: small enough for the processor's own memory, unlike the tables it spares.
const PLACES: usize = 4096;
/// The bits of a hash that number a place.
const SHIFT: u32 = 64 - PLACES.ilog2();

/// Words, with the blank behind them, at which nothing begins. A look-up that read no further depends on nothing else.
#[derive(Debug)]
pub(super) struct Vain(Vec<u128>);

/// A word as far as it is remembered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    bytes: u128,
    len: usize,
}

impl Default for Vain {
    fn default() -> Self {
        // No text holds these bytes.
        Self(vec![u128::MAX; PLACES])
    }
}

impl Vain {
    /// The word of `text` at `at`; `None` near the end of the text.
    pub(super) fn key(text: &str, at: usize) -> Option<Key> {
        let all = u128::from_le_bytes(text.as_bytes().get(at..at + LEN)?.try_into().ok()?);
        // The highest bit of each byte that is a blank; above the first one there may be others that are none.
        let other = all ^ (ONES * u128::from(b' '));
        let blanks = other.wrapping_sub(ONES) & !other & (ONES << 7);
        let len = (blanks.trailing_zeros() as usize / 8 + 1).min(LEN);
        Some(Key { bytes: all & (u128::MAX >> (8 * (LEN - len))), len })
    }

    /// Whether nothing begins there for sure.
    pub(super) fn has(&self, key: Key) -> bool {
        self.0.get(slot(key.bytes)) == Some(&key.bytes)
    }

    /// Remembers that a look-up found nothing after it had read so many bytes.
    pub(super) fn add(&mut self, key: Key, read: usize) {
        if read <= key.len
            && let Some(place) = self.0.get_mut(slot(key.bytes))
        {
            *place = key.bytes;
        }
    }
}

fn slot(bytes: u128) -> usize {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let half = |n: u128| u64::try_from(n & u128::from(u64::MAX)).unwrap_or(0);
    let mixed = (half(bytes).wrapping_mul(FACTOR) ^ half(bytes >> 64)).wrapping_mul(FACTOR);
    usize::try_from(mixed >> SHIFT).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_read_in_full_is_remembered() {
        let key = |text: &str| Vain::key(text, 0).unwrap();
        let mut vain = Vain::default();
        vain.add(key("nothing begins here"), 9);
        assert!(!vain.has(key("nothing begins here")));
        vain.add(key("nothing begins here"), 8);
        assert!(vain.has(key("nothing else begins")));
        assert!(!vain.has(key("nothing, then, begins")) && !vain.has(key("othing begins here")));
        vain.add(key("nothing-whatsoever"), 16);
        assert!(vain.has(key("nothing-whatsoever else")) && !vain.has(key("nothing-whatever else")));
        assert!(Vain::key("nothing is here", 0).is_none());
    }
}
