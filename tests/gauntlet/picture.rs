//! The picture in the README: what two connectors make of the cases, drawn from the reports of real runs.

use serde_json::Value;
use std::fmt::Write as _;

/// The cases of both, one beside the other; those of a family (`resume/…`) are one row with its worst verdict.
pub(crate) struct Matrix {
    rows: Vec<(String, [Option<String>; 2])>,
}

/// Columns of the picture.
const COLUMNS: usize = 3;
/// Sizes in the picture's own pixels.
const ROW: usize = 24;
const NAME: usize = 212;
const CELL: usize = 86;
const GAP: usize = 16;
const TOP: usize = 84;

const STYLE: &str = "\
.paper{fill:#fff;stroke:#d0d7de}.text{fill:#1f2328}.soft{fill:#59636e}\
.good{fill:#dafbe1}.bad{fill:#cf222e}.poor{fill:#ffd8b5}.none{fill:#f0f2f4}\
.on-good{fill:#0f5323}.on-bad{fill:#fff}.on-poor{fill:#762c00}.on-none{fill:#59636e}\
@media (prefers-color-scheme:dark){\
.paper{fill:#0d1117;stroke:#3d444d}.text{fill:#f0f6fc}.soft{fill:#9198a1}\
.good{fill:#12351f}.bad{fill:#da3633}.poor{fill:#5a2d0c}.none{fill:#1c2129}\
.on-good{fill:#7ee787}.on-poor{fill:#ffc680}.on-none{fill:#9198a1}}";

impl Matrix {
    /// From two reports; `words` are those of verdicts, the worst first.
    pub(crate) fn of(reports: &[Value; 2], words: &[&str]) -> Self {
        let mut matrix = Self { rows: Vec::new() };
        for (column, report) in reports.iter().enumerate() {
            for case in report["cases"].as_array().unwrap() {
                matrix.add(column, case, words);
            }
        }
        matrix
    }

    fn add(&mut self, column: usize, case: &Value, words: &[&str]) {
        let name = case["name"].as_str().unwrap();
        let name = name.split_once('/').map_or(name, |(family, _)| family);
        let word = case["verdict"].as_str().unwrap();
        let at = self.rows.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            self.rows.push((name.to_owned(), [None, None]));
            self.rows.len() - 1
        });
        let cell = &mut self.rows[at].1[column];
        let rank = |word: &str| words.iter().position(|known| *known == word).unwrap();
        if cell.as_deref().is_none_or(|known| rank(word) < rank(known)) {
            *cell = Some(word.to_owned());
        }
    }

    /// As SVG, legible on light and on dark pages: it brings its own paper.
    pub(crate) fn svg(&self) -> String {
        let length = self.rows.len().div_ceil(COLUMNS);
        let wide = NAME + 2 * CELL + GAP;
        let (width, height) = (COLUMNS * wide + GAP, TOP + length * ROW + 12);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace,Menlo,Consolas,monospace\" \
             font-size=\"13\">\n<style>{STYLE}</style>\n\
             <rect class=\"paper\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n\
             <text class=\"text\" x=\"16\" y=\"30\" font-size=\"15\">$ playground gauntlet -- python3 sync.py</text>\n",
            width - 1,
            height - 1
        );
        for column in 0..COLUMNS {
            let x = GAP + column * wide + NAME;
            for (at, head) in ["naive", "right"].into_iter().enumerate() {
                let x = x + at * CELL + (CELL - 4) / 2;
                let _ = writeln!(
                    svg,
                    "<text class=\"soft\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{head}</text>",
                    TOP - 12
                );
            }
        }
        for (at, (name, cells)) in self.rows.iter().enumerate() {
            let (x, y) = (GAP + at / length * wide, TOP + at % length * ROW);
            let _ = writeln!(svg, "<text class=\"text\" x=\"{x}\" y=\"{}\">{name}</text>", y + 15);
            for (at, word) in cells.iter().enumerate() {
                cell(&mut svg, x + NAME + at * CELL, y, word.as_deref());
            }
        }
        svg + "</svg>\n"
    }
}

/// A box with a verdict in it.
fn cell(svg: &mut String, x: usize, y: usize, word: Option<&str>) {
    let class = match word {
        Some("complete" | "expected") => "good",
        Some("silent") => "bad",
        Some(_) => "poor",
        None => "none",
    };
    let (width, height) = (CELL - 4, ROW - 4);
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>\
         <text class=\"on-{class}\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
        x + width / 2,
        y + 15,
        word.unwrap_or("skipped")
    );
}
