//! A client that nobody here wrote, against a running server: every call it has.

use http::StatusCode;
use mackerel_client::alert::AlertStatus;
use mackerel_client::alert_group_setting::AlertGroupSettingValue;
use mackerel_client::aws_integration::AWSIntegrationValue;
use mackerel_client::channel::ChannelValue;
use mackerel_client::check_report::CheckReport;
use mackerel_client::dashboard::DashboardValue;
use mackerel_client::downtime::DowntimeValue;
use mackerel_client::graph_annotation::GraphAnnotationValue;
use mackerel_client::graph_definition::GraphDefinition;
use mackerel_client::host::{HostStatus, HostValue, ListHostsParams};
use mackerel_client::invitation::InvitationValue;
use mackerel_client::metric::{HostMetricValue, MetricValue, ServiceMetricValue};
use mackerel_client::monitor::MonitorValue;
use mackerel_client::notification_group::NotificationGroupValue;
use mackerel_client::role::{Role, RoleFullname};
use mackerel_client::service::Service;
use mackerel_client::user::UserAuthority;
use mackerel_client::{Client, Error};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use server::app::app;
use server::auth::{Auth, Network};
use server::clock::Clock;
use server::limits::Limits;
use server::origin::Origins;
use server::store::{self, Store};
use server::{State, connections};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use tokio::net::TcpListener;

const NOW: u64 = 1_800_000_000;

struct Running {
    client: Client,
    store: Store,
    _folder: TempDir,
}

async fn start() -> Running {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), None).expect("a new store");
    store.write(|db| store::seed_defaults(db, Some("acme"))).await.expect("seeds");
    store.write(|db| store::seed_people(db, NOW as i64)).await.expect("people");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let state = State {
        store: store.clone(),
        clock: Clock::fixed(NOW as i64),
        demo: false,
        external_monitors: false,
    };
    let app = app(state, Auth::open(), Origins::new(address, Vec::new()), Limits::default());
    tokio::spawn(connections::serve(
        listener,
        app,
        Limits::default(),
        Network::LOOPBACK.to_vec(),
        std::future::pending(),
    ));
    let client = Client::builder().api_key("unused").api_base(format!("http://{address}")).build();
    Running { client, store, _folder: folder }
}

/// The client's own types, written as the JSON they stand for.
fn of<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).expect("the client's own shape")
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[tokio::test]
async fn services_and_roles() {
    let Running { client, .. } = start().await;
    assert_eq!(client.get_organization().await.expect("an organization").name, "acme".into());
    let shop: Service = of(json!({"name": "shop", "memo": "m", "roles": []}));
    assert_eq!(client.create_service(&shop).await.expect("a service"), shop);
    assert!(
        matches!(client.create_service(&shop).await, Err(Error::ApiError(StatusCode::BAD_REQUEST, text)) if text.contains("exists"))
    );
    let web: Role = of(json!({"name": "web", "memo": "m"}));
    assert_eq!(client.create_role("shop", &web).await.expect("a role"), web);
    assert_eq!(client.list_roles("shop").await.expect("roles"), std::slice::from_ref(&web));
    assert_eq!(client.list_services().await.expect("services").len(), 1);
    assert_eq!(client.list_service_metric_names("shop").await.expect("names"), Vec::<String>::new());
    assert_eq!(client.delete_role("shop", "web").await.expect("the role as it was"), web);
    assert_eq!(client.delete_service("shop").await.expect("the service as it was"), shop);
}

