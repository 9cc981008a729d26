//! The settings of a graph: whose, which, in which period, between which values, with which line across.

use super::choices::{Line, Menu, Number, Tick};
use super::sources;
use crate::catalog::{Catalog, use_catalog};
use crate::components::choice::Choices;
use crate::components::expression::ExpressionField;
use crate::i18n::t;
use crate::moment;
use leptos::prelude::*;
use mackerel::dashboards::{Graph, GraphWidget, ReferenceLine, ValueRange, WidgetRange};
use mackerel::metrics::Owner;

/// Lengths of a period of the widget's own, in seconds, as people write them.
const PERIODS: [(i64, &str); 8] = [
    (1_800, "30m"),
    (3_600, "1h"),
    (6 * 3_600, "6h"),
    (12 * 3_600, "12h"),
    (86_400, "24h"),
    (3 * 86_400, "3d"),
    (7 * 86_400, "7d"),
    (30 * 86_400, "30d"),
];

/// The form; every change is in `widget` at once.
#[component]
pub(super) fn GraphForm(widget: RwSignal<GraphWidget>) -> impl IntoView {
    let catalog = use_catalog();
    let kind = Memo::new(move |_| widget.with(|widget| kind_of(&widget.graph).to_owned()));
    let kinds = Signal::derive(|| {
        let texts = &t().editor;
        let names = [
            ("host", texts.kind_host),
            ("role", texts.kind_role),
            ("service", texts.kind_service),
            ("expression", texts.kind_expression),
            ("query", texts.kind_query),
        ];
        names.map(|(kind, name)| (kind.to_owned(), name.to_owned())).to_vec()
    });
    let choose_kind = Callback::new(move |kind: String| {
        widget.update(|widget| {
            widget.graph = first_of(&kind, catalog);
            widget.legend_list = Vec::new();
        });
    });
    view! {
        <Menu name=move || t().editor.shows entries=kinds value=kind on_choice=choose_kind />
        {move || match kind.get().as_str() {
            "host" | "service" => view! { <OwnerFields widget /> }.into_any(),
            "role" => view! { <RoleFields widget /> }.into_any(),
            "expression" => view! { <ExpressionFields widget /> }.into_any(),
            "query" => view! { <QueryFields widget /> }.into_any(),
            _ => view! { <p class="secondary">{t().dashboards.graph_gone}</p> }.into_any(),
        }}
        <PeriodFields widget />
        <ScaleFields widget />
    }
    .into_any()
}

fn kind_of(graph: &Graph) -> &'static str {
    match graph {
        Graph::Host { .. } => "host",
        Graph::Role { .. } => "role",
        Graph::Service { .. } => "service",
        Graph::Expression { .. } => "expression",
        Graph::Query { .. } => "query",
        Graph::Unknown => "unknown",
    }
}

/// The first graph of a kind.
fn first_of(kind: &str, catalog: Catalog) -> Graph {
    match kind {
        "host" => {
            let id = catalog.hosts.with_untracked(|hosts| Some(hosts.value()?.hosts.first()?.id.clone()));
            Graph::Host { host_id: id.unwrap_or_default(), name: "loadavg".to_owned() }
        }
        "service" => {
            let name =
                catalog.services.with_untracked(|list| Some(list.value()?.services.first()?.name.clone()));
            Graph::Service { service_name: name.unwrap_or_default(), name: String::new() }
        }
        "expression" => Graph::Expression { expression: String::new() },
        "query" => Graph::Query { query: String::new(), legend: String::new() },
        _ => Graph::Role {
            role_fullname: untrack(|| catalog.first_role()).unwrap_or_default(),
            name: "loadavg5".to_owned(),
            is_stacked: false,
        },
    }
}

fn owner_of(graph: &Graph) -> Option<Owner> {
    match graph {
        Graph::Host { host_id, .. } => Some(Owner::Host(host_id.clone())),
        Graph::Service { service_name, .. } => Some(Owner::Service(service_name.clone())),
        _ => None,
    }
}

