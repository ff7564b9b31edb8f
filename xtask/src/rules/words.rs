//! What may be written only in certain places. Comments do not count.

use super::Rule;
use super::house::House;

pub const RULES: &[Rule] = &[
    Rule {
        name: "<textarea only in ui/text_area.rs (Leptos sends its children unescaped)",
        check: textarea,
        plants: &[|house| house.put("app/src/ticket/composer.rs", "view! { <textarea prop:value=text></textarea> }")],
    },
    Rule {
        name: "inner_html only where the text is known to be safe",
        check: inner_html,
        plants: &[|house| house.put("app/src/ticket/message.rs", "view! { <div inner_html=body></div> }")],
    },
    Rule {
        name: ".route( only in server/src/routes.rs",
        check: route,
        plants: &[|house| house.put("server/src/api/site.rs", "Router::new().route(\"/x\", get(x))")],
    },
    Rule {
        name: "AssertSqlSafe only where SQL is put together: store/src/ticket/list_sql.rs and store/src/batch.rs",
        check: sql_safe,
        plants: &[|house| house.put("crates/store/src/site.rs", "query(AssertSqlSafe(format!(\"{name}\")))")],
    },
    Rule {
        name: "only server/src/safe_http goes out: no other file looks names up, connects, asks over HTTP or sends mail",
        check: way_out,
        plants: &[
            |house| house.put("server/src/public/avatar.rs", "use hyper::client::conn::http1::handshake;"),
            |house| {
                house
                    .put("crates/desk/src/site/check.rs", "let stream = tokio::net::TcpStream::connect(origin).await?;")
            },
            |house| house.put("crates/mail/src/picture.rs", "let picture = reqwest::get(url).await?;"),
            |house| house.put("server/src/api/site.rs", "tokio::net::lookup_host((host, 443))"),
            |house| house.put("server/src/mailer/bounce.rs", "AsyncSmtpConnection::connect_tokio1(server, None)"),
            |house| house.put("server/src/jobs/mail.rs", "let transport = AsyncSmtpTransport::relay(host)?;"),
        ],
    },
    Rule {
        name: "no style attribute (the content security policy refuses it)",
        check: style_attribute,
        plants: &[
            |house| house.put("app/src/layout/org.rs", "view! { <p style=\"color: red\"></p> }"),
            |house| house.put("app/src/layout/org.rs", "view! {\n<p\nstyle=move || colour()></p> }"),
            |house| house.put("app/src/layout/org.rs", "view! { <p style:width=wide></p> }"),
            |house| house.put("server/src/public/form.rs", "\"<p style='color: red'>\""),
        ],
    },
    Rule {
        name: "rows of the store are never sent",
        check: serialize_in_store,
        plants: &[
            |house| house.put("crates/store/src/site.rs", "#[derive(Debug, Serialize)]\nstruct Row;"),
            |house| {
                house.put("crates/store/src/site.rs", "#[derive(\n    Debug,\n    serde::Serialize,\n)]\nstruct Row;")
            },
        ],
    },
    Rule {
        name: "no !important",
        check: important,
        plants: &[|house| house.put("style/site.css", "p { color: red !important; }")],
    },
    Rule {
        name: "nothing left undone",
        check: undone,
        plants: &[
            |house| house.put("crates/desk/src/site.rs", "fn later() { todo!() }"),
            |house| house.put("app/src/site/list.rs", "unimplemented!(\"later\")"),
            |house| house.put("server/src/main.rs", "dbg!(x);"),
        ],
    },
];

/// `ui/text_area.rs` writes escaped text; `ui/rich_text.rs` what the server has sanitised; `shell.rs` its own module script.
const INNER_HTML: [&str; 3] = ["app/src/shell.rs", "app/src/ui/rich_text.rs", "app/src/ui/text_area.rs"];

fn textarea(house: &House) -> Vec<String> {
    lines(house, &["app/src/", "server/src/"], ".rs", &["app/src/ui/text_area.rs"], |line| line.contains("<textarea"))
}

fn inner_html(house: &House) -> Vec<String> {
    lines(house, &["app/src/", "frontend/src/"], ".rs", &INNER_HTML, |line| line.contains("inner_html"))
}

fn route(house: &House) -> Vec<String> {
    lines(house, &["app/src/", "server/src/"], ".rs", &["server/src/routes.rs"], |line| line.contains(".route("))
}

fn sql_safe(house: &House) -> Vec<String> {
    let folders = ["app/src/", "server/src/", "crates/desk/src/", "crates/store/src/", "crates/domain/src/"];
    lines(house, &folders, ".rs", &["crates/store/src/ticket/list_sql.rs", "crates/store/src/batch.rs"], |line| {
        line.contains("AssertSqlSafe")
    })
}

/// The load test asks the server that it has started itself, and the receiver's tests knock at their own. The mail server that the
/// operator names is lettre's to connect to; those of mailboxes are reached through the guard, and lettre is handed the connection.
fn way_out(house: &House) -> Vec<String> {
    let folders = ["app/src/", "crates/", "server/src/"];
    let ways = [
        "hyper::client",
        "hyper_util::client",
        "TcpStream::connect",
        "TcpSocket",
        "lookup_host",
        "reqwest",
        "ureq",
        "SmtpTransport",
        "connect_tokio1",
    ];
    let files = ["server/src/commands/bench/load.rs", "server/src/mailer/relay.rs"];
    let found = lines(house, &folders, ".rs", &files, |line| ways.iter().any(|way| line.contains(way)));
    let may = ["server/src/safe_http/", "server/src/smtp/tests/"];
    found.into_iter().filter(|breach| !may.iter().any(|folder| breach.starts_with(folder))).collect()
}

fn style_attribute(house: &House) -> Vec<String> {
    lines(house, &["app/src/", "server/src/"], ".rs", &[], |line| {
        line.match_indices("style").any(|(at, word)| {
            let begins = line[..at].chars().next_back().is_none_or(|before| before.is_whitespace());
            let mut after = line[at + word.len()..].chars();
            let (first, second) = (after.next(), after.next());
            let directive = first == Some(':') && second.is_some_and(|next| !next.is_whitespace() && next != ':');
            begins && ((first == Some('=') && second != Some('=')) || directive)
        })
    })
}

/// A derive list may run over several lines, so this one looks at the whole text.
fn serialize_in_store(house: &House) -> Vec<String> {
    let derives = |text: &str| {
        let lists = text.split("derive(").skip(1).filter_map(|rest| rest.split(')').next());
        lists.flat_map(|list| list.split(',')).any(|name| matches!(name.trim(), "Serialize" | "serde::Serialize"))
    };
    house
        .below(&["crates/store/src/"], ".rs")
        .filter(|(_, text)| derives(text))
        .map(|(path, _)| path.to_owned())
        .collect()
}

fn important(house: &House) -> Vec<String> {
    lines(house, &["style/"], ".css", &[], |line| line.contains("!important"))
}

fn undone(house: &House) -> Vec<String> {
    let folders = ["app/", "crates/", "frontend/", "server/"];
    lines(house, &folders, ".rs", &[], |line| {
        ["todo!(", "unimplemented!(", "dbg!("].iter().any(|word| line.contains(word))
    })
}

/// `path:line` of each line of code that `breaks` the rule, outside the files of `except`.
fn lines(house: &House, folders: &[&str], ending: &str, except: &[&str], breaks: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in house.below(folders, ending).filter(|(path, _)| !except.contains(path)) {
        for (number, line) in text.lines().enumerate() {
            if !line.trim_start().starts_with("//") && breaks(line) {
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}
