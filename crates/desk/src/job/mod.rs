//! Jobs: what a change asked for, done after it. Any number of nodes may run them; each is done at least once, and a mail
//! that goes out twice after a crash is the same mail (design.md section 4).

mod ended;
mod lane;
mod mail;
mod mail_invitation;
mod run;
mod sweep;

use crate::Desk;
use domain::Timestamp;
use domain::job::Lane;
use tokio::sync::Notify;

/// How a job went that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Went {
    /// It is over.
    Done,
    /// It may not be done before then. That is no try.
    Later(Timestamp),
}

/// Who is woken when a job was added by this process, by lane.
#[derive(Default)]
pub(crate) struct Arrivals {
    quick: Notify,
    mail: Notify,
    long: Notify,
}

impl Arrivals {
    fn of(&self, lane: Lane) -> &Notify {
        match lane {
            Lane::Quick => &self.quick,
            Lane::Mail => &self.mail,
            Lane::Long => &self.long,
        }
    }
}

impl Desk {
    /// Says that a job was added, so that this process does not sleep over it.
    pub(crate) fn job_ready(&self) {
        self.jobs.quick.notify_one();
        self.jobs.mail.notify_one();
    }

    /// As [`Self::job_ready`], for one that may take minutes.
    pub(crate) fn job_ready_long(&self) {
        self.jobs.long.notify_one();
    }

    /// Waits until a job may have been added to a lane by this process. Others are found by looking every second.
    pub async fn job_arrival(&self, lane: Lane) {
        self.jobs.of(lane).notified().await;
    }
}
