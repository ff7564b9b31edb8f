//! Chance that is the same every time: generated content must not change between two runs or two versions of a library.

/// SplitMix64: small, well mixed, and its numbers are fixed for ever. Not for secrets.
pub(crate) struct Dice(u64);

impl Dice {
    /// The same seed throws the same numbers.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or_default()) / f64::from(u32::MAX).mul_add(1.0, 1.0)
    }

    /// One of 0, 1, .. `count` - 1; 0 where there is nothing to choose.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or_default().max(1);
        usize::try_from(self.next() % count).unwrap_or_default()
    }

    /// From `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let steps = u64::try_from(high - low).unwrap_or_default() + 1;
        low + i64::try_from(self.next() % steps).unwrap_or_default()
    }

    /// True in `percent` of 100 throws.
    pub(crate) fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// From `low` to `high`, the small ones as often as the large ones by their order of magnitude: waiting times of people.
    pub(crate) fn stretch(&mut self, low: f64, high: f64) -> f64 {
        low * (high / low).powf(self.unit())
    }

    /// One of them, or nothing of nothing.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let at = self.below(all.len());
        all.get(at)
    }

    /// One of them, each as often as its weight says.
    pub(crate) fn weighted<T: Copy>(&mut self, all: &[(T, i64)]) -> Option<T> {
        let sum: i64 = all.iter().map(|(_, weight)| weight).sum();
        let mut left = self.between(1, sum.max(1));
        for (one, weight) in all {
            left -= weight;
            if left <= 0 {
                return Some(*one);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_throws_the_same_numbers_within_their_bounds() {
        let (mut one, mut two) = (Dice::new(42), Dice::new(42));
        for _ in 0..1000 {
            assert_eq!(one.between(-3, 9), two.between(-3, 9));
            assert!((0.0..1.0).contains(&one.unit()) && two.below(7) < 7);
            let wait = one.stretch(10.0, 600.0);
            assert!((10.0..=600.0).contains(&wait) && two.unit() >= 0.0);
        }
        assert_eq!(Dice::new(42).between(0, 1_000_000), Dice::new(42).between(0, 1_000_000));
        assert_eq!(Dice::new(1).pick::<u8>(&[]), None);
    }
}
