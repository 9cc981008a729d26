//! The app's only way to the network: sends an [`Endpoint`], few at a time, identical reads once,
//! and gives up when nobody waits any more.
//!
//! A reply of 401 means that nobody is signed in, until somebody signs in; requests from before that say nothing.
//!
//! A reply of the server, good or bad, means that it is there; after an exchange without one a small call finds out.

use async_lock::Semaphore;
use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared, WeakShared};
use gloo_net::http::RequestBuilder;
use http::{Method, Request, StatusCode};
use leptos::prelude::*;
use mackerel::Endpoint;
use mackerel::org::GetOrg;
use mackerel::session::APP_HEADER;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// Requests under way at once; browsers allow six connections to one origin.
const IN_FLIGHT: usize = 6;

/// Why there is no response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No reply came: the server, or the way to it, is gone.
    NoConnection,
    /// The server's status and words.
    Refused(StatusCode, String),
    /// The reply was not what the API promises.
    Garbled(String),
}

impl Failure {
    /// Whether the thing asked for does not exist.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Refused(status, _) if *status == StatusCode::NOT_FOUND)
    }
}

/// Sends a call and reads its reply. Dropping the future aborts the request, unless others wait for the same.
pub async fn send<E: Endpoint>(endpoint: &E) -> Result<E::Response, Failure> {
    let reply = exchange(endpoint.request()).await?;
    endpoint.decode(reply.status, &reply.body).map_err(|error| match error {
        mackerel::Error::Api { status, message } => Failure::Refused(status, message),
        mackerel::Error::Json(error) => Failure::Garbled(error.to_string()),
    })
}

/// Whether the server answers.
pub fn connected() -> Signal<bool> {
    CONNECTED.with(|connected| connected.read_only().into())
}

/// Whether the server wants to know who asks before it answers.
pub fn signed_out() -> Signal<bool> {
    SIGNED_OUT.with(|signed_out| signed_out.read_only().into())
}

/// Takes note that somebody has signed in.
pub fn has_signed_in() {
    SIGN_INS.set(SIGN_INS.get() + 1);
    SIGNED_OUT.with(|signed_out| signed_out.set(false));
}

struct Reply {
    status: StatusCode,
    body: Vec<u8>,
}

type Exchange = LocalBoxFuture<'static, Result<Rc<Reply>, Failure>>;

thread_local! {
    static SLOTS: Rc<Semaphore> = Rc::new(Semaphore::new(IN_FLIGHT));
    static READS: RefCell<HashMap<String, WeakShared<Exchange>>> = RefCell::default();
    static CONNECTED: ArcRwSignal<bool> = ArcRwSignal::new(true);
    static SIGNED_OUT: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static SIGN_INS: Cell<u32> = const { Cell::new(0) };
    static PROBING: Cell<bool> = const { Cell::new(false) };
}

async fn exchange(request: Request<Vec<u8>>) -> Result<Rc<Reply>, Failure> {
    if request.method() == Method::GET {
        return shared(request).await;
    }
    let reply = transfer(request).await;
    // A read that began before this write must not answer who asks after it.
    READS.with_borrow_mut(HashMap::clear);
    reply
}

/// Joins the same read that is already under way, or starts it.
fn shared(request: Request<Vec<u8>>) -> Shared<Exchange> {
    let key = request.uri().to_string();
    READS.with_borrow_mut(|reads| {
        reads.retain(|_, read| read.upgrade().is_some_and(|read| read.peek().is_none()));
        if let Some(read) = reads.get(&key).and_then(WeakShared::upgrade) {
            return read;
        }
        let read = transfer(request).boxed_local().shared();
        if let Some(weak) = read.downgrade() {
            reads.insert(key, weak);
        }
        read
    })
}

async fn transfer(request: Request<Vec<u8>>) -> Result<Rc<Reply>, Failure> {
    let slots = SLOTS.with(Rc::clone);
    let _slot = slots.acquire().await;
    let sign_ins = SIGN_INS.get();
    let abort = AbortOnDrop(web_sys::AbortController::new().ok());
    let reply = bytes(request, abort.0.as_ref().map(web_sys::AbortController::signal).as_ref()).await;
    match &reply {
        Ok(reply) => {
            note(true);
            if reply.status == StatusCode::UNAUTHORIZED && sign_ins == SIGN_INS.get() {
                ask_to_sign_in();
            }
        }
        Err(_) => leptos::task::spawn_local(probe()),
    }
    reply.map(Rc::new).map_err(|_| Failure::NoConnection)
}

/// Asks for the least there is. One exchange may fail for reasons of its own; if this one fails too, the server is gone.
async fn probe() {
    if !CONNECTED.with(ArcRwSignal::get_untracked) || PROBING.replace(true) {
        return;
    }
    let answered = bytes(GetOrg.request(), None).await.is_ok();
    PROBING.set(false);
    note(answered);
}

fn ask_to_sign_in() {
    SIGNED_OUT.with(|signed_out| {
        if !signed_out.get_untracked() {
            signed_out.set(true);
        }
    });
}

fn note(answered: bool) {
    CONNECTED.with(|connected| {
        if connected.get_untracked() != answered {
            connected.set(answered);
        }
    });
}

async fn bytes(
    request: Request<Vec<u8>>,
    abort: Option<&web_sys::AbortSignal>,
) -> Result<Reply, gloo_net::Error> {
    let (parts, body) = request.into_parts();
    let mut builder =
        RequestBuilder::new(&parts.uri.to_string()).method(parts.method.clone()).abort_signal(abort);
    for (name, value) in &parts.headers {
        builder = builder.header(name.as_str(), value.to_str().unwrap_or_default());
    }
    let request = if parts.method == Method::GET {
        builder.build()?
    } else {
        let builder = builder.header(APP_HEADER, "1");
        builder.body(String::from_utf8_lossy(&body).into_owned())?
    };
    let response = request.send().await?;
    let status = StatusCode::from_u16(response.status()).unwrap_or(StatusCode::BAD_GATEWAY);
    Ok(Reply { status, body: response.binary().await? })
}

struct AbortOnDrop(Option<web_sys::AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}