#[tokio::test]
async fn hosts_and_their_points() {
    let Running { client, .. } = start().await;
    let value: HostValue = of(json!({
        "name": "web-01", "displayName": "web 01", "customIdentifier": "a/b", "memo": "m",
        "meta": {"kernel": {"os": "x"}}, "roleFullnames": ["shop:web"], "checks": [{"name": "disk"}],
        "interfaces": [{"name": "eth0", "ipAddress": "10.0.0.1", "ipv6Addresses": ["::1"]}],
    }));
    let id = client.create_host(&value).await.expect("a host");
    let host = client.get_host(id).await.expect("the host");
    assert_eq!((host.name.as_str(), host.memo.as_str(), host.status), ("web-01", "m", HostStatus::Working));
    assert_eq!(
        host.interfaces[0].ipv4_addresses,
        host.interfaces[0].ip_address.into_iter().collect::<Vec<_>>()
    );
    client.update_host(id, &value).await.expect("an update");
    client.update_host_status(id, HostStatus::Standby).await.expect("a status");
    let roles: [RoleFullname; 1] = [of(json!("shop:db"))];
    client.update_host_roles(id, roles).await.expect("roles");
    for (filter, count) in [
        (ListHostsParams::service_name("shop"), 1),
        (ListHostsParams::service_role_name("shop", "db"), 1),
        (ListHostsParams::service_role_name("shop", "web"), 0),
    ] {
        assert_eq!(client.list_hosts(filter).await.expect("a list").len(), count);
    }

    let point = |seconds, number: f64| MetricValue::builder().time(at(seconds)).value(number).build();
    let posted = [(NOW - 60, 1.0), (NOW, 2.5)].map(|(time, number)| {
        HostMetricValue::builder().host_id(id).name("loadavg5").value(point(time, number)).build()
    });
    client.post_host_metric_values(posted).await.expect("a success");
    let read = client.list_host_metric_values(id, "loadavg5", at(NOW - 60), at(NOW)).await;
    assert_eq!(read.expect("points"), [point(NOW - 60, 1.0), point(NOW, 2.5)]);
    assert_eq!(client.list_host_metric_names(id).await.expect("names"), ["loadavg5"]);
    let latest = client.list_latest_host_metric_values([id], ["loadavg5", "none"]).await.expect("samples");
    assert_eq!(latest[&id].get("loadavg5"), Some(&Some(point(NOW, 2.5))));
    assert_eq!(latest[&id].get("none").cloned().flatten(), None);
    let missing = client.list_host_metric_values(id, "none", at(NOW - 60), at(NOW)).await;
    assert_eq!(missing, Err(Error::ApiError(StatusCode::NOT_FOUND, "Metric not found".to_owned())));

    let posted = ServiceMetricValue::builder().name("orders").value(point(NOW, 7.0)).build();
    client.post_service_metric_values("shop", [posted]).await.expect("a success");
    let read = client.list_service_metric_values("shop", "orders", at(NOW - 60), at(NOW)).await;
    assert_eq!(read.expect("points"), [point(NOW, 7.0)]);

    assert_eq!(
        client.get_host_by_custom_identifier("a/b").await.expect("the host").map(|host| host.id),
        Some(id)
    );
    client.update_host_statuses([id], HostStatus::Maintenance).await.expect("statuses");
    let report: CheckReport = of(
        json!({"source": {"type": "host", "hostId": id.to_string()}, "name": "disk",
        "status": "WARNING", "message": "full", "occurredAt": NOW, "notificationInterval": 10, "maxCheckAttempts": 2}),
    );
    client.create_check_report([report]).await.expect("a success");
    let statuses = client.list_host_monitored_statuses(id).await.expect("statuses");
    let found: Vec<_> = statuses
        .iter()
        .map(|one| (one.status, one.detail.as_ref().map(|detail| detail.message.as_str())))
        .collect();
    assert_eq!(found, [(AlertStatus::Ok, None), (AlertStatus::Warning, Some("full"))]);

    client.retire_host(id).await.expect("retired");
    client.retire_hosts([id]).await.expect("retired again");
    assert!(client.get_host(id).await.expect("retired hosts answer").is_retired);
}

