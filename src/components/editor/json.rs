//! The whole dashboard as text. What is wrong with it is said with its place, and a click goes there.

use super::session::Session;
use crate::components::dialog::{ApplyOrCancel, Dialog};
use crate::i18n::{fill, t};
use dashboard::Edit;
use dashboard::text::{self, Fault};
use leptos::html;
use leptos::prelude::*;

/// The dialog.
#[component]
pub(super) fn JsonEditor(session: Session, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title=move || t().editor.json class="wide">
            <Form session open />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Form(session: Session, open: RwSignal<bool>) -> impl IntoView {
    let written = RwSignal::new(text::write(&untrack(|| session.dashboard())));
    let faults = RwSignal::new(Vec::<Fault>::new());
    let node = NodeRef::<html::Textarea>::new();
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match text::read(&written.get_untracked()) {
            Ok(dashboard) => {
                // A replacement is never refused.
                let _ = session.edit(Edit::Replace(dashboard));
                open.set(false);
            }
            Err(found) => faults.set(found),
        }
    };
    let go = move |line: usize| {
        let Some(field) = node.get_untracked() else { return };
        let (start, end) = written.with_untracked(|text| line_units(text, line));
        // A field that cannot take the focus only lacks the mark.
        let _ = field.focus();
        let _ = field.set_selection_range(start, end);
    };
    view! {
        <form class="stack" on:submit=apply>
            <textarea
                node_ref=node
                class="json-text"
                autofocus
                rows="24"
                spellcheck="false"
                aria-label=move || t().editor.json
                aria-invalid=move || (!faults.with(Vec::is_empty)).to_string()
                prop:value=written
                on:input=move |event| {
                    written.set(event_target_value(&event));
                    faults.set(Vec::new());
                }
            ></textarea>
            <ul class="json-faults" role="alert">
                {move || {
                    faults
                        .get()
                        .into_iter()
                        .map(|Fault { line, column, part, message }| {
                            let words = format!("{part} {message}");
                            view! {
                                <li class="field-error">
                                    <button type="button" class="quiet dense" on:click=move |_| go(line)>
                                        {move || fill(t().editor.at_line, &[&line, &column])}
                                    </button>
                                    {words}
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <ApplyOrCancel open />
        </form>
    }
    .into_any()
}

/// Where a line begins and ends, in the units of a text field; lines count from 1.
fn line_units(text: &str, line: usize) -> (u32, u32) {
    let units = |part: &str| part.encode_utf16().count() as u32;
    let before: u32 = text.split_inclusive('\n').take(line.saturating_sub(1)).map(units).sum();
    let length = text.lines().nth(line.saturating_sub(1)).map_or(0, units);
    (before, before + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_units() {
        for (text, line, units) in [
            ("", 1, (0, 0)),
            ("ab\ncd", 1, (0, 2)),
            ("ab\ncd", 2, (3, 5)),
            ("a𠮷\nb", 2, (4, 5)),
            ("a", 9, (1, 1)),
        ] {
            assert_eq!(line_units(text, line), units, "{text:?} {line}");
        }
    }
}
