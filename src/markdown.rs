//! Markdown of dashboards as a small tree that can hold nothing dangerous, and that tree on the page.
//!
//! * `CommonMark` with tables, strikethrough and task lists. Raw HTML is shown as the text that it is.
//! * The tree has no place for scripts, styles, frames, images, event handlers or other attributes.
//! * A link leads to `http`, `https` or `mailto`; anything else is only its text.
//! * Nothing is loaded from elsewhere: an image is a link to it.
//! * Headings continue those of the page without leaving out a level.
//! * Any text gives a tree, at most [`DEEPEST`] levels deep; an empty text gives an empty one.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag as Mark};

/// Levels of nesting; what is nested deeper is shown without its own structure.
pub const DEEPEST: usize = 32;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Plain text.
    Text(String),
    /// Code inside a line.
    Code(String),
    /// The end of a line.
    Break,
    /// A rule across.
    Rule,
    /// The box of a task, done or not.
    Task(bool),
    /// Something with content.
    Element(Tag, Vec<Node>),
}

/// What has content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// A heading and its level on the page, 2 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A quotation.
    Quote,
    /// A block of code.
    CodeBlock,
    /// A list; with a number, it counts from there.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// A table: rows.
    Table,
    /// The row of headings of a table.
    HeadRow,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell(Side),
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck through.
    Struck,
    /// A link.
    Link(Address),
    /// An image that is not loaded: its content is the description. With an address, it is a link.
    Image(Option<Address>),
}

/// On which side of its cell a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Where the language starts.
    Start,
    /// In the middle.
    Middle,
    /// Where the language ends.
    End,
}

/// An address that is safe to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// Takes `http`, `https` and `mailto`, written out, without control characters.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let known = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => rest.len() > 2 && rest.starts_with("//"),
            "mailto" => !rest.is_empty(),
            _ => false,
        };
        (known && !text.contains(char::is_control)).then(|| Self(text.to_owned()))
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a text whose topmost headings are to have the level `top` on the page.
pub fn read(text: &str, top: u8) -> Vec<Node> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut tree = Builder::new(top);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(mark) => tree.open(mark),
            Event::End(_) => tree.close(),
            Event::Code(code) => tree.push(Node::Code(code.into_string())),
            Event::SoftBreak => tree.text("\n"),
            Event::HardBreak => tree.push(Node::Break),
            Event::Rule => tree.push(Node::Rule),
            Event::TaskListMarker(done) => tree.push(Node::Task(done)),
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => tree.text(&text),
        }
    }
    tree.finish()
}

/// The text alone, as for a description or a search.
pub fn plain(nodes: &[Node]) -> String {
    nodes.iter().fold(String::new(), |mut text, node| {
        match node {
            Node::Text(part) | Node::Code(part) => text.push_str(part),
            Node::Break => text.push(' '),
            Node::Rule | Node::Task(_) => {}
            Node::Element(_, content) => text.push_str(&plain(content)),
        }
        text
    })
}

/// An element that is not closed yet.
struct Open {
    tag: Tag,
    content: Vec<Node>,
}

struct Builder {
    roots: Vec<Node>,
    open: Vec<Open>,
    /// For each mark that is not closed yet, whether it is in `open`: of the others only the content is kept.
    kept: Vec<bool>,
    top: u8,
    /// Levels, as written, of the headings around the place that was read last.
    headings: Vec<u8>,
    sides: Vec<Side>,
    column: usize,
}

impl Builder {
    fn new(top: u8) -> Self {
        Self {
            roots: Vec::new(),
            open: Vec::new(),
            kept: Vec::new(),
            top,
            headings: Vec::new(),
            sides: Vec::new(),
            column: 0,
        }
    }

    fn content(&mut self) -> &mut Vec<Node> {
        self.open.last_mut().map_or(&mut self.roots, |open| &mut open.content)
    }

    fn push(&mut self, node: Node) {
        self.content().push(node);
    }

    /// Adds to the text that stands last, so that a line is one piece.
    fn text(&mut self, part: &str) {
        if let Some(Node::Text(text)) = self.content().last_mut() {
            text.push_str(part);
        } else {
            self.push(Node::Text(part.to_owned()));
        }
    }

    fn open(&mut self, mark: Mark) {
        let tag = if self.open.len() < DEEPEST { self.tag(mark) } else { None };
        self.kept.push(tag.is_some());
        self.open.extend(tag.map(|tag| Open { tag, content: Vec::new() }));
    }

    fn close(&mut self) {
        if self.kept.pop() != Some(true) {
            return;
        }
        let Some(Open { tag, content }) = self.open.pop() else { return };
        // A description is text: what is in it must not become a link inside a link.
        let is_image = matches!(tag, Tag::Image(_));
        let content = if is_image { vec![Node::Text(plain(&content))] } else { content };
        self.push(Node::Element(tag, content));
    }

