//! The use cases, from outside, on a throw-away SQLite file with a fake clock and mailer. One module per use case.

/// The same story on each engine: functions that take a world.
#[macro_export]
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {$(
        mod $test {
            #[tokio::test]
            async fn sqlite() {
                super::$test(testkit::World::new().await).await;
            }
            #[tokio::test]
            async fn postgres() {
                super::$test(testkit::World::postgres().await).await;
            }
        }
    )*};
}

mod account_delete;
mod account_email;
mod account_memberships;
mod account_passkey;
mod account_reset;
mod account_sessions;
mod account_set_password;
mod account_sign_in;
mod account_sign_up;
mod account_two_factor;
mod audit;
mod customer;
mod customer_link;
mod customer_open;
mod customer_reply;
mod export;
mod invitation;
mod invitation_accept;
mod job_lane;
mod job_mail;
mod job_run;
mod mail;
mod mail_decide;
mod mail_frame;
mod mail_leaves;
mod mail_loops;
mod mail_mode;
mod mail_outage;
mod mail_process;
mod mail_proven;
mod mail_replay;
mod mail_spoof;
mod mail_thread;
mod mailbox;
mod mailbox_settings;
mod member;
mod member_directory;
mod member_owner;
mod organization_branding;
mod organization_create;
mod organization_delete;
mod organization_edit;
mod organization_logo_fetch;
mod organization_setup;
mod role;
mod role_change;
mod role_escalation;
mod site_create;
mod site_key;
mod team;
mod team_sight;
mod ticket;
mod ticket_change;
mod ticket_list;
mod ticket_open;
mod ticket_reply;