fn name_of(graph: &Graph) -> String {
    match graph {
        Graph::Host { name, .. } | Graph::Service { name, .. } | Graph::Role { name, .. } => name.clone(),
        _ => String::new(),
    }
}

#[component]
fn OwnerFields(widget: RwSignal<GraphWidget>) -> impl IntoView {
    let catalog = use_catalog();
    let owner = Memo::new(move |_| widget.with(|widget| owner_of(&widget.graph)));
    let graph = Memo::new(move |_| widget.with(|widget| name_of(&widget.graph)));
    let is_host = matches!(owner.get_untracked(), Some(Owner::Host(_)));
    let owner_id = Memo::new(move |_| match owner.get() {
        Some(Owner::Host(id)) => id,
        Some(Owner::Service(name)) => name,
        None => String::new(),
    });
    let choose_owner = Callback::new(move |chosen: String| {
        widget.update(|widget| match &mut widget.graph {
            Graph::Host { host_id, .. } => *host_id = chosen,
            Graph::Service { service_name, .. } => *service_name = chosen,
            _ => {}
        });
    });
    let choose_graph = Callback::new(move |chosen: String| {
        widget.update(|widget| {
            if let Graph::Host { name, .. } | Graph::Service { name, .. } = &mut widget.graph {
                *name = chosen;
            }
            widget.legend_list = Vec::new();
        });
    });
    let owners = if is_host { sources::hosts(catalog) } else { sources::services(catalog) };
    let graphs = sources::graphs_of(owner.into());
    // A service has no graph that is always there: the first one is chosen as soon as the names are known.
    Effect::new(move |_| {
        let first = graphs.with(|graphs| graphs.first().map(|(name, _)| name.clone()));
        if let Some(first) = first
            && graph.with(String::is_empty)
        {
            choose_graph.run(first);
        }
    });
    view! {
        <Menu
            name=move || if is_host { t().editor.kind_host } else { t().editor.kind_service }
            entries=owners
            value=owner_id
            on_choice=choose_owner
        />
        <Menu name=move || t().editor.graph entries=graphs value=graph on_choice=choose_graph />
        <Lines widget lines=sources::lines_of(owner.into(), graph.into()) />
    }
    .into_any()
}

/// Which lines of the graph are drawn; none ticked is all.
#[component]
fn Lines(widget: RwSignal<GraphWidget>, lines: Signal<Choices>) -> impl IntoView {
    let tick = move |metric: String, is_on: bool| {
        widget.update(|widget| {
            widget.legend_list.retain(|one| *one != metric);
            if is_on {
                widget.legend_list.push(metric);
            }
        });
    };
    view! {
        <details>
            <summary>{move || t().editor.lines}</summary>
            <div class="editor-lines">
                {move || {
                    lines
                        .get()
                        .into_iter()
                        .map(|(metric, label)| {
                            let this = metric.clone();
                            let is_on = Signal::derive(move || widget.with(|widget| widget.legend_list.contains(&this)));
                            let on_tick = Callback::new(move |is_on| tick(metric.clone(), is_on));
                            view! { <Tick name=label value=is_on on_tick /> }
                        })
                        .collect_view()
                }}
            </div>
        </details>
    }
    .into_any()
}

#[component]
fn RoleFields(widget: RwSignal<GraphWidget>) -> impl IntoView {
    let catalog = use_catalog();
    let role = Memo::new(move |_| {
        widget.with(|widget| match &widget.graph {
            Graph::Role { role_fullname, .. } => role_fullname.replace(' ', ""),
            _ => String::new(),
        })
    });
    let graph = Memo::new(move |_| widget.with(|widget| name_of(&widget.graph)));
    let stacked = Memo::new(move |_| {
        widget.with(|widget| matches!(widget.graph, Graph::Role { is_stacked: true, .. }))
    });
    let choose_role = Callback::new(move |chosen: String| {
        widget.update(|widget| {
            if let Graph::Role { role_fullname, .. } = &mut widget.graph {
                *role_fullname = chosen;
            }
        });
    });
    let choose_graph = Callback::new(move |chosen: String| {
        widget.update(|widget| {
            if let Graph::Role { name, .. } = &mut widget.graph {
                *name = chosen;
            }
        });
    });
    let stack = Callback::new(move |is_on: bool| {
        widget.update(|widget| {
            if let Graph::Role { is_stacked, .. } = &mut widget.graph {
                *is_stacked = is_on;
            }
        });
    });
    view! {
        <Menu name=move || t().editor.role entries=sources::roles(catalog) value=role on_choice=choose_role />
        <Menu
            name=move || t().editor.graph
            entries=sources::role_graphs(catalog, role.into())
            value=graph
            on_choice=choose_graph
        />
        <Tick name=move || t().editor.stacked value=stacked on_tick=stack />
    }
    .into_any()
}

