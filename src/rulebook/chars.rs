//! Sets of characters.

/// A set of characters up to U+FFFF, one bit each; those beyond are all in or all out.
#[derive(Debug, Default)]
pub struct Chars {
    bits: Vec<u64>,
    astral: bool,
}

impl Chars {
    /// The set of the characters of an iterator.
    pub fn of(all: impl Iterator<Item = char>) -> Self {
        let mut out = Self::default();
        all.for_each(|c| out.add(c));
        out
    }

    /// Whether `c` is one of them.
    pub fn has(&self, c: char) -> bool {
        match self.bits.get((u32::from(c) >> 6) as usize) {
            Some(slot) => slot >> (u32::from(c) & 63) & 1 == 1,
            None => self.astral && c > '\u{FFFF}',
        }
    }

    /// Adds a character; one beyond U+FFFF adds nothing.
    pub fn add(&mut self, c: char) {
        if self.bits.is_empty() {
            self.bits = vec![0; 1024];
        }
        if let Some(slot) = self.bits.get_mut((u32::from(c) >> 6) as usize) {
            *slot |= 1u64 << (u32::from(c) & 63);
        }
    }

    /// Adds all characters beyond U+FFFF.
    pub fn add_astral(&mut self) {
        self.astral = true;
    }
}
