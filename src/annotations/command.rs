//! Commands that post an annotation like this one, now, from a shell or from CI. Pure.
//!
//! Whatever a title says, a shell and a workflow take it as text: nothing of it is run or expanded.

use crate::route::encode;
use mackerel::annotations::Annotation;
use serde_json::json;

/// A way to post an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// curl.
    Curl,
    /// The command line tool of Mackerel.
    Mkr,
    /// This program.
    Battera,
    /// A step of a workflow at GitHub.
    Actions,
    /// A link that opens the form.
    Link,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Curl, Self::Mkr, Self::Battera, Self::Actions, Self::Link];

    /// Its name, which is the same in every language but for the link's.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Mkr => "mkr",
            Self::Battera => "battera annotate",
            Self::Actions => "GitHub Actions",
            Self::Link => "URL",
        }
    }

    /// The command for a server at `site`, which has no slash at its end.
    pub fn command(self, annotation: &Annotation, site: &str) -> String {
        match self {
            Self::Curl => curl(annotation, site),
            Self::Mkr => mkr(annotation, site),
            Self::Battera => battera(annotation, site),
            Self::Actions => actions(annotation, site),
            Self::Link => link(annotation, site),
        }
    }
}

fn curl(annotation: &Annotation, site: &str) -> String {
    let Annotation { service, roles, title, description, .. } = annotation;
    let mut body = json!({ "service": service, "title": title, "description": description });
    if !roles.is_empty() {
        body["roles"] = json!(roles);
    }
    let body = in_here_document(&body.to_string());
    let body = body.strip_suffix('}').unwrap_or(&body);
    format!(
        "curl -sSf -X POST {url} \\\n  -H \"X-Api-Key: $BATTERA_API_KEY\" -H 'Content-Type: application/json' \\\n  \
         --data-binary @- <<JSON\n{body},\"from\":$(date +%s),\"to\":$(date +%s)}}\nJSON",
        url = quoted(&format!("{site}/api/v0/graph-annotations")),
    )
}

fn mkr(annotation: &Annotation, site: &str) -> String {
    format!(
        "MACKEREL_APIKEY=\"$BATTERA_API_KEY\" mkr --apibase {site} annotations create \\\n  {flags} \\\n  \
         --from \"$(date +%s)\" --to \"$(date +%s)\"",
        site = quoted(site),
        flags = flags(annotation),
    )
}

fn battera(annotation: &Annotation, site: &str) -> String {
    let (site, flags) = (quoted(site), flags(annotation));
    format!(
        "battera annotate --server {site} \\\n  {flags}\n\n# {comment}\nbattera annotate --server {site} \\\n  {flags} \\\n  --wrap -- ./deploy.sh",
        comment = "or around a command, with its exit status",
    )
}

fn actions(annotation: &Annotation, site: &str) -> String {
    let script = curl(annotation, site).replace("${{", "${{ '${{' }}");
    let script = script.replace('\n', "\n    ");
    format!(
        "- name: Annotate the graphs\n  env:\n    BATTERA_API_KEY: ${{{{ secrets.BATTERA_API_KEY }}}}\n  run: |\n    {script}\n"
    )
}

/// The address of the form, filled in.
pub fn link(annotation: &Annotation, site: &str) -> String {
    let Annotation { service, roles, title, description, .. } = annotation;
    let mut address = format!("{site}/annotations/new?service={}", encode(service));
    for (key, value) in
        [("roles", roles.join(",")), ("title", title.clone()), ("description", description.clone())]
    {
        if !value.is_empty() {
            address.extend(["&", key, "=", &encode(&value)]);
        }
    }
    address
}

fn flags(annotation: &Annotation) -> String {
    let Annotation { service, roles, title, description, .. } = annotation;
    let mut flags = format!("--service {}", quoted(service));
    for role in roles {
        flags.extend([" --role ", &quoted(role)]);
    }
    flags.extend([" --title ", &quoted(title)]);
    if !description.is_empty() {
        flags.extend([" \\\n  --description ", &quoted(description)]);
    }
    flags
}

/// One word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A text of a here document that a shell leaves as it is.
fn in_here_document(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '\\' | '$' | '`') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::process::Command;

    const SITE: &str = "http://127.0.0.1:7373";
    const TITLES: [&str; 6] = [
        "Release 2.14",
        "夏のリリース",
        "it's \"quoted\" \\ and $HOME `id` $(id) ${{ secrets.X }}",
        "new\nline\ttab",
        "-x --to 0",
        "JSON",
    ];

    fn annotation(title: &str) -> Annotation {
        Annotation {
            id: String::new(),
            title: title.to_owned(),
            description: format!("about {title}"),
            from: 1,
            to: 2,
            service: "shop".to_owned(),
            roles: vec!["web".to_owned(), "app".to_owned()],
        }
    }

    /// What a shell makes of a command, with programs that print what they were given.
    fn run(script: &str) -> String {
        let fakes =
            "curl() { cat; }\nmkr() { printf '%s\\n' \"$@\"; }\nbattera() { printf '%s\\n' \"$@\"; }\n";
        let output = Command::new("sh").args(["-c", &format!("{fakes}{script}")]).output().expect("a shell");
        assert!(output.status.success(), "{script}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    }

    #[test]
    fn a_shell_posts_the_title_as_it_is() {
        for title in TITLES {
            let posted: Value = serde_json::from_str(&run(&Way::Curl.command(&annotation(title), SITE)))
                .unwrap_or_else(|error| panic!("{title}: {error}"));
            assert_eq!(posted["title"], title);
            assert_eq!(posted["roles"], json!(["web", "app"]));
            assert!(posted["from"].as_i64() > Some(1_600_000_000), "{posted}");
            for way in [Way::Mkr, Way::Battera] {
                let said = run(&way.command(&annotation(title), SITE));
                assert!(
                    said.contains(&format!("--title\n{title}\n--description\nabout {title}\n")),
                    "{said}"
                );
                assert!(said.contains("--role\nweb\n--role\napp\n"), "{said}");
            }
        }
    }

    #[test]
    fn a_workflow_expands_nothing_of_a_title() {
        let step = Way::Actions.command(&annotation(TITLES[2]), SITE);
        // What is escaped prints itself; what is left to expand is the key alone.
        let left = step.replace("${{ '${{' }}", "");
        let expanded: Vec<&str> = left.split("${{").skip(1).collect();
        let is_key = |one: &&str| one.starts_with(" secrets.BATTERA_API_KEY }}");
        assert!(expanded.len() == 1 && expanded.iter().all(is_key), "{step}");
        assert!(!step.contains("${{ secrets.X"), "{step}");
        assert!(step.lines().skip(4).all(|line| line.starts_with("    ")), "{step}");
    }

    #[test]
    fn a_link_has_only_what_there_is() {
        let mut one = annotation("a b&c");
        assert_eq!(
            link(&one, SITE),
            "http://127.0.0.1:7373/annotations/new?service=shop&roles=web%2Capp&title=a%20b%26c&description=about%20a%20b%26c"
        );
        one.roles.clear();
        one.description.clear();
        assert_eq!(link(&one, ""), "/annotations/new?service=shop&title=a%20b%26c");
    }
}
