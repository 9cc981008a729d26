//! What a person does with Battera, one function per story.

use crate::browser::Browser;
use crate::world::World;
use crate::{
    alerts, annotations, board, dashboards, language, minutes, monitors, pages, pins, readonly, wall,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::pin::Pin;

type Story = for<'a> fn(&'a mut World) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// All of them, in the order in which they run.
pub const ALL: &[(&str, Story)] = &[
    ("every_page_opens_without_complaints", |world| Box::pin(opens(world))),
    ("hovering_the_flat_sentinel_reads_42", |world| Box::pin(hover(world))),
    ("a_hover_paints_nothing_and_asks_nothing", |world| Box::pin(hover_cost(world))),
    ("the_one_spike_is_drawn_at_460_days", |world| Box::pin(spike(world))),
    ("a_drag_zooms_and_back_returns", |world| Box::pin(zoom(world))),
    ("an_annotation_by_drag_is_on_other_graphs_after_a_reload", |world| Box::pin(annotate(world))),
    ("crowded_annotations_are_one_flag_that_splits_on_zoom", |world| Box::pin(annotations::crowd(world))),
    ("an_annotation_is_edited_deleted_and_brought_back", |world| Box::pin(annotations::manage(world))),
    ("a_deploy_is_marked_quickly_and_a_link_opens_the_form", |world| Box::pin(annotations::quick(world))),
    ("the_impact_of_a_release_is_ranked", |world| Box::pin(annotations::impact(world))),
    ("a_pinned_dashboard_is_on_home", |world| Box::pin(pin_dashboard(world))),
    ("a_dashboard_pinned_for_everybody_is_on_anothers_home", |world| Box::pin(pins::for_everybody(world))),
    ("what_was_viewed_last_is_on_home", |world| Box::pin(pins::viewed(world))),
    ("an_alert_is_closed_with_a_reason", |world| Box::pin(close_alert(world))),
    ("alerts_twenty_are_closed_at_once_with_one_reason", |world| Box::pin(alerts::close_twenty(world))),
    ("alerts_are_walked_by_keys", |world| Box::pin(alerts::keyboard(world))),
    ("alerts_own_graph_follows_a_chosen_period", |world| Box::pin(alerts::own_period(world))),
    ("alerts_filters_survive_a_reload", |world| Box::pin(alerts::filters(world))),
    ("alerts_hygiene_equals_an_independent_recount", |world| Box::pin(alerts::recount(world))),
    ("alerts_hygiene_numbers_open_the_alerts_behind_them", |world| Box::pin(alerts::behind(world))),
    ("alerts_by_the_thousand_are_listed_by_the_dozen", |world| Box::pin(alerts::crowd(world))),
    ("monitors_threshold_edited_from_the_alert_and_taken_back", |world| Box::pin(monitors::threshold(world))),
    ("monitors_replay_finds_the_real_alerts", |world| Box::pin(monitors::replay(world))),
    ("monitors_a_deletion_can_be_taken_back", |world| Box::pin(monitors::deletion(world))),
    ("monitors_a_downtime_is_planned_and_taken_back", |world| Box::pin(monitors::downtime(world))),
    ("an_expression_is_completed_run_and_put_on_a_dashboard", |world| Box::pin(explore(world))),
    ("a_dashboard_is_made_with_the_mouse_carried_away_and_brought_back", |world| {
        Box::pin(dashboards::with_the_mouse(world))
    }),
    ("a_dashboard_is_made_with_the_keyboard", |world| Box::pin(dashboards::with_the_keyboard(world))),
    ("a_dashboard_edited_in_two_windows_loses_nothing", |world| Box::pin(dashboards::in_two_windows(world))),
    ("every_minute_of_a_week_takes_as_many_requests_as_are_said", |world| {
        Box::pin(minutes::of_a_week(world))
    }),
    ("a_wall_of_400_series_is_asked_for_once_and_in_sight_only", |world| Box::pin(wall::asks_once(world))),
    ("board_files_hold_what_the_api_says", |world| Box::pin(board::files(world))),
    ("board_a_widget_alone_and_a_kiosk_by_keys", |world| Box::pin(board::views(world))),
    ("board_views_are_accessible_in_light_and_dark", |world| Box::pin(board::accessible(world))),
    ("board_pinned_dashboards_take_turns", |world| Box::pin(board::rotation(world))),
    ("a_lost_server_is_said_and_regained", |world| Box::pin(lose_server(world))),
    ("a_bad_period_in_the_address_is_said", |world| Box::pin(bad_period(world))),
    ("a_read_only_key_sees_all_and_can_change_nothing", |world| Box::pin(readonly::read_only(world))),
    ("a_lost_session_asks_for_the_key_and_loses_nothing_typed", |world| {
        Box::pin(readonly::signs_in_again(world))
    }),
    ("every_page_speaks_japanese", |world| Box::pin(japanese(world))),
    ("every_page_is_accessible_in_light_and_dark", |world| Box::pin(accessible(world))),
];

