//! A table of steps taken: small, since of all bytes that could follow a state hardly any does.

/// From numbers to values; open addressing, at most half full.
#[derive(Debug)]
pub(super) struct Steps<V> {
    /// The number and one, 0 where the slot is free, with its value.
    slots: Vec<(u32, V)>,
    len: usize,
}

impl<V> Default for Steps<V> {
    fn default() -> Self {
        Self { slots: Vec::new(), len: 0 }
    }
}

impl<V: Copy + Default> Steps<V> {
    /// The value of a number.
    pub(super) fn get(&self, number: u32) -> Option<V> {
        let mut at = self.place(number);
        loop {
            match self.slots.get(at) {
                Some((key, value)) if *key == number + 1 => return Some(*value),
                Some((1.., _)) => at = (at + 1) & (self.slots.len() - 1),
                _ => return None,
            }
        }
    }

    /// Adds a number that has no value yet.
    pub(super) fn add(&mut self, number: u32, value: V) {
        if self.len * 2 >= self.slots.len() {
            let size = (self.slots.len() * 2).max(64);
            let old = std::mem::replace(&mut self.slots, vec![(0, V::default()); size]);
            for (key, value) in old.into_iter().filter(|(key, _)| *key > 0) {
                self.put(key, value);
            }
        }
        self.put(number + 1, value);
        self.len += 1;
    }

    fn put(&mut self, key: u32, value: V) {
        let mut at = self.place(key - 1);
        let mask = self.slots.len() - 1;
        while self.slots.get(at).is_some_and(|(key, _)| *key > 0) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = (key, value);
        }
    }

    fn place(&self, number: u32) -> usize {
        let mixed = number.wrapping_mul(0x9E37_79B1);
        (mixed ^ mixed >> 15) as usize & self.slots.len().wrapping_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_found() {
        let mut steps = Steps::default();
        assert_eq!(steps.get(7), None);
        for n in 0..1000u32 {
            steps.add(n * 37, n);
        }
        assert!((0..1000).all(|n| steps.get(n * 37) == Some(n)));
        assert_eq!(steps.get(1), None);
    }
}