#[component]
fn ExpressionFields(widget: RwSignal<GraphWidget>) -> impl IntoView {
    let text = RwSignal::new(widget.with_untracked(|widget| match &widget.graph {
        Graph::Expression { expression } => expression.clone(),
        _ => String::new(),
    }));
    Effect::new(move |_| {
        let written = text.get();
        widget.update(|widget| {
            if let Graph::Expression { expression } = &mut widget.graph {
                *expression = written;
            }
        });
    });
    view! { <ExpressionField text on_run=Callback::new(|()| ()) /> }.into_any()
}

#[component]
fn QueryFields(widget: RwSignal<GraphWidget>) -> impl IntoView {
    let part = move |read: fn(&Graph) -> Option<&String>| {
        Memo::new(move |_| widget.with(|widget| read(&widget.graph).cloned().unwrap_or_default()))
    };
    let query = part(|graph| if let Graph::Query { query, .. } = graph { Some(query) } else { None });
    let legend = part(|graph| if let Graph::Query { legend, .. } = graph { Some(legend) } else { None });
    let write = move |place: fn(&mut Graph) -> Option<&mut String>| {
        Callback::new(move |text: String| {
            widget.update(|widget| {
                if let Some(field) = place(&mut widget.graph) {
                    *field = text;
                }
            });
        })
    };
    let write_query = write(|graph| if let Graph::Query { query, .. } = graph { Some(query) } else { None });
    let write_legend =
        write(|graph| if let Graph::Query { legend, .. } = graph { Some(legend) } else { None });
    view! {
        <Line name="PromQL" value=query on_text=write_query />
        <Line name=move || t().editor.legend value=legend on_text=write_legend />
    }
    .into_any()
}

