//! The cheapest way to give each row a column of its own: shortest augmenting paths with potentials (Kuhn 1955; Jonker and
//! Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems", 1987).

/// A column that no row has.
const FREE: usize = usize::MAX;

/// The column of each row at the least total cost, and the work that took, in cells looked at.
///
/// `cost` holds `rows` times `columns` cells, row by row; there must be at least as many columns as rows. Sums of a few cells along a
/// path must fit `i64`.
pub(super) fn cheapest(rows: usize, columns: usize, cost: &[i64]) -> (Vec<usize>, usize) {
    debug_assert!(rows <= columns && cost.len() == rows * columns, "each row needs a column");
    let mut row_of = vec![FREE; columns];
    let (mut of_row, mut of_column) = (vec![0i64; rows], vec![0i64; columns]);
    let mut work = 0;
    let mut least = vec![0i64; columns];
    let mut before = vec![FREE; columns];
    let mut settled = vec![false; columns];
    for start in 0..rows {
        least.fill(i64::MAX);
        settled.fill(false);
        before.fill(FREE);
        let (mut row, mut came_from) = (start, FREE);
        let end = loop {
            work += columns;
            let (mut step, mut next) = (i64::MAX, FREE);
            for column in (0..columns).filter(|&column| !settled[column]) {
                let reduced = cost[row * columns + column] - of_row[row] - of_column[column];
                if reduced < least[column] {
                    least[column] = reduced;
                    before[column] = came_from;
                }
                // Among equals a free column ends the path.
                let better = least[column] < step
                    || (least[column] == step
                        && row_of[column] == FREE
                        && row_of.get(next).is_none_or(|&r| r != FREE));
                if better {
                    (step, next) = (least[column], column);
                }
            }
            of_row[start] += step;
            for column in 0..columns {
                if settled[column] {
                    of_row[row_of[column]] += step;
                    of_column[column] -= step;
                } else {
                    least[column] -= step;
                }
            }
            settled[next] = true;
            if row_of[next] == FREE {
                break next;
            }
            (row, came_from) = (row_of[next], next);
        };
        // Along the path everybody takes the next column.
        let mut column = end;
        while column != FREE {
            let earlier = before[column];
            row_of[column] = if earlier == FREE { start } else { row_of[earlier] };
            column = earlier;
        }
    }
    let mut column_of = vec![0; rows];
    for (column, &row) in row_of.iter().enumerate().filter(|&(_, &row)| row != FREE) {
        column_of[row] = column;
    }
    (column_of, work)
}

#[cfg(test)]
mod tests {
    use super::cheapest;
    use crate::rng::Rng;

    fn brute(row: usize, columns: usize, cost: &[i64], taken: &mut Vec<bool>) -> i64 {
        if row * columns == cost.len() {
            return 0;
        }
        let mut best = i64::MAX;
        for column in 0..columns {
            if !taken[column] {
                taken[column] = true;
                best = best.min(cost[row * columns + column] + brute(row + 1, columns, cost, taken));
                taken[column] = false;
            }
        }
        best
    }

    #[test]
    fn the_cheapest_is_that_of_trying_everything() {
        let mut rng = Rng::new(5);
        for _ in 0..300 {
            let rows = rng.below(5);
            let columns = rows + rng.below(3);
            let cost: Vec<i64> =
                (0..rows * columns).map(|_| i64::try_from(rng.below(7)).unwrap() - 3).collect();
            let (column_of, _) = cheapest(rows, columns, &cost);
            let mut own = column_of.clone();
            own.sort_unstable();
            own.dedup();
            assert_eq!(own.len(), rows);
            let total: i64 = column_of.iter().enumerate().map(|(r, &c)| cost[r * columns + c]).sum();
            assert_eq!(total, brute(0, columns, &cost, &mut vec![false; columns]));
        }
    }
}