#[tokio::test]
async fn graph_definitions_and_annotations() {
    let Running { client, store, .. } = start().await;
    let definition: GraphDefinition = of(json!({
        "name": "custom.pool.#", "displayName": "Pool", "unit": "integer",
        "metrics": [{"name": "custom.pool.#.busy", "displayName": "%1 busy", "isStacked": true}],
    }));
    client.create_graph_definitions([definition]).await.expect("a success");
    let stored = store.read(store::graph_defs::list).await.expect("definitions");
    assert_eq!(stored[0].metrics[0].display_name.as_deref(), Some("%1 busy"));
    client.delete_graph_definition("custom.pool.#").await.expect("a success");

    add_shop(&client).await;
    let value: GraphAnnotationValue =
        of(json!({"title": "release", "from": NOW - 60, "to": NOW, "service": "shop", "roles": ["web"]}));
    let made = client.create_graph_annotation(&value).await.expect("an annotation");
    assert_eq!(made.value, value);
    let listed = client.list_graph_annotations("shop", at(NOW), at(NOW + 60)).await.expect("a list");
    assert_eq!(listed, std::slice::from_ref(&made));
    let changed: GraphAnnotationValue = of(json!({"title": "t", "from": NOW, "to": NOW, "service": "shop"}));
    let updated = client.update_graph_annotation(made.id, &changed).await.expect("an update");
    assert_eq!(updated.value, changed);
    assert_eq!(client.delete_graph_annotation(made.id).await.expect("as it was"), updated);
}

#[tokio::test]
async fn dashboards() {
    let Running { client, .. } = start().await;
    add_shop(&client).await;
    let layout = json!({"x": 0, "y": 0, "width": 6, "height": 6});
    let graphs = [
        json!({"type": "host", "hostId": "3host", "name": "loadavg"}),
        json!({"type": "role", "roleFullname": "shop:web", "name": "loadavg5", "isStacked": true}),
        json!({"type": "service", "serviceName": "shop", "name": "orders.*"}),
        json!({"type": "expression", "expression": "avg(host(a, b))"}),
        json!({"type": "query", "query": "up", "legend": ""}),
        json!({"type": "unknown"}),
    ];
    let mut widgets: Vec<Value> = graphs
        .iter()
        .map(|graph| {
            json!({"type": "graph", "title": "g", "graph": graph, "layout": layout,
                   "range": {"type": "relative", "period": 3600, "offset": 0}, "valueRange": {"min": 0.0, "max": null},
                   "referenceLines": [{"label": "l", "value": 1.5}]})
        })
        .collect();
    widgets.push(json!({"type": "value", "title": "v", "layout": layout, "fractionSize": 1, "suffix": "%",
        "metric": {"type": "service", "serviceName": "shop", "name": "orders"}, "isNewVersion": true,
        "formatRules": [{"name": "low", "threshold": 1.0, "operator": "<"}]}));
    widgets.push(json!({"type": "markdown", "title": "m", "layout": layout, "markdown": "text"}));
    widgets.push(json!({"type": "alertStatus", "title": "a", "layout": layout, "roleFullname": "shop:web"}));
    let value: DashboardValue = of(json!({"title": "t", "memo": "m", "urlPath": "a/b", "widgets": widgets}));
    let made = client.create_dashboard(&value).await.expect("a dashboard");
    assert_eq!(made.value, value);
    let taken = client.create_dashboard(&value).await;
    assert!(
        matches!(taken, Err(Error::ApiError(StatusCode::CONFLICT, text)) if text.contains("used by the dashboard \"t\""))
    );
    assert_eq!(client.list_dashboards().await.expect("a list"), std::slice::from_ref(&made));
    assert_eq!(client.get_dashboard(made.id).await.expect("the dashboard"), made);
    let changed: DashboardValue = of(json!({"title": "t2", "memo": "", "urlPath": "a", "widgets": []}));
    assert_eq!(client.update_dashboard(made.id, &changed).await.expect("an update").value, changed);
    assert_eq!(client.delete_dashboard(made.id).await.expect("as it was").value, changed);
}