    fn finish(mut self) -> Vec<Node> {
        while !self.kept.is_empty() {
            self.close();
        }
        self.roots
    }

    fn inside_link(&self) -> bool {
        self.open.iter().any(|open| matches!(open.tag, Tag::Link(_)))
    }

    fn tag(&mut self, mark: Mark) -> Option<Tag> {
        Some(match mark {
            Mark::Paragraph | Mark::HtmlBlock => Tag::Paragraph,
            Mark::Heading { level, .. } => Tag::Heading(self.heading(level as u8)),
            Mark::BlockQuote(_) => Tag::Quote,
            Mark::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => Tag::CodeBlock,
            Mark::List(first) => Tag::List(first),
            Mark::Item => Tag::Item,
            Mark::Table(sides) => {
                self.sides = sides.into_iter().map(side).collect();
                Tag::Table
            }
            Mark::TableHead => self.row(Tag::HeadRow),
            Mark::TableRow => self.row(Tag::Row),
            Mark::TableCell => {
                let side = self.sides.get(self.column).copied().unwrap_or(Side::Start);
                self.column += 1;
                Tag::Cell(side)
            }
            Mark::Emphasis => Tag::Emphasis,
            Mark::Strong => Tag::Strong,
            Mark::Strikethrough => Tag::Struck,
            Mark::Link { link_type, dest_url, .. } => {
                let mailto = if link_type == LinkType::Email { "mailto:" } else { "" };
                Tag::Link(Address::parse(&format!("{mailto}{dest_url}"))?)
            }
            Mark::Image { dest_url, .. } => {
                Tag::Image(Address::parse(&dest_url).filter(|_| !self.inside_link()))
            }
            Mark::FootnoteDefinition(_)
            | Mark::DefinitionList
            | Mark::DefinitionListTitle
            | Mark::DefinitionListDefinition
            | Mark::Superscript
            | Mark::Subscript
            | Mark::MetadataBlock(_) => return None,
        })
    }

    fn row(&mut self, tag: Tag) -> Tag {
        self.column = 0;
        tag
    }

    fn heading(&mut self, written: u8) -> u8 {
        self.headings.retain(|&around| around < written);
        let level = self.top.saturating_add(self.headings.len() as u8).clamp(2, 6);
        self.headings.push(written);
        level
    }
}