async fn opens(world: &mut World) {
    world.browser().await;
    for path in pages::all(world).await {
        world.page().visit(&path).await;
        world.page().settled().await;
        assert_eq!(world.complaints().await, Vec::<String>::new(), "{path}");
    }
}

async fn hover(world: &mut World) {
    let path = pages::sentinel(world).await;
    let page = world.browser().await;
    page.visit(&path).await;
    let plot = sentinel_plot(page).await;
    page.hover(&plot, 0.6, 0.5).await;
    let script = "const rows = [...document.querySelectorAll('.graph-tooltip li')].filter(shown).map(e => tidy(e.innerText));
        return rows.find(row => row.includes('flat')) || null";
    let row = page.until("the tooltip's row of the flat line", script, vec![]).await;
    assert!(row.as_str().unwrap().ends_with(" 42"), "{row}");
}

/// Paints of every canvas, and requests so far.
const COSTS: &str = "return [...document.querySelectorAll('canvas')].map(e => e.dataset.paints)
    .concat(performance.getEntriesByType('resource').length)";

async fn hover_cost(world: &mut World) {
    let path = pages::sentinel(world).await;
    let page = world.browser().await;
    page.visit(&path).await;
    let plot = sentinel_plot(page).await;
    // The pointer holds the refresh, so from here on only the hover can cost something.
    page.hover(&plot, 0.2, 0.5).await;
    page.settled().await;
    page.drawn().await;
    let before = page.ask(COSTS, vec![]).await;
    assert!(before.as_array().unwrap().iter().any(Value::is_string), "a picture was painted: {before}");
    let readout =
        "const found = document.querySelector('.graph-tooltip'); return found && tidy(found.innerText)";
    let mut moments = std::collections::BTreeSet::new();
    for x in [0.3, 0.45, 0.6, 0.75] {
        page.hover(&plot, x, 0.5).await;
        page.drawn().await;
        moments.insert(page.until("the tooltip", readout, vec![]).await.to_string());
    }
    assert_eq!(moments.len(), 4, "every place reads another moment: {moments:?}");
    assert_eq!(page.ask(COSTS, vec![]).await, before);
}

/// Counts the columns of the picture that are painted in the line's colour from bottom to top.
const SPIKE_COLUMNS: &str = "
    const canvas = arguments[0].querySelector('canvas'), picture = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const row = [...arguments[0].closest('section').querySelectorAll('.graph-legend tbody tr')].find(e => e.innerText.includes('spike'));
    const wanted = getComputedStyle(row.querySelector('.swatch')).backgroundColor.match(/[0-9]+/g).map(Number);
    const near = at => wanted.every((value, index) => Math.abs(picture.data[at + index] - value) < 40);
    const columns = [];
    for (let x = 0; x < canvas.width; x++) {
      let run = 0, longest = 0;
      for (let y = 0; y < canvas.height; y++) { run = near((y * canvas.width + x) * 4) ? run + 1 : 0; longest = Math.max(longest, run); }
      if (longest > canvas.height / 2) columns.push(x);
    }
    return columns.length ? [columns[0], columns[columns.length - 1], canvas.width] : null";

async fn spike(world: &mut World) {
    let path = pages::sentinel(world).await;
    let page = world.browser().await;
    page.visit(&format!("{path}?from=now-460d&to=now")).await;
    let plot = sentinel_plot(page).await;
    let script = "return [...document.querySelectorAll('.graph-legend tr')].map(e => tidy(e.innerText)).find(row => row.includes('spike') && /1,?000|1 ?k/i.test(row)) || null";
    page.until("the spike's maximum in the legend", script, vec![]).await;
    page.find("button", "Show only 一度だけ spike").await.click().await.unwrap();
    let columns = page.until("a column painted by the spike", SPIKE_COLUMNS, vec![argument(&plot)]).await;
    let [first, last, width] = [0, 1, 2].map(|index| columns[index].as_f64().unwrap());
    assert!(last - first <= 4.0, "one spike is narrow: {columns}");
    assert!(first < width * 0.1, "it is 459 of 460 days ago: {columns}");
}

