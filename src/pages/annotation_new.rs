//! The form for a new annotation, filled in by the address: `?service=&roles=&title=&description=&from=&to=`.
//! Links to it can be made by whoever knows what happened.

use crate::annotations::prefill;
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::annotation::Draft;
use crate::components::annotation::editor::Form;
use crate::components::panel::Panel;
use crate::components::title::page_title;
use crate::i18n::{fill, t};
use crate::period::address;
use crate::route::Page;
use crate::window::TimeWindow;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use mackerel::annotations::Annotation;
use series::TimeRange;

/// The page.
#[component]
pub(crate) fn AnnotationNew() -> impl IntoView {
    page_title(|| t().graph.annotation_new.to_owned());
    let (catalog, clock) = (use_catalog(), use_clock());
    let query = use_query_map();
    let navigate = use_navigate();
    let saved = RwSignal::new(None::<Annotation>);
    let on_done = Callback::new(move |done: Option<Annotation>| match done {
        Some(annotation) => saved.set(Some(annotation)),
        None => navigate(&Page::Annotations.to_string(), NavigateOptions::default()),
    });
    let draft = Memo::new(move |_| {
        Draft::filled(query.with(|query| prefill::annotation(|key| query.get(key), clock.now_untracked())))
    });
    let form = move || view! { <Form draft=draft.get() on_done /> };
    let done = move |annotation: Annotation| {
        let around = TimeRange::new(annotation.from - 3_600, annotation.to + 3_600);
        let href = address(&Page::Annotations, TimeWindow::fixed(around));
        view! {
            <div class="stack" role="status">
                <p>{fill(t().annotations.saved, &[&annotation.title])}</p>
                <p><a href=href>{t().annotations.saved_show}</a></p>
            </div>
        }
    };
    view! {
        <div class="annotation-form">
            <Panel title=|| t().graph.annotation_new>
                <div class="panel-pad">
                    {move || match saved.get() {
                        Some(annotation) => done(annotation).into_any(),
                        None if catalog.may_write() => form().into_any(),
                        None => view! { <p>{t().annotations.read_only}</p> }.into_any(),
                    }}
                </div>
            </Panel>
        </div>
    }
}
