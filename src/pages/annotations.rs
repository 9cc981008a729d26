//! Annotations of all services: a timeline and a list, filtered by what the address says.

use crate::annotations::export::{self, Row};
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::annotation::commands::Commands;
use crate::components::annotation::layers::LayerToggles;
use crate::components::annotation::list::List;
use crate::components::annotation::rules::RulesButton;
use crate::components::annotation::timeline::Timeline;
use crate::components::annotation::{Draft, Editor};
use crate::components::choice::{Choice, Choices};
use crate::components::copy::CopyButton;
use crate::components::filter_field::{FilterField, use_query_text};
use crate::components::panel::{Loading, failure_text};
use crate::components::title::page_title;
use crate::filter::matches;
use crate::i18n::{fill, t};
use crate::layers::{Layers, use_layers, word};
use crate::moment;
use crate::period::use_period;
use crate::query::Scope;
use crate::query::annotations::use_annotations;
use crate::route;
use leptos::prelude::*;
use mackerel::annotations::Annotation;
use series::Time;

/// The page.
#[component]
pub(crate) fn Annotations() -> impl IntoView {
    page_title(|| t().annotations.title.to_owned());
    let (catalog, clock, layers, period) = (use_catalog(), use_clock(), use_layers(), use_period());
    let (text, set_text) = use_query_text("q");
    let (service, set_service) = use_query_text("service");
    let (role, set_role) = use_query_text("role");
    let services = Memo::new(move |_| {
        catalog.services.with(|list| list.value().map(|list| list.services.clone()).unwrap_or_default())
    });
    let scopes = Memo::new(move |_| {
        let scope = |name: String| Scope { service: name, roles: None };
        services.get().into_iter().map(|one| scope(one.name)).collect::<Vec<_>>()
    });
    let range = Memo::new(move |_| period.range());
    let all = use_annotations(scopes.into(), range.into(), Signal::stored(true));
    let shown: Signal<Vec<Annotation>> = Memo::new(move |_| {
        let (text, service, role) = (text.get(), service.get(), role.get());
        let fits = |one: &Annotation| is_match(one, &text, &service, &role);
        let mut list = all.with(|all| layers.visible(&all.list));
        list.retain(fits);
        list
    })
    .into();
    let draft = RwSignal::new(None::<Draft>);
    let command = RwSignal::new(None::<Annotation>);
    let rows = move || shown.with(|list| rows(list, layers, clock.now_untracked()));
    let csv = move || route::file("text/csv", &export::csv(&rows()));
    let markdown = Signal::derive(move || {
        let texts = &t().annotations;
        export::markdown(&rows(), [texts.when, texts.scope, texts.head_title, texts.head_description])
    });
    let (clear_service, clear_role, clear_text) = (set_service.clone(), set_role.clone(), set_text.clone());
    let is_known = Memo::new(move |_| {
        all.with(|all| all.is_known) && catalog.services.with(|list| list.value().is_some())
    });
    let total = Memo::new(move |_| all.with(|all| all.list.len()));
    let roles = move || {
        let name = service.get();
        let mut roles: Vec<String> = services.with(|services| {
            let chosen = services.iter().filter(|one| name.is_empty() || one.name == name);
            chosen.flat_map(|one| one.roles.clone()).collect()
        });
        roles.sort();
        roles.dedup();
        roles
    };
    let new = move |_| {
        let at = clock.now_untracked();
        let service = service.get_untracked();
        let annotation = Annotation {
            id: String::new(),
            title: String::new(),
            description: String::new(),
            from: at,
            to: at,
            service,
            roles: Vec::new(),
        };
        draft.set(Some(Draft::filled(annotation)));
    };
    view! {
        <div class="toolbar annotation-bar">
            <FilterField name=|| t().annotations.filter text on_text=set_text />
            <Choice
                name=|| t().annotations.service
                word=service
                offered=offered(
                    || t().annotations.any_service,
                    Signal::derive(move || services.with(|all| all.iter().map(|one| one.name.clone()).collect())),
                )
                on_choice=Callback::new({
                    let set_role = set_role.clone();
                    move |name| {
                        set_service(name);
                        set_role(String::new());
                    }
                })
            />
            <Choice
                name=|| t().annotations.role
                word=role
                offered=offered(|| t().annotations.any_role, Signal::derive(roles))
                on_choice=Callback::new(set_role)
            />
            <LayerToggles />
            <RulesButton />
            <div class="row push">
                <CopyButton name=|| t().annotations.markdown text=markdown />
                <a class="button dense" href=csv download="annotations.csv">{move || t().annotations.csv}</a>
                <Show when=move || catalog.may_write()>
                    <button type="button" class="primary" on:click=new>{move || t().annotations.new}</button>
                </Show>
            </div>
        </div>
        {move || {
            all.with(|all| all.failure.clone())
                .map(|failure| view! { <p class="field-error" role="status">{t().graph.annotations_failed} " " {failure_text(&failure)}</p> })
        }}
        <Show when=move || is_known.get() fallback=|| view! { <Loading /> }>
            <div class="stack">
                <section class="panel" aria-label=move || t().annotations.timeline>
                    <Timeline shown range=range.into() draft />
                </section>
                <section class="panel" aria-label=move || t().annotations.list>
                    <div class="panel-head">
                        <h2>{move || fill(t().annotations.count, &[&shown.with(Vec::len)])}</h2>
                    </div>
                    {
                        let clear = StoredValue::new_local((clear_text.clone(), clear_service.clone(), clear_role.clone()));
                        move || {
                            shown.with(Vec::is_empty).then(|| view! {
                                <div class="state">
                                    <p>
                                        {if total.get() == 0 {
                                            t().annotations.none.to_owned()
                                        } else {
                                            fill(t().annotations.none_match, &[&total.get()])
                                        }}
                                    </p>
                                    {(total.get() > 0).then(|| view! {
                                        <button
                                            type="button"
                                            on:click=move |_| clear.with_value(|(text, service, role)| {
                                                text(String::new());
                                                service(String::new());
                                                role(String::new());
                                                layers.show_all();
                                            })
                                        >
                                            {t().annotations.clear_filters}
                                        </button>
                                    })}
                                </div>
                            })
                        }
                    }
                    <List shown draft command />
                </section>
            </div>
        </Show>
        <Editor draft />
        <Commands shown=command />
    }
}

