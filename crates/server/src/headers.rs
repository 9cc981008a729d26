//! What every response carries, refusals included: nothing foreign may run, frame, read or guess.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The headers of every response, for an app whose page is `index`.
///
/// Of inline scripts only those on that page run, by their hashes.
pub(crate) fn protective(index: &str) -> HeaderMap {
    let hashes: Vec<String> = inline_scripts(index).map(source).collect();
    let hashes = hashes.concat();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; connect-src 'self'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    );
    let mut headers = HeaderMap::new();
    // The policy is made of fixed text and base64, which are valid in a header.
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
             microphone=(), midi=(), payment=(), usb=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}

/// Adds them. What says nothing about caching is not to be cached: data change every minute.
pub(crate) async fn protect(State(extra): State<Arc<HeaderMap>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in extra.iter() {
        headers.insert(name, value.clone());
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The texts between `<script ..>` and `</script>`, of scripts without `src`.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script")?;
        (!attributes.contains("src=")).then_some(script)
    })
}

/// The script as a source of the policy.
fn source(script: &str) -> String {
    format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inline_scripts_are_hashed() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("<p>no script</p>", &[]),
            ("<script src=\"a.js\"></script>", &[]),
            ("<script type=\"module\">\nrun();\n</script>", &["\nrun();\n"]),
            ("<script>a</script><b></b><script nonce=x>b</script>", &["a", "b"]),
            ("<script>never closed", &[]),
        ];
        for (page, expected) in cases {
            assert_eq!(inline_scripts(page).collect::<Vec<_>>(), *expected, "{page}");
        }
    }

    #[test]
    fn the_policy_names_the_hash_of_the_page_s_script() {
        let headers = protective("<script>alert(1)</script>");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains(
                "script-src 'self' 'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';"
            ),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{policy}");
    }
}
