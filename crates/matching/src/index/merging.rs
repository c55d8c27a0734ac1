//! Which segments are merged when.

use tantivy::SegmentMeta;
use tantivy::merge_policy::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Segments of one size that are merged into one; also the ratio between sizes.
const TOGETHER: usize = 8;
/// Texts up to which segments count as being of one size.
const SMALL: u32 = 1_000;
/// Segments of more texts are not merged with others: opening what comes out would take long.
const LARGE: usize = 20_000;
/// Share of deleted texts from which a large segment is written anew without them.
const DELETED: f64 = 0.5;

/// Few segments, and small merges: each commit adds a segment, and a segment that is new to readers has to be opened (its words,
/// its texts in the latent space), so what is merged stays small. Every eighth commit merges up to a few thousand texts; a large
/// segment is touched only when half of it is gone.
#[derive(Debug)]
pub(super) struct SmallMerges(LogMergePolicy);

impl Default for SmallMerges {
    fn default() -> Self {
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(TOGETHER);
        policy.set_min_layer_size(SMALL);
        policy.set_level_log_size((TOGETHER as f64).log2());
        policy.set_max_docs_before_merge(LARGE);
        Self(policy)
    }
}

impl MergePolicy for SmallMerges {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut candidates = self.0.compute_merge_candidates(segments);
        for segment in segments {
            let stale = f64::from(segment.num_deleted_docs()) > DELETED * f64::from(segment.max_doc());
            let large = segment.max_doc() > SMALL;
            if stale && large && !candidates.iter().any(|candidate| candidate.0.contains(&segment.id())) {
                candidates.push(MergeCandidate(vec![segment.id()]));
            }
        }
        candidates
    }
}
