//! Where this desk is, as people see it in the address bar: `desk.example`.

/// The host of every link, without `https://`.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn desk_host() -> String {
    let caller = leptos::prelude::use_context::<crate::request::Caller>();
    let url = caller.map(|caller| caller.desk.settings().public_url.clone()).unwrap_or_default();
    url.split_once("://").map_or(url.clone(), |(_, host)| host.to_owned())
}

/// The host of every link, without `https://`.
#[cfg(target_arch = "wasm32")]
pub(crate) fn desk_host() -> String {
    leptos::prelude::window().location().host().unwrap_or_default()
}
