//! Open and closed alerts, and one of them: side by side on wide screens, a page each on small ones.
//!
//! Open alerts are there at once; those of the past follow while they are read, as far back as the period.

use crate::alerts::about::{Directory, use_checks, use_directory};
use crate::alerts::address::use_filter;
use crate::alerts::arrange::{Grouping, When, arrange, together};
use crate::alerts::filter::Filter;
use crate::alerts::history::use_history;
use crate::alerts::review::{is_in_reach, reading_from};
use crate::alerts::use_open_alerts;
use crate::clock::use_clock;
use crate::components::alert_filters::AlertFilters;
use crate::components::alert_list::AlertList;
use crate::components::alert_tabs::AlertTabs;
use crate::components::bulk_close::BulkBar;
use crate::components::filter_field::use_query_text;
use crate::components::panel::{Failed, Loading};
use crate::components::title::page_title;
use crate::components::walk::Walk;
use crate::fetch::Failure;
use crate::i18n::{plural, t};
use crate::load::{Load, use_load};
use crate::pages::alert::Detail;
use crate::period::use_period;
use crate::zone::use_zone;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use mackerel::alert_groups::ListAlertGroupSettings;
use mackerel::alerts::Alert;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The page; with an id in the address that alert is shown too.
#[component]
pub(crate) fn Alerts() -> impl IntoView {
    let params = use_params_map();
    let shown_id = Memo::new(move |_| params.with(|params| params.get("id")));
    let directory = use_directory(use_checks());
    let list_title = RwSignal::new(String::new());
    page_title(move || match shown_id.get() {
        Some(_) => list_title.get(),
        None => t().alerts.title.to_owned(),
    });
    let detail = move || {
        shown_id.get().map(|id| {
            view! { <Detail id directory on_title=Callback::new(move |title| list_title.set(title)) /> }
        })
    };
    view! {
        <AlertTabs />
        <div class="alerts" class:with-detail=move || shown_id.get().is_some()>
            <section class="alert-side" aria-label=move || t().alerts.list>
                <List shown_id directory />
            </section>
            <div class="alert-detail">{detail}</div>
        </div>
    }
}

#[component]
fn List(shown_id: Memo<Option<String>>, directory: Memo<Arc<Directory>>) -> impl IntoView {
    let (clock, period, history, zone) = (use_clock(), use_period(), use_history(), use_zone());
    let filter = use_filter();
    let (group, set_group) = use_query_text("group");
    let set_group = StoredValue::new_local(set_group);
    let on_group = move |word: String| {
        let word = Some(word).filter(|word| *word != Grouping::State.word());
        set_group.with_value(|set| set(word.unwrap_or_default()));
    };
    let settings = use_load(|| ListAlertGroupSettings);
    let open = use_open_alerts();
    let open_alerts = Memo::new(move |_| {
        let list = open.with(|open| open.value().cloned()).unwrap_or_default();
        list.into_iter().map(Arc::new).collect::<Vec<Arc<Alert>>>()
    });
    let from = Memo::new(move |_| reading_from(period.range()));
    let needs_history = Memo::new(move |_| !filter.with(Filter::is_open_only));
    history.want(move || needs_history.get().then(|| from.get()));
    let arranged = Memo::new(move |_| {
        let mut alerts = open_alerts.with(|open| together(open, &history.list()));
        alerts.retain(|alert| is_in_reach(alert, period.range()));
        let settings = settings
            .with(|settings| settings.value().map(|list| list.alert_group_settings.clone()))
            .unwrap_or_default();
        let offset_secs = zone.get().offset_secs();
        let when = When { period: period.range(), now: clock.now(), offset_secs: &offset_secs };
        let grouping = group.with(|word| Grouping::from_word(word));
        directory.with(|directory| {
            let about = |alert: &Alert| directory.about(alert);
            filter.with(|filter| arrange(&alerts, about, filter, (grouping, &settings), &when))
        })
    });
    let selected = RwSignal::new(BTreeSet::new());
    let open_listed = Memo::new(move |_| arranged.with(|arranged| arranged.open.clone()));
    let count = Memo::new(move |_| arranged.with(|arranged| arranged.count));
    let is_whole = move || !needs_history.get() || history.covers(from.get());
    let body = Memo::new(move |_| {
        let first = open.with(|open| match open {
            Load::Loading => Some(Body::Loading),
            Load::Failed(failure) => Some(Body::Failed(failure.clone())),
            Load::Ready(_) | Load::Stale(..) => None,
        });
        match (first, count.get()) {
            (Some(state), _) => state,
            (None, 0) if is_whole() || history.progress().failure.is_some() => Body::Empty,
            (None, 0) => Body::Loading,
            (None, _) => Body::List,
        }
    });
    view! {
        <AlertFilters filter directory group on_group=Callback::new(on_group) zone />
        <section class="panel" aria-label=move || t().alerts.list>
            <div class="alert-list-head">
                <BulkBar selected open=open_listed directory />
                <span class="secondary push" role="status">
                    {move || {
                        // The body depends on the count, so the count is read before it.
                        let count = plural(count.get(), t().alerts.count_one, t().alerts.count_many);
                        (body.get() == Body::List).then_some(count)
                    }}
                </span>
            </div>
            <Show when=move || needs_history.get()>
                <Walk from />
            </Show>
            {move || match body.get() {
                Body::Loading => view! { <Loading /> }.into_any(),
                Body::Failed(failure) => view! { <Failed failure /> }.into_any(),
                Body::Empty => view! { <Nothing filter /> }.into_any(),
                Body::List => view! { <AlertList arranged shown_id selected /> }.into_any(),
            }}
        </section>
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Body {
    Loading,
    Failed(Failure),
    Empty,
    List,
}

/// No alert: because of the filter, or because all is well.
#[component]
fn Nothing(filter: Memo<Filter>) -> impl IntoView {
    let is_filtered = move || filter.with(|filter| *filter != Filter::default());
    view! {
        <div class="state">
            <p>{move || if is_filtered() { t().alerts.none_match } else { t().alerts.none }}</p>
        </div>
    }
}
