//! Dashboards made, edited, disputed, carried away and brought back.

use crate::browser::Browser;
use crate::world::World;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::{Value, json};

/// Rows and gaps are 32 px high; columns as wide as the grid allows.
const ROW_PX: f64 = 32.0;

const CELL: &str = "return [...document.querySelectorAll('.editor-cell')].find(e => name(e).startsWith(arguments[0])) || null";
const CELLS: &str = "return document.querySelectorAll('.editor-cell').length";

/// Builds with the mouse, takes all of it back, makes it again, saves; then the file leads to an equal dashboard.
pub async fn with_the_mouse(world: &mut World) {
    const TITLE: &str = "Made with the mouse";
    let page = world.browser().await;
    begin(page, TITLE, |page| Box::pin(async move { page.click("button", "Make").await })).await;
    for piece in ["Graph", "Text"] {
        page.click("button", piece).await;
        page.find("dialog", "").await;
        page.fill("Title of the widget", &format!("The {piece}")).await;
        page.click("button", "Apply").await;
        no_dialog(page).await;
    }
    let strip = part(page, "The Text", ".editor-strip").await;
    page.drag_by(&strip, 0.0, 5.0 * ROW_PX).await;
    let corner = part(page, "The Graph", ".editor-corner").await;
    page.drag_by(&corner, 0.0, 3.0 * ROW_PX).await;
    let expected = json!([
        {"x": 0, "y": 0, "width": 12, "height": 11},
        {"x": 12, "y": 5, "width": 12, "height": 4},
    ]);
    // Onto the graph: refused, and nothing moves.
    let strip = part(page, "The Text", ".editor-strip").await;
    page.drag_by(&strip, -600.0, 0.0).await;
    page.see("Another widget is there").await;

    let mut steps = 0;
    while page.ask("return document.querySelector('.editor-bar button').disabled", vec![]).await
        == json!(false)
    {
        page.click("button", "Undo").await;
        steps += 1;
        assert!(steps < 20, "undo comes to an end");
    }
    page.until("an empty dashboard", "return document.querySelectorAll('.editor-cell').length === 0", vec![])
        .await;
    for _ in 0..steps {
        page.click("button", "Redo").await;
    }
    assert_eq!(page.ask(CELLS, vec![]).await, json!(2));
    save(page).await;

    let made = stored(world, TITLE).await.expect("it is stored");
    assert_eq!(layouts(&made), expected);

    let page = world.page();
    page.click("button", "JSON").await;
    let file = "const link = document.querySelector('dialog[open] a[download]'); return link && decodeURIComponent(link.href.split(',').slice(1).join(','))";
    let text = page.until("the file", file, vec![]).await;
    page.click("button", "Close").await;
    no_dialog(page).await;
    page.click("button", "Delete").await;
    page.find("dialog", "").await;
    page.fill("Deleting cannot be taken back", TITLE).await;
    press_in_dialog(page, "Delete").await;
    page.until("the list", "return location.pathname === '/dashboards'", vec![]).await;
    assert_eq!(stored(world, TITLE).await, None);

    let page = world.page();
    page.click("button", "Import").await;
    page.find("dialog", "").await;
    let paste = "const field = document.querySelector('dialog[open] textarea'); field.value = arguments[0];
        field.dispatchEvent(new Event('input', {bubbles: true})); return true";
    page.until("the text in its field", paste, vec![text]).await;
    press_in_dialog(page, "Read").await;
    press_in_dialog(page, "Make").await;
    page.until("the imported dashboard", "return /^\\/dashboards\\/.+/.test(location.pathname)", vec![])
        .await;
    let imported = stored(world, TITLE).await.expect("it is there again");
    for field in ["title", "memo", "urlPath", "widgets"] {
        assert_eq!(imported[field], made[field], "{field}");
    }
}

/// The same with keys alone.
pub async fn with_the_keyboard(world: &mut World) {
    const TITLE: &str = "Made with the keyboard";
    let page = world.browser().await;
    begin(page, TITLE, |page| {
        Box::pin(async move { press(&page.find("button", "Make").await, Key::Enter).await })
    })
    .await;
    for piece in ["Value", "Text"] {
        press(&page.find("button", piece).await, Key::Enter).await;
        let title = page.find("textbox", "Title of the widget").await;
        title.send_keys(&format!("The {piece}{}", char::from(Key::Enter))).await.unwrap();
        no_dialog(page).await;
    }
    // Six columns of the text's twelve to the right, two rows down, one row higher; then a copy without its original.
    let text = cell(page, "The Text").await;
    for key in [Key::Right, Key::Right, Key::Down, Key::Down] {
        press(&text, key).await;
    }
    text.send_keys(&format!("{}{}", char::from(Key::Shift), char::from(Key::Down))).await.unwrap();
    text.send_keys("d").await.unwrap();
    page.until("the copy", "return document.querySelectorAll('.editor-cell').length === 3", vec![]).await;
    press(&cell(page, "The Text").await, Key::Delete).await;
    page.until("the original gone", "return document.querySelectorAll('.editor-cell').length === 2", vec![])
        .await;
    press(&page.find("button", "Save").await, Key::Enter).await;
    page.until("the dashboard", "return !location.search.includes('edit')", vec![]).await;
    let made = stored(world, TITLE).await.expect("it is stored");
    let layouts = layouts(&made);
    assert_eq!(layouts[0], json!({"x": 0, "y": 0, "width": 6, "height": 4}));
    assert_eq!((&layouts[1]["width"], &layouts[1]["height"]), (&json!(12), &json!(5)), "{layouts}");
}