fn side(alignment: Alignment) -> Side {
    match alignment {
        Alignment::None | Alignment::Left => Side::Start,
        Alignment::Center => Side::Middle,
        Alignment::Right => Side::End,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tree as one line: names in parentheses around their content.
    fn shown(nodes: &[Node]) -> String {
        nodes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn one(node: &Node) -> String {
        let (name, content) = match node {
            Node::Text(text) => return format!("{text:?}"),
            Node::Code(code) => return format!("`{code}`"),
            Node::Break => return "br".to_owned(),
            Node::Rule => return "hr".to_owned(),
            Node::Task(done) => return format!("task:{done}"),
            Node::Element(tag, content) => (name(tag), content),
        };
        if content.is_empty() { format!("({name})") } else { format!("({name} {})", shown(content)) }
    }

    fn name(tag: &Tag) -> String {
        match tag {
            Tag::Heading(level) => format!("h{level}"),
            Tag::Paragraph => "p".into(),
            Tag::Quote => "quote".into(),
            Tag::CodeBlock => "pre".into(),
            Tag::List(None) => "ul".into(),
            Tag::List(Some(first)) => format!("ol:{first}"),
            Tag::Item => "li".into(),
            Tag::Table => "table".into(),
            Tag::HeadRow => "head".into(),
            Tag::Row => "row".into(),
            Tag::Cell(side) => format!("{side:?}"),
            Tag::Emphasis => "em".into(),
            Tag::Strong => "strong".into(),
            Tag::Struck => "del".into(),
            Tag::Link(address) => format!("a:{}", address.as_str()),
            Tag::Image(address) => format!("img:{}", address.as_ref().map_or("", Address::as_str)),
        }
    }

    #[test]
    fn text_becomes_a_tree() {
        let cases = [
            ("", ""),
            ("one\ntwo  \nthree", r#"(p "one\ntwo" br "three")"#),
            ("# a\n\n## b\n\n### c", r#"(h3 "a") (h4 "b") (h5 "c")"#),
            ("#### a\n\n###### b\n\n# c", r#"(h3 "a") (h4 "b") (h3 "c")"#),
            ("# 1\n## 2\n### 3\n#### 4\n##### 5", r#"(h3 "1") (h4 "2") (h5 "3") (h6 "4") (h6 "5")"#),
            ("*a* **b** ~~c~~ `d`", r#"(p (em "a") " " (strong "b") " " (del "c") " " `d`)"#),
            ("- [x] a\n- [ ] b", r#"(ul (li task:true "a") (li task:false "b"))"#),
            ("3. a\n4. b", r#"(ol:3 (li "a") (li "b"))"#),
            ("> a", r#"(quote (p "a"))"#),
            ("a\n\n---\n\nb", r#"(p "a") hr (p "b")"#),
            ("```sh\nmkr hosts | jq .\n```", r#"(pre "mkr hosts | jq .\n")"#),
            ("    indented", r#"(pre "indented")"#),
            (
                "|a|b|c|\n|-|:-:|-:|\n|1|2|3|",
                r#"(table (head (Start "a") (Middle "b") (End "c")) (row (Start "1") (Middle "2") (End "3")))"#,
            ),
            ("[a](https://example.com/?a=b&c#d)", r#"(p (a:https://example.com/?a=b&c#d "a"))"#),
            ("[*a*](HTTP://EXAMPLE.COM)", r#"(p (a:HTTP://EXAMPLE.COM (em "a")))"#),
            ("<https://example.com>", r#"(p (a:https://example.com "https://example.com"))"#),
            ("<ops@example.com>", r#"(p (a:mailto:ops@example.com "ops@example.com"))"#),
            ("[a][1]\n\n[1]: mailto:ops@example.com", r#"(p (a:mailto:ops@example.com "a"))"#),
            ("![a *b* `c`](https://example.com/x.png)", r#"(p (img:https://example.com/x.png "a b c"))"#),
            ("[![ci](http://x/i.svg)](http://x/)", r#"(p (a:http://x/ (img: "ci")))"#),
            ("![a [b](http://x/) c](http://y/)", r#"(p (img:http://y/ "a b c"))"#),
            ("# 障害対応\n**至急** 連絡", r#"(h3 "障害対応") (p (strong "至急") " 連絡")"#),
        ];
        for (text, tree) in cases {
            assert_eq!(shown(&read(text, 3)), tree, "{text}");
        }
    }

    /// What has been used elsewhere to get a script into a page.
    fn nasty() -> Vec<String> {
        serde_json::from_str(include_str!("../tests/data/nasty-markdown.json")).unwrap()
    }

    fn safe(nodes: &[Node], depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err("too deep".to_owned());
        }
        for node in nodes {
            if let Node::Element(tag, content) = node {
                match tag {
                    Tag::Link(address) | Tag::Image(Some(address)) => {
                        let text = address.as_str().to_ascii_lowercase();
                        let known =
                            ["http://", "https://", "mailto:"].iter().any(|scheme| text.starts_with(scheme));
                        if !known || text.contains(char::is_control) {
                            return Err(text);
                        }
                    }
                    Tag::Heading(level) if !(2..=6).contains(level) => return Err(format!("h{level}")),
                    _ => {}
                }
                safe(content, depth + 1)?;
            }
        }
        Ok(())
    }

    #[test]
    fn nasty_text_stays_text() {
        for text in nasty() {
            let tree = read(&text, 3);
            assert_eq!(safe(&tree, 0), Ok(()), "{text}");
            let shown = shown(&tree).to_ascii_lowercase();
            assert!(!shown.contains("(a:javascript") && !shown.contains("(img:javascript"), "{shown}");
        }
    }

    #[test]
    fn html_is_shown_as_written() {
        for text in ["<script>alert(1)</script>", "a <b onclick=x>c</b>", "<!-- note -->"] {
            assert_eq!(plain(&read(text, 3)).trim_end(), text);
        }
    }

    #[test]
    fn nothing_is_too_deep_or_too_long() {
        for piece in [">", "- ", "*", "**a ", "[", "![", "`", "<", "a\n", "|-", "[a](", "1. ", "&#", "\\"] {
            let tree = read(&piece.repeat(20_000), 3);
            assert_eq!(safe(&tree, 0), Ok(()), "{piece}");
        }
    }

    fn words() -> impl Strategy<Value = String> {
        let pieces = prop_oneof![
            proptest::sample::select(nasty()),
            proptest::sample::select(
                &[
                    "\n", "\n\n", "    ", "# ", "- ", "> ", "|", "|-|", "[", "](", ")", "`", "```", "*", "_",
                    "~~", "<", ">"
                ][..]
            )
            .prop_map(str::to_owned),
            "\\PC{0,8}",
        ];
        proptest::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_text_gives_a_safe_tree(text in words(), top in any::<u8>()) {
            prop_assert_eq!(safe(&read(&text, top), 0), Ok(()));
        }
    }
}