#[tokio::test]
async fn alerts_and_monitors() {
    let Running { client, store, .. } = start().await;
    let monitors = client.list_monitors().await.expect("a list");
    assert_eq!(monitors.len(), 1);
    let monitor = client.get_monitor(monitors[0].id).await.expect("the monitor");
    assert_eq!(monitor, monitors[0]);
    let monitor_id = monitor.id.to_string();
    let add = move |db: &store::Db<'_>| {
        for (index, status) in ["CRITICAL", "WARNING", "UNKNOWN"].into_iter().enumerate() {
            let alert = json!({"id": format!("4alert{index}"), "status": status, "monitorId": monitor_id,
                "type": "connectivity", "hostId": "3host", "openedAt": NOW - index as u64});
            store::alerts::insert(db, &serde_json::from_value(alert)?)?;
        }
        Ok(())
    };
    store.write(add).await.expect("rows");
    let (first, next) = client.list_open_alerts(None::<&str>, 2).await.expect("a page");
    assert_eq!(
        first.iter().map(|alert| alert.status).collect::<Vec<_>>(),
        [AlertStatus::Critical, AlertStatus::Warning]
    );
    let (second, end) = client.list_open_alerts(next, 2).await.expect("the last page");
    assert_eq!((second.len(), end), (1, None));
    let id = second[0].id;
    client.update_alert(id, "looking").await.expect("a memo");
    let closed = client.close_alert(id, "fixed").await.expect("closed");
    assert_eq!((closed.status, closed.reason.as_deref()), (AlertStatus::Ok, Some("fixed")));
    assert_eq!(client.get_alert(id).await.expect("the alert"), closed);
    assert_eq!(client.list_open_alerts(None::<&str>, 100).await.expect("a page").0.len(), 2);
    assert_eq!(client.list_all_alerts(None::<&str>, 100).await.expect("a page").0.len(), 3);
    let refused = client.list_all_alerts(None::<&str>, 101).await;
    assert!(matches!(refused, Err(Error::ApiError(StatusCode::BAD_REQUEST, text)) if text.contains("limit")));
}

#[tokio::test]
async fn monitors_of_every_type() {
    let Running { client, .. } = start().await;
    add_shop(&client).await;
    let thresholds = json!({"operator": ">", "warning": 1.5, "critical": 2.0});
    for (kind, more) in [
        (
            "connectivity",
            json!({"alertStatusOnGone": "WARNING", "scopes": ["shop"], "excludeScopes": ["shop:web"]}),
        ),
        ("host", json!({"metric": "loadavg5", "duration": 3, "maxCheckAttempts": 2, "scopes": ["shop:web"]})),
        (
            "service",
            json!({"service": "shop", "metric": "orders", "duration": 1, "maxCheckAttempts": 1,
            "missingDurationWarning": 10, "missingDurationCritical": 20}),
        ),
        (
            "external",
            json!({"url": "https://example.com/", "method": "POST", "service": "shop", "requestBody": "b",
            "responseTimeDuration": 3, "responseTimeWarning": 500.0, "containsString": "ok", "maxCheckAttempts": 1,
            "headers": [{"name": "a", "value": "b"}], "certificationExpirationWarning": 30, "followRedirect": true}),
        ),
        ("expression", json!({"expression": "avg(host(a, b))"})),
        (
            "anomalyDetection",
            json!({"scopes": ["shop:web"], "warningSensitivity": "normal", "maxCheckAttempts": 3,
            "trainingPeriodFrom": NOW - 60}),
        ),
        ("query", json!({"query": "up", "legend": "{{a}}"})),
    ] {
        let mut value =
            json!({"type": kind, "name": kind, "memo": "m", "notificationInterval": 10, "isMute": true});
        let fields = value.as_object_mut().expect("fields");
        fields.extend(more.as_object().expect("fields").clone());
        if matches!(kind, "host" | "service" | "expression" | "query") {
            fields.extend(thresholds.as_object().expect("fields").clone());
        }
        let value: MonitorValue = of(value);
        let made = client.create_monitor(&value).await.expect(kind);
        assert_eq!(made.value, value, "{kind}");
        assert_eq!(client.get_monitor(made.id).await.expect(kind), made);
        assert_eq!(client.update_monitor(made.id, &value).await.expect(kind), made);
        assert_eq!(client.delete_monitor(made.id).await.expect(kind), made);
    }
    assert_eq!(client.list_monitors().await.expect("a list").len(), 1, "the seeded one");
}

