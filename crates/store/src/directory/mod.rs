//! Directory tables: ids, hashes and routing, read before an organization is known (design.md section 4). Nothing
//! outside this folder and the search and job files touches them.

pub mod entry;
pub mod invitation;
pub mod mailbox;
pub mod membership;
pub mod origin;
pub mod site_key;
pub mod ticket_link;
