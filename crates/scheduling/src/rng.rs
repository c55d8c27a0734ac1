//! A small seeded generator of random numbers: same seed, same numbers, on any machine.

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 when `n` is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * (n as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number in 0..1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    #[test]
    fn a_seed_fixes_the_numbers_and_they_stay_in_range() {
        let (mut one, mut two, mut other) = (Rng::new(7), Rng::new(7), Rng::new(8));
        let numbers: Vec<usize> = (0..100).map(|_| one.below(10)).collect();
        assert!(numbers.iter().all(|&n| n < 10) && (0..10).all(|n| numbers.contains(&n)));
        assert_eq!(numbers, (0..100).map(|_| two.below(10)).collect::<Vec<_>>());
        assert_ne!(numbers, (0..100).map(|_| other.below(10)).collect::<Vec<_>>());
        assert!((0..100).all(|_| (0.0..1.0).contains(&one.unit())));
        assert_eq!(one.below(0), 0);
    }
}