/// Two windows change the same title; the one that saves second is asked, and nothing is lost.
pub async fn in_two_windows(world: &mut World) {
    const TITLE: &str = "Edited by two";
    let body = json!({"title": TITLE, "urlPath": "e2e/two", "widgets": [
        {"type": "markdown", "title": "Ours and theirs", "markdown": "a", "layout": {"x": 0, "y": 0, "width": 12, "height": 4}},
        {"type": "markdown", "title": "Untouched", "markdown": "b", "layout": {"x": 12, "y": 0, "width": 12, "height": 4}},
    ]});
    let made: Value = reqwest::Client::new()
        .post(format!("{}/api/v0/dashboards", world.server.address))
        .json(&body)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let path = format!("/dashboards/{}?edit=1", made["id"].as_str().unwrap());
    let page = world.browser().await;
    page.visit(&path).await;
    rename(page, "Ours and theirs", "Mine").await;
    let first = page.client.window().await.unwrap();
    let second = page.client.new_window(false).await.unwrap().handle;
    page.client.switch_to_window(second).await.unwrap();
    page.visit(&path).await;
    // The second window has the draft of the first: both are one person's. It begins anew.
    page.click("button", "Discard").await;
    page.visit(&path).await;
    rename(page, "Ours and theirs", "Theirs").await;
    rename(page, "Untouched", "Only theirs").await;
    save(page).await;
    page.client.close_window().await.unwrap();
    page.client.switch_to_window(first).await.unwrap();
    page.click("button", "Save").await;
    page.see("Somebody else saved meanwhile").await;
    press_in_dialog(page, "Save").await;
    page.until("the dashboard", "return !location.search.includes('edit')", vec![]).await;
    let kept = stored(world, TITLE).await.expect("it is stored");
    let titles: Vec<&str> =
        kept["widgets"].as_array().unwrap().iter().map(|widget| widget["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Mine", "Only theirs"]);
}

type Press = for<'a> fn(&'a Browser) -> std::pin::Pin<Box<dyn Future<Output = ()> + 'a>>;

async fn begin(page: &Browser, title: &str, make: Press) {
    page.visit("/dashboards").await;
    press(&page.find("button", "New dashboard").await, Key::Enter).await;
    page.find("dialog", "").await;
    page.fill("Title", title).await;
    make(page).await;
    page.until(
        "the editor",
        "return !!document.querySelector('.editor') && location.search.includes('edit')",
        vec![],
    )
    .await;
}

async fn rename(page: &Browser, before: &str, after: &str) {
    press(&cell(page, before).await, Key::Enter).await;
    page.find("dialog", "").await;
    page.fill("Title of the widget", after).await;
    page.click("button", "Apply").await;
    no_dialog(page).await;
}

async fn save(page: &Browser) {
    page.click("button", "Save").await;
    page.until("the dashboard", "return !location.search.includes('edit')", vec![]).await;
}

async fn no_dialog(page: &Browser) {
    page.until("no dialog", "return !document.querySelector('dialog[open]')", vec![]).await;
}

async fn press_in_dialog(page: &Browser, button: &str) {
    let script = "const found = [...document.querySelectorAll('dialog[open] button:not([disabled])')].find(e => name(e) === arguments[0]);
        if (found) found.click(); return !!found";
    page.until(&format!("the dialog's button {button}"), script, vec![json!(button)]).await;
}

async fn press(element: &Element, key: Key) {
    element.send_keys(&char::from(key).to_string()).await.unwrap();
}

async fn cell(page: &Browser, name: &str) -> Element {
    let found = page.until(&format!("the widget {name}"), CELL, vec![json!(name)]).await;
    page.element(&found)
}

async fn part(page: &Browser, name: &str, selector: &str) -> Element {
    let script = "const cell = [...document.querySelectorAll('.editor-cell')].find(e => name(e).startsWith(arguments[0]));
        return cell && cell.querySelector(arguments[1])";
    let found =
        page.until(&format!("{selector} of {name}"), script, vec![json!(name), json!(selector)]).await;
    page.element(&found)
}

async fn stored(world: &World, title: &str) -> Option<Value> {
    let all = world.get("/api/v0/dashboards").await;
    all["dashboards"].as_array().unwrap().iter().find(|one| one["title"] == title).cloned()
}

fn layouts(dashboard: &Value) -> Value {
    dashboard["widgets"].as_array().unwrap().iter().map(|widget| widget["layout"].clone()).collect()
}
