//! Looks into mailboxes elsewhere: each folder in a task of its own, so that a slow server holds up its own mail alone.

use super::Stopping;
use desk::Desk;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often to see which folders are due.
const LOOK: Duration = Duration::from_secs(1);
/// How long to leave a database alone that did not answer.
const TROUBLE: Duration = Duration::from_secs(5);

pub(super) async fn run(desk: Desk, mut stopping: Stopping) {
    let mut looking = JoinSet::new();
    while !stopping.now() {
        match desk.mailbox_polls().await {
            Ok(polls) => {
                for poll in polls {
                    let desk = desk.clone();
                    looking.spawn(async move {
                        if let Err(error) = desk.mailbox_poll(poll).await {
                            tracing::warn!(%error, "a look into a mailbox was not written down");
                        }
                    });
                }
                while looking.try_join_next().is_some() {}
                stopping.sleep(LOOK).await;
            }
            Err(error) => {
                tracing::warn!(%error, "mailboxes wait: which of them are due could not be read");
                stopping.sleep(TROUBLE).await;
            }
        }
    }
    // What was fetched and not yet kept is fetched again.
    looking.shutdown().await;
}
