//! Rulings to grids: edges, snapped and joined; connected edges are one table; walls between unit cells; cells are what no wall divides.
//!
//! White fills are no rulings: only thin shapes and strokes are walls.

use super::content::Rule;
use crate::limits;
use std::collections::BTreeMap;

/// Thickest ruling.
const THIN: f32 = 3.0;
/// Edges this near are one.
const SNAP: f32 = 1.6;
/// Gaps this wide in an edge, and between an edge and its crossing, are none.
const JOIN: f32 = 3.0;
/// Shortest ruling.
const SHORTEST: f32 = 3.0;

/// A horizontal or vertical edge.
#[derive(Clone, Copy, Debug)]
struct Edge {
    /// Its y or x.
    at: f32,
    from: f32,
    to: f32,
}

/// A cell of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GridCell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
}

/// A grid on one page.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Edges of the columns, one more than columns.
    pub(super) xs: Vec<f32>,
    /// Edges of the rows, one more than rows.
    pub(super) ys: Vec<f32>,
    /// By row, then column.
    pub(super) cells: Vec<GridCell>,
    /// Which cell owns each unit cell, row by row.
    owners: Vec<Option<usize>>,
}

impl Grid {
    pub(super) fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// Left, top, right, bottom.
    pub(super) fn bounds(&self) -> [f32; 4] {
        let end = |v: &[f32]| (v.first().copied().unwrap_or(0.0), v.last().copied().unwrap_or(0.0));
        let ((x0, x1), (y0, y1)) = (end(&self.xs), end(&self.ys));
        [x0, y0, x1, y1]
    }

    /// The box of a cell.
    pub(super) fn cell_bounds(&self, cell: &GridCell) -> [f32; 4] {
        let at = |v: &[f32], i: usize| v.get(i).copied().unwrap_or(0.0);
        [
            at(&self.xs, cell.column),
            at(&self.ys, cell.row),
            at(&self.xs, cell.column + cell.column_span),
            at(&self.ys, cell.row + cell.row_span),
        ]
    }

    /// The index of the cell at a point.
    pub(super) fn cell_at(&self, x: f32, y: f32) -> Option<usize> {
        let [x0, y0, x1, y1] = self.bounds();
        if x < x0 || x > x1 || y < y0 || y > y1 {
            return None;
        }
        let column = self.xs.partition_point(|e| *e <= x).clamp(1, self.columns()) - 1;
        let row = self.ys.partition_point(|e| *e <= y).clamp(1, self.rows()) - 1;
        self.owners.get(row * self.columns() + column).copied().flatten()
    }
}

/// The grids of a page, from top to bottom.
pub(super) fn find(rules: &[Rule]) -> Vec<Grid> {
    let (mut horizontal, mut vertical) = (Vec::new(), Vec::new());
    for r in rules {
        let (width, height) = (r.x1 - r.x0, r.y1 - r.y0);
        if height <= THIN && width >= SHORTEST && width > height {
            horizontal.push(Edge { at: (r.y0 + r.y1) / 2.0, from: r.x0, to: r.x1 });
        } else if width <= THIN && height >= SHORTEST {
            vertical.push(Edge { at: (r.x0 + r.x1) / 2.0, from: r.y0, to: r.y1 });
        }
    }
    let (horizontal, vertical) = (merge(horizontal), merge(vertical));
    if horizontal.len().saturating_mul(vertical.len()) > limits::EDGE_PAIRS {
        return Vec::new();
    }
    let mut grids: Vec<Grid> =
        components(&horizontal, &vertical).into_iter().filter_map(|(h, v)| build(&h, &v)).collect();
    grids.sort_by(|a, b| {
        let (a, b) = (a.bounds(), b.bounds());
        a[1].total_cmp(&b[1]).then(a[0].total_cmp(&b[0]))
    });
    grids
}

/// Snaps edges to common lines and joins their pieces.
fn merge(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out = Vec::new();
    let mut group: Vec<Edge> = Vec::new();
    for edge in edges {
        let fits = match (group.first(), group.last()) {
            (Some(first), Some(last)) => edge.at - last.at <= SNAP && edge.at - first.at <= 2.0 * SNAP,
            _ => true,
        };
        if !fits {
            join(&mut group, &mut out);
        }
        group.push(edge);
    }
    join(&mut group, &mut out);
    out
}

