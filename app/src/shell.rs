//! The HTML around a hydrated page. It writes its own preload links and its one module script under the nonce that our
//! middleware minted; Leptos' HydrationScripts knows neither our hashed names nor our policy.

use crate::App;
use crate::session::ELEMENT;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use std::sync::OnceLock;

/// The hashed names of this build's static files; empty strings in a build without them.
#[derive(Clone, Copy, Debug, Default)]
pub struct AssetNames {
    /// The glue script.
    pub js: &'static str,
    /// The module.
    pub wasm: &'static str,
    /// The app's style sheet.
    pub css: &'static str,
    /// The public pages' style sheet.
    pub public_css: &'static str,
}

static NAMES: OnceLock<AssetNames> = OnceLock::new();

/// Tells the shells which static files this build has; once, at start.
pub fn use_names(names: AssetNames) {
    // A second call can only bring the same names: they are compiled in.
    let _ = NAMES.set(names);
}

/// The names of this build's static files.
#[must_use]
pub fn names() -> AssetNames {
    NAMES.get().copied().unwrap_or_default()
}

/// The hydrated pages' document. `org` is the slug whose colours to load.
#[must_use]
pub fn shell(org: Option<String>) -> impl IntoView {
    let names = names();
    let nonce = use_nonce();
    let session = use_context::<crate::request::Caller>().and_then(|caller| caller.session);
    // A data block ends at the first `</script`: no `<` may stand in it as itself.
    let data = serde_json::to_string(&session).unwrap_or_default().replace('<', "\\u003c");
    let start =
        format!("import init,{{hydrate}} from '{}';init({{module_or_path:'{}'}}).then(hydrate)", names.js, names.wasm);
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=names.css/>
                {org.map(|slug| view! { <link rel="stylesheet" id="theme" href=format!("/{slug}/theme.css")/> })}
                <link rel="modulepreload" href=names.js/>
                <link rel="preload" href=names.wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <MetaTags/>
                <script type="application/json" id=ELEMENT inner_html=data></script>
                <script type="module" nonce=nonce inner_html=start></script>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
