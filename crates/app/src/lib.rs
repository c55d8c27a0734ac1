//! The use cases: match, plan, check, evaluate; the only place where the specialists meet.
