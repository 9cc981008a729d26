//! The format of the files: blocks of an unindented head and indented rows.

use series::Series;
use std::iter::Peekable;
use std::rc::Rc;
use std::str::Lines;

/// One expression and what is expected of it.
pub struct Case {
    /// Where it begins in its file.
    pub line: usize,
    /// The series of the leaves.
    pub loaded: Rc<Vec<Loaded>>,
    pub from: i64,
    pub to: i64,
    pub step: i64,
    pub now: i64,
    pub expr: String,
    pub expected: Expected,
}

/// A series of a leaf.
#[derive(Clone)]
pub struct Loaded {
    pub leaf: String,
    pub name: String,
    pub series: Series,
}

/// What comes out: the rows of the block.
pub enum Expected {
    Lines(Vec<String>),
    Errors(Vec<String>),
    Plan(Vec<String>),
    Print(String),
}

/// The cases of a file.
pub fn read(text: &str) -> Vec<Case> {
    let mut lines = Numbered::new(text);
    let mut loaded = Rc::new(Vec::new());
    let mut grid = 60;
    let mut cases = Vec::new();
    while let Some((line, head)) = lines.next() {
        let words: Vec<&str> = head.split_whitespace().collect();
        match words[..] {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            ["load", step] => {
                grid = secs(step);
                loaded = Rc::new(lines.rows().iter().map(|row| load(row, grid)).collect());
            }
            ["eval", range, ref rest @ ..] => {
                let (from, to) = range.split_once("..").unwrap_or_else(|| panic!("line {line}: no range"));
                let (from, to) = (secs(from), secs(to));
                let setting =
                    |name: &str| rest.iter().skip_while(|word| **word != name).nth(1).map(|text| secs(text));
                let (step, now) = (setting("step").unwrap_or(grid), setting("now").unwrap_or(to));
                let expr = lines.rows().join("\n");
                cases.push(Case {
                    line,
                    loaded: Rc::clone(&loaded),
                    from,
                    to,
                    step,
                    now,
                    expr,
                    expected: expected(&mut lines),
                });
            }
            _ => panic!("line {line}: {head}"),
        }
    }
    cases
}

fn expected(lines: &mut Numbered) -> Expected {
    let (line, head) = lines.next().unwrap_or_else(|| panic!("nothing is expected at the end of the file"));
    let rows = lines.rows();
    match head.trim() {
        "expect" => Expected::Lines(rows),
        "error" => Expected::Errors(rows),
        "plan" => Expected::Plan(rows),
        "print" => Expected::Print(rows.join("\n")),
        other => panic!("line {line}: {other}"),
    }
}

/// `leaf | name | values`
fn load(row: &str, step: i64) -> Loaded {
    let columns: Vec<&str> = row.split('|').map(str::trim).collect();
    let [leaf, name, values] = columns[..] else { panic!("three columns are loaded: {row}") };
    let points = values.split_whitespace().flat_map(expand).zip(0..);
    let series = points.filter_map(|(value, place)| Some((place * step, value?))).collect();
    Loaded { leaf: leaf.to_owned(), name: name.to_owned(), series }
}

/// `3`, `_` for a gap, `1x4` four times the same, `1+2x4` for 1 3 5 7.
pub fn expand(word: &str) -> Vec<Option<f64>> {
    let (value, count) =
        word.split_once('x').map_or((word, 1), |(value, count)| (value, count.parse().unwrap()));
    if value == "_" {
        return vec![None; count];
    }
    let sign =
        value.char_indices().skip(1).find(|(at, c)| matches!(c, '+' | '-') && !value[..*at].ends_with('e'));
    let (start, rise): (f64, f64) = match sign {
        Some((at, _)) => (value[..at].parse().unwrap(), value[at..].parse().unwrap()),
        None => (value.parse().unwrap(), 0.0),
    };
    (0..count).map(|place| Some(start + rise * place as f64)).collect()
}

/// A time: `90`, `5m`, `-1h`, `2d`.
pub fn secs(text: &str) -> i64 {
    let unit = match text.chars().last() {
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        Some('w') => 604_800,
        _ => 1,
    };
    let number = text.trim_end_matches(['s', 'm', 'h', 'd', 'w']);
    number.parse::<i64>().unwrap_or_else(|_| panic!("{text} is no time")) * unit
}

/// Lines with their numbers.
struct Numbered<'a>(Peekable<std::iter::Zip<std::ops::RangeFrom<usize>, Lines<'a>>>);

impl<'a> Numbered<'a> {
    fn new(text: &'a str) -> Self {
        Self((1..).zip(text.lines()).peekable())
    }

    fn next(&mut self) -> Option<(usize, &'a str)> {
        self.0.next()
    }

    /// The indented rows that follow, without their indent and without comments.
    fn rows(&mut self) -> Vec<String> {
        let mut rows = Vec::new();
        while let Some((_, row)) = self.0.next_if(|(_, row)| row.starts_with("  ")) {
            if !row.trim_start().starts_with('#') {
                rows.push(row[2..].to_owned());
            }
        }
        rows
    }
}
