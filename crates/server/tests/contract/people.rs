//! Users, invitations, and clouds that nobody integrates.

use crate::support::{NOW, Server};
use serde_json::json;

#[tokio::test]
async fn there_is_one_owner_for_good() {
    let server = Server::start().await;
    let users = server.ok("GET", "/api/v0/users", "").await;
    let id = users["users"][0]["id"].as_str().expect("an id");
    assert_eq!(
        users,
        json!({"users": [{"id": id, "screenName": "owner", "email": "owner@localhost", "authority": "owner",
            "isInRegistrationProcess": false, "isMFAEnabled": false, "authenticationMethods": ["password"],
            "joinedAt": NOW}]})
    );
    server
        .refuses(&[
            (
                "DELETE",
                &format!("/api/v0/users/{id}"),
                "",
                403,
                "the owner of the organization cannot be deleted",
            ),
            ("DELETE", "/api/v0/users/nope", "", 404, "User not found"),
        ])
        .await;
}

#[tokio::test]
async fn an_invitation_stands_for_a_week() {
    let server = Server::start().await;
    let (path, revoke) = ("/api/v0/invitations", "/api/v0/invitations/revoke");
    let body = r#"{"email":"a@example.com","authority":"viewer"}"#;
    let expected = json!({"email": "a@example.com", "authority": "viewer", "expiresAt": NOW + 604_800});
    assert_eq!(server.ok("POST", path, body).await, expected);
    assert_eq!(server.ok("GET", path, "").await, json!({"invitations": [expected]}));
    server
        .refuses(&[
            ("POST", path, body, 400, "a@example.com is invited or a user already"),
            ("POST", path, r#"{"email":"owner@localhost","authority":"viewer"}"#, 400, "a user already"),
            ("POST", path, r#"{"email":"b@example.com","authority":"owner"}"#, 400, "authority is \"owner\""),
            ("POST", path, r#"{"email":"b@example.com"}"#, 400, "authority is missing"),
            (
                "POST",
                path,
                r#"{"email":"nobody","authority":"viewer"}"#,
                400,
                "email is \"nobody\", not an address",
            ),
            ("POST", path, r#"{"authority":"viewer"}"#, 400, "email is missing"),
            ("POST", revoke, r#"{"email":"b@example.com"}"#, 404, "Invitation not found"),
            ("POST", revoke, "{}", 400, "missing field `email`"),
        ])
        .await;
    server.ok("POST", revoke, r#"{"email":"a@example.com"}"#).await;
    assert_eq!(server.ok("GET", path, "").await, json!({"invitations": []}));
    server.ok("POST", path, body).await;
    server.state.clock.set(NOW + 604_800);
    assert_eq!(server.ok("GET", path, "").await, json!({"invitations": []}));
    server.ok("POST", path, body).await;
}

#[tokio::test]
async fn there_are_no_clouds_and_no_traces() {
    let server = Server::start().await;
    assert_eq!(server.ok("GET", "/api/v0/aws-integrations", "").await, json!({"aws_integrations": []}));
    let mut refusals = Vec::new();
    for (method, path) in [
        ("POST", "/api/v0/aws-integrations"),
        ("GET", "/api/v0/aws-integrations/3aws"),
        ("PUT", "/api/v0/aws-integrations/3aws"),
        ("DELETE", "/api/v0/aws-integrations/3aws"),
    ] {
        refusals.push((method, path, "{}", 404, "AWS integration not found"));
    }
    for (method, path) in [
        ("POST", "/api/v0/aws-integrations-external-id"),
        ("GET", "/api/v0/aws-integrations-excludable-metrics"),
        ("POST", "/api/v0/traces"),
        ("GET", "/api/v0/traces/1"),
        ("GET", "/api/v0/apm/http-server-stats?serviceName=a&from=1&to=2"),
        ("GET", "/api/v0/apm/db-query-stats"),
    ] {
        refusals.push((method, path, "{}", 404, "Not found."));
    }
    server.refuses(&refusals).await;
}
