//! Servers with keys: who may only read sees all and can change nothing, and whoever has to sign in again loses
//! nothing of what was typed. Each story has a server of its own, because keys are for the whole server.

use crate::scenarios::serious_faults;
use crate::world::World;
use crate::{language, pages};
use futures::FutureExt;
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, resume_unwind};

/// Buttons, links and fields by which something could be changed, by how their names begin.
const WRITES: &str = r"
    const verb = /^(add|annotate|close alert|create|delete|downtime for|duplicate|edit|export to|import|mute|new|post|remove(?! the filter)|rename|retire|save|undo|unmute|update)\b/i;
    const able = e => !e.matches(':disabled');
    const named = ['button', 'link'].flatMap(role => all(role, '').filter(e => e.matches('button, summary') && able(e) && verb.test(name(e))).map(name));
    return named.concat(all('textbox', 'Memo').filter(able).map(name))";

/// Waits for the page to sign in, or for its end.
const COVERED: &str = "return all('dialog', 'Sign in').length > 0";
const UNCOVERED: &str = "return all('dialog', 'Sign in').length === 0";

/// A read-only key sees every page and finds no way to change anything, and the server refuses it too.
pub async fn read_only(_: &mut World) {
    let mut own = World::start();
    let story = AssertUnwindSafe(read_only_story(&mut own)).catch_unwind().await;
    end(own, "read_only", story).await;
}

async fn read_only_story(world: &mut World) {
    let pages = pages::all(world).await;
    let key = world.server.key("guest", "--read");
    world.browser().await;
    let page = world.page();
    page.visit("/hosts?from=now-3h&to=now").await;
    page.until("the page to sign in", COVERED, vec![]).await;
    page.fill("Key", "battera_wrong").await;
    page.click("button", "Sign in").await;
    page.see("does not know this key").await;
    page.until("a field to type into again", "return !all('button', 'Sign in')[0].disabled", vec![]).await;
    page.fill("Key", &key).await;
    page.click("button", "Sign in").await;
    page.until("the page beneath", UNCOVERED, vec![]).await;
    page.see("Read only").await;
    page.see("sentinel-01").await;
    assert_eq!(page.place().await, "/hosts?from=now-3h&to=now");
    world.complaints().await;
    for path in pages {
        let page = world.page();
        page.visit(&path).await;
        page.settled().await;
        page.see("Read only").await;
        assert_eq!(page.ask(WRITES, vec![]).await, json!([]), "a way to change something on {path}");
        assert_eq!(world.complaints().await, Vec::<String>::new(), "{path}");
    }
    let attempt = "const [done] = arguments;
        fetch('/api/v0/services', { method: 'POST', headers: { 'x-battera-app': '1' }, body: '{\"name\":\"mine\",\"memo\":\"\"}' })
          .then(reply => done(reply.status), error => done(String(error)))";
    let page = world.page();
    assert_eq!(page.client.execute_async(attempt, vec![]).await.unwrap(), json!(403));
    let readable = page.ask("return document.cookie + Object.values(localStorage).join()", vec![]).await;
    assert!(!readable.as_str().unwrap().contains("battera_"), "scripts can read {readable}");

    page.click("button", "Sign out").await;
    page.until("the page to sign in", COVERED, vec![]).await;
    page.visit("/").await;
    page.until("the page to sign in", COVERED, vec![]).await;
    let japanese: Value = language::only_english().into();
    let mut found = Vec::new();
    for theme in ["light", "dark"] {
        let choose = format!("localStorage.setItem('battera.theme', '{theme}')");
        page.client.execute(&choose, vec![]).await.unwrap();
        page.visit("/").await;
        page.until("the page to sign in", COVERED, vec![]).await;
        found.extend(serious_faults(page).await.into_iter().map(|one| format!("{theme}: {one}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.client.execute("localStorage.setItem('battera.lang', 'ja')", vec![]).await.unwrap();
    page.visit("/").await;
    page.until("the page to sign in", "return all('dialog', 'サインイン').length > 0", vec![]).await;
    let cover =
        "const dialog = document.querySelector('dialog[open]'); document.body.replaceChildren(dialog);";
    let left = page.ask(&format!("{cover} {}", language::LEFT_OVER), vec![japanese]).await;
    assert_eq!(left, json!([]), "English on the page to sign in");
}

/// A key is revoked while somebody writes: the page to sign in comes, and afterwards the text is still there.
pub async fn signs_in_again(_: &mut World) {
    let mut own = World::start();
    let story = AssertUnwindSafe(signs_in_again_story(&mut own)).catch_unwind().await;
    end(own, "signs_in_again", story).await;
}

async fn signs_in_again_story(world: &mut World) {
    let alerts = world.get("/api/v0/alerts").await;
    let id = alerts["alerts"][0]["id"].as_str().unwrap().to_owned();
    let key = world.server.key("ana", "--write");
    world.browser().await;
    let page = world.page();
    page.visit(&format!("/alerts/{id}")).await;
    page.fill("Key", &key).await;
    page.click("button", "Sign in").await;
    page.until("the page beneath", UNCOVERED, vec![]).await;
    page.fill("Memo", "the disk was full").await;
    world.server.revoke("ana");
    let key = world.server.key("ana again", "--write");
    let page = world.page();
    page.click("button", "Save").await;
    page.until("the page to sign in", COVERED, vec![]).await;
    page.fill("Key", &key).await;
    page.click("button", "Sign in").await;
    page.until("the page beneath", UNCOVERED, vec![]).await;
    let typed = "return all('textbox', 'Memo')[0]?.value";
    assert_eq!(page.ask(typed, vec![]).await, json!("the disk was full"));
    page.click("button", "Save").await;
    let shown = "return all('textbox', 'Memo')[0]?.value === 'the disk was full' && all('button', 'Save')[0].disabled";
    page.until("a saved memo", shown, vec![]).await;
    let reply = reqwest::Client::new().get(format!("{}/api/v0/alerts/{id}", world.server.address));
    let alert: Value = reply.header("x-api-key", &key).send().await.unwrap().json().await.unwrap();
    assert_eq!(alert["memo"], "the disk was full");
}

/// Ends what a story started, also when it failed.
async fn end(mut own: World, name: &str, story: Result<(), Box<dyn std::any::Any + Send>>) {
    if story.is_err() {
        own.keep_evidence(name).await;
    }
    own.close_browser().await;
    own.stop().await;
    if let Err(panic) = story {
        resume_unwind(panic);
    }
}