#[component]
fn PeriodFields(widget: RwSignal<GraphWidget>) -> impl IntoView {
    let range = Memo::new(move |_| widget.with(|widget| widget.range));
    let kind = Memo::new(move |_| match range.get() {
        None => "page".to_owned(),
        Some(WidgetRange::Relative { .. }) => "relative".to_owned(),
        Some(WidgetRange::Absolute { .. }) => "absolute".to_owned(),
    });
    let kinds = Signal::derive(|| {
        let texts = &t().editor;
        let names = [
            ("page", texts.period_page),
            ("relative", texts.period_relative),
            ("absolute", texts.period_absolute),
        ];
        names.map(|(kind, name)| (kind.to_owned(), name.to_owned())).to_vec()
    });
    let now = crate::clock::use_clock().now_untracked();
    let set = move |range: Option<WidgetRange>| widget.update(|widget| widget.range = range);
    let choose_kind = Callback::new(move |kind: String| {
        set(match kind.as_str() {
            "relative" => Some(WidgetRange::Relative { period: 6 * 3_600, offset: 0 }),
            "absolute" => Some(WidgetRange::Absolute { start: now - 6 * 3_600, end: now }),
            _ => None,
        });
    });
    view! {
        <Menu name=move || t().editor.period entries=kinds value=kind on_choice=choose_kind />
        {move || match range.get() {
            None => ().into_any(),
            Some(WidgetRange::Relative { period, offset }) => {
                let periods = PERIODS.map(|(secs, text)| (secs.to_string(), text.to_owned())).to_vec();
                let offsets = Signal::derive(|| {
                    let texts = &t().editor;
                    let names = [
                        (0, texts.offset_none),
                        (-86_400, texts.offset_day),
                        (-7 * 86_400, texts.offset_week),
                        (-28 * 86_400, texts.offset_weeks),
                    ];
                    names.map(|(secs, name)| (secs.to_string(), name.to_owned())).to_vec()
                });
                let choose_period = Callback::new(move |chosen: String| {
                    if let Ok(period) = chosen.parse() {
                        set(Some(WidgetRange::Relative { period, offset }));
                    }
                });
                let choose_offset = Callback::new(move |chosen: String| {
                    if let Ok(offset) = chosen.parse() {
                        set(Some(WidgetRange::Relative { period, offset }));
                    }
                });
                view! {
                    <div class="field-pair">
                        <Menu
                            name=move || t().editor.length
                            entries=Signal::stored(periods)
                            value=Signal::stored(period.to_string())
                            on_choice=choose_period
                        />
                        <Menu
                            name=move || t().editor.offset
                            entries=offsets
                            value=Signal::stored(offset.to_string())
                            on_choice=choose_offset
                        />
                    </div>
                }
                    .into_any()
            }
            Some(WidgetRange::Absolute { start, end }) => {
                let field = move |name: fn() -> &'static str, time: i64, make: fn(i64, (i64, i64)) -> (i64, i64)| {
                    let changed = move |event| {
                        if let Some(time) = moment::from_field(&event_target_value(&event)) {
                            let (start, end) = make(time, (start, end));
                            set(Some(WidgetRange::Absolute { start, end }));
                        }
                    };
                    view! {
                        <label class="field">
                            <span>{move || name()}</span>
                            <input type="datetime-local" prop:value=moment::field(time) on:change=changed />
                        </label>
                    }
                };
                view! {
                    <div class="field-pair">
                        {field(|| t().editor.from, start, |time, (_, end)| (time, end))}
                        {field(|| t().editor.to, end, |time, (start, _)| (start, time))}
                    </div>
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}

#[component]
fn ScaleFields(widget: RwSignal<GraphWidget>) -> impl IntoView {
    let ends = Memo::new(move |_| widget.with(|widget| widget.value_range.unwrap_or_default()));
    let line = Memo::new(move |_| widget.with(|widget| widget.reference_lines.first().cloned()));
    let set_ends = move |ends: ValueRange| {
        let is_free = ends == ValueRange::default();
        widget.update(|widget| widget.value_range = (!is_free).then_some(ends));
    };
    let set_min = Callback::new(move |min| set_ends(ValueRange { min, ..ends.get_untracked() }));
    let set_max = Callback::new(move |max| set_ends(ValueRange { max, ..ends.get_untracked() }));
    let set_value = Callback::new(move |value: Option<f64>| {
        widget.update(|widget| {
            let label = widget.reference_lines.first().map(|line| line.label.clone());
            let label = label.unwrap_or_else(|| t().editor.reference_label.to_owned());
            widget.reference_lines = value
                .filter(|value| *value >= 0.0)
                .map(|value| ReferenceLine { label, value })
                .into_iter()
                .collect();
        });
    });
    let set_label = Callback::new(move |label: String| {
        widget.update(|widget| {
            if let Some(line) = widget.reference_lines.first_mut()
                && !label.trim().is_empty()
            {
                line.label = label.chars().take(mackerel::dashboard_rules::MAX_LABEL_CHARS).collect();
            }
        });
    });
    view! {
        <div class="field-pair">
            <Number name=move || t().editor.min value=Signal::derive(move || ends.get().min) on_number=set_min />
            <Number name=move || t().editor.max value=Signal::derive(move || ends.get().max) on_number=set_max />
        </div>
        <div class="field-pair">
            <Number
                name=move || t().editor.reference
                value=Signal::derive(move || line.get().map(|line| line.value))
                on_number=set_value
            />
            <Show when=move || line.with(Option::is_some)>
                <Line
                    name=move || t().editor.reference_name
                    value=Signal::derive(move || line.get().map(|line| line.label).unwrap_or_default())
                    on_text=set_label
                />
            </Show>
        </div>
    }
    .into_any()
}
