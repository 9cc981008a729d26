//! Light, dark, or what the system says; remembered by this browser.
//!
//! The style sheet follows the `data-theme` attribute, the canvas follows [`is_dark`].

use crate::storage;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// A person's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Whatever the system says, now and later.
    System,
    /// Dark text on light.
    Light,
    /// Light text on dark.
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The one after this, round and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word).unwrap_or(Self::System)
    }
}

const STORAGE_KEY: &str = "battera.theme";

#[derive(Clone, Copy)]
struct Themes {
    chosen: RwSignal<Theme>,
    system_is_dark: RwSignal<bool>,
}

/// Chooses the remembered theme, else the system's.
pub(crate) fn provide() {
    let chosen =
        RwSignal::new(storage::get(STORAGE_KEY).map_or(Theme::System, |word| Theme::from_word(&word)));
    let themes = Themes { chosen, system_is_dark: system_is_dark() };
    provide_context(themes);
    Effect::new(move |_| {
        let Some(root) = document().document_element() else { return };
        // Without the attribute the style sheet follows the system, which is the default.
        let _ = match chosen.get() {
            Theme::System => root.remove_attribute("data-theme"),
            theme => root.set_attribute("data-theme", theme.as_str()),
        };
    });
}

/// The choice; follows changes.
pub fn chosen() -> Theme {
    expect_context::<Themes>().chosen.get()
}

/// Moves to the next theme and remembers it.
pub fn cycle() {
    let chosen = expect_context::<Themes>().chosen;
    let next = chosen.get_untracked().next();
    chosen.set(next);
    storage::set(STORAGE_KEY, next.as_str());
}

/// Whether the page is dark at the moment; follows choice and system.
pub fn is_dark() -> Signal<bool> {
    let themes = expect_context::<Themes>();
    Memo::new(move |_| match themes.chosen.get() {
        Theme::System => themes.system_is_dark.get(),
        theme => theme == Theme::Dark,
    })
    .into()
}

fn system_is_dark() -> RwSignal<bool> {
    let Some(query) = window().match_media("(prefers-color-scheme: dark)").ok().flatten() else {
        return RwSignal::new(false);
    };
    let dark = RwSignal::new(query.matches());
    let changed = {
        let query = query.clone();
        Closure::<dyn Fn()>::new(move || dark.set(query.matches()))
    };
    // Without the listener the choice of the system at the start stays.
    let _ = query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
    // The theme lives as long as the page.
    changed.forget();
    dark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_survives_its_word_and_comes_round() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_word(theme.as_str()), theme);
            assert_eq!(theme.next().next().next(), theme);
            assert_ne!(theme.next(), theme);
        }
        assert_eq!(Theme::from_word("sepia"), Theme::System);
    }
}
