//! The only place that names a canvas: its size in device pixels, the width of text, the painting, and its file.
//!
//! A picture is laid out and painted at most once in an animation frame, only while its box has a size and is in
//! sight. The number of paints stands on the canvas as `data-paints`, so that a test can see that a hover costs none.

mod backend;
mod text;

use backend::Canvas;
use chart::{Frame, Raster, TextMetrics};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::RefCell;
use std::sync::Arc;
use text::CanvasText;
use web_sys::{CanvasRenderingContext2d, ContextAttributes2d, HtmlCanvasElement};

/// The size of a box, and how many device pixels make a CSS pixel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Width in CSS pixels.
    pub width_css: f64,
    /// Height in CSS pixels.
    pub height_css: f64,
    /// Device pixels per CSS pixel.
    pub scale: f64,
}

impl Extent {
    /// The size in device pixels.
    pub fn device(self) -> chart::Size {
        chart::Size {
            width_px: (self.width_css * self.scale).round() as u32,
            height_px: (self.height_css * self.scale).round() as u32,
        }
    }
}

/// Follows the size of an element; `None` until it has one.
pub fn use_extent(node: NodeRef<html::Div>) -> Signal<Option<Extent>> {
    let extent = RwSignal::new(None);
    let watcher = StoredValue::new_local(None::<Watcher>);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let measured = element.clone();
        let measure = move || {
            let next = measured_extent(&measured);
            if extent.try_get_untracked().is_some_and(|old| old != next) {
                extent.set(next);
            }
        };
        measure();
        let callback = Closure::<dyn Fn()>::new(measure);
        let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        watcher.set_value(Some(Watcher { observer, _callback: callback }));
    });
    extent.into()
}

/// Whether any of an element is in sight.
pub fn use_seen(node: NodeRef<html::Section>) -> Signal<bool> {
    let seen = RwSignal::new(false);
    let watcher = StoredValue::new_local(None::<Sight>);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let callback = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let inside = entries
                .iter()
                .filter_map(|entry| entry.dyn_into::<web_sys::IntersectionObserverEntry>().ok())
                .any(|entry| entry.is_intersecting());
            if seen.try_get_untracked().is_some_and(|old| old != inside) {
                seen.set(inside);
            }
        });
        let observer = web_sys::IntersectionObserver::new(callback.as_ref().unchecked_ref());
        let Ok(observer) = observer else {
            seen.set(true);
            return;
        };
        observer.observe(&element);
        watcher.set_value(Some(Sight { observer, _callback: callback }));
    });
    seen.into()
}

/// Lays out and paints `draw`'s picture after something it read has changed; the newest picture is the answer.
///
/// `inputs` is read to learn of changes; `draw` runs in the next animation frame, once for all of them. What
/// changes out of sight is painted when the picture comes into sight.
pub fn use_picture<T: 'static>(
    canvas: NodeRef<html::Canvas>,
    seen: Signal<bool>,
    inputs: impl Fn() -> Option<T> + 'static,
    draw: impl Fn(&T, &dyn TextMetrics) -> Frame + 'static,
) -> Signal<Option<Arc<Frame>>> {
    let picture = RwSignal::new(None::<Arc<Frame>>);
    let next = StoredValue::new_local(None::<T>);
    let draw = StoredValue::new_local(draw);
    let is_asked = StoredValue::new(false);
    let paint_next = move || {
        let _ = is_asked.try_set_value(false);
        if seen.try_get_untracked() != Some(true) {
            return;
        }
        let Some(Some(input)) = next.try_update_value(Option::take) else { return };
        let Some(element) = canvas.try_get_untracked().flatten() else { return };
        let Some(context) = context(&element) else { return };
        let text = CanvasText::new(&context);
        let Some(frame) = draw.try_with_value(|draw| draw(&input, &text)) else { return };
        paint(&element, context.clone(), &frame);
        picture.set(Some(Arc::new(frame)));
    };
    let ask = move || {
        if !is_asked.get_value() {
            is_asked.set_value(true);
            request_animation_frame(paint_next);
        }
    };
    Effect::new(move |_| {
        if canvas.get().is_none() {
            return;
        }
        let Some(input) = inputs() else { return };
        next.set_value(Some(input));
        if seen.get_untracked() {
            ask();
        }
    });
    Effect::new(move |_| {
        if seen.get() && next.with_value(Option::is_some) {
            ask();
        }
    });
    picture.into()
}

