//! What was looked up in vain: most words of a text begin neither a figure nor a name, and the same ones come again.

/// Bytes that are remembered of a place.
const LEN: usize = 16;
/// Places that are remembered, a power of two: small enough for the processor's own memory, unlike the tables it spares.
const PLACES: usize = 4096;
/// The bits of a hash that number a place.
const SHIFT: u32 = 64 - PLACES.ilog2();

/// Sixteen bytes each of places where nothing begins. A look-up that read no more of them depends on no more of them.
#[derive(Debug)]
pub(super) struct Vain(Vec<u128>);

impl Default for Vain {
    fn default() -> Self {
        // No text holds these bytes.
        Self(vec![u128::MAX; PLACES])
    }
}

impl Vain {
    /// The bytes of `text` from `at` on; `None` near its end.
    pub(super) fn key(text: &str, at: usize) -> Option<u128> {
        let bytes = text.as_bytes().get(at..at + LEN)?;
        bytes.try_into().ok().map(u128::from_le_bytes)
    }

    /// Whether nothing begins there for sure.
    pub(super) fn has(&self, key: u128) -> bool {
        self.0.get(slot(key)) == Some(&key)
    }

    /// Remembers that a look-up found nothing after it had read so many bytes.
    pub(super) fn add(&mut self, key: u128, read: usize) {
        if read <= LEN
            && let Some(place) = self.0.get_mut(slot(key))
        {
            *place = key;
        }
    }
}

fn slot(key: u128) -> usize {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let half = |n: u128| u64::try_from(n & u128::from(u64::MAX)).unwrap_or(0);
    let mixed = (half(key).wrapping_mul(FACTOR) ^ half(key >> 64)).wrapping_mul(FACTOR);
    usize::try_from(mixed >> SHIFT).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_read_in_full_is_remembered() {
        let text = "nothing begins here, nor is there anything";
        let mut vain = Vain::default();
        let key = Vain::key(text, 0).unwrap();
        vain.add(key, 17);
        assert!(!vain.has(key));
        vain.add(key, 16);
        assert!(vain.has(key) && !vain.has(Vain::key(text, 1).unwrap()));
        assert_eq!(Vain::key(text, text.len() - 15), None);
    }
}
