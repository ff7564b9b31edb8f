//! Parts that know no noun of the business: buttons, fields, dialogs, toasts, keys. Looks are in `style/ui/`.

pub mod avatar;
pub mod browser;
pub mod button;
pub mod copy;
pub mod dialog;
pub mod empty;
pub mod field;
pub mod icon;
pub mod keys;
pub mod list_field;
pub mod palette;
pub mod pill;
pub mod rich_text;
pub mod sent;
pub mod settled;
pub mod sheet;
pub mod skeleton;
pub mod text_area;
pub mod time;
pub mod toast;

pub use avatar::Avatar;
pub use button::{Button, IconButton, LinkButton};
pub use copy::{Copy, CopyButton};
pub use dialog::{BareDialog, Dialog};
pub use empty::{Empty, Notice};
pub use field::{Field, Invalid, Select};
pub use icon::Icon;
pub use list_field::{Cursor, ListField};
pub use pill::{Level, Pill};
pub use rich_text::RichText;
pub use sent::Sent;
pub use settled::Settled;
pub use skeleton::Skeleton;
pub use text_area::TextArea;
pub use time::{Time, Waiting, use_clock};
