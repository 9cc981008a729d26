//! What is carried away: tables as CSV, pictures with their names. Pure; time zone and text width come in.

pub mod board;
pub mod csv;
pub mod words;

/// Longest part of a title in the name of a file, in characters.
const LONGEST: usize = 60;

/// The name of a file: what it shows, perhaps when, and its ending. Letters of any language stay; what a file system
/// could take for something else becomes a hyphen.
pub fn file_name(title: &str, when: &str, ending: &str) -> String {
    let parts = [kept(title), kept(when)].into_iter().filter(|part| !part.is_empty());
    let name = parts.collect::<Vec<_>>().join("-");
    if name.is_empty() { format!("battera.{ending}") } else { format!("{name}.{ending}") }
}

fn kept(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars().take(LONGEST) {
        if char.is_alphanumeric() || char == '_' {
            out.push(char);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_what_it_shows() {
        let long = "a".repeat(200);
        let cases = [
            ("CPU of web", "2026-06-13T15:04", "csv", "CPU-of-web-2026-06-13T15-04.csv"),
            ("負荷（web）", "", "png", "負荷-web.png"),
            ("../../etc/passwd", "", "svg", "etc-passwd.svg"),
            ("a.b: c*?", "", "svg", "a-b-c.svg"),
            ("…", "", "csv", "battera.csv"),
            (&long, "", "csv", &format!("{}.csv", "a".repeat(60))),
        ];
        for (title, when, ending, expected) in cases {
            assert_eq!(file_name(title, when, ending), expected, "{title}");
        }
    }
}
