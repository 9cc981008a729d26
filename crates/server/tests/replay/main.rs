//! What real agents and tools say, byte for byte as the contract describes it, against a running server.
//!
//! An exchange in `exchanges/*.http` is a title (`###`), a request, and after `=>` the status and what the reply must
//! hold at least. A text `"$name"` in a reply keeps the value, `${name}` anywhere later stands for it, `"*"` is
//! anything. Header lines before the first title go with every request of the file.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use serde_json::Value;
use server::app::app;
use server::auth::{Auth, Network};
use server::clock::Clock;
use server::limits::Limits;
use server::origin::Origins;
use server::store::{self, Store};
use server::{State, connections};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// 2027-01-15 08:00:00 UTC.
const NOW: i64 = 1_800_000_000;

struct Exchange<'a> {
    title: &'a str,
    method: &'a str,
    path: &'a str,
    headers: Vec<&'a str>,
    body: String,
    status: u16,
    reply: String,
}

#[tokio::test]
async fn agents_and_tools_get_what_they_expect() {
    for (file, text) in [
        ("agent", include_str!("exchanges/agent.http")),
        ("mkr", include_str!("exchanges/mkr.http")),
        ("terraform", include_str!("exchanges/terraform.http")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let address = serve(folder.path()).await;
        let mut kept = BTreeMap::new();
        let exchanges = parse(text);
        assert!(exchanges.len() > 5, "{file}: nothing to replay");
        for exchange in &exchanges {
            let (status, reply) = send(address, exchange, &kept).await;
            let place = format!("{file}, {}: {status} {reply}", exchange.title);
            assert_eq!(status, exchange.status, "{place}");
            if exchange.reply.is_empty() {
                continue;
            }
            let wanted: Value = serde_json::from_str(&fill(&exchange.reply, &kept)).expect(&place);
            let found: Value = serde_json::from_str(&reply).expect(&place);
            if let Err(why) = holds(&wanted, &found, "", &mut kept) {
                panic!("{place}\n{why}");
            }
        }
    }
}

async fn serve(folder: &std::path::Path) -> SocketAddr {
    let store = Store::open(folder, None).unwrap();
    store.write(|db| store::seed_defaults(db, Some("acme"))).await.unwrap();
    store.write(|db| store::seed_people(db, NOW)).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let state = State { store, clock: Clock::fixed(NOW), demo: false, external_monitors: false };
    let app = app(state, Auth::open(), Origins::new(address, Vec::new()), Limits::default());
    tokio::spawn(connections::serve(
        listener,
        app,
        Limits::default(),
        Network::LOOPBACK.to_vec(),
        std::future::pending(),
    ));
    address
}

fn parse(text: &str) -> Vec<Exchange<'_>> {
    let mut parts = text.split("### ");
    let common: Vec<&str> = parts.next().unwrap().lines().filter(|line| is_said(line)).collect();
    parts.map(|part| parse_one(part, &common)).collect()
}

fn parse_one<'a>(part: &'a str, common: &[&'a str]) -> Exchange<'a> {
    let mut lines = part.lines();
    let title = lines.next().unwrap();
    let (method, path) = lines.next().unwrap().split_once(' ').expect(title);
    let mut headers = common.to_vec();
    headers.extend(lines.by_ref().take_while(|line| is_said(line)));
    let (mut body, mut reply, mut status) = (String::new(), String::new(), None);
    for line in lines {
        match (line.strip_prefix("=> "), status) {
            (Some(code), _) => status = Some(code.parse().expect(title)),
            (None, None) => body.push_str(line),
            (None, Some(_)) => reply.push_str(line),
        }
    }
    Exchange { title, method, path, headers, body, status: status.expect(title), reply }
}

fn is_said(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

async fn send(
    address: SocketAddr,
    exchange: &Exchange<'_>,
    kept: &BTreeMap<String, String>,
) -> (u16, String) {
    let body = fill(&exchange.body, kept);
    let mut head = vec![format!("{} {} HTTP/1.1", exchange.method, fill(exchange.path, kept))];
    head.extend([format!("Host: {address}"), "Connection: close".to_owned()]);
    head.extend(exchange.headers.iter().map(|&header| header.to_owned()));
    if !body.is_empty() {
        head.push(format!("Content-Length: {}", body.len()));
    }
    let request = format!("{}\r\n\r\n{body}", head.join("\r\n"));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).expect("a status").parse().unwrap();
    (status, body.to_owned())
}

fn fill(text: &str, kept: &BTreeMap<String, String>) -> String {
    kept.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("${{{name}}}"), value))
}

/// Whether what was found has all that was wanted; lists must be equally long.
fn holds(
    wanted: &Value,
    found: &Value,
    place: &str,
    kept: &mut BTreeMap<String, String>,
) -> Result<(), String> {
    let differs = || Err(format!("at {place:?}: wanted {wanted}, found {found}"));
    match (wanted, found) {
        (Value::String(text), _) if text == "*" => Ok(()),
        (Value::String(text), Value::String(value)) if text.starts_with('$') => {
            kept.insert(text[1..].to_owned(), value.clone());
            Ok(())
        }
        (Value::Object(wanted), Value::Object(found)) => wanted.iter().try_for_each(|(name, value)| {
            holds(value, found.get(name).unwrap_or(&Value::Null), &format!("{place}/{name}"), kept)
        }),
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            wanted.iter().zip(found).enumerate().try_for_each(|(index, (wanted, found))| {
                holds(wanted, found, &format!("{place}/{index}"), kept)
            })
        }
        (Value::Number(wanted), Value::Number(found)) if wanted.as_f64() == found.as_f64() => Ok(()),
        _ if wanted == found => Ok(()),
        _ => differs(),
    }
}
