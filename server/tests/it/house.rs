//! A whole house in this process: the router over a throw-away desk, asked as clients ask it.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use desk::access::Scope;
use domain::invitation::InvitationNew;
use domain::role::BuiltInRole;
use http_body_util::BodyExt as _;
use server::config::{Config, Given};
use server::live::Hub;
use server::routes;
use server::security::limit::Limits;
use server::state::AppState;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use testkit::World;
use tower::ServiceExt;

/// The house, one organization in it, and who may knock.
pub struct House {
    pub world: World,
    router: Router,
    _data: tempfile::TempDir,
}

/// Somebody who asks.
#[derive(Clone, Debug, Default)]
pub struct Asker {
    pub session: Option<String>,
    pub key: Option<String>,
    pub origin: Option<String>,
    /// Takes compressed answers.
    pub gzip: bool,
    /// What else is said.
    pub headers: Vec<(&'static str, String)>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl House {
    pub async fn new() -> Self {
        Self::over(World::new().await)
    }

    /// A house around a world that is there already.
    pub fn over(world: World) -> Self {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let given = Given { data: Some(folder.path().to_owned()), no_rate_limits: true, ..Given::default() };
        let config = Config::load(&given).expect("plain settings are right");
        let hub = Hub::default();
        // What the desk tells reaches the streams of this house.
        world.live.pass_on(Arc::new(hub.clone()));
        let state = AppState {
            desk: world.desk.clone(),
            limits: Arc::new(Limits::new(&config)),
            config: Arc::new(config),
            hub,
            enter: Arc::default(),
            receiver: Arc::default(),
        };
        Self { router: routes::router(state), world, _data: folder }
    }

    /// A person with a role in the organization of `scope`, and their browser.
    pub async fn member(&self, scope: &Scope, name: &str, role: BuiltInRole) -> Asker {
        let (user, _) = self.world.member(scope, name, role).await;
        self.browser(&user).await
    }

    /// Somebody is invited as agent: the id of the invitation.
    pub async fn invitation(&self, scope: &Scope, email: &str) -> String {
        let new =
            InvitationNew { emails: vec![email.to_owned()], role: "agent".to_owned(), ..InvitationNew::default() };
        let lines = self.world.desk.invitation_create(scope, new).await.expect("somebody is invited");
        lines[0].id.expect("an invitation").to_string()
    }

    /// A browser in which that person is signed in.
    pub async fn browser(&self, user: &desk::access::UserScope) -> Asker {
        let token = self.world.session(user.id()).await;
        Asker { session: Some(token), ..Asker::default() }
    }

    pub async fn ask(&self, asker: &Asker, method: &str, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let (parts, body) = self.response(asker, method, path, body).await.into_parts();
        let limit = std::time::Duration::from_secs(2);
        let body = if path.starts_with("/live/") && parts.status == StatusCode::OK {
            tokio::time::timeout(limit, caught_up(body)).await.expect("a stream begins at once")
        } else {
            tokio::time::timeout(limit, axum::body::to_bytes(body, 10_000_000))
                .await
                .expect("answers end")
                .expect("a body")
                .to_vec()
        };
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The stream of changes: its bytes as they come.
    pub async fn stream(&self, asker: &Asker, path: &str) -> Body {
        let response = self.response(asker, "GET", path, None).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.into_body()
    }

    async fn response(&self, asker: &Asker, method: &str, path: &str, body: Option<(&str, Vec<u8>)>) -> Response {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).expect("a method")).uri(path);
        let is_api = ["/v1/", "/api/", "/support/", "/live/"].iter().any(|root| path.starts_with(root));
        request = request.header(header::ACCEPT, if is_api { "application/json" } else { "text/html" });
        if let Some(token) = &asker.session {
            request = request.header(header::COOKIE, format!("__Host-sid={token}"));
        }
        if let Some(key) = &asker.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        if let Some(origin) = &asker.origin {
            request = request.header(header::ORIGIN, origin);
        } else {
            request = request.header("sec-fetch-site", "same-origin");
        }
        for (name, value) in &asker.headers {
            request = request.header(*name, value);
        }
        if asker.gzip {
            request = request.header(header::ACCEPT_ENCODING, "gzip");
        }
        let bytes = match body {
            Some((kind, bytes)) => {
                request = request.header(header::CONTENT_TYPE, kind);
                bytes
            }
            None => Vec::new(),
        };
        let mut request = request.body(Body::from(bytes)).expect("a request");
        let peer = SocketAddr::new(IpAddr::from([127, 0, 0, 1]), 40_000);
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        self.router.clone().oneshot(request).await.expect("a router always answers")
    }

    /// The same house with something done to each answer on its way out, by the path that was asked for.
    pub fn tampered(mut self, tamper: fn(&str, &mut Response)) -> Self {
        self.router = self.router.layer(middleware::from_fn(move |request: Request<Body>, next: Next| async move {
            let path = request.uri().path().to_owned();
            let mut response = next.run(request).await;
            tamper(&path, &mut response);
            response
        }));
        self
    }

    pub async fn get(&self, asker: &Asker, path: &str) -> Answer {
        self.ask(asker, "GET", path, None).await
    }

    pub async fn post_json(&self, asker: &Asker, path: &str, body: &serde_json::Value) -> Answer {
        self.ask(asker, "POST", path, Some(("application/json", body.to_string().into_bytes()))).await
    }
}

/// What a stream says before it waits: it never ends by itself.
async fn caught_up(mut body: Body) -> Vec<u8> {
    let mut heard = Vec::new();
    while !heard.windows(5).any(|word| word == b"pulse") {
        let Some(Ok(frame)) = body.frame().await else { break };
        heard.extend(frame.into_data().unwrap_or_default());
    }
    heard
}
