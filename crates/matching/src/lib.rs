//! Reads briefs, ranks firms, explains each position, evaluates rankings.