#[tokio::test]
async fn downtimes_and_alert_groups() {
    let Running { client, .. } = start().await;
    add_shop(&client).await;
    let monitor = client.list_monitors().await.expect("a list")[0].id.to_string();
    let value: DowntimeValue = of(json!({"name": "backup", "memo": "m", "start": NOW, "duration": 90,
        "recurrence": {"type": "weekly", "interval": 2, "weekdays": ["Sunday", "Monday"], "until": NOW + 60},
        "serviceScopes": ["shop"], "roleExcludeScopes": ["shop:web"], "monitorScopes": [monitor]}));
    let made = client.create_downtime(&value).await.expect("a downtime");
    assert_eq!(made.value, value);
    assert_eq!(client.list_downtimes().await.expect("a list"), std::slice::from_ref(&made));
    let changed: DowntimeValue = of(json!({"name": "b", "start": NOW, "duration": 1}));
    assert_eq!(client.update_downtime(made.id, &changed).await.expect("an update").value, changed);
    assert_eq!(client.delete_downtime(made.id).await.expect("as it was").value, changed);

    let value: AlertGroupSettingValue = of(json!({"name": "g", "memo": "m", "serviceScopes": ["shop"],
        "roleScopes": ["shop:web"], "monitorScopes": [monitor], "notificationInterval": 60}));
    let made = client.create_alert_group_setting(&value).await.expect("a setting");
    assert_eq!(made.value, value);
    assert_eq!(client.list_alert_group_settings().await.expect("a list"), std::slice::from_ref(&made));
    assert_eq!(client.get_alert_group_setting(made.id).await.expect("the setting"), made);
    let changed: AlertGroupSettingValue = of(json!({"name": "h"}));
    assert_eq!(client.update_alert_group_setting(made.id, &changed).await.expect("an update").value, changed);
    assert_eq!(client.delete_alert_group_setting(made.id).await.expect("as it was").value, changed);
}

#[tokio::test]
async fn channels_and_notification_groups() {
    let Running { client, .. } = start().await;
    add_shop(&client).await;
    let user = client.list_users().await.expect("users")[0].id.to_string();
    let mut channels = Vec::new();
    for value in [
        json!({"type": "email", "name": "mail", "emails": ["a@example.com"], "userIds": [user], "events": ["alert"]}),
        json!({"type": "slack", "name": "chat", "url": "https://hooks.example.com/", "enabledGraphImage": true,
            "mentions": {"critical": "@here"}, "events": ["alert", "alertGroup", "hostStatus"]}),
        json!({"type": "webhook", "name": "hook", "url": "http://example.com/", "enabledGraphImage": false,
            "events": ["hostRegister", "hostRetire", "monitor"]}),
    ] {
        let value: ChannelValue = of(value);
        let made = client.create_channel(&value).await.expect("a channel");
        assert_eq!(made.value, value);
        channels.push(made);
    }
    assert_eq!(client.list_channels().await.expect("a list"), channels);

    let default = client.list_notification_groups().await.expect("a list").remove(0);
    assert_eq!(default.value.child_channel_ids, channels.iter().map(|one| one.id).collect::<Vec<_>>());
    let monitor = client.list_monitors().await.expect("a list")[0].id.to_string();
    let value: NotificationGroupValue = of(json!({"name": "night", "notificationLevel": "critical",
        "childNotificationGroupIds": [default.id.to_string()], "childChannelIds": [channels[0].id.to_string()],
        "monitors": [{"id": monitor, "skipDefault": true}], "services": [{"name": "shop"}]}));
    let made = client.create_notification_group(&value).await.expect("a group");
    assert_eq!(made.value, value);
    let changed: NotificationGroupValue = of(json!({"name": "n", "notificationLevel": "all",
        "childNotificationGroupIds": [], "childChannelIds": [channels[0].id.to_string()]}));
    assert_eq!(client.update_notification_group(made.id, &changed).await.expect("an update").value, changed);
    for channel in &channels {
        assert_eq!(client.delete_channel(channel.id).await.expect("as it was"), *channel);
    }
    let without: Vec<_> = client.list_notification_groups().await.expect("a list");
    assert!(without.iter().all(|group| group.value.child_channel_ids.is_empty()), "{without:?}");
    assert_eq!(client.delete_notification_group(made.id).await.expect("as it was").value.name, "n");
}

