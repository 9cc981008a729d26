//! The filter in the address: read from it, written to it, and carried from one alert to the next.

use super::filter::Filter;
use crate::route::{Page, encode};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::params::ParamsMap;

/// What the address asks for; follows it.
pub fn use_filter() -> Memo<Filter> {
    let query = use_location().query;
    Memo::new(move |_| query.with(|query| Filter::read(|key| query.get(key))))
}

/// Asks for something else: replaces the address, keeping what else it says.
pub fn use_set_filter() -> impl Fn(&Filter) + Clone + Send + Sync + 'static {
    let location = use_location();
    let navigate = use_navigate();
    move |filter| {
        let others = location.query.with_untracked(|query| {
            query
                .into_iter()
                .filter(|(key, _)| !Filter::KEYS.contains(&key.as_ref()))
                .map(|(key, word)| (key.to_string(), word.to_owned()))
                .collect::<Vec<_>>()
        });
        let words = filter.words().into_iter().map(|(key, word)| (key.to_owned(), word));
        let address =
            format!("{}{}", location.pathname.get_untracked(), query_of(others.into_iter().chain(words)));
        navigate(&address, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    }
}

/// What the address says of one alert only.
pub const OF_ONE_ALERT: &str = "graph";

/// The address of a page with everything that this address says besides, but for what is of one alert only.
pub fn use_here() -> impl Fn(&Page) -> String + Copy + Send + Sync + 'static {
    let query = use_location().query;
    let query = Memo::new(move |_| query.with(written));
    move |page| query.with(|query| format!("{page}{query}"))
}

/// `?a=1&b=2`, or nothing.
pub fn query_of(words: impl IntoIterator<Item = (String, String)>) -> String {
    let mut text = String::new();
    for (key, word) in words {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(&encode(&key));
        text.push('=');
        text.push_str(&encode(&word));
    }
    text
}

fn written(query: &ParamsMap) -> String {
    let others = query.into_iter().filter(|(key, _)| key.as_ref() != OF_ONE_ALERT);
    query_of(others.map(|(key, word)| (key.to_string(), word.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_query() {
        let words = |words: &[(&str, &str)]| {
            query_of(words.iter().map(|(key, word)| ((*key).to_owned(), (*word).to_owned())))
        };
        assert_eq!(words(&[]), "");
        assert_eq!(words(&[("q", "a b&c"), ("slot", "6-3")]), "?q=a%20b%26c&slot=6-3");
    }
}
