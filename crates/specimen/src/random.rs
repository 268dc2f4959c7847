//! Pseudo-random choices from a seed, the same on every machine (splitmix64).

/// A stream of choices.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 if `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(1).max(1);
        usize::try_from(self.next() % n).unwrap_or(0)
    }

    /// A number from `a` to `b`, both included.
    pub fn between(&mut self, a: i64, b: i64) -> i64 {
        let width = u64::try_from(b - a).unwrap_or(0) + 1;
        a + i64::try_from(self.next() % width).unwrap_or(0)
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(0, 99) < percent
    }

    /// One of a list, which must not be empty.
    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// Another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.below(i + 1);
            list.swap(i, j);
        }
    }

    /// An amount in 元 whose magnitude varies as amounts of accounts do: from `low` digits to `high` digits.
    pub fn amount(&mut self, low: u32, high: u32) -> i64 {
        let digits = u32::try_from(self.between(i64::from(low), i64::from(high))).unwrap_or(low);
        let top = 10i64.pow(digits);
        let value = self.between(top / 10, top - 1);
        match self.below(5) {
            // Planned amounts are round, paid ones are not.
            0 => (value / 10_000 * 10_000).max(10_000),
            1 => (value / 100 * 100).max(100),
            _ => value,
        }
    }

    /// Another amount near one: so many percent of it, with a tail of its own or none.
    pub fn near(&mut self, amount: i64, low: i64, high: i64) -> i64 {
        let percent = self.between(low, high);
        let value = amount / 100 * percent + amount % 100;
        match self.below(3) {
            0 => value / 100 * 100,
            1 => value / 10_000 * 10_000,
            _ => value,
        }
        .max(0)
    }
}
