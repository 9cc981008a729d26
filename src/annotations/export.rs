//! Annotations as CSV and as a Markdown table. Pure; moments come in as text.
//!
//! No annotation gives the heading alone. A cell that a spreadsheet would take for a formula begins with an apostrophe.

use crate::export::csv::record;
use mackerel::annotations::Annotation;

/// One annotation with what only the app knows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The annotation.
    pub annotation: Annotation,
    /// Its layer, for machines.
    pub layer: &'static str,
    /// When it began, for machines and for people.
    pub from: (String, String),
    /// When it ended; empty for people where it has no length.
    pub to: (String, String),
}

/// Rows as comma separated values, with lines that end as the format wants it.
pub fn csv(rows: &[Row]) -> String {
    let mut text = "from,to,title,description,service,roles,layer,id\r\n".to_owned();
    for Row { annotation, layer, from, to } in rows {
        let Annotation { id, title, description, service, roles, .. } = annotation;
        let cells: [&str; 8] = [&from.0, &to.0, title, description, service, &roles.join(" "), *layer, id];
        text.push_str(&record(cells));
    }
    text
}

/// Rows as a table; `heads` are the four headings.
pub fn markdown(rows: &[Row], heads: [&str; 4]) -> String {
    let mut text = format!("| {} |\n|---|---|---|---|\n", heads.map(markdown_cell).join(" | "));
    for Row { annotation, from, to, .. } in rows {
        let Annotation { title, description, service, roles, .. } = annotation;
        let when = if to.1.is_empty() { from.1.clone() } else { format!("{} – {}", from.1, to.1) };
        let scope =
            if roles.is_empty() { service.clone() } else { format!("{service}: {}", roles.join(", ")) };
        let cells = [when, scope, title.clone(), description.clone()];
        text.extend(["| ", &cells.map(|cell| markdown_cell(&cell)).join(" | "), " |\n"]);
    }
    text
}

/// One line of a table; what would be markup or end the cell is text.
pub fn markdown_cell(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for char in cell.trim().chars() {
        match char {
            '|' | '*' | '_' | '`' | '<' | '[' | ']' | '\\' => out.extend(['\\', char]),
            '\n' | '\r' => out.push(' '),
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(title: &str, description: &str) -> Row {
        let annotation = Annotation {
            id: "1".to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            from: 0,
            to: 0,
            service: "shop".to_owned(),
            roles: vec!["web".to_owned(), "db".to_owned()],
        };
        let from = ("1970-01-01T00:00:00Z".to_owned(), "1/1 00:00".to_owned());
        Row { annotation, layer: "deploy", to: (from.0.clone(), String::new()), from }
    }

    #[test]
    fn cells_survive_a_spreadsheet() {
        let cases = [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("-1 from Monday", "'-1 from Monday"),
            ("リリース", "リリース"),
        ];
        for (title, expected) in cases {
            let text = csv(&[row(title, "")]);
            let line =
                format!("1970-01-01T00:00:00Z,1970-01-01T00:00:00Z,{expected},,shop,web db,deploy,1\r\n");
            assert_eq!(text.split_once("\r\n").map(|parts| parts.1), Some(line.as_str()), "{title}");
        }
        assert_eq!(csv(&[]).lines().count(), 1);
    }

    #[test]
    fn a_table_has_one_line_for_each() {
        let text =
            markdown(&[row("a|b *c*", "first\nsecond <b>")], ["When", "Where", "Title", "Description"]);
        assert_eq!(
            text,
            "| When | Where | Title | Description |\n|---|---|---|---|\n\
             | 1/1 00:00 | shop: web, db | a\\|b \\*c\\* | first second \\<b> |\n"
        );
    }
}