/// The width of a text in the page's own font, in CSS pixels; 0 where nothing can be measured.
pub fn text_width_css(text: &str, font_css: f64) -> f64 {
    RULER.with(|ruler| ruler.as_ref().map_or(0.0, |ruler| CanvasText::new(ruler).width_px(text, font_css)))
}

/// Lays something out with the widths of the page's own font; `None` where nothing can be measured.
pub fn laid_out<T>(draw: impl FnOnce(&dyn TextMetrics) -> T) -> Option<T> {
    RULER.with(|ruler| ruler.as_ref().map(|ruler| draw(&CanvasText::new(ruler))))
}

/// Paints frames at their places into a picture of their own, and hands its file over; `None` where the browser
/// cannot make one of this size.
pub fn png(
    size: chart::Size,
    parts: &[(Frame, (f64, f64))],
    done: impl FnOnce(Option<web_sys::Blob>) + 'static,
) {
    let painted = painted(size, parts);
    let done = Closure::once_into_js(move |blob: Option<web_sys::Blob>| done(blob));
    let asked = painted.is_some_and(|canvas| canvas.to_blob(done.unchecked_ref()).is_ok());
    if !asked {
        // Called like this it cannot throw: it is ours.
        let _ = done.unchecked_ref::<js_sys::Function>().call1(&JsValue::NULL, &JsValue::NULL);
    }
}

fn painted(size: chart::Size, parts: &[(Frame, (f64, f64))]) -> Option<HtmlCanvasElement> {
    let whole = new_canvas()?;
    whole.set_width(size.width_px);
    whole.set_height(size.height_px);
    let onto = context(&whole)?;
    let one = new_canvas()?;
    for (frame, (x_px, y_px)) in parts {
        // A buffer of pixels goes to a place of its own only by way of a canvas.
        paint(&one, context(&one)?, frame);
        onto.draw_image_with_html_canvas_element(&one, *x_px, *y_px).ok()?;
    }
    Some(whole)
}

fn new_canvas() -> Option<HtmlCanvasElement> {
    document().create_element("canvas").ok()?.dyn_into().ok()
}

thread_local! {
    /// A canvas that is in no page and only measures.
    static RULER: Option<CanvasRenderingContext2d> =
        new_canvas().and_then(|canvas| context(&canvas));
    /// One buffer for all pictures: a canvas has its own copy of the pixels.
    static RASTER: RefCell<Raster> = RefCell::default();
}

/// Paints a frame over what was there.
fn paint(canvas: &HtmlCanvasElement, context: CanvasRenderingContext2d, frame: &Frame) {
    let (width, height) = (frame.size.width_px, frame.size.height_px);
    // Setting a size clears the canvas and costs a new surface, so it is only set when it differs.
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
    let mut canvas_backend = Canvas::new(context, (width, height));
    // A canvas that cannot be painted stays as it was; the numbers are in the legend and the table.
    let _ = RASTER.with_borrow_mut(|raster| chart::paint_canvas(frame, raster, &mut canvas_backend));
    let paints: u32 = canvas.get_attribute("data-paints").and_then(|text| text.parse().ok()).unwrap_or(0);
    let _ = canvas.set_attribute("data-paints", &(paints + 1).to_string());
}

/// The context of a canvas that shows nothing of what lies behind it: every picture covers its card. The browser then
/// copies pixels where it would have to blend them.
fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let settings = ContextAttributes2d::new();
    settings.set_alpha(false);
    canvas.get_context_with_context_options("2d", &settings).ok().flatten()?.dyn_into().ok()
}

fn measured_extent(element: &web_sys::HtmlDivElement) -> Option<Extent> {
    let scale = window().device_pixel_ratio();
    let (width, height) = (element.client_width(), element.client_height());
    (width > 0 && height > 0).then(|| Extent {
        width_css: f64::from(width),
        height_css: f64::from(height),
        scale: if scale > 0.0 { scale } else { 1.0 },
    })
}

struct Watcher {
    observer: web_sys::ResizeObserver,
    _callback: Closure<dyn Fn()>,
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

struct Sight {
    observer: web_sys::IntersectionObserver,
    _callback: Closure<dyn Fn(js_sys::Array)>,
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
