//! Jobs: what a change asked for, done after it. Any number of nodes may run them; each is done at least once, and a mail
//! that goes out twice after a crash is the same mail (design.md section 4).

mod mail;
mod mail_invitation;
mod run;
mod sweep;

use crate::Desk;

impl Desk {
    /// Says that a job was added, so that this process does not sleep over it.
    pub(crate) fn job_ready(&self) {
        self.jobs.notify_one();
    }

    /// Waits until a job was added by this process. Others are found by looking every second.
    pub async fn job_arrival(&self) {
        self.jobs.notified().await;
    }

    /// As [`Self::job_ready`], for one that may take minutes.
    pub(crate) fn job_ready_long(&self) {
        self.long_jobs.notify_one();
    }

    /// As [`Self::job_arrival`], for one that may take minutes.
    pub async fn job_arrival_long(&self) {
        self.long_jobs.notified().await;
    }
}
