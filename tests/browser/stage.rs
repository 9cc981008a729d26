//! A place in the document to mount parts of the app on. It is taken away at the end of the test.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

/// A mounted view and the element around it.
pub(crate) struct Stage<T> {
    /// What is taken away at the end.
    outermost: HtmlElement,
    root: HtmlElement,
    _mounted: T,
}

impl<T> Stage<T> {
    /// The element around the view.
    pub(crate) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// All elements below the stage that match a selector, in the order of the document.
    pub(crate) fn all(&self, selector: &str) -> Vec<Element> {
        let mut found = Vec::new();
        collect(&self.root, selector, &mut found);
        found
    }
}

fn collect(parent: &Element, selector: &str, found: &mut Vec<Element>) {
    let mut child = parent.first_element_child();
    while let Some(element) = child {
        if element.matches(selector).unwrap() {
            found.push(element.clone());
        }
        collect(&element, selector, found);
        child = element.next_element_sibling();
    }
}

impl<T> Drop for Stage<T> {
    fn drop(&mut self) {
        self.outermost.remove();
    }
}

/// Mounts a view with the app's texts around it.
pub(crate) fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Stage<impl Sized> {
    let root = append(&document().body().unwrap(), "div");
    mount_to(root.clone(), root, view)
}

/// The same on a page of its own, as wide as given and with this style sheet.
pub(crate) fn mount_on_page<V: IntoView + 'static>(
    width_px: u32,
    css: &str,
    view: impl FnOnce() -> V + 'static,
) -> Stage<impl Sized> {
    let frame = append(&document().body().unwrap(), "iframe");
    frame.style().set_property("width", &format!("{width_px}px")).unwrap();
    frame.style().set_property("border", "0").unwrap();
    let page: Document = js_sys::Reflect::get(&frame, &"contentDocument".into()).unwrap().unchecked_into();
    append(&page.head().unwrap().unchecked_into(), "style").set_text_content(Some(css));
    mount_to(frame, page.body().unwrap(), view)
}

fn mount_to<V: IntoView + 'static>(
    outermost: HtmlElement,
    root: HtmlElement,
    view: impl FnOnce() -> V + 'static,
) -> Stage<impl Sized> {
    let mounted = leptos::mount::mount_to(root.clone(), move || {
        app::i18n::provide();
        view()
    });
    Stage { outermost, root, _mounted: mounted }
}

fn append(parent: &HtmlElement, name: &str) -> HtmlElement {
    let element = parent.owner_document().unwrap().create_element(name).unwrap();
    parent.append_child(&element).unwrap();
    element.unchecked_into()
}
