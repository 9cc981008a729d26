//! The page's title: the heading of the second bar, and the name of the browser's tab.

use leptos::prelude::*;

/// What the shown page is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Title(RwSignal<String>);

/// Names the page for as long as it is shown. Every page calls this, and starts its own headings at level 2.
pub(crate) fn page_title(text: impl Fn() -> String + 'static) {
    let Title(title) = expect_context();
    Effect::new(move |_| title.set(text()));
}

/// Provides the title to the pages, and keeps the tab's name the same.
pub(crate) fn provide() -> RwSignal<String> {
    let title = RwSignal::new(String::new());
    provide_context(Title(title));
    Effect::new(move |_| {
        title.with(|title| {
            document().set_title(&if title.is_empty() {
                "Battera".to_owned()
            } else {
                format!("{title} · Battera")
            });
        });
    });
    title
}