async fn zoom(world: &mut World) {
    let path = pages::sentinel(world).await;
    let page = world.browser().await;
    page.visit(&format!("{path}?from=now-6h&to=now")).await;
    let plot = sentinel_plot(page).await;
    let before = page.place().await;
    page.drag(&plot, 0.4, 0.6, None).await;
    let fixed = "const q = new URLSearchParams(location.search), from = Number(q.get('from')), to = Number(q.get('to'));
        return from && to ? to - from : null";
    let secs = page.until("a fixed period in the address", fixed, vec![]).await.as_f64().unwrap();
    assert!((1_800.0..7_200.0).contains(&secs), "a fifth of the picture of six hours, but {secs} s");
    page.client.back().await.unwrap();
    page.until("the period before the drag", "return location.search.includes('now-6h')", vec![]).await;
    assert_eq!(page.place().await, before);
}

async fn annotate(world: &mut World) {
    const TITLE: &str = "Ship 7d3f to the sentinels";
    let path = pages::sentinel(world).await;
    let page = world.browser().await;
    page.visit(&path).await;
    let plot = sentinel_plot(page).await;
    page.drag(&plot, 0.4, 0.6, Some(Key::Control)).await;
    page.find("dialog", "").await;
    page.fill("Title", TITLE).await;
    page.click("button", "Save").await;
    page.until("the annotation at its graph", "return text().includes(arguments[0])", vec![json!(TITLE)])
        .await;

    page.client.refresh().await.unwrap();
    let graphs = "const with_it = [...document.querySelectorAll('section.graph')].filter(e => e.textContent.includes(arguments[0]));
        return with_it.length > 1";
    page.until("the annotation on two graphs", graphs, vec![json!(TITLE)]).await;

    let kept = world.get("/api/v0/graph-annotations?service=batch&from=0&to=9999999999").await;
    let found = kept["graphAnnotations"].as_array().unwrap().iter().find(|one| one["title"] == TITLE);
    let found = found.expect("the annotation is kept");
    assert!(found["from"].as_i64() < found["to"].as_i64(), "{found}");
    world.page().visit("/services/batch/sentinel").await;
    world
        .page()
        .until(
            "the annotation on the role's page",
            "return document.body.textContent.includes(arguments[0])",
            vec![json!(TITLE)],
        )
        .await;
}

async fn pin_dashboard(world: &mut World) {
    let dashboards = world.get("/api/v0/dashboards").await;
    let title = dashboards["dashboards"][1]["title"].as_str().unwrap().to_owned();
    let page = world.browser().await;
    page.visit("/").await;
    page.settled().await;
    let on_home = "return [...document.querySelectorAll('main a')].some(e => name(e).includes(arguments[0]))";
    assert_eq!(page.ask(on_home, vec![json!(title)]).await, json!(false), "nothing is pinned at first");
    page.click("link", "Dashboards").await;
    page.click("button", &format!("Pin {title}")).await;
    page.click("link", "Home").await;
    page.until("the dashboard on home", on_home, vec![json!(title)]).await;
    page.client.refresh().await.unwrap();
    page.until("the dashboard on home after a reload", on_home, vec![json!(title)]).await;
}

async fn close_alert(world: &mut World) {
    const REASON: &str = "Restarted by hand, ticket 4711";
    let open = world.get("/api/v0/alerts").await;
    let id = open["alerts"][0]["id"].as_str().unwrap().to_owned();
    let page = world.browser().await;
    page.visit(&format!("/alerts/{id}")).await;
    page.click("button", "Close alert").await;
    page.find("dialog", "").await;
    page.fill("Reason", REASON).await;
    let confirm = "const found = [...document.querySelectorAll('dialog[open] button, [role=dialog] button')].find(e => shown(e) && name(e).includes('Close alert'));
        if (found) found.click(); return !!found";
    page.until("the dialog's button", confirm, vec![]).await;
    page.until("the dialog to close", "return !document.querySelector('dialog[open]')", vec![]).await;
    page.see(REASON).await;
    let closed = world.get(&format!("/api/v0/alerts/{id}")).await;
    assert_eq!(closed["status"], "OK");
    assert_eq!(closed["reason"], REASON);
}