/// Any, then every name.
fn offered(any: fn() -> &'static str, names: Signal<Vec<String>>) -> Signal<Choices> {
    Signal::derive(move || {
        let names = names.get().into_iter().map(|name| (name.clone(), name));
        std::iter::once((String::new(), any().to_owned())).chain(names).collect()
    })
}

fn is_match(one: &Annotation, text: &str, service: &str, role: &str) -> bool {
    let roles = one.roles.iter().map(String::as_str);
    let texts = [one.title.as_str(), one.description.as_str(), one.service.as_str()];
    (service.is_empty() || one.service == service)
        && (role.is_empty() || one.roles.is_empty() || one.roles.iter().any(|own| own == role))
        && matches(text, texts.into_iter().chain(roles))
}

fn rows(list: &[Annotation], layers: Layers, now: Time) -> Vec<Row> {
    let row = |one: &Annotation| Row {
        annotation: one.clone(),
        layer: word(layers.of(one)),
        from: (moment::iso(one.from), moment::short(one.from, now)),
        to: (moment::iso(one.to), if one.to > one.from { moment::short(one.to, now) } else { String::new() }),
    };
    list.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_has_to_fit() {
        let one = Annotation {
            id: String::new(),
            title: "Release 2.14".to_owned(),
            description: "https://ci.example.net/9".to_owned(),
            from: 0,
            to: 0,
            service: "shop".to_owned(),
            roles: vec!["web".to_owned()],
        };
        let whole = Annotation { roles: Vec::new(), ..one.clone() };
        let cases = [
            ("", "", "", true, true),
            ("release web", "", "", true, false),
            ("ci.example", "shop", "", true, true),
            ("", "api", "", false, false),
            ("", "shop", "db", false, true),
            ("rollback", "", "", false, false),
        ];
        for (text, service, role, of_web, of_all) in cases {
            let found = [&one, &whole].map(|annotation| is_match(annotation, text, service, role));
            assert_eq!(found, [of_web, of_all], "{text} {service} {role}");
        }
    }
}
