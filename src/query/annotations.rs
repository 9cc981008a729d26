//! Annotations of the services in view: one read for each service and period, shared by all graphs,
//! and read again as soon as one of them is changed here.

use super::scope::Scope;
use crate::clock::use_clock;
use crate::fetch::{self, Failure};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use mackerel::annotations::{
    Annotation, CreateAnnotation, DeleteAnnotation, ListAnnotations, UpdateAnnotation,
};
use series::{Time, TimeRange};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Annotations to show, in order of their start, and why there may be more.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annotations {
    /// What belongs here.
    pub list: Vec<Annotation>,
    /// What could not be read.
    pub failure: Option<Failure>,
    /// Whether anything was answered yet.
    pub is_known: bool,
}

/// The annotations of some scopes in a period.
pub fn use_annotations(
    scopes: Signal<Vec<Scope>>,
    range: Signal<TimeRange>,
    seen: Signal<bool>,
) -> Signal<Annotations> {
    let clock = use_clock();
    let shown = RwSignal::new(Annotations::default());
    let changes = changes();
    Effect::new(move |_| {
        let now = clock.now();
        let version = changes.get();
        let (scopes, range) = (scopes.get(), range.get());
        if !seen.get() {
            return;
        }
        spawn_local_scoped_with_cancellation(async move {
            let mut next = Annotations { is_known: true, ..Annotations::default() };
            for scope in &scopes {
                match list(&scope.service, range, Freshness { now, version }).await {
                    Ok(all) => next.list.extend(all.iter().filter(|one| scope.shows(one)).cloned()),
                    Err(failure) => next.failure = Some(failure),
                }
            }
            if next.failure.is_some() {
                // What is on screen stays when nothing newer can be had.
                let old = shown.get_untracked().list;
                next.list.extend(old.into_iter().filter(|one| one.range().intersects(range)));
            }
            next.list.sort_by(|one, other| (one.from, &one.id).cmp(&(other.from, &other.id)));
            next.list.dedup_by(|one, other| one.id == other.id);
            if shown.get_untracked() != next {
                shown.set(next);
            }
        });
    });
    shown.into()
}

/// Creates an annotation, or replaces the one with its id; every graph of its scope shows it at once.
pub async fn save(annotation: Annotation) -> Result<Annotation, Failure> {
    let saved = if annotation.id.is_empty() {
        fetch::send(&CreateAnnotation(annotation)).await?
    } else {
        fetch::send(&UpdateAnnotation(annotation)).await?
    };
    changes().update(|version| *version += 1);
    Ok(saved)
}

/// Deletes an annotation everywhere.
pub async fn delete(id: String) -> Result<Annotation, Failure> {
    let deleted = fetch::send(&DeleteAnnotation { id }).await?;
    changes().update(|version| *version += 1);
    Ok(deleted)
}

/// How new an answer has to be: of this tick, and after the last change made here.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Freshness {
    now: Time,
    version: u32,
}

type Lists = HashMap<(String, TimeRange), (Freshness, Arc<Vec<Annotation>>)>;

thread_local! {
    static CHANGES: ArcRwSignal<u32> = ArcRwSignal::new(0);
    static LISTS: RefCell<Lists> = RefCell::default();
}

fn changes() -> ArcRwSignal<u32> {
    CHANGES.with(Clone::clone)
}

async fn list(service: &str, range: TimeRange, fresh: Freshness) -> Result<Arc<Vec<Annotation>>, Failure> {
    let key = (service.to_owned(), range);
    let held = LISTS
        .with_borrow(|lists| lists.get(&key).filter(|held| held.0 == fresh).map(|held| Arc::clone(&held.1)));
    if let Some(held) = held {
        return Ok(held);
    }
    let reply = fetch::send(&ListAnnotations { service: service.to_owned(), range }).await?;
    let list = Arc::new(reply.graph_annotations);
    LISTS.with_borrow_mut(|lists| {
        lists.retain(|_, held| held.0 == fresh);
        lists.insert(key, (fresh, Arc::clone(&list)));
    });
    Ok(list)
}
