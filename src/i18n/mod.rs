//! Every text of the app, English and Japanese side by side, and which of the two is shown.

pub mod alerts;
pub mod annotations;
pub mod dashboards;
pub mod downtimes;
pub mod editor;
pub mod explore;
pub mod export;
pub mod graph;
pub mod home;
pub mod hosts;
pub mod hygiene;
pub mod monitors;
pub mod services;
pub mod shell;
pub mod sign_in;

use crate::storage;
use leptos::prelude::*;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// 日本語.
    Ja,
}

impl Lang {
    /// The tag of the `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// All texts of this language.
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::En => &EN,
            Self::Ja => &JA,
        }
    }

    fn from_tag(tag: &str) -> Self {
        if tag.starts_with("ja") { Self::Ja } else { Self::En }
    }
}

/// All texts of one language, by the part of the app they belong to.
pub struct Texts {
    /// Bars, navigation, states that every panel shares.
    pub shell: shell::Shell,
    /// Graph cards and annotations.
    pub graph: graph::Graph,
    /// The first page.
    pub home: home::Home,
    /// Host list and host page.
    pub hosts: hosts::Hosts,
    /// Services and roles.
    pub services: services::Services,
    /// Dashboards and widgets.
    pub dashboards: dashboards::Dashboards,
    /// The editor of dashboards.
    pub editor: editor::Editor,
    /// Menus, files that are carried away, ways to look at a dashboard.
    pub export: export::Export,
    /// Alerts and monitors.
    pub alerts: alerts::Alerts,
    /// Which monitors only make noise.
    pub hygiene: hygiene::Hygiene,
    /// Annotations, their layers and what they changed.
    pub annotations: annotations::Annotations,
    /// Monitors and their editor.
    pub monitors: monitors::Monitors,
    /// Downtimes.
    pub downtimes: downtimes::Downtimes,
    /// Expressions.
    pub explore: explore::Explore,
    /// Signing in and out.
    pub sign_in: sign_in::SignIn,
}

static EN: Texts = Texts {
    shell: shell::Shell::EN,
    graph: graph::Graph::EN,
    home: home::Home::EN,
    hosts: hosts::Hosts::EN,
    services: services::Services::EN,
    dashboards: dashboards::Dashboards::EN,
    editor: editor::Editor::EN,
    export: export::Export::EN,
    alerts: alerts::Alerts::EN,
    hygiene: hygiene::Hygiene::EN,
    annotations: annotations::Annotations::EN,
    monitors: monitors::Monitors::EN,
    downtimes: downtimes::Downtimes::EN,
    explore: explore::Explore::EN,
    sign_in: sign_in::SignIn::EN,
};

static JA: Texts = Texts {
    shell: shell::Shell::JA,
    graph: graph::Graph::JA,
    home: home::Home::JA,
    hosts: hosts::Hosts::JA,
    services: services::Services::JA,
    dashboards: dashboards::Dashboards::JA,
    editor: editor::Editor::JA,
    export: export::Export::JA,
    alerts: alerts::Alerts::JA,
    hygiene: hygiene::Hygiene::JA,
    annotations: annotations::Annotations::JA,
    monitors: monitors::Monitors::JA,
    downtimes: downtimes::Downtimes::JA,
    explore: explore::Explore::JA,
    sign_in: sign_in::SignIn::JA,
};

/// Declares the texts of one part: a field, its English, its Japanese.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $en:literal, $ja:literal;)* }) => {
        $(#[$doc])*
        pub struct $name { $(#[doc = $en] pub $field: &'static str,)* }

        impl $name {
            pub(super) const EN: Self = Self { $($field: $en,)* };
            pub(super) const JA: Self = Self { $($field: $ja,)* };
        }
    };
}
use texts;

#[derive(Clone, Copy)]
struct Language(RwSignal<Lang>);

const STORAGE_KEY: &str = "battera.lang";

/// Chooses the language remembered by this browser, else the browser's own.
pub fn provide() {
    let tag = storage::get(STORAGE_KEY).or_else(|| window().navigator().language()).unwrap_or_default();
    let lang = RwSignal::new(Lang::from_tag(&tag));
    provide_context(Language(lang));
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // The attribute only tells assistive tools the language; without it the page still works.
            let _ = root.set_attribute("lang", lang.get().tag());
        }
    });
}

/// The language shown now; follows changes.
pub fn lang() -> Lang {
    expect_context::<Language>().0.get()
}

/// Shows another language and remembers it.
pub fn set_lang(lang: Lang) {
    expect_context::<Language>().0.set(lang);
    storage::set(STORAGE_KEY, lang.tag());
}

/// The texts of the language shown now; follows changes.
pub fn t() -> &'static Texts {
    lang().texts()
}

/// The language that errors and help of expressions are said in; follows changes.
pub fn expression_language() -> expr::Language {
    match lang() {
        Lang::En => expr::Language::English,
        Lang::Ja => expr::Language::Japanese,
    }
}

/// A count in words: the form for one, else the form for many.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    fill(if count == 1 { one } else { many }, &[&count])
}

/// Puts values into the places `{0}`, `{1}`, … of a text.
pub fn fill(template: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut text = template.to_owned();
    for (place, value) in values.iter().enumerate() {
        text = text.replace(&format!("{{{place}}}"), &value.to_string());
    }
    text
}
