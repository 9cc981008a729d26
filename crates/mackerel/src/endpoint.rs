//! One call: how it is asked, how its reply is read, and what went wrong.

use http::{Method, Request, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A call of the API. The request's URI is path and query only; whoever sends it adds the origin and the key.
pub trait Endpoint {
    /// What a success carries.
    type Response: DeserializeOwned;

    /// The request, ready but for origin and key.
    fn request(&self) -> Request<Vec<u8>>;

    /// Reads the reply. Any status but 2xx is an [`Error::Api`].
    fn decode(&self, status: StatusCode, body: &[u8]) -> Result<Self::Response, Error> {
        if status.is_success() {
            serde_json::from_slice(body).map_err(Error::Json)
        } else {
            Err(Error::from_reply(status, body))
        }
    }
}

/// Says for a call what it answers and how it is asked; the reply is read as the trait does by default.
macro_rules! endpoint {
    ($call:ty => $response:ty, |$this:ident| $request:expr) => {
        impl $crate::Endpoint for $call {
            type Response = $response;

            fn request(&self) -> http::Request<Vec<u8>> {
                let $this = self;
                $request
            }
        }
    };
}
pub(crate) use endpoint;

/// Why a call gave no response.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server answered with an error of its own.
    #[error("{status}: {message}")]
    Api {
        /// The HTTP status.
        status: StatusCode,
        /// The server's words.
        message: String,
    },
    /// The reply was not what the contract says.
    #[error("unexpected reply: {0}")]
    Json(serde_json::Error),
}

impl Error {
    /// Reads an error reply: the object form, the older string form, raw text, else the status alone.
    pub fn from_reply(status: StatusCode, body: &[u8]) -> Self {
        let message = match serde_json::from_slice(body) {
            Ok(ErrorReply { error: ErrorText::Object { message } | ErrorText::Text(message) }) => message,
            Err(_) => {
                let text = String::from_utf8_lossy(body);
                let text = text.trim();
                if text.is_empty() {
                    status.canonical_reason().unwrap_or("unknown status").to_owned()
                } else {
                    text.chars().take(300).collect()
                }
            }
        };
        Self::Api { status, message }
    }

    /// The HTTP status, when the server answered at all.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api { status, .. } => Some(*status),
            Self::Json(_) => None,
        }
    }
}

/// The body of every error reply: `{"error":{"message":"..."}}`.
#[derive(Debug, Serialize)]
pub struct ErrorBody {
    error: ErrorMessage,
}

#[derive(Debug, Serialize)]
struct ErrorMessage {
    message: String,
}

impl ErrorBody {
    /// An error body with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { error: ErrorMessage { message: message.into() } }
    }
}

#[derive(Deserialize)]
struct ErrorReply {
    error: ErrorText,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ErrorText {
    Object { message: String },
    Text(String),
}

pub(crate) fn get(path: String) -> Request<Vec<u8>> {
    build(Method::GET, path, Vec::new())
}

/// A request with a JSON body; calls that have nothing to say send `{}`, as every known client's reader expects.
pub(crate) fn send(method: Method, path: String, body: &impl Serialize) -> Request<Vec<u8>> {
    // The wire types have string keys and finite numbers, so writing them cannot fail.
    let body = serde_json::to_vec(body).unwrap_or_default();
    build(method, path, body)
}

/// The body of a call that has nothing to say.
#[derive(Serialize)]
pub(crate) struct Nothing {}

/// What calls answer that have nothing to say: `{"success":true}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Success {
    /// Always true.
    pub success: bool,
}

fn build(method: Method, path: String, body: Vec<u8>) -> Request<Vec<u8>> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    // Segments and query values are percent-encoded by `Path`, so the text is a valid URI.
    *request.uri_mut() = path.parse().unwrap_or_default();
    if request.method() != Method::GET {
        request
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    }
    request
}

/// A path below `/api/v0`, its segments and query percent-encoded.
pub(crate) struct Path {
    text: String,
    has_query: bool,
}

impl Path {
    pub(crate) fn new(root: &str) -> Self {
        Self { text: root.to_owned(), has_query: false }
    }

    pub(crate) fn segment(mut self, segment: &str) -> Self {
        self.text.push('/');
        encode(segment, &mut self.text);
        self
    }

    pub(crate) fn query(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.text.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        self.text.push_str(name);
        self.text.push('=');
        encode(&value.to_string(), &mut self.text);
        self
    }

    pub(crate) fn query_if(self, name: &str, value: Option<impl std::fmt::Display>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    pub(crate) fn build(self) -> String {
        self.text
    }
}

fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_replies_are_read_in_every_known_form() {
        let cases = [
            (400, r#"{"error":{"message":"bad name"}}"#, "bad name"),
            (400, r#"{"error":"old form"}"#, "old form"),
            (502, "<html>bad gateway</html>", "<html>bad gateway</html>"),
            (503, "  ", "Service Unavailable"),
            (400, r#"{"error":7}"#, r#"{"error":7}"#),
        ];
        for (status, body, expected) in cases {
            let status = StatusCode::from_u16(status).unwrap_or_default();
            let Error::Api { message, .. } = Error::from_reply(status, body.as_bytes()) else {
                panic!("{body}: not an answer of the server");
            };
            assert_eq!(message, expected);
        }
    }

    #[test]
    fn paths_are_encoded_segment_by_segment() {
        let path = Path::new("/api/v0/hosts").segment("a/b?c").query("name", "日 x").build();
        assert_eq!(path, "/api/v0/hosts/a%2Fb%3Fc?name=%E6%97%A5%20x");
    }
}
