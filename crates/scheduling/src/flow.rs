//! Maximum flows and minimum cuts in small networks (Dinic 1970), and cut trees (Gusfield, "Very simple methods for all pairs
//! network flow analysis", 1990).

use std::collections::VecDeque;

/// A network of arcs with capacities.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network {
    /// By arc: where it ends, and what it can still carry. The arc back is the one whose number differs in the last bit.
    arcs: Vec<(usize, i64)>,
    from: Vec<Vec<usize>>,
}

impl Network {
    pub(crate) fn new(nodes: usize) -> Self {
        Self { arcs: Vec::new(), from: vec![Vec::new(); nodes] }
    }

    pub(crate) fn node(&mut self) -> usize {
        self.from.push(Vec::new());
        self.from.len() - 1
    }

    /// An arc that carries so much there and so much back.
    pub(crate) fn arc(&mut self, from: usize, to: usize, (there, back): (i64, i64)) {
        self.from[from].push(self.arcs.len());
        self.arcs.push((to, there));
        self.from[to].push(self.arcs.len());
        self.arcs.push((from, back));
    }

    /// Sends as much as possible; returns how much, and which nodes are on the source's side of the smallest cut.
    pub(crate) fn cut(&mut self, source: usize, sink: usize) -> (i64, Vec<bool>) {
        let mut total = 0;
        loop {
            let level = self.levels(source);
            if level[sink] == usize::MAX {
                return (total, level.into_iter().map(|level| level < usize::MAX).collect());
            }
            let mut next = vec![0; self.from.len()];
            loop {
                let sent = self.push((source, sink), &level, &mut next);
                if sent == 0 {
                    break;
                }
                total += sent;
            }
        }
    }

    fn levels(&self, source: usize) -> Vec<usize> {
        let mut level = vec![usize::MAX; self.from.len()];
        level[source] = 0;
        let mut queue = VecDeque::from([source]);
        while let Some(at) = queue.pop_front() {
            for &arc in &self.from[at] {
                let (to, left) = self.arcs[arc];
                if left > 0 && level[to] == usize::MAX {
                    level[to] = level[at] + 1;
                    queue.push_back(to);
                }
            }
        }
        level
    }

    /// Sends along one path of rising levels; 0 when there is none. `next` is by node the arc to try first.
    fn push(&mut self, (source, sink): (usize, usize), level: &[usize], next: &mut [usize]) -> i64 {
        let mut path: Vec<usize> = Vec::new();
        let mut at = source;
        while at != sink {
            let Some(&arc) = self.from[at].get(next[at]) else {
                // A dead end: go back, and never come here again.
                let Some(back) = path.pop() else { return 0 };
                at = self.arcs[back ^ 1].0;
                next[at] += 1;
                continue;
            };
            let (to, left) = self.arcs[arc];
            if left > 0 && level[to] == level[at] + 1 {
                path.push(arc);
                at = to;
            } else {
                next[at] += 1;
            }
        }
        let sent = path.iter().map(|&arc| self.arcs[arc].1).min().unwrap_or(0);
        for arc in path {
            self.arcs[arc].1 -= sent;
            self.arcs[arc ^ 1].1 += sent;
        }
        sent
    }
}

/// For each node but the first of an undirected network, a smallest cut between it and some other: its value and the nodes on
/// its side. Among these cuts is, for any set of nodes of even size, a smallest one that parts it into two odd halves (Padberg
/// and Rao, "Odd minimum cut-sets and b-matchings", 1982).
pub(crate) fn cut_tree(network: &Network) -> Vec<(i64, Vec<bool>)> {
    let nodes = network.from.len();
    let (mut parent, mut value) = (vec![0; nodes], vec![0; nodes]);
    for node in 1..nodes {
        let other = parent[node];
        let (flow, side) = network.clone().cut(node, other);
        value[node] = flow;
        for third in 0..nodes {
            if third != node && side[third] && parent[third] == other {
                parent[third] = node;
            }
        }
        if side[parent[other]] {
            parent[node] = parent[other];
            parent[other] = node;
            value[node] = value[other];
            value[other] = flow;
        }
    }
    (1..nodes)
        .map(|node| {
            // Below a node of the tree lies its side of the cut.
            let below = |start: usize| {
                let mut at = start;
                for _ in 0..nodes {
                    if at == node {
                        return true;
                    }
                    if at == 0 {
                        return false;
                    }
                    at = parent[at];
                }
                false
            };
            (value[node], (0..nodes).map(below).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Network, cut_tree};

    /// Some undirected network; by pair of nodes what lies between them.
    fn network(seed: u64) -> (Network, Vec<Vec<i64>>) {
        let nodes = 7;
        let mut state = seed;
        let mut dice = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(state >> 61).unwrap()
        };
        let mut network = Network::new(nodes);
        let mut weight = vec![vec![0; nodes]; nodes];
        for (one, two) in (0..nodes).flat_map(|one| (one + 1..nodes).map(move |two| (one, two))) {
            let w = (dice() - 3).max(0);
            (weight[one][two], weight[two][one]) = (w, w);
            network.arc(one, two, (w, w));
        }
        (network, weight)
    }

    fn crossing(weight: &[Vec<i64>], side: &dyn Fn(usize) -> bool) -> i64 {
        let n = weight.len();
        let pairs = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
        pairs.filter(|&(a, b)| side(a) != side(b)).map(|(a, b)| weight[a][b]).sum()
    }

    #[test]
    fn cuts_are_smallest_and_the_tree_holds_a_smallest_odd_one() {
        for seed in 0..40 {
            let (network, weight) = network(seed);
            let n = weight.len();
            let smallest = |fits: &dyn Fn(u32) -> bool| {
                (0..1u32 << n)
                    .filter(|&set| fits(set))
                    .map(|set| crossing(&weight, &|node| set >> node & 1 == 1))
                    .min()
                    .unwrap()
            };
            let (flow, side) = network.clone().cut(0, n - 1);
            assert_eq!(flow, smallest(&|set| set & 1 == 1 && set >> (n - 1) == 0), "seed {seed}");
            assert_eq!(flow, crossing(&weight, &|node| side[node]));
            // Marked nodes are the first six: a cut is odd when it has an odd number of them on a side.
            let marked = 0b11_1111u32;
            let tree = cut_tree(&network);
            for (value, side) in &tree {
                assert_eq!(*value, crossing(&weight, &|node| side[node]), "seed {seed}");
            }
            let odd = |side: &[bool]| (0..6).filter(|&node| side[node]).count() % 2 == 1;
            let best = tree.iter().filter(|(_, side)| odd(side)).map(|(value, _)| *value).min();
            assert_eq!(best, Some(smallest(&|set| (set & marked).count_ones() % 2 == 1)), "seed {seed}");
        }
    }
}
