//! The app's files, inside the executable and compressed when it was built.
//!
//! * A file is found by its exact path or not at all; nothing is read from disk.
//! * Names with a content hash may be kept for ever, the page itself is asked for each time.
//! * Other paths are pages of the app and get the page, unless they look like a file.
//! * An executable built without the app says so instead.

use crate::reply::refuse;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use sha2::{Digest, Sha256};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

const INDEX: &str = "/index.html";

/// What is served when the executable was built without the app.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Battera</title>\
    <h1>The app is not in this executable</h1><p>The API works. Run <code>make run</code> in the checkout \
    to build the app and an executable that contains it.</p>";

/// One embedded file.
#[derive(Debug, Clone, Copy)]
struct Asset {
    path: &'static str,
    content_type: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    Gzip,
    Brotli,
}

/// The page that all client routes share.
pub(crate) fn index() -> &'static str {
    find(INDEX).and_then(|asset| std::str::from_utf8(asset.plain).ok()).unwrap_or(NOT_BUILT)
}

/// Answers every path that the API leaves.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed.");
    }
    match find(uri.path()) {
        None if uri.path() == INDEX => answer(&page(), &headers),
        Some(asset) => answer(asset, &headers),
        None if looks_like_a_file(uri.path()) => refuse(StatusCode::NOT_FOUND, "Not found."),
        None => answer(&page(), &headers),
    }
}

fn page() -> Asset {
    find(INDEX).copied().unwrap_or(Asset {
        path: INDEX,
        content_type: "text/html; charset=utf-8",
        plain: NOT_BUILT.as_bytes(),
        brotli: None,
        gzip: None,
    })
}

fn find(path: &str) -> Option<&'static Asset> {
    let path = if path == "/" { INDEX } else { path };
    ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok().and_then(|at| ASSETS.get(at))
}

fn answer(asset: &Asset, request: &HeaderMap) -> Response {
    let (coding, body) = match accepted(request) {
        Coding::Brotli if asset.brotli.is_some() => (Coding::Brotli, asset.brotli),
        Coding::Brotli | Coding::Gzip if asset.gzip.is_some() => (Coding::Gzip, asset.gzip),
        _ => (Coding::Plain, None),
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_content_hashed(asset.path) {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        headers.insert(header::CACHE_CONTROL, forever);
    } else {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        let tag = format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(asset.plain)[..12]));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            let unchanged = request.get(header::IF_NONE_MATCH).is_some_and(|known| lists(known, &tag));
            headers.insert(header::ETAG, tag);
            if unchanged {
                return (StatusCode::NOT_MODIFIED, headers).into_response();
            }
        }
    }
    match coding {
        Coding::Plain => None,
        Coding::Gzip => headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip")),
        Coding::Brotli => headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br")),
    };
    (headers, Bytes::from_static(body.unwrap_or(asset.plain))).into_response()
}

/// Whether an `If-None-Match` names the tag.
fn lists(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    known.split(',').any(|one| one.trim() == tag || one.trim() == "*")
}

/// The best packing that the client says it reads.
fn accepted(request: &HeaderMap) -> Coding {
    let offered = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut best = Coding::Plain;
    for one in offered.flat_map(|value| value.split(',')) {
        let mut parts = one.split(';').map(str::trim);
        let coding = parts.next().unwrap_or_default();
        let refused = parts.any(|part| {
            part.strip_prefix("q=").and_then(|q| q.parse::<f64>().ok()).is_some_and(|q| q <= 0.0)
        });
        match coding {
            _ if refused => {}
            "br" => return Coding::Brotli,
            "gzip" => best = Coding::Gzip,
            _ => {}
        }
    }
    best
}

/// Whether a part of the path ends in a dash and the content's hash, which the bundler writes as up to sixteen hex
/// digits without leading zeros.
fn is_content_hashed(path: &str) -> bool {
    path.split(['/', '.', '_']).any(|part| {
        part.rsplit_once('-').is_some_and(|(_, hash)| {
            (12..=16).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    })
}

fn looks_like_a_file(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| last.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told_from_others() {
        for (path, hashed) in [
            ("/index.html", false),
            ("/battera-app-0123456789abcdef.js", true),
            ("/battera-app-0123456789abcdef_bg.wasm", true),
            ("/snippets/plot-0123456789abcdef/inline0.js", true),
            ("/base-123456789abcdef.css", true),
            ("/base-0123456789abcdeg.css", false),
            ("/favicon-feed.svg", false),
            ("/a-decade0/cafe.js", false),
            ("/icon.svg", false),
        ] {
            assert_eq!(is_content_hashed(path), hashed, "{path}");
        }
    }

    #[test]
    fn the_packing_is_the_best_that_the_client_reads() {
        for (offered, expected) in [
            ("", Coding::Plain),
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip;q=1.0, br;q=0", Coding::Gzip),
            ("GZIP", Coding::Plain),
            ("identity", Coding::Plain),
            ("gzip;q=0", Coding::Plain),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(offered));
            assert_eq!(accepted(&headers), expected, "{offered}");
        }
    }

    #[test]
    fn files_are_sorted_by_path_so_that_each_is_found() {
        for asset in ASSETS {
            assert_eq!(find(asset.path).map(|found| found.path), Some(asset.path));
        }
        assert!(find("/../Cargo.toml").is_none());
    }
}
