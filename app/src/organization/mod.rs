//! Organizations: making one (`/new`), and its settings (`/{org}/settings/organization`).

mod branding;
mod branding_form;
mod branding_logo;
mod branding_logo_url;
pub mod calls;
mod codes;
mod create;
mod create_form;
mod danger;
mod place;
mod region;
mod settings;
mod settings_form;
mod settings_tabs;
mod setup;
mod slug;
pub mod text;
mod trouble;

pub use branding::OrgBrandingPage;
pub use branding_form::SignaturePreview;
pub use create::OrgCreatePage;
pub use danger::OrgDangerPage;
pub(crate) use place::desk_host;
pub use settings::OrgSettingsPage;
pub(crate) use settings_tabs::SettingsTabs;
pub(crate) use setup::SetupStrip;
pub(crate) use trouble::Trouble;
