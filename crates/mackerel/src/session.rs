//! `/ext/session`: a browser signs in with a key that a person pastes once, and is known by its cookie from then on.

use crate::Success;
use crate::endpoint::{Nothing, endpoint, send};
use http::Method;
use serde::{Deserialize, Serialize};

/// The header, with any value, by which the app says of a write that it is its own. A page of another origin cannot
/// send it.
pub const APP_HEADER: &str = "x-battera-app";

/// `POST /ext/session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// A key of the server.
    pub key: String,
}

/// `DELETE /ext/session`.
#[derive(Debug, Clone, Copy)]
pub struct SignOut;

const PATH: &str = "/ext/session";

endpoint!(SignIn => Success, |call| send(Method::POST, PATH.to_owned(), call));
endpoint!(SignOut => Success, |_call| send(Method::DELETE, PATH.to_owned(), &Nothing {}));
