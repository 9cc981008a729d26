//! What lies over the picture: the crosshair that all graphs share, the span being dragged, the bar after a drag.

use super::{Card, text};
use crate::i18n::t;
use leptos::prelude::*;

/// Everything over the picture but the tooltip.
#[component]
pub(crate) fn Overlay(card: Card) -> impl IntoView {
    let px = |value: f64| format!("{value:.1}px");
    let cross_x = Memo::new(move |_| card.cursor.0.get().and_then(|time| card.x_of(time)));
    // The box between the axes: top and height in CSS pixels.
    let inside = Memo::new(move |_| {
        card.frame.with(|frame| {
            frame.as_ref().map_or((0.0, 0.0, 0.0), |frame| {
                let css = |px: f64| px / frame.scale;
                (
                    css(frame.plot.top_px),
                    css(frame.plot.height_px),
                    css(frame.size.width_px.into()) - css(frame.plot.right_px()),
                )
            })
        })
    });
    let selected = Memo::new(move |_| {
        card.selection.get().map(|selection| {
            let (left, right) =
                (selection.from_x_css.min(selection.to_x_css), selection.from_x_css.max(selection.to_x_css));
            (left, right - left, selection.annotates)
        })
    });
    view! {
        <div
            class="graph-cross"
            aria-hidden="true"
            hidden=move || cross_x.get().is_none()
            style:left=move || px(cross_x.get().unwrap_or_default())
            style:top=move || px(inside.get().0)
            style:height=move || px(inside.get().1)
        ></div>
        <div
            class="graph-span"
            class:annotates=move || selected.get().is_some_and(|span| span.2)
            aria-hidden="true"
            hidden=move || selected.get().is_none_or(|span| span.1 < 1.0)
            style:left=move || px(selected.get().unwrap_or_default().0)
            style:width=move || px(selected.get().unwrap_or_default().1)
            style:top=move || px(inside.get().0)
            style:height=move || px(inside.get().1)
        ></div>
        <Show when=move || card.chosen.get().is_some()>
            <div class="graph-bar" role="group" style:top=move || px(inside.get().0) style:right=move || px(inside.get().2)>
                <span class="small">{move || card.chosen.get().map(text::span)}</span>
                <Show when=move || card.may_write.get()>
                    <button
                        type="button"
                        class="dense"
                        on:click=move |_| {
                            if let Some(range) = card.chosen.get_untracked() {
                                card.annotate(range);
                            }
                        }
                    >
                        {move || t().graph.annotate_span}
                    </button>
                </Show>
                <button
                    type="button"
                    class="dense"
                    on:click=move |_| {
                        card.chosen.set(None);
                        card.zoom_out();
                    }
                >
                    {move || t().graph.zoom_back}
                </button>
                <button
                    type="button"
                    class="quiet dense"
                    aria-label=move || t().graph.dismiss
                    on:click=move |_| card.chosen.set(None)
                >
                    "×"
                </button>
            </div>
        </Show>
    }
}
