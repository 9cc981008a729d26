//! The files of the checkout, as lines of code without comments. Tests run in the root of the workspace.

use std::path::Path;

/// One line of code: comments are cut off, so that they may say what code may not.
pub struct Line {
    pub file: String,
    pub number: usize,
    pub code: String,
}

/// All files with one of the endings, as paths from the root with `/`, sorted. What git ignores is left out.
pub fn files(endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["src", "style", "crates", "tests", "bench", "."] {
        collect(Path::new(folder), folder != ".", endings, &mut found);
    }
    found.sort();
    found
}

/// The lines of a file.
pub fn lines(file: &str) -> Vec<Line> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let line = |(index, text)| Line { file: file.to_owned(), number: index + 1, code: code(text).to_owned() };
    text.lines().enumerate().map(line).collect()
}

/// The part of a line before its comment. The slashes of an address are no comment.
pub fn code(line: &str) -> &str {
    let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
    comment.map_or(line, |(at, _)| &line[..at])
}

/// Whether the word stands in the code and is no part of a longer name.
pub fn names(code: &str, word: &str) -> bool {
    let continues = |c: char| c.is_alphanumeric() || c == '_';
    let open_ended = word.starts_with(continues);
    let closed = word.ends_with(continues);
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        // `set_inner_html` is `inner_html` too, but `retrieval(` is no `eval(`.
        let begins = !open_ended || before.is_none_or(|c| !continues(c) || c == '_');
        begins && (!closed || after.is_none_or(|c| !continues(c)))
    })
}

fn collect(folder: &Path, deep: bool, endings: &[&str], found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if deep && name != "target" && name != "node_modules" && !name.starts_with('.') {
                collect(&path, deep, endings, found);
            }
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            found.push(path.to_string_lossy().trim_start_matches("./").replace('\\', "/"));
        }
    }
}
