//! A text with structure. Nothing in it is loaded from elsewhere; see [`crate::markdown`] for what it may hold.

use super::frame::Frame;
use crate::i18n::t;
use crate::markdown::{self, Address, Node, Side, Tag};
use leptos::prelude::*;
use mackerel::dashboards;

/// The text, scrolling when it is longer than its box.
#[component]
pub(super) fn MarkdownWidget(title: String, widget: dashboards::MarkdownWidget) -> impl IntoView {
    // A widget's title has level 3 on its page.
    let top = if title.is_empty() { 3 } else { 4 };
    let name = title.clone();
    let label = move || if name.is_empty() { t().dashboards.widget_text.to_owned() } else { name.clone() };
    view! {
        <Frame title kind=move || t().dashboards.widget_text>
            <div class="widget-scroll" role="region" tabindex="0" aria-label=label>
                <Markdown text=widget.markdown top />
            </div>
        </Frame>
    }
}

/// A text as elements; its topmost headings get the level `top`.
#[component]
pub fn Markdown(
    /// The text.
    text: String,
    /// The level of its topmost headings.
    top: u8,
) -> impl IntoView {
    view! { <div class="markdown">{all(markdown::read(&text, top))}</div> }
}

fn all(nodes: Vec<Node>) -> Vec<AnyView> {
    nodes.into_iter().map(one).collect()
}

fn one(node: Node) -> AnyView {
    match node {
        Node::Text(text) => text.into_any(),
        Node::Code(code) => view! { <code>{code}</code> }.into_any(),
        Node::Break => view! { <br /> }.into_any(),
        Node::Rule => view! { <hr /> }.into_any(),
        Node::Task(done) => task(done).into_any(),
        Node::Element(tag, content) => element(tag, content),
    }
}

fn element(tag: Tag, content: Vec<Node>) -> AnyView {
    match tag {
        Tag::Heading(level) => heading(level, all(content)),
        Tag::Paragraph => view! { <p>{all(content)}</p> }.into_any(),
        Tag::Quote => view! { <blockquote>{all(content)}</blockquote> }.into_any(),
        Tag::CodeBlock => view! { <pre tabindex="0"><code>{all(content)}</code></pre> }.into_any(),
        Tag::List(None) => view! { <ul>{all(content)}</ul> }.into_any(),
        Tag::List(Some(first)) => view! { <ol start=first.to_string()>{all(content)}</ol> }.into_any(),
        Tag::Item => view! { <li>{all(content)}</li> }.into_any(),
        Tag::Table => table(content),
        Tag::HeadRow | Tag::Row => view! { <tr>{all(content)}</tr> }.into_any(),
        Tag::Cell(side) => view! { <td class=side_class(side)>{all(content)}</td> }.into_any(),
        Tag::Emphasis => view! { <em>{all(content)}</em> }.into_any(),
        Tag::Strong => view! { <strong>{all(content)}</strong> }.into_any(),
        Tag::Struck => view! { <s>{all(content)}</s> }.into_any(),
        Tag::Link(address) => link(&address, all(content).into_any()),
        Tag::Image(address) => image(address, markdown::plain(&content)),
    }
}

fn heading(level: u8, content: Vec<AnyView>) -> AnyView {
    match level {
        0..=2 => view! { <h2>{content}</h2> }.into_any(),
        3 => view! { <h3>{content}</h3> }.into_any(),
        4 => view! { <h4>{content}</h4> }.into_any(),
        5 => view! { <h5>{content}</h5> }.into_any(),
        6.. => view! { <h6>{content}</h6> }.into_any(),
    }
}

fn table(rows: Vec<Node>) -> AnyView {
    let (head, body): (Vec<Node>, Vec<Node>) =
        rows.into_iter().partition(|row| matches!(row, Node::Element(Tag::HeadRow, _)));
    view! {
        <div class="scroll-x">
            <table>
                <thead>{head.into_iter().map(head_row).collect_view()}</thead>
                <tbody>{all(body)}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn head_row(row: Node) -> AnyView {
    let Node::Element(_, cells) = row else { return ().into_any() };
    let cells = cells.into_iter().map(|cell| match cell {
        Node::Element(Tag::Cell(side), content) => {
            view! { <th scope="col" class=side_class(side)>{all(content)}</th> }.into_any()
        }
        other => one(other),
    });
    view! { <tr>{cells.collect_view()}</tr> }.into_any()
}

const fn side_class(side: Side) -> &'static str {
    match side {
        Side::Start => "",
        Side::Middle => "middle",
        Side::End => "end",
    }
}

fn task(done: bool) -> impl IntoView {
    let name = move || if done { t().dashboards.task_done } else { t().dashboards.task_open };
    view! {
        <span class="task" role="img" aria-label=name>
            {if done { "☑" } else { "☐" }}
        </span>
        " "
    }
}

fn link(address: &Address, content: AnyView) -> AnyView {
    view! {
        <a href=address.as_str().to_owned() target="_blank" rel="noopener noreferrer">
            {content}
        </a>
    }
    .into_any()
}

fn image(address: Option<Address>, description: String) -> AnyView {
    let words = move || format!("{}: {description}", t().dashboards.image);
    match address {
        Some(address) => link(&address, words.into_any()),
        None => words.into_any(),
    }
}
