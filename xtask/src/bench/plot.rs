//! The results as a picture: each row's ratio with the middle half of its rounds, and its goal.
//!
//! Three panels, since one axis can't show all: what is nearly one, what is a hundred, and values as shares of their goals. It has its own
//! ground and follows the reader's choice of light or dark.

use super::report::{number, title};
use super::results::{Results, Value};
use super::rows::{Goal, Row};
use std::fmt::Write;

/// Pixels: the picture, where the axes begin and end, and the height of a row.
const WIDTH: f64 = 1000.0;
const LEFT: f64 = 510.0;
const RIGHT: f64 = 920.0;
const STEP: f64 = 21.0;
/// Where a linear axis ends at most: what lies beyond is drawn at its end, or one disturbed row would squeeze all others.
const FARTHEST: f64 = 4.0;

const STYLE: &str = "\
.ground{fill:#fff}.text{fill:#1f2328}.dim{fill:#59636e}.grid{stroke:#d8dee4}.one{stroke:#8b949e}.met{fill:#1a7f37;stroke:#1a7f37}\
.missed{fill:#cf222e;stroke:#cf222e}.free{fill:#59636e;stroke:#59636e}.goal{fill:#9a6700;stroke:#9a6700}\
@media(prefers-color-scheme:dark){.ground{fill:#0d1117}.text{fill:#e6edf3}.dim{fill:#9198a1}.grid{stroke:#2a313c}.one{stroke:#6e7681}\
.met{fill:#3fb950;stroke:#3fb950}.missed{fill:#ff7b72;stroke:#ff7b72}.free{fill:#9198a1;stroke:#9198a1}.goal{fill:#d29922;stroke:#d29922}}";

/// A row as it is drawn: everything in the units of its panel's axis.
struct Mark {
    label: String,
    median: f64,
    low: f64,
    high: f64,
    goal: Goal,
    /// The number at the end of the row.
    said: String,
}

/// Where values are on the picture.
enum Axis {
    /// From zero to this.
    Linear(f64),
    /// Powers of ten, from one to another.
    Log(f64, f64),
}