async fn explore(world: &mut World) {
    const EXPRESSION: &str = "avg(role(shop:web, loadavg5))";
    let page = world.browser().await;
    page.visit("/explore").await;
    let field = page.find("textbox", "Expression").await;
    field.send_keys("avgg(").await.unwrap();
    page.see("did you mean avg?").await;
    field.clear().await.unwrap();
    field.send_keys("avg(role(shop:w").await.unwrap();
    page.find("option", "shop:web").await;
    field.send_keys(&format!("{}, loadavg5", char::from(Key::Enter))).await.unwrap();
    // Nothing is offered for what is whole, so Enter runs.
    field.send_keys(&format!(")){}", char::from(Key::Enter))).await.unwrap();
    let row = "return [...document.querySelectorAll('.graph-legend tbody tr')].some(e => e.innerText.includes(arguments[0]) && /[0-9]/.test(e.innerText.replace(arguments[0], '')))";
    page.until("the expression's line with its values", row, vec![json!(EXPRESSION)]).await;
    let asked = "return new URLSearchParams(location.search).get('query')";
    assert_eq!(page.ask(asked, vec![]).await, json!(EXPRESSION));
    page.click("button", "Add to a dashboard").await;
    page.find("dialog", "").await;
    let confirm = "const found = document.querySelector('dialog[open] button[type=submit]:not([disabled])');
        if (found) found.click(); return !!found";
    page.until("the dialog's button", confirm, vec![]).await;
    page.see("Added to").await;
    let kept = world.get("/api/v0/dashboards").await;
    let widgets =
        kept["dashboards"].as_array().unwrap().iter().flat_map(|one| one["widgets"].as_array().unwrap());
    assert!(widgets.into_iter().any(|widget| widget["graph"]["expression"] == EXPRESSION), "{kept}");
}

async fn lose_server(world: &mut World) {
    const GONE: &str = "No connection to the server";
    let flat = "return [...document.querySelectorAll('.graph-legend tr')].map(e => tidy(e.innerText)).some(row => row.includes('flat') && row.includes('42'))";
    let path = pages::sentinel(world).await;
    world.browser().await;
    world.page().visit(&path).await;
    sentinel_plot(world.page()).await;
    world.page().until("the flat line's values", flat, vec![]).await;

    world.server.lose();
    world.page().click("button", "Refresh").await;
    world.page().see(GONE).await;
    assert_eq!(world.page().ask(flat, vec![]).await, json!(true), "what was loaded stays");

    world.server.regain();
    world.page().see_no(GONE).await;
    world.page().until("the flat line's values", flat, vec![]).await;
}

async fn bad_period(world: &mut World) {
    let page = world.browser().await;
    page.visit("/hosts?from=yesterday&to=now").await;
    page.see("“yesterday").await;
    page.see("last 6 hours").await;
    page.find("main", "").await;
}

async fn japanese(world: &mut World) {
    world.browser().await;
    let pages = pages::all(world).await;
    let page = world.page();
    page.visit("/").await;
    page.click("button", "日本語").await;
    page.until("a Japanese page", "return document.documentElement.lang === 'ja'", vec![]).await;
    let english: Value = language::only_english().into();
    for path in pages {
        page.visit(&path).await;
        page.settled().await;
        assert_eq!(
            page.ask("return document.documentElement.lang", vec![]).await,
            "ja",
            "{path} after a reload"
        );
        let left = page.ask(language::LEFT_OVER, vec![english.clone()]).await;
        assert_eq!(left, json!([]), "English on {path}");
    }
}

/// Runs axe and gives what is serious: rule, impact and the first places.
const AXE: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations
      .filter(one => ['serious', 'critical'].includes(one.impact))
      .map(one => one.id + ' (' + one.impact + '): ' + one.nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + (node.any[0]?.message || '')).join(' | '))),
      error => done(['axe failed: ' + error]))";

/// What axe finds serious on the page as it is now.
pub async fn serious_faults(page: &Browser) -> Vec<String> {
    let axe = std::env::var("BATTERA_AXE").expect("`make test` says where axe-core is");
    let axe = std::fs::read_to_string(&axe).unwrap_or_else(|error| panic!("{axe}: {error}"));
    page.client.execute(&format!("{axe}\nwindow.axe = axe"), vec![]).await.unwrap();
    let serious = page.client.execute_async(AXE, vec![]).await.unwrap();
    serious.as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

async fn accessible(world: &mut World) {
    world.browser().await;
    let pages = pages::all(world).await;
    let page = world.page();
    page.visit("/").await;
    let mut found = Vec::new();
    for (press, theme) in [("Theme: system", "light"), ("Theme: light", "dark")] {
        page.click("button", press).await;
        for path in &pages {
            page.visit(path).await;
            page.settled().await;
            let serious = serious_faults(page).await;
            found.extend(serious.into_iter().map(|one| format!("{theme} {path}: {one}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The picture with the sentinel series, once it has lines.
async fn sentinel_plot(page: &Browser) -> Element {
    // Cards that nobody has scrolled to ask for nothing.
    let script = "const plot = [...document.querySelectorAll('[role=application]')].find(e => /sentinel/i.test(name(e)));
        plot?.scrollIntoView({ block: 'center' });
        return plot && / [1-9][0-9]* lines?/.test(name(plot)) ? plot : null";
    let found = page.until("the graph of the sentinels", script, vec![]).await;
    page.element(&found)
}

fn argument(element: &Element) -> Value {
    serde_json::to_value(element).unwrap()
}