fn join(group: &mut Vec<Edge>, out: &mut Vec<Edge>) {
    let weight: f32 = group.iter().map(|e| e.to - e.from).sum();
    let at = group.iter().map(|e| e.at * (e.to - e.from)).sum::<f32>() / weight;
    group.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut current: Option<Edge> = None;
    for edge in group.drain(..) {
        match &mut current {
            Some(c) if edge.from <= c.to + JOIN => c.to = c.to.max(edge.to),
            _ => {
                out.extend(current.take());
                current = Some(Edge { at, ..edge });
            }
        }
    }
    out.extend(current);
}

/// Sets that know which of their members belong together.
struct Union(Vec<usize>);

impl Union {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        loop {
            let Some(&parent) = self.0.get(i) else { return i };
            if parent == i {
                return i;
            }
            let grand = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.0.get_mut(i) {
                *slot = grand;
            }
            i = grand;
        }
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a) {
            *slot = b;
        }
    }
}

/// Edges that cross, directly or by others, in groups.
fn components(horizontal: &[Edge], vertical: &[Edge]) -> Vec<(Vec<Edge>, Vec<Edge>)> {
    let mut union = Union::new(horizontal.len() + vertical.len());
    for (i, h) in horizontal.iter().enumerate() {
        for (j, v) in vertical.iter().enumerate() {
            if v.at >= h.from - JOIN && v.at <= h.to + JOIN && h.at >= v.from - JOIN && h.at <= v.to + JOIN {
                union.unite(i, horizontal.len() + j);
            }
        }
    }
    let mut groups: BTreeMap<usize, (Vec<Edge>, Vec<Edge>)> = BTreeMap::new();
    for (i, edge) in horizontal.iter().enumerate() {
        groups.entry(union.root(i)).or_default().0.push(*edge);
    }
    for (j, edge) in vertical.iter().enumerate() {
        groups.entry(union.root(horizontal.len() + j)).or_default().1.push(*edge);
    }
    groups.into_values().collect()
}

fn distinct(edges: &[Edge]) -> Vec<f32> {
    let mut all: Vec<f32> = edges.iter().map(|e| e.at).collect();
    all.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for x in all {
        if out.last().is_none_or(|l| x - l > SNAP * 1.5) {
            out.push(x);
        }
    }
    out
}

fn nearest(lines: &[f32], x: f32) -> usize {
    let i = lines.partition_point(|l| *l < x);
    let distance = |i: usize| lines.get(i).map_or(f32::MAX, |l| (l - x).abs());
    if i > 0 && distance(i - 1) <= distance(i) { i - 1 } else { i }
}

/// Walls along one direction: for each line, which of its unit lengths are drawn.
struct Walls {
    lengths: usize,
    drawn: Vec<bool>,
}

impl Walls {
    fn new(lines: &[f32], across: &[f32], edges: &[Edge]) -> Self {
        let lengths = across.len().saturating_sub(1);
        let mut drawn = vec![false; lines.len() * lengths];
        for edge in edges {
            let line = nearest(lines, edge.at);
            for (k, pair) in across.windows(2).enumerate() {
                let [a, b] = pair else { continue };
                let middle = (a + b) / 2.0;
                if edge.from <= middle
                    && edge.to >= middle
                    && let Some(slot) = drawn.get_mut(line * lengths + k)
                {
                    *slot = true;
                }
            }
        }
        Self { lengths, drawn }
    }

    fn has(&self, line: usize, k: usize) -> bool {
        self.drawn.get(line * self.lengths + k).copied().unwrap_or(false)
    }
}

