//! Files that are made here and saved by the browser, however large. Nothing leaves the browser.

use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long a file stays in memory after the browser was told to save it; it may ask its person first.
const KEPT: Duration = Duration::from_mins(2);

/// Saves a text.
pub fn text(name: &str, media_type: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(&format!("{media_type};charset=utf-8"));
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    // A browser without memory for it saves nothing.
    if let Ok(file) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        blob(name, &file);
    }
}

/// Saves a file.
pub fn blob(name: &str, file: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(file) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // An address that is gone already needs no taking away.
    set_timeout(move || drop(Url::revoke_object_url(&address)), KEPT);
}
