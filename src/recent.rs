//! The annotations of all services in the last days, the newest first.

use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::fetch::{self, Failure};
use crate::load::{Load, use_calls};
use futures::future::try_join_all;
use leptos::prelude::*;
use mackerel::annotations::{Annotation, ListAnnotations};
use series::TimeRange;

const DAYS: i64 = 7;

/// Asks every service; a service that fails fails the whole, so that nothing is left out unsaid.
pub fn use_recent_annotations() -> Signal<Load<Vec<Annotation>>> {
    let catalog = use_catalog();
    let clock = use_clock();
    let services = Memo::new(move |_| {
        catalog.services.with(|services| {
            let services = services.value().map_or(&[][..], |list| &list.services);
            services.iter().map(|service| service.name.clone()).collect::<Vec<_>>()
        })
    });
    use_calls(
        move || {
            let now = clock.now();
            ((), (services.get(), TimeRange::new(now - DAYS * 86_400, now)))
        },
        |(services, range)| read(services, range),
    )
}

async fn read(services: Vec<String>, range: TimeRange) -> Result<Vec<Annotation>, Failure> {
    let calls: Vec<ListAnnotations> =
        services.into_iter().map(|service| ListAnnotations { service, range }).collect();
    let replies = try_join_all(calls.iter().map(fetch::send)).await?;
    let mut annotations: Vec<Annotation> =
        replies.into_iter().flat_map(|reply| reply.graph_annotations).collect();
    annotations.sort_by(|a, b| b.from.cmp(&a.from).then_with(|| a.id.cmp(&b.id)));
    Ok(annotations)
}
