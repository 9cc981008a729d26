//! What a person does and sees: find by role and name, read, point, drag, type, and wait until something holds.
//!
//! Nothing here sleeps: every wait looks again until its condition holds and fails after [`PATIENCE`] with what was
//! waited for and what the page said instead.

use fantoccini::Client;
use fantoccini::actions::{
    Actions, InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long anything on the page may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(50);
const LIBRARY: &str = include_str!("page.js");

/// One browser at one address.
pub struct Browser {
    pub client: Client,
    /// The server's address, without a slash at the end.
    pub site: String,
}

impl Browser {
    /// Goes to a path of the site, like `/hosts`.
    pub async fn visit(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.site)).await.unwrap();
    }

    /// Waits until the page has its content and nothing in sight is being loaded. Graphs out of sight load nothing.
    pub async fn settled(&self) {
        let script = "const inside = e => { const box = e.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth; };
            const loads = e => [...e.childNodes].some(node => node.nodeType === 3 && /^Loading|読み込み中/.test(tidy(node.data)));
            return all('main', '').some(main => tidy(main.innerText) !== '' &&
              ![...main.querySelectorAll('*')].some(e => loads(e) && shown(e) && inside(e)))";
        self.until("a page with nothing loading", script, vec![]).await;
    }

    /// Waits until every graph in sight has its picture or says why not, and stays so for two frames.
    pub async fn drawn(&self) {
        let script = "const inside = e => { const box = e.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth; };
            return ![...document.querySelectorAll('.graph-state.loading, .graph-progress')].some(e => shown(e) && inside(e))";
        self.until("graphs that are drawn", script, vec![]).await;
        let frames =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.client.execute_async(frames, vec![]).await.unwrap();
    }

    /// The path and query of the page.
    pub async fn place(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.as_str().trim_start_matches(&self.site).to_owned()
    }

    /// Runs a script with the page's library; its `return` value comes back.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(&format!("{LIBRARY}\n{script}"), arguments).await.unwrap_or(Value::Null)
    }

    /// The first visible element with the role whose accessible name contains the text; exact names come first.
    pub async fn find(&self, role: &str, name: &str) -> Element {
        let script = "return all(arguments[0], arguments[1])[0] || null";
        let what = format!("{role} named {name:?}");
        let found = self.until(&what, script, vec![json!(role), json!(name)]).await;
        self.element(&found)
    }

    /// Clicks the element with the role and name.
    pub async fn click(&self, role: &str, name: &str) {
        self.find(role, name).await.click().await.unwrap_or_else(|error| panic!("{role} {name:?}: {error}"));
    }

    /// Writes into the text field with the name, replacing what was there.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find("textbox", name).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Waits until the page shows the text.
    pub async fn see(&self, text: &str) {
        self.until(&format!("the text {text:?}"), "return text().includes(arguments[0])", vec![json!(text)])
            .await;
    }

    /// Waits until the page no longer shows the text.
    pub async fn see_no(&self, text: &str) {
        let script = "return !text().includes(arguments[0])";
        self.until(&format!("no text {text:?}"), script, vec![json!(text)]).await;
    }

    /// All text of the page, with single spaces.
    pub async fn text(&self) -> String {
        self.ask("return text()", vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a script answers something true and gives that.
    pub async fn until(&self, what: &str, script: &str, arguments: Vec<Value>) -> Value {
        let deadline = Instant::now() + PATIENCE;
        let mut look = tokio::time::interval(LOOK_EVERY);
        loop {
            look.tick().await;
            let answer = self.ask(script, arguments.clone()).await;
            if !(answer.is_null() || answer == json!(false)) {
                return answer;
            }
            if Instant::now() > deadline {
                let place = self.place().await;
                panic!("waited for {what} at {place}; the page says: {}", self.text().await);
            }
        }
    }

    /// Points at a fraction of an element's width and height.
    pub async fn hover(&self, element: &Element, x: f64, y: f64) {
        let (x, y) = point(element, x, y).await;
        self.point("mouse", |mouse| mouse.then(move_to(x, y))).await;
    }

    /// Presses at one fraction of the width, moves to another and lets go; `held` is a key held meanwhile.
    pub async fn drag(&self, element: &Element, from: f64, to: f64, held: Option<Key>) {
        let (x0, y) = point(element, from, 0.5).await;
        let (x1, _) = point(element, to, 0.5).await;
        let middle = f64::midpoint(x0, x1);
        let mouse = MouseActions::new("mouse".to_owned())
            .then(move_to(x0, y))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(move_to(middle, y))
            .then(move_to(x1, y))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        if let Some(key) = held {
            let press = KeyActions::new("keys".to_owned()).then(KeyAction::Down { value: key.into() });
            self.client.perform_actions(press).await.unwrap();
        }
        self.client.perform_actions(mouse).await.unwrap();
        self.client.release_actions().await.unwrap();
    }

    /// Presses in the middle of an element, moves by so many pixels and lets go.
    pub async fn drag_by(&self, element: &Element, x_px: f64, y_px: f64) {
        let (x, y) = point(element, 0.5, 0.5).await;
        self.point("mouse", |mouse| {
            mouse
                .then(move_to(x, y))
                .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                .then(move_to(x + x_px / 2.0, y + y_px / 2.0))
                .then(move_to(x + x_px, y + y_px))
                .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT })
        })
        .await;
    }

    async fn point(&self, name: &str, act: impl FnOnce(MouseActions) -> MouseActions) {
        let actions: Actions = act(MouseActions::new(name.to_owned())).into();
        self.client.perform_actions(actions).await.unwrap();
    }

    /// The element that a script answered.
    pub fn element(&self, found: &Value) -> Element {
        let reference = found.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
        let reference = ElementRef::from(reference.expect("the driver names an element").to_owned());
        Element::from_element_id(self.client.clone(), reference)
    }
}

fn move_to(x: f64, y: f64) -> PointerAction {
    PointerAction::MoveTo { duration: Some(Duration::from_millis(40)), x, y }
}

/// A point of the element in the coordinates of the window, after it was scrolled into view.
async fn point(element: &Element, x: f64, y: f64) -> (f64, f64) {
    let client = element.clone().client();
    let script = "arguments[0].scrollIntoView({block: 'center'});
        const box = arguments[0].getBoundingClientRect(); return [box.left, box.top, box.width, box.height]";
    let argument = serde_json::to_value(element).unwrap();
    let found = client.execute(script, vec![argument]).await.unwrap();
    let side = |index: usize| found[index].as_f64().unwrap();
    ((side(0) + side(2) * x).round(), (side(1) + side(3) * y).round())
}
