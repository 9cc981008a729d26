//! One request to a server that runs already: at most ten seconds, and a refusal is told in the server's words.

use super::Annotate;
use anyhow::{Context, anyhow, bail};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use mackerel::Endpoint;
use mackerel::annotations::{Annotation, CreateAnnotation};
use std::time::Duration;
use tokio::net::TcpStream;

const PATIENCE: Duration = Duration::from_secs(10);
const MOST_BYTES: usize = 1 << 20;
const KEY_VARIABLE: &str = "BATTERA_API_KEY";

/// Posts an annotation.
pub(super) async fn post(options: &Annotate, annotation: &Annotation) -> anyhow::Result<Annotation> {
    let server = &options.server;
    let sent = tokio::time::timeout(PATIENCE, send(options, annotation)).await;
    sent.unwrap_or_else(|_| Err(anyhow!("no answer within {} s", PATIENCE.as_secs())))
        .with_context(|| format!("{server}"))
}

async fn send(options: &Annotate, annotation: &Annotation) -> anyhow::Result<Annotation> {
    let call = CreateAnnotation(annotation.clone());
    let (parts, body) = call.request().into_parts();
    let server = &options.server;
    let authority = server.authority().context("an address without a host")?;
    // IPv6 addresses stand in brackets in an address, and without them for a connection.
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let stream =
        TcpStream::connect((host, authority.port_u16().unwrap_or(80))).await.context("no connection")?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    // It ends with the last answer; its errors are those of the request.
    tokio::spawn(connection);
    let path = format!("{}{}", server.path().trim_end_matches('/'), parts.uri);
    let mut request = http::Request::builder()
        .method(parts.method)
        .uri(path)
        .header(HOST, authority.as_str())
        .header(CONTENT_TYPE, "application/json");
    if let Some(key) = key(options)? {
        request = request.header("x-api-key", key);
    }
    let reply = sender.send_request(request.body(Full::new(Bytes::from(body)))?).await?;
    let status = reply.status();
    let read = Limited::new(reply.into_body(), MOST_BYTES).collect().await;
    let body = read.map_err(|error| anyhow!("the answer could not be read: {error}"))?.to_bytes();
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
