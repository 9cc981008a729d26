//! One request to a server that runs already: at most ten seconds, and a refusal is told in the server's words.

use super::Annotate;
use anyhow::{Context, anyhow, bail};
use http::header::CONTENT_TYPE;
use mackerel::Endpoint;
use mackerel::annotations::{Annotation, CreateAnnotation};
use reqwest::Client;
use reqwest::redirect::Policy;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);
const MOST_BYTES: usize = 1 << 20;
const KEY_VARIABLE: &str = "BATTERA_API_KEY";

/// Posts an annotation.
pub(super) async fn post(options: &Annotate, annotation: &Annotation) -> anyhow::Result<Annotation> {
    let sent = tokio::time::timeout(PATIENCE, send(options, annotation)).await;
    sent.unwrap_or_else(|_| Err(anyhow!("no answer within {} s", PATIENCE.as_secs())))
        .with_context(|| options.server.to_string())
}

async fn send(options: &Annotate, annotation: &Annotation) -> anyhow::Result<Annotation> {
    let call = CreateAnnotation(annotation.clone());
    let (parts, body) = call.request().into_parts();
    let address = format!("{}{}", options.server.to_string().trim_end_matches('/'), parts.uri);
    // The key must not follow a redirect to another server.
    let client = Client::builder().redirect(Policy::none()).build()?;
    let mut request =
        client.request(parts.method, address).header(CONTENT_TYPE, "application/json").body(body);
    if let Some(key) = key(options)? {
        request = request.header("x-api-key", key);
    }
    let mut reply = request.send().await.context("no connection")?;
    let status = reply.status();
    let mut body = Vec::new();
    while let Some(part) = reply.chunk().await.context("the answer could not be read")? {
        body.extend_from_slice(&part);
        if body.len() > MOST_BYTES {
            bail!("the answer is over {MOST_BYTES} bytes");
        }
    }
    match call.decode(status, &body) {
        Ok(posted) => Ok(posted),
        Err(mackerel::Error::Api { status, message }) => bail!("refused with {}: {message}", status.as_u16()),
        Err(error @ mackerel::Error::Json(_)) => bail!("not an answer of battera: {error}"),
    }
}

/// The key of the file, else of the environment.
fn key(options: &Annotate) -> anyhow::Result<Option<String>> {
    let key = match &options.api_key_file {
        Some(file) => Some(std::fs::read_to_string(file).with_context(|| file.display().to_string())?),
        None => std::env::var(KEY_VARIABLE).ok(),
    };
    Ok(key.map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()))
}
