//! The settings of a value: which metric, how it is written, when it is emphasised.

use super::choices::{Line, Menu, Number, Tick};
use super::sources;
use crate::catalog::{Catalog, use_catalog};
use crate::components::expression::ExpressionField;
use crate::i18n::t;
use leptos::prelude::*;
use mackerel::dashboard_rules::{MAX_FRACTION_SIZE, MAX_LABEL_CHARS};
use mackerel::dashboards::{FormatRule, Metric, ValueWidget};
use mackerel::metrics::Owner;

/// Longest unit text, in characters.
const MAX_SUFFIX_CHARS: usize = 16;

/// The form; every change is in `widget` at once.
#[component]
pub(super) fn ValueForm(widget: RwSignal<ValueWidget>) -> impl IntoView {
    let catalog = use_catalog();
    let kind = Memo::new(move |_| widget.with(|widget| kind_of(&widget.metric).to_owned()));
    let kinds = Signal::derive(|| {
        let texts = &t().editor;
        let names = [
            ("host", texts.kind_host),
            ("service", texts.kind_service),
            ("expression", texts.kind_expression),
        ];
        names.map(|(kind, name)| (kind.to_owned(), name.to_owned())).to_vec()
    });
    let choose_kind =
        Callback::new(move |kind: String| widget.update(|widget| widget.metric = first_of(&kind, catalog)));
    view! {
        <Menu name=move || t().editor.shows entries=kinds value=kind on_choice=choose_kind />
        {move || match kind.get().as_str() {
            "host" | "service" => view! { <OwnerFields widget /> }.into_any(),
            "expression" => view! { <ExpressionFields widget /> }.into_any(),
            _ => view! { <p class="secondary">{t().dashboards.metric_gone}</p> }.into_any(),
        }}
        <FormFields widget />
        <RuleFields widget />
    }
    .into_any()
}

fn kind_of(metric: &Metric) -> &'static str {
    match metric {
        Metric::Host { .. } => "host",
        Metric::Service { .. } => "service",
        Metric::Expression { .. } => "expression",
        Metric::Query { .. } => "query",
        Metric::Unknown => "unknown",
    }
}

fn first_of(kind: &str, catalog: Catalog) -> Metric {
    match kind {
        "service" => {
            let name =
                catalog.services.with_untracked(|list| Some(list.value()?.services.first()?.name.clone()));
            Metric::Service { service_name: name.unwrap_or_default(), name: String::new() }
        }
        "expression" => Metric::Expression { expression: String::new() },
        _ => {
            let id = catalog.hosts.with_untracked(|hosts| Some(hosts.value()?.hosts.first()?.id.clone()));
            Metric::Host { host_id: id.unwrap_or_default(), name: "loadavg5".to_owned() }
        }
    }
}

#[component]
fn OwnerFields(widget: RwSignal<ValueWidget>) -> impl IntoView {
    let catalog = use_catalog();
    let owner = Memo::new(move |_| {
        widget.with(|widget| match &widget.metric {
            Metric::Host { host_id, .. } => Some(Owner::Host(host_id.clone())),
            Metric::Service { service_name, .. } => Some(Owner::Service(service_name.clone())),
            _ => None,
        })
    });
    let is_host = matches!(owner.get_untracked(), Some(Owner::Host(_)));
    let owner_id = Memo::new(move |_| match owner.get() {
        Some(Owner::Host(id)) => id,
        Some(Owner::Service(name)) => name,
        None => String::new(),
    });
    let metric = Memo::new(move |_| {
        widget.with(|widget| match &widget.metric {
            Metric::Host { name, .. } | Metric::Service { name, .. } => name.clone(),
            _ => String::new(),
        })
    });
    let choose_owner = Callback::new(move |chosen: String| {
        widget.update(|widget| match &mut widget.metric {
            Metric::Host { host_id, .. } => *host_id = chosen,
            Metric::Service { service_name, .. } => *service_name = chosen,
            _ => {}
        });
    });
    let choose_metric = Callback::new(move |chosen: String| {
        widget.update(|widget| {
            if let Metric::Host { name, .. } | Metric::Service { name, .. } = &mut widget.metric {
                *name = chosen;
            }
        });
    });
    let metrics = sources::metrics_of(owner.into());
    // A service has no metric that is always there: the first one is chosen as soon as the names are known.
    Effect::new(move |_| {
        let first = metrics.with(|metrics| metrics.first().map(|(name, _)| name.clone()));
        if let Some(first) = first
            && metric.with(String::is_empty)
        {
            choose_metric.run(first);
        }
    });
    view! {
        <Menu
            name=move || if is_host { t().editor.kind_host } else { t().editor.kind_service }
            entries=if is_host { sources::hosts(catalog) } else { sources::services(catalog) }
            value=owner_id
            on_choice=choose_owner
        />
        <Menu name=move || t().editor.metric entries=metrics value=metric on_choice=choose_metric />
    }
    .into_any()
}

