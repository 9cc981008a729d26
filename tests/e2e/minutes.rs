//! Every minute of a week from a source that thins what is longer than 20 hours: how often it is asked is said first.

use crate::browser::Browser;
use crate::server::Server;
use crate::world::World;
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};

const WEEK_SECS: u64 = 7 * 86_400;

/// The words of the first graph's offer, once all lines are there and with them all requests.
const OFFER: &str = "const graph = document.querySelector('section.graph');
    const found = graph && !graph.querySelector('.graph-progress, .graph-state.loading') && graph.querySelector('.graph-full');
    return found && /requests/.test(found.textContent) && tidy(found.textContent)";

/// Takes the first graph's offer; other graphs may offer the same.
const TAKE: &str = "document.querySelector('section.graph .graph-full').click(); return true";

/// Reads of the first graph's metrics from now on, by their windows in seconds; others may still be reading theirs.
const NOTE_READS: &str = "window.windows = []; const real = window.fetch;
    window.fetch = request => {
      const url = new URL(request.url);
      const asked = name => url.searchParams.get(name);
      if (url.pathname.endsWith('/metrics') && asked('name').startsWith('loadavg')) window.windows.push(asked('to') - asked('from'));
      return real(request);
    }; return true";

/// An expression over a role, and a graph of a host, through a relay that can do no more than mackerel.io.
pub async fn of_a_week(world: &mut World) {
    let relay = Server::relay_of(&world.server.address);
    let hosts = world.get("/api/v0/hosts?service=shop&role=web").await;
    let host = hosts["hosts"][0]["id"].as_str().unwrap().to_owned();
    let to = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() - 3_600;
    let period = format!("from={}&to={to}", to - WEEK_SECS);
    let page = world.browser_at(&relay.server.address).await;
    let expression = "avg%28role%28shop%3Aweb%2C%20loadavg5%29%29";
    for path in [format!("/explore?query={expression}&{period}"), format!("/hosts/{host}?{period}")] {
        page.visit(&path).await;
        page.drawn().await;
        page.see("means of 5 min").await;
        let offered = offer(page).await;
        // Nine windows for each metric; hosts that are off have the metric too.
        assert!(offered > 9 && offered % 9 == 0, "{offered} requests at {path}");
        page.ask(NOTE_READS, vec![]).await;
        page.ask(TAKE, vec![]).await;
        full(page).await;
        let windows = page.ask("return window.windows", vec![]).await;
        let windows: Vec<u64> =
            windows.as_array().unwrap().iter().map(|secs| secs.as_u64().unwrap()).collect();
        assert_eq!(windows.len() as u64, offered, "as many as were said at {path}");
        assert!(windows.iter().all(|secs| *secs < 72_000), "none is thinned: {windows:?}");

        // What is there is not asked for again.
        page.ask(TAKE, vec![]).await;
        page.see("means of 5 min").await;
        assert_eq!(offer(page).await, 0, "all of it is there");
        page.ask(TAKE, vec![]).await;
        full(page).await;
        assert_eq!(page.ask("return window.windows.length", vec![]).await, json!(windows.len()));
    }
}

/// How many requests the first graph says that every minute takes.
async fn offer(page: &Browser) -> u64 {
    let words = page.until("the offer", OFFER, vec![]).await.as_str().unwrap().to_owned();
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// Waits until the first graph shows every minute.
async fn full(page: &Browser) {
    let script = "const graph = document.querySelector('section.graph');
        return graph.querySelector('.graph-full[aria-pressed=true]') && !graph.querySelector('.graph-progress, .graph-state.loading')
          && !graph.innerText.includes('means of') && / samples/.test(graph.querySelector('.graph-chip').innerText)";
    page.until("every minute", script, vec![]).await;
}
