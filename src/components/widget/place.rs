//! Which widget of its dashboard something belongs to, and the way to see that one alone.

use crate::components::menu::MenuItem;
use crate::i18n::t;
use crate::view::View;
use leptos::prelude::*;

/// The place of a widget among those stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WidgetPlace(pub(crate) usize);

/// An entry of a widget's menu; nothing outside of a dashboard.
#[component]
pub(crate) fn FullScreenItem() -> impl IntoView {
    use_context::<WidgetPlace>().zip(use_context::<View>()).map(|(WidgetPlace(at), view)| {
        let is_alone = move || view.said().widget == Some(at);
        let name = move || if is_alone() { t().export.all_widgets } else { t().export.full_screen };
        let change = Callback::new(move |()| view.show((!untrack(is_alone)).then_some(at)));
        view! { <MenuItem name on_choice=change /> }
    })
}