#[tokio::test]
async fn people() {
    let Running { client, .. } = start().await;
    let users = client.list_users().await.expect("users");
    assert_eq!(users.iter().map(|user| user.value.authority).collect::<Vec<_>>(), [UserAuthority::Owner]);
    let refused = client.delete_user(users[0].id).await;
    assert!(matches!(refused, Err(Error::ApiError(StatusCode::FORBIDDEN, text)) if text.contains("owner")));
    let value: InvitationValue = of(json!({"email": "a@example.com", "authority": "viewer"}));
    let made = client.create_invitation(&value).await.expect("an invitation");
    assert_eq!(made.value, value);
    assert_eq!(client.list_invitations().await.expect("a list"), [made]);
    client.revoke_invitation("a@example.com").await.expect("revoked");
    assert_eq!(client.list_invitations().await.expect("a list"), []);
}

#[tokio::test]
async fn metadata() {
    let Running { client, .. } = start().await;
    add_shop(&client).await;
    let host = client.create_host(of::<HostValue>(json!({"name": "h", "meta": {}}))).await.expect("a host");
    let value = json!({"a": [1, null, "日本"]});
    client.put_host_metadata(host, "n", &value).await.expect("stored");
    client.put_service_metadata("shop", "n", &value).await.expect("stored");
    client.put_role_metadata("shop", "web", "n", &value).await.expect("stored");
    assert_eq!(client.get_host_metadata(host, "n").await.expect("the value"), value);
    assert_eq!(client.get_service_metadata("shop", "n").await.expect("the value"), value);
    assert_eq!(client.get_role_metadata("shop", "web", "n").await.expect("the value"), value);
    let only_namespaces =
        |list: Vec<mackerel_client::metadata::Metadata>| list.into_iter().map(|one| one.namespace).collect();
    let names: [Vec<String>; 3] = [
        only_namespaces(client.list_host_metadata(host).await.expect("a list")),
        only_namespaces(client.list_service_metadata("shop").await.expect("a list")),
        only_namespaces(client.list_role_metadata("shop", "web").await.expect("a list")),
    ];
    assert_eq!(names, [["n"], ["n"], ["n"]]);
    client.delete_host_metadata(host, "n").await.expect("removed");
    client.delete_service_metadata("shop", "n").await.expect("removed");
    client.delete_role_metadata("shop", "web", "n").await.expect("removed");
    assert_eq!(client.list_role_metadata("shop", "web").await.expect("a list"), []);
}

/// There are none, and none can be made.
#[tokio::test]
async fn clouds() {
    let Running { client, .. } = start().await;
    assert_eq!(client.list_aws_integrations().await.expect("a list"), []);
    let value: AWSIntegrationValue = of(json!({"name": "n", "memo": "", "region": "r", "services": {}}));
    let refused = |words: &str| Some(Error::ApiError(StatusCode::NOT_FOUND, words.to_owned()));
    let none = refused("AWS integration not found");
    assert_eq!(client.create_aws_integration(&value).await.err(), none);
    assert_eq!(client.get_aws_integration("3aws").await.err(), none);
    assert_eq!(client.update_aws_integration("3aws", &value).await.err(), none);
    assert_eq!(client.delete_aws_integration("3aws").await.err(), none);
    assert_eq!(client.create_aws_integration_external_id().await.err(), refused("Not found."));
    assert_eq!(client.list_aws_integration_metrics().await.err(), refused("Not found."));
}

/// The service `shop` with the role `web`.
async fn add_shop(client: &Client) {
    let shop: Service = of(json!({"name": "shop", "memo": "", "roles": []}));
    client.create_service(&shop).await.expect("a service");
    client.create_role("shop", of::<Role>(json!({"name": "web", "memo": ""}))).await.expect("a role");
}
