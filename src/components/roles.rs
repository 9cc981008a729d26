//! The roles of a host as links.

use crate::components::link::PageLink;
use crate::route::Page;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// `service:role` for each, in the order of names.
pub fn full_names(roles: &BTreeMap<String, Vec<String>>) -> Vec<(String, String)> {
    roles
        .iter()
        .flat_map(|(service, roles)| roles.iter().map(|role| (service.clone(), role.clone())))
        .collect()
}

/// One link for each role.
#[component]
pub(crate) fn RoleLinks(roles: Vec<(String, String)>) -> impl IntoView {
    view! {
        <span class="roles">
            {roles
                .into_iter()
                .map(|(service, role)| {
                    let name = format!("{service}:{role}");
                    view! { <PageLink page=Page::Role(service, role) class="role">{name}</PageLink> }
                })
                .collect_view()}
        </span>
    }
}