#[component]
fn ExpressionFields(widget: RwSignal<ValueWidget>) -> impl IntoView {
    let text = RwSignal::new(widget.with_untracked(|widget| match &widget.metric {
        Metric::Expression { expression } => expression.clone(),
        _ => String::new(),
    }));
    Effect::new(move |_| {
        let written = text.get();
        widget.update(|widget| {
            if let Metric::Expression { expression } = &mut widget.metric {
                *expression = written;
            }
        });
    });
    view! { <ExpressionField text on_run=Callback::new(|()| ()) /> }.into_any()
}

#[component]
fn FormFields(widget: RwSignal<ValueWidget>) -> impl IntoView {
    let decimals = Signal::derive(move || widget.with(|widget| widget.fraction_size.map(f64::from)));
    let suffix = Signal::derive(move || widget.with(|widget| widget.suffix.clone().unwrap_or_default()));
    let trend = Signal::derive(move || widget.with(|widget| widget.shows_trend == Some(true)));
    let follows = Signal::derive(move || widget.with(|widget| widget.is_new_version == Some(true)));
    let set_decimals = Callback::new(move |number: Option<f64>| {
        let size = number.map(|number| number.clamp(0.0, f64::from(MAX_FRACTION_SIZE)) as u8);
        widget.update(|widget| widget.fraction_size = size);
    });
    let set_suffix = Callback::new(move |text: String| {
        let text: String = text.chars().take(MAX_SUFFIX_CHARS).collect();
        widget.update(|widget| widget.suffix = Some(text).filter(|text| !text.is_empty()));
    });
    let set_trend = Callback::new(move |is_on| widget.update(|widget| widget.shows_trend = Some(is_on)));
    let set_follows = Callback::new(move |is_on| widget.update(|widget| widget.is_new_version = Some(is_on)));
    view! {
        <div class="field-pair">
            <Number name=move || t().editor.decimals value=decimals on_number=set_decimals />
            <Line name=move || t().editor.suffix value=suffix on_text=set_suffix />
        </div>
        <Tick name=move || t().editor.follows value=follows on_tick=set_follows />
        <Tick name=move || t().editor.trend value=trend on_tick=set_trend />
    }
    .into_any()
}

#[component]
fn RuleFields(widget: RwSignal<ValueWidget>) -> impl IntoView {
    let rule = Memo::new(move |_| widget.with(|widget| widget.format_rules.first().cloned()));
    let change = move |edit: &dyn Fn(&mut FormatRule)| {
        widget.update(|widget| {
            if let Some(rule) = widget.format_rules.first_mut() {
                edit(rule);
            }
        });
    };
    let set_threshold = Callback::new(move |threshold: Option<f64>| {
        widget.update(|widget| {
            let old = widget.format_rules.first().cloned();
            let (name, operator) =
                old.map_or((String::new(), ">".to_owned()), |old| (old.name, old.operator));
            widget.format_rules =
                threshold.map(|threshold| FormatRule { name, threshold, operator }).into_iter().collect();
        });
    });
    let set_name = Callback::new(move |name: String| {
        let name: String = name.chars().take(MAX_LABEL_CHARS).collect();
        change(&|rule| rule.name.clone_from(&name));
    });
    let set_operator =
        Callback::new(move |operator: String| change(&|rule| rule.operator.clone_from(&operator)));
    let operators = Signal::derive(|| {
        let texts = &t().editor;
        vec![(">".to_owned(), texts.above.to_owned()), ("<".to_owned(), texts.below.to_owned())]
    });
    view! {
        <Number
            name=move || t().editor.threshold
            value=Signal::derive(move || rule.get().map(|rule| rule.threshold))
            on_number=set_threshold
        />
        <Show when=move || rule.with(Option::is_some)>
            <div class="field-pair">
                <Menu
                    name=move || t().editor.operator
                    entries=operators
                    value=Signal::derive(move || rule.get().map(|rule| rule.operator).unwrap_or_default())
                    on_choice=set_operator
                />
                <Line
                    name=move || t().editor.rule_name
                    value=Signal::derive(move || rule.get().map(|rule| rule.name).unwrap_or_default())
                    on_text=set_name
                />
            </div>
        </Show>
    }
    .into_any()
}
