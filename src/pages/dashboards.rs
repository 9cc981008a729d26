//! All dashboards, the slashes of their paths as folders. The filter lives in the URL.

use crate::components::link::PageLink;
use crate::components::moments::Ago;
use crate::components::panel::LoadView;
use crate::components::pin::PinButtons;
use crate::components::title::page_title;
use crate::filter;
use crate::i18n::{fill, t};
use crate::load::use_load;
use crate::pages::dashboards_new::MakeButtons;
use crate::route::Page;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;
use mackerel::dashboards::{Dashboard, DashboardList, ListDashboards};

/// The page.
#[component]
pub fn Dashboards() -> impl IntoView {
    page_title(|| t().dashboards.title.to_owned());
    let list = use_load(|| ListDashboards);
    // Typing is no step to come back to.
    let typing = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (filter, set_filter) = query_signal_with_options::<String>("q", typing);
    let filter = Signal::derive(move || filter.get().unwrap_or_default());
    view! {
        <div class="row list-tools">
            <MakeButtons />
        </div>
        <LoadView
            load=list
            is_empty=|list: &DashboardList| list.dashboards.is_empty()
            empty=|| view! { <NoDashboard /> }
            let:list
        >
            <div class="row list-tools">
                <input
                    type="search"
                    class="filter"
                    data-filter
                    aria-label=move || t().dashboards.filter
                    placeholder=move || t().dashboards.filter
                    prop:value=filter
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        set_filter.set((!text.is_empty()).then_some(text));
                    }
                />
                <p class="secondary" role="status">
                    {move || {
                        let (all, shown) = list.with(|list| (list.dashboards.len(), matching(list, &filter.get()).len()));
                        fill(t().dashboards.count, &[&shown, &all])
                    }}
                </p>
            </div>
            {move || {
                let folders = list.with(|list| folders(matching(list, &filter.get())));
                if folders.is_empty() {
                    view! { <NoMatch filter=filter.get() clear=move || set_filter.set(None) /> }.into_any()
                } else {
                    folders.into_iter().map(|folder| view! { <FolderView folder /> }).collect_view().into_any()
                }
            }}
        </LoadView>
    }
}

#[component]
fn NoDashboard() -> impl IntoView {
    view! {
        <p>{move || t().dashboards.none}</p>
        <PageLink page=Page::Services>{move || t().dashboards.see_services}</PageLink>
    }
}

#[component]
fn NoMatch(filter: String, clear: impl Fn() + 'static) -> impl IntoView {
    view! {
        <div class="state">
            <p>{move || fill(t().dashboards.no_match, &[&filter])}</p>
            <button type="button" on:click=move |_| clear()>
                {move || t().dashboards.clear_filter}
            </button>
        </div>
    }
}

#[component]
fn FolderView(folder: Folder) -> impl IntoView {
    let name = StoredValue::new(folder.name);
    let heading = move || match name.get_value() {
        name if name.is_empty() => t().dashboards.no_folder.to_owned(),
        name => name,
    };
    view! {
        <section class="panel folder" aria-label=heading>
            <div class="panel-head">
                <h2 class="clip">{heading}</h2>
            </div>
            <ul class="dashboard-list">
                {folder.dashboards.into_iter().map(|dashboard| view! { <Row dashboard /> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Row(dashboard: Dashboard) -> impl IntoView {
    let Dashboard { id, title, memo, url_path, widgets, updated_at, .. } = dashboard;
    let summary = first_line(&memo).to_owned();
    let count = widgets.len();
    view! {
        <li class="dashboard-row">
            <span class="pins">
                <PinButtons id=id.clone() name=title.clone() />
            </span>
            <div class="dashboard-name">
                <PageLink page=Page::Dashboard(id)>{title}</PageLink>
                <p class="secondary clip">{summary}</p>
            </div>
            <span class="mono secondary clip dashboard-path">{url_path}</span>
            <span class="secondary number">{move || fill(t().dashboards.widgets, &[&count])}</span>
            <span class="secondary number">
                <span class="dashboard-updated">{move || t().dashboards.updated} " "</span>
                <Ago time=updated_at />
            </span>
        </li>
    }
}

/// Dashboards whose paths agree up to the last slash; the empty name is no folder.
#[derive(Debug, Clone, PartialEq)]
struct Folder {
    name: String,
    dashboards: Vec<Dashboard>,
}

/// Folders by name, dashboards by title.
fn folders(mut dashboards: Vec<Dashboard>) -> Vec<Folder> {
    let folder = |dashboard: &Dashboard| {
        dashboard.url_path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())
    };
    dashboards.sort_by_cached_key(|dashboard| (folder(dashboard), dashboard.title.to_lowercase()));
    dashboards
        .chunk_by(|a, b| folder(a) == folder(b))
        .map(|chunk| Folder { name: folder(&chunk[0]), dashboards: chunk.to_vec() })
        .collect()
}

/// Those that have every word of the filter in title, memo or path.
fn matching(list: &DashboardList, query: &str) -> Vec<Dashboard> {
    let fits = |dashboard: &&Dashboard| {
        filter::matches(query, [&*dashboard.title, &*dashboard.memo, &*dashboard.url_path])
    };
    list.dashboards.iter().filter(fits).cloned().collect()
}

fn first_line(memo: &str) -> &str {
    memo.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dashboard(title: &str, memo: &str, url_path: &str) -> Dashboard {
        Dashboard {
            id: title.to_owned(),
            title: title.to_owned(),
            memo: memo.to_owned(),
            url_path: url_path.to_owned(),
            widgets: Vec::new(),
            created_at: 0,
            updated_at: 0,
            extra: serde_json::Map::default(),
        }
    }

    fn list() -> DashboardList {
        let dashboards = vec![
            dashboard("Web", "frontends", "shop/web"),
            dashboard("当番", "\n  まずここ\n次", "oncall"),
            dashboard("cache", "", "shop/web/cache"),
            dashboard("Batch", "", "shop/batch"),
        ];
        DashboardList { dashboards }
    }

    #[test]
    fn slashes_are_folders() {
        let shown: Vec<(String, Vec<String>)> = folders(list().dashboards)
            .into_iter()
            .map(|folder| (folder.name, folder.dashboards.into_iter().map(|one| one.title).collect()))
            .collect();
        let expected = [("", vec!["当番"]), ("shop", vec!["Batch", "Web"]), ("shop/web", vec!["cache"])];
        let expected: Vec<(String, Vec<String>)> = expected
            .into_iter()
            .map(|(name, titles)| (name.to_owned(), titles.into_iter().map(str::to_owned).collect()))
            .collect();
        assert_eq!(shown, expected);
        assert_eq!(folders(Vec::new()), Vec::new());
    }

    #[test]
    fn title_memo_and_path_are_searched() {
        let cases: [(&str, &[&str]); 5] = [
            ("", &["Web", "当番", "cache", "Batch"]),
            ("WEB", &["Web", "cache"]),
            ("shop front", &["Web"]),
            ("ここ", &["当番"]),
            ("shop/batch", &["Batch"]),
        ];
        for (filter, titles) in cases {
            let found = matching(&list(), filter);
            assert_eq!(found.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), titles, "{filter:?}");
        }
    }

    #[test]
    fn the_first_line_with_text_stands_for_the_memo() {
        for (memo, line) in [("", ""), ("\n \n", ""), ("\n  a b \nc", "a b")] {
            assert_eq!(first_line(memo), line);
        }
    }
}
