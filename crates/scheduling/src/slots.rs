//! Sets of slots as bits.

/// A fixed-size set of slots.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SlotSet(Vec<u64>);

impl SlotSet {
    /// The slots of `0..slots` that pass a test.
    pub(crate) fn collect(slots: usize, mut test: impl FnMut(usize) -> bool) -> Self {
        let mut set = Self(vec![0; slots.div_ceil(64)]);
        for slot in (0..slots).filter(|&slot| test(slot)) {
            set.insert(slot);
        }
        set
    }

    pub(crate) fn contains(&self, slot: usize) -> bool {
        self.0.get(slot / 64).is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    pub(crate) fn insert(&mut self, slot: usize) {
        if let Some(word) = self.0.get_mut(slot / 64) {
            *word |= 1 << (slot % 64);
        }
    }

    pub(crate) fn remove(&mut self, slot: usize) {
        if let Some(word) = self.0.get_mut(slot / 64) {
            *word &= !(1 << (slot % 64));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(crate) fn is_subset(&self, of: &Self) -> bool {
        self.0.iter().zip(&of.0).all(|(mine, theirs)| mine & !theirs == 0)
    }

    pub(crate) fn union(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }

    /// Its slots, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(i, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    i * 64 + bit
                })
            })
        })
    }

    /// The whole set as one word, when it has no more than 64 places.
    pub(crate) fn word(&self) -> Option<u64> {
        (self.0.len() == 1).then(|| self.0[0])
    }
}

#[cfg(test)]
mod tests {
    use super::SlotSet;

    #[test]
    fn sets_beyond_a_word_behave() {
        let mut set = SlotSet::collect(130, |slot| slot % 43 == 0);
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 43, 86, 129]);
        set.remove(43);
        set.insert(64);
        assert_eq!(
            (set.len(), set.contains(64), set.contains(43), set.contains(1000)),
            (4, true, false, false)
        );
        let mut more = SlotSet::collect(130, |slot| slot == 7);
        assert!(!set.is_subset(&more));
        more.union(&set);
        assert!(set.is_subset(&more) && !more.is_empty() && more.word().is_none());
    }
}
