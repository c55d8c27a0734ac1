//! From scored pairs to a run, in either order.

use std::collections::BTreeMap;

use passerelle_domain::{RankedList, Run};

/// A score of one item for one query, or of one query for one item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scored<I> {
    /// What is listed.
    pub(super) id: I,
    /// At least 0; what scores 0 is no answer.
    pub(super) score: f64,
    /// Whether a must-have rules the pair out.
    pub(super) gated: bool,
}

/// The best answers, best first. What a gate rules out keeps its order behind all others: its score is put below that of
/// the last open one.
pub(super) fn answer<I: AsRef<str>>(mut list: Vec<Scored<I>>, depth: usize) -> RankedList {
    list.retain(|one| one.score > 0.0);
    list.sort_by(|a, b| {
        let ids = || a.id.as_ref().cmp(b.id.as_ref());
        a.gated.cmp(&b.gated).then(b.score.total_cmp(&a.score)).then_with(ids)
    });
    let scores = |gated: bool| list.iter().filter(move |one| one.gated == gated).map(|one| one.score);
    let ceiling = scores(false).fold(1.0, f64::min) / scores(true).fold(1.0, f64::max) / 2.0;
    let shown = |one: &Scored<I>| if one.gated { one.score * ceiling } else { one.score };
    list.iter().take(depth).map(|one| (one.id.as_ref().to_owned(), shown(one))).collect()
}

/// For each firm the briefs that suit it: how every brief suits all firms, seen from the other side.
#[derive(Debug, Default)]
pub(super) struct FirmView<'q>(BTreeMap<String, Vec<Scored<&'q str>>>);

impl<'q> FirmView<'q> {
    /// Takes one brief's scores of all firms.
    pub(super) fn add(&mut self, brief: &'q str, list: Vec<Scored<String>>) {
        for Scored { id, score, gated } in list {
            self.0.entry(id).or_default().push(Scored { id: brief, score, gated });
        }
    }

    /// The run: firm, then its briefs.
    pub(super) fn run(self, depth: usize) -> Run {
        Run(self.0.into_iter().map(|(firm, list)| (firm, answer(list, depth))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(id: &str, score: f64, gated: bool) -> Scored<String> {
        Scored { id: id.into(), score, gated }
    }

    fn order(list: &RankedList) -> Vec<&str> {
        list.iter().map(|(id, _)| id.as_str()).collect()
    }

    #[test]
    fn what_is_ruled_out_comes_last_and_what_scores_nothing_is_no_answer() {
        let list = vec![scored("a", 0.2, false), scored("b", 0.9, true), scored("c", 0.0, false)];
        let got = answer(list.clone(), 10);
        assert_eq!(order(&got), ["a", "b"]);
        assert!(got[1].1 < got[0].1, "the scores say the same as the order");
        assert_eq!(order(&answer(list, 1)), ["a"]);
    }

    #[test]
    fn the_view_of_firms_is_the_same_scores_turned() {
        let mut view = FirmView::default();
        view.add("p", vec![scored("a", 0.2, false), scored("b", 0.9, true), scored("c", 0.0, false)]);
        view.add("q", vec![scored("a", 0.7, false), scored("b", 0.1, false)]);
        let run = view.run(10);
        assert_eq!((order(&run.0["a"]), order(&run.0["b"])), (vec!["q", "p"], vec!["q", "p"]));
        assert_eq!(run.0["a"], [("q".to_owned(), 0.7), ("p".to_owned(), 0.2)]);
        assert!(run.0["c"].is_empty());
    }
}