fn build(horizontal: &[Edge], vertical: &[Edge]) -> Option<Grid> {
    let (xs, ys) = (distinct(vertical), distinct(horizontal));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns > limits::COLUMNS || columns.saturating_mul(rows) > limits::TABLE_CELLS {
        return None;
    }
    let flat = Walls::new(&ys, &xs, horizontal);
    let upright = Walls::new(&xs, &ys, vertical);
    let mut union = Union::new(rows * columns);
    for r in 0..rows {
        for c in 0..columns {
            if c + 1 < columns && !upright.has(c + 1, r) {
                union.unite(r * columns + c, r * columns + c + 1);
            }
            if r + 1 < rows && !flat.has(r + 1, c) {
                union.unite(r * columns + c, (r + 1) * columns + c);
            }
        }
    }
    let mut regions: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for r in 0..rows {
        for c in 0..columns {
            regions.entry(union.root(r * columns + c)).or_default().push((r, c));
        }
    }
    let mut cells = Vec::new();
    for region in regions.values() {
        let Some(cell) = hull(region) else { continue };
        let (bottom, right) = (cell.row + cell.row_span, cell.column + cell.column_span);
        // A region open to the outside in both directions is no cell but the room between tables.
        let open_flat = (cell.row == 0 && (cell.column..right).any(|c| !flat.has(0, c)))
            || (bottom == rows && (cell.column..right).any(|c| !flat.has(rows, c)));
        let open_upright = (cell.column == 0 && (cell.row..bottom).all(|r| !upright.has(0, r)))
            || (right == columns && (cell.row..bottom).all(|r| !upright.has(columns, r)));
        if open_flat && open_upright {
            continue;
        }
        if cell.row_span * cell.column_span == region.len() {
            cells.push(cell);
        } else {
            cells.extend(strips(region));
        }
    }
    cells.sort_by_key(|c| (c.row, c.column));
    let mut owners = vec![None; rows * columns];
    for (i, cell) in cells.iter().enumerate() {
        for r in cell.row..cell.row + cell.row_span {
            for c in cell.column..cell.column + cell.column_span {
                if let Some(slot) = owners.get_mut(r * columns + c) {
                    *slot = Some(i);
                }
            }
        }
    }
    (!cells.is_empty()).then_some(Grid { xs, ys, cells, owners })
}

fn hull(region: &[(usize, usize)]) -> Option<GridCell> {
    let (r0, r1) = (region.iter().map(|p| p.0).min()?, region.iter().map(|p| p.0).max()?);
    let (c0, c1) = (region.iter().map(|p| p.1).min()?, region.iter().map(|p| p.1).max()?);
    Some(GridCell { row: r0, column: c0, row_span: r1 - r0 + 1, column_span: c1 - c0 + 1 })
}

/// A region that is no rectangle (a wall is missing somewhere), row by row, so that its text is kept.
fn strips(region: &[(usize, usize)]) -> Vec<GridCell> {
    let mut out: Vec<GridCell> = Vec::new();
    for &(row, column) in region {
        match out.last_mut() {
            Some(last) if last.row == row && last.column + last.column_span == column => last.column_span += 1,
            _ => out.push(GridCell { row, column, row_span: 1, column_span: 1 }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(y: f32, x0: f32, x1: f32) -> Rule {
        Rule { x0, y0: y, x1, y1: y + 0.5 }
    }

    fn v(x: f32, y0: f32, y1: f32) -> Rule {
        Rule { x0: x, y0, x1: x + 0.5, y1 }
    }

    #[test]
    fn a_merged_header_spans() {
        let rules = [
            h(0.0, 0.0, 100.0),
            h(20.0, 0.0, 100.0),
            h(40.0, 0.0, 100.0),
            v(0.0, 0.0, 40.0),
            v(50.0, 20.0, 40.0),
            v(100.0, 0.0, 40.0),
        ];
        let grids = find(&rules);
        assert_eq!(grids.len(), 1);
        assert_eq!((grids[0].rows(), grids[0].columns(), grids[0].cells.len()), (2, 2, 3));
        assert_eq!(grids[0].cells[0], GridCell { row: 0, column: 0, row_span: 1, column_span: 2 });
        assert_eq!(grids[0].cell_at(75.0, 30.0), Some(2));
        assert_eq!(grids[0].cell_at(75.0, 50.0), None);
    }

    #[test]
    fn background_fills_are_no_walls() {
        let fill = Rule { x0: 0.0, y0: 0.0, x1: 100.0, y1: 40.0 };
        assert!(find(&[fill, h(0.0, 0.0, 100.0)]).is_empty());
    }
}
