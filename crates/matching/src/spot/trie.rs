//! Words as numbers, and sequences of them as a tree.

use std::collections::HashMap;

use crate::analyse::{Ready, key};

/// Numbers words, told apart by their keys. Never iterated, so its order does not matter.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(HashMap<u64, u32, Ready>);

impl Vocabulary {
    /// The number of a word, given now if it has none.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        if let Some(number) = self.get(key(word)) {
            return number;
        }
        // More words than fit 31 bits do not fit a memory either; all that exceed share one number.
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX).min(u32::MAX >> 2);
        self.0.insert(key(word), number);
        number
    }

    /// The number of a word of some label, by its key.
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        self.0.get(&key).copied()
    }
}

/// A place in the tree; the root has none.
type Place = u32;

/// Sequences of keys and the names that they stand for.
#[derive(Debug, Default)]
pub(super) struct Trie {
    /// By the first key; `NOWHERE` where no sequence begins.
    roots: Vec<Place>,
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// Sorted by key.
    next: Vec<(u32, Place)>,
    names: Vec<u32>,
}

const NOWHERE: Place = Place::MAX;

impl Trie {
    /// Adds a name under a sequence; an empty one is passed over.
    pub(super) fn add(&mut self, keys: &[u32], name: u32) {
        let mut at: Option<Place> = None;
        for &key in keys {
            at = Some(self.child(at, key));
        }
        if let Some(node) = at.and_then(|at| self.nodes.get_mut(at as usize)) {
            node.names.push(name);
        }
    }

    fn child(&mut self, at: Option<Place>, key: u32) -> Place {
        let new = Place::try_from(self.nodes.len()).unwrap_or(NOWHERE);
        let Some(node) = at.and_then(|at| self.nodes.get_mut(at as usize)) else {
            let root = key as usize;
            if self.roots.len() <= root {
                self.roots.resize(root + 1, NOWHERE);
            }
            if self.roots[root] == NOWHERE {
                self.roots[root] = new;
                self.nodes.push(Node::default());
            }
            return self.roots[root];
        };
        match node.next.binary_search_by_key(&key, |step| step.0) {
            Ok(found) => node.next[found].1,
            Err(place) => {
                node.next.insert(place, (key, new));
                self.nodes.push(Node::default());
                new
            }
        }
    }

    /// Where a key leads from a place, or from the root.
    pub(super) fn step(&self, at: Option<Place>, key: u32) -> Option<Place> {
        match at {
            None => self.roots.get(key as usize).copied().filter(|&root| root != NOWHERE),
            Some(at) => {
                let next = &self.nodes.get(at as usize)?.next;
                let found = next.binary_search_by_key(&key, |step| step.0).ok()?;
                next.get(found).map(|step| step.1)
            }
        }
    }

    /// The names that end at a place.
    pub(super) fn names(&self, at: Place) -> &[u32] {
        self.nodes.get(at as usize).map_or(&[], |node| node.names.as_slice())
    }
}
