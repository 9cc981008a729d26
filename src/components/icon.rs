//! Small line drawings. They never stand alone: the control around them has a name.

use leptos::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// A house.
    Home,
    /// Tiles.
    Dashboards,
    /// Layers.
    Services,
    /// Two machines.
    Hosts,
    /// A bell.
    Alerts,
    /// A curve through points.
    Explore,
    /// An arrow in a circle.
    Refresh,
    /// To the left.
    Earlier,
    /// To the right.
    Later,
    /// A cross.
    Close,
    /// A clock.
    Clock,
    /// The light theme.
    Sun,
    /// The dark theme.
    Moon,
    /// A screen.
    System,
    /// A keyboard.
    Keys,
    /// A drawing pin.
    Pin,
    /// Two people.
    People,
    /// A flag.
    Flag,
    /// An arrow up from the ground.
    Deploy,
    /// A door and an arrow out of it.
    Leave,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M3 9.5 10 3.5l7 6 M5 8.5V16.5h3.5V12h3v4.5H15V8.5",
            Self::Dashboards => "M3 3.5h6v7H3z M11 3.5h6v4h-6z M11 9.5h6v7h-6z M3 12.5h6v4H3z",
            Self::Services => "M10 3l7 3.5-7 3.5-7-3.5z M3 10l7 3.5 7-3.5 M3 13.5 10 17l7-3.5",
            Self::Hosts => "M3.5 4h13v5h-13z M3.5 11h13v5h-13z M6.5 6.5h.01 M6.5 13.5h.01",
            Self::Alerts => "M5 14.5V9a5 5 0 0 1 10 0v5.5l1.5 1h-13z M8.5 17.5h3",
            Self::Explore => "M3 16.5 7 9l4 4.5L17 4 M3 16.5h.01 M7 9h.01 M11 13.5h.01 M17 4h.01",
            Self::Refresh => "M16 10a6 6 0 1 1-1.8-4.3 M16.5 3v3.5H13",
            Self::Earlier => "M12 4.5 6.5 10l5.5 5.5",
            Self::Later => "M8 4.5 13.5 10 8 15.5",
            Self::Close => "M5 5l10 10 M15 5 5 15",
            Self::Clock => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z M10 6v4l2.5 2",
            Self::Sun => {
                "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z M10 2v1.5 M10 16.5V18 M2 10h1.5 M16.5 10H18 \
                 M4.3 4.3l1.1 1.1 M14.6 14.6l1.1 1.1 M4.3 15.7l1.1-1.1 M14.6 5.4l1.1-1.1"
            }
            Self::Moon => "M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5z",
            Self::System => "M3 4h14v9H3z M7 16.5h6 M10 13v3.5",
            Self::Pin => "M7 3h6 M8 3v5l-2.5 4h9L12 8V3 M10 12v5",
            Self::People => {
                "M7.5 4a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5z M2.5 16.5c0-3 2-4.5 5-4.5s5 1.5 5 4.5z \
                 M13 4.2a2.75 2.75 0 0 1 0 5.1 M14.5 12.3c2 .5 3 2 3 4.2h-2.5"
            }
            Self::Flag => "M5 17.5V3 M5 3.5h10l-2.5 3.5L15 10.5H5",
            Self::Deploy => "M10 16.5V4 M5.5 8.5 10 4l4.5 4.5 M4 17.5h12",
            Self::Leave => "M11 3.5H4.5v13H11 M8.5 10h8.5 M14 6.5l3.5 3.5-3.5 3.5",
            Self::Keys => {
                "M2.5 5.5h15v9h-15z M5.5 8.5h.01 M8.5 8.5h.01 M11.5 8.5h.01 M14.5 8.5h.01 M7 11.5h6"
            }
        }
    }
}

/// The drawing, in the current colour.
#[component]
pub(crate) fn Shape(#[prop(into)] icon: Signal<Icon>) -> impl IntoView {
    view! {
        <svg class="icon-shape" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=move || icon.get().path() />
        </svg>
    }
}
