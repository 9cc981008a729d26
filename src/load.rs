//! What a panel knows of something it asked for: nothing yet, the newest, an older one, or why not.

use crate::clock::use_clock;
use crate::fetch::{self, Failure};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use mackerel::Endpoint;

/// The state of one thing that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    /// Asked for the first time.
    Loading,
    /// The newest.
    Ready(T),
    /// What was there before, and why there is nothing newer.
    Stale(T, Failure),
    /// Nothing, and why.
    Failed(Failure),
}

impl<T> Load<T> {
    /// What there is to show, fresh or not.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Ready(value) | Self::Stale(value, _) => Some(value),
            Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Why there is nothing, or nothing newer.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Stale(_, failure) | Self::Failed(failure) => Some(failure),
            Self::Loading | Self::Ready(_) => None,
        }
    }

    /// The state after a reply: a failure keeps what was there.
    #[must_use]
    pub fn after(self, reply: Result<T, Failure>) -> Self {
        match (reply, self) {
            (Ok(value), _) => Self::Ready(value),
            (Err(failure), Self::Ready(old) | Self::Stale(old, _)) => Self::Stale(old, failure),
            (Err(failure), Self::Loading | Self::Failed(_)) => Self::Failed(failure),
        }
    }
}

/// Asks again whenever the call's inputs change, and on every tick of the clock.
///
/// A change of inputs forgets the old value; a tick keeps it until the newer one is there.
pub fn use_load<E>(endpoint: impl Fn() -> E + Send + Sync + 'static) -> Signal<Load<E::Response>>
where
    E: Endpoint + 'static,
    E::Response: Clone + PartialEq + Send + Sync + 'static,
{
    let call = move || {
        let endpoint = endpoint();
        (endpoint.request().uri().to_string(), endpoint)
    };
    use_calls(call, |endpoint| async move { fetch::send(&endpoint).await })
}

/// The same for a thing that takes several calls. `inputs` gives what tells one thing from another, and what
/// `ask` needs.
pub fn use_calls<K, I, T, F>(
    inputs: impl Fn() -> (K, I) + Send + Sync + 'static,
    ask: impl Fn(I) -> F + Send + Sync + 'static,
) -> Signal<Load<T>>
where
    K: PartialEq + Send + Sync + 'static,
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    use_calls_in_sight(Signal::stored(true), inputs, ask)
}

/// The same, as long as it is in sight: out of sight nothing is asked, and what was known stays.
pub fn use_calls_in_sight<K, I, T, F>(
    seen: Signal<bool>,
    inputs: impl Fn() -> (K, I) + Send + Sync + 'static,
    ask: impl Fn(I) -> F + Send + Sync + 'static,
) -> Signal<Load<T>>
where
    K: PartialEq + Send + Sync + 'static,
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let ticks = use_clock().while_seen(seen);
    let state = RwSignal::new(Load::Loading);
    let asked = StoredValue::new(None);
    Effect::new(move |_| {
        if ticks.get().is_none() {
            return;
        }
        let (key, inputs) = inputs();
        if asked.with_value(|asked| asked.as_ref() != Some(&key)) {
            asked.set_value(Some(key));
            state.set(Load::Loading);
        }
        let reply = ask(inputs);
        spawn_local_scoped_with_cancellation(async move {
            let next = state.get_untracked().after(reply.await);
            if state.get_untracked() != next {
                state.set(next);
            }
        });
    });
    state.into()
}