/// The picture.
pub(super) fn svg(results: &Results) -> String {
    let (mut near, mut far, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for (row, value) in results.rows() {
        match value {
            Value::Pair { .. } if row.group == "peers" => far.push(Mark::of(row, value, 1.0)),
            Value::Pair { .. } => near.push(Mark::of(row, value, 1.0)),
            Value::Alone(_) => {
                alone.extend(row.goal.bound().map(|bound| Mark::of(row, value, bound)))
            }
        }
    }
    let mut body = String::new();
    let mut y = 56.0;
    for (marks, logarithmic, heading, axis) in [
        (near, false, "Ratios", "ours / the other, 1 is equal; linear, to 4 at most"),
        (far, true, "Ratios to others of its kind", "ours / the other, 1 is equal; logarithmic"),
        (alone, false, "Values", "value / its goal, 1 is the goal; linear, to 4 at most"),
    ] {
        if !marks.is_empty() {
            y = panel(&mut body, y, &marks, &Axis::over(&marks, logarithmic), [heading, axis]);
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y}\" font-family=\"system-ui,sans-serif\" font-size=\"12\">\n\
         <title>Speed of Connector Playground: ratios and goals</title>\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{y}\" rx=\"8\"/>\n{}{body}</svg>\n",
        legend()
    )
}

impl Mark {
    fn of(row: &Row, value: &Value, unit: f64) -> Self {
        let times = value.times();
        let median = times.median();
        let (low, high) = times.middle_half().unwrap_or((median, median));
        let goal = match row.goal {
            Goal::AtLeast(bound) => Goal::AtLeast(bound / unit),
            Goal::AtMost(bound) => Goal::AtMost(bound / unit),
            Goal::Free => Goal::Free,
        };
        let suffix =
            if matches!(value, Value::Alone(_)) { format!(" {}", row.unit) } else { String::new() };
        let (label, said) = (title(row), number(median) + &suffix);
        Self { label, median: median / unit, low: low / unit, high: high / unit, goal, said }
    }
}

impl Axis {
    fn over(marks: &[Mark], logarithmic: bool) -> Self {
        let goals = marks.iter().filter_map(|mark| mark.goal.bound());
        let ends = marks.iter().flat_map(|mark| [mark.low, mark.high]).chain(goals);
        let (least, most) =
            ends.fold((1.0_f64, 1.0_f64), |(least, most), end| (least.min(end), most.max(end)));
        if logarithmic {
            Self::Log(least.log10().floor(), most.log10().ceil())
        } else {
            Self::Linear((most.min(FARTHEST) * 4.0).ceil() / 4.0)
        }
    }

    fn x(&self, value: f64) -> f64 {
        let share = match self {
            Self::Linear(most) => value / most,
            Self::Log(least, most) => (value.log10() - least) / (most - least),
        };
        LEFT + (RIGHT - LEFT) * share.clamp(0.0, 1.0)
    }

    fn ticks(&self) -> Vec<f64> {
        match self {
            Self::Linear(most) => {
                let step = if *most > 2.0 { 0.5 } else { 0.25 };
                (0..).map(|n| f64::from(n) * step).take_while(|tick| tick <= most).collect()
            }
            Self::Log(least, most) => (0..)
                .map(|n| least + f64::from(n))
                .take_while(|power| power <= most)
                .map(|power| 10_f64.powf(power))
                .collect(),
        }
    }
}

/// Draws a panel from `y` on and returns where it ends.
fn panel(
    body: &mut String,
    y: f64,
    marks: &[Mark],
    axis: &Axis,
    [heading, name]: [&str; 2],
) -> f64 {
    let top = y + 26.0;
    let bottom = top + STEP * marks.len() as f64 + 4.0;
    text(body, 16.0, y + 14.0, "text\" font-weight=\"600\" font-size=\"13", heading);
    for tick in axis.ticks() {
        let (x, class) = (axis.x(tick), if (tick - 1.0).abs() < 1e-9 { "one" } else { "grid" });
        line(body, class, 1.0, [x, top, x, bottom]);
        text(body, x, bottom + 15.0, "dim\" text-anchor=\"middle", &tick.to_string());
    }
    text(body, f64::midpoint(LEFT, RIGHT), bottom + 32.0, "dim\" text-anchor=\"middle", name);
    for (n, mark) in marks.iter().enumerate() {
        draw(body, top + STEP * (n as f64 + 0.5) + 2.0, mark, axis);
    }
    bottom + 50.0
}

fn draw(body: &mut String, y: f64, mark: &Mark, axis: &Axis) {
    text(body, LEFT - 14.0, y + 4.0, "text\" text-anchor=\"end", &mark.label.replace('`', ""));
    let class = match mark.goal.met_by(mark.median) {
        Some(true) => "met",
        Some(false) => "missed",
        None => "free",
    };
    line(body, class, 5.0, [axis.x(mark.low), y, axis.x(mark.high), y]);
    if let Some(bound) = mark.goal.bound() {
        bar(body, axis.x(bound), y, mark.goal);
    }
    point(body, axis.x(mark.median), y, class);
    text(body, WIDTH - 12.0, y + 4.0, "text\" text-anchor=\"end", &mark.said);
}

/// A median; missed goals differ in shape too, for those who don't see the colours.
fn point(body: &mut String, x: f64, y: f64, class: &str) {
    if class == "missed" {
        let _ =
            writeln!(body, "<path class=\"missed\" d=\"M{:.1} {y:.1}l6 -6 6 6 -6 6z\"/>", x - 6.0);
    } else {
        let _ = writeln!(body, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
    }
}

/// A goal's bar, with a tip towards where it is met.
fn bar(body: &mut String, x: f64, y: f64, goal: Goal) {
    let tip = if matches!(goal, Goal::AtLeast(_)) { 5.0 } else { -5.0 };
    line(body, "goal", 2.0, [x, y - 8.0, x, y + 8.0]);
    let _ =
        writeln!(body, "<path class=\"goal\" d=\"M{x:.1} {:.1}l{tip} 3 {} 3z\"/>", y - 8.0, -tip);
}

fn legend() -> String {
    let (mut body, y) = (String::new(), 28.0);
    for (x, class, words) in
        [(24.0, "met", "goal met"), (124.0, "missed", "goal missed"), (240.0, "free", "no goal")]
    {
        point(&mut body, x, y, class);
        text(&mut body, x + 12.0, y + 4.0, "text", words);
    }
    line(&mut body, "free", 5.0, [326.0, y, 350.0, y]);
    text(&mut body, 358.0, y + 4.0, "text", "middle half of the rounds");
    bar(&mut body, 540.0, y, Goal::AtLeast(1.0));
    text(&mut body, 554.0, y + 4.0, "text", "goal, its tip towards where it is met");
    body
}

fn line(body: &mut String, class: &str, width: f64, [x1, y1, x2, y2]: [f64; 4]) {
    let _ = writeln!(
        body,
        "<line class=\"{class}\" stroke-width=\"{width}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
    );
}

fn text(body: &mut String, x: f64, y: f64, class: &str, words: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(body, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{words}</text>");
}

#[cfg(test)]
mod tests {
    use super::super::rounds::{Compared, Times};
    use super::*;

    #[test]
    fn axes_hold_everything_and_begin_and_end_at_round_numbers() {
        let mark = |low, high| Mark {
            label: String::new(),
            median: low,
            low,
            high,
            goal: Goal::AtMost(1.5),
            said: String::new(),
        };
        let linear = Axis::over(&[mark(0.9, 1.3)], false);
        assert_eq!(linear.ticks(), [0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5]);
        assert_eq!([0.0, 1.5].map(|value| linear.x(value)), [LEFT, RIGHT]);
        let log = Axis::over(&[mark(0.05, 70.0)], true);
        assert_eq!([0.01, 100.0].map(|value| log.x(value)), [LEFT, RIGHT]);
        assert_eq!(log.ticks().len(), 5);
    }

    #[test]
    fn each_row_is_drawn_in_its_panel_in_the_order_of_the_table() {
        let mut results = Results::default();
        results.alone("idle", Times::one(9.0));
        results.pair(
            "page-32",
            Compared { one: 1.0, other: 1.0, ratio: Times::new(vec![0.9, 1.0, 1.1]) },
        );
        let svg = svg(&results);
        let places = [
            ">Ratios<",
            "page of ten, 32 connections / bare hyper",
            "value / its goal",
            "memory of the server at rest",
        ];
        let places = places.map(|words| svg.find(words));
        assert!(places.is_sorted() && places[0].is_some(), "{svg}");
        // The legend has one missed point, and the memory is another.
        assert_eq!(svg.matches("<path class=\"missed\"").count(), 2);
        assert_eq!(svg.matches("logarithmic").count(), 0);
    }
}
