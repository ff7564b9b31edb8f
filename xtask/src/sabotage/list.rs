//! The checks that are taken out, one at a time, and the test that must turn red. `docs/security.md` lists them for people.

/// One check less.
pub struct Sabotage {
    /// What is no longer guarded.
    pub name: &'static str,
    /// Where.
    pub file: &'static str,
    /// The check as it stands there, once.
    pub find: &'static str,
    /// The same place without it; must compile.
    pub replace: &'static str,
    /// Whose tests notice.
    pub package: &'static str,
    /// Which of them; `lib:` for one inside the crate, else in its `it`.
    pub test: &'static str,
}

const fn sabotage(
    name: &'static str,
    file: &'static str,
    [find, replace]: [&'static str; 2],
    package: &'static str,
    test: &'static str,
) -> Sabotage {
    Sabotage { name, file, find, replace, package, test }
}

/// All of them.
pub const SABOTAGES: &[Sabotage] = &[
    sabotage(
        "sql: a ticket of any organization",
        "crates/store/src/ticket/mod.rs",
        ["\" WHERE t.org_id = $1 AND t.prefix = $5", "\" WHERE $1 = $1 AND t.prefix = $5"],
        "desk",
        "ticket_change::a_foreign_ticket_is_not_found_like_none",
    ),
    sabotage(
        "sql: a statement without its organization",
        "crates/store/src/priority.rs",
        ["FROM priority WHERE org_id = $1 ORDER BY rank DESC, id", "FROM priority ORDER BY rank DESC, id"],
        "store",
        "prepare::a_tenant_statement_names_its_organization",
    ),
    sabotage(
        "membership: anybody enters",
        "crates/store/src/directory/entry.rs",
        [
            "JOIN membership m ON m.org_id = o.id AND m.user_id = $1 JOIN",
            "JOIN membership m ON m.org_id = o.id AND $1 = $1 JOIN",
        ],
        "server",
        "access_matrix::every_server_function_by_every_principal",
    ),
    sabotage(
        "permission: a site is deleted",
        "crates/desk/src/site/delete.rs",
        ["scope.may(Permission::SiteDelete)?;", ""],
        "server",
        "access_matrix::every_server_function_by_every_principal",
    ),
    sabotage(
        "permission: a ticket is changed",
        "crates/domain/src/role.rs",
        ["(TicketWrite, \"OAG\")", "(TicketWrite, \"OAGV\")"],
        "domain",
        "lib:role::tests::the_matrix_is_the_one_of_the_requirements",
    ),
    sabotage(
        "permission: the audit log is read",
        "crates/desk/src/audit/list.rs",
        ["scope.may(Permission::AuditRead)?;", ""],
        "desk",
        "audit::a_refused_change_leaves_no_row_and_an_agent_reads_none",
    ),
    sabotage(
        "permission: the organization is deleted",
        "crates/desk/src/organization/delete.rs",
        ["        scope.may(Permission::OrgDelete)?;\n        let at", "        let at"],
        "desk",
        "organization_delete::it_takes_the_owner_and_the_name",
    ),
    sabotage(
        "delete: without typing the name",
        "crates/desk/src/organization/delete.rs",
        ["if confirm.trim() != name {", "if confirm.trim() != name && confirm == \"no\" {"],
        "desk",
        "organization_delete::it_takes_the_owner_and_the_name",
    ),
    sabotage(
        "csrf: another site's page posts",
        "server/src/security/csrf.rs",
        ["Some(site) => site == \"same-origin\",", "Some(_) => true,"],
        "server",
        "lib:security::csrf",
    ),
    sabotage(
        "csrf: the layer is not there",
        "server/src/routes.rs",
        ["        .layer(middleware::from_fn_with_state(state.clone(), csrf::check))\n", ""],
        "server",
        "headers::another_sites_page_can_do_nothing",
    ),
    sabotage(
        "origin: any page uses the key",
        "crates/desk/src/access.rs",
        [
            "if !tx.site_allows_origin(org.id, site.site_id, &parsed).await? && !self.is_own_origin(&parsed) {",
            "if false && !self.is_own_origin(&parsed) {",
        ],
        "desk",
        "site_key::knocks_are_counted_and_one_tap_lets_in",
    ),
    sabotage(
        "key: a revoked one works",
        "crates/desk/src/access.rs",
        ["if site.revoked_at.is_some() {", "if site.revoked_at.is_some() && key.as_str().is_empty() {"],
        "desk",
        "site_key::rotating_ends_the_old_key_at_once",
    ),
    sabotage(
        "session: it never ends",
        "crates/desk/src/access.rs",
        [
            "if row.expires_at <= self.now() || row.seen_at.plus_seconds(SESSION_IDLE) <= self.now() {",
            "if row.expires_at <= self.now() && row.seen_at.plus_seconds(SESSION_IDLE) <= self.now() {",
        ],
        "desk",
        "account_sessions::a_session_ends_after_a_week_unused_and_a_month_in_any_case",
    ),
    sabotage(
        "session: a reset leaves the others in",
        "crates/desk/src/account/reset.rs",
        ["        tx.sessions_end(user).await?;\n", ""],
        "desk",
        "account_reset::a_new_password_ends_every_session_and_every_link",
    ),
    sabotage(
        "link: it never expires",
        "crates/desk/src/access.rs",
        ["if link.expires_at <= self.now() {", "if link.expires_at < link.expires_at {"],
        "desk",
        "customer_link::wrong_and_expired_links_open_nothing",
    ),
    sabotage(
        "link: it opens other tickets' files",
        "crates/desk/src/attachment/download.rs",
        [
            "if head.ticket_id != scope.ticket() || head.kind != MessageKind::Public {",
            "if head.kind != MessageKind::Public {",
        ],
        "desk",
        "customer_link::a_link_never_opens_another_ticket_or_its_files_or_a_note_s",
    ),
    sabotage(
        "note: the customer reads it",
        "crates/store/src/message.rs",
        [
            "WHERE org_id = $1 AND ticket_id = $2 AND kind = 'public' ORDER BY number",
            "WHERE org_id = $1 AND ticket_id = $2 ORDER BY number",
        ],
        "desk",
        "customer_link::a_customer_sees_public_messages_newest_first_and_no_trace_of_notes",
    ),
    sabotage(
        "note: the customer downloads its file",
        "crates/desk/src/attachment/download.rs",
        [
            "if head.ticket_id != scope.ticket() || head.kind != MessageKind::Public {",
            "if head.ticket_id != scope.ticket() {",
        ],
        "desk",
        "customer_link::a_link_never_opens_another_ticket_or_its_files_or_a_note_s",
    ),
    sabotage(
        "token: a reset link works twice",
        "crates/store/src/user.rs",
        [
            "WHERE token_hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3",
            "WHERE token_hash = $1 AND kind = $2 AND expires_at > $3",
        ],
        "desk",
        "account_sign_up::a_link_works_once_and_for_an_hour",
    ),
    sabotage(
        "throttle: guessing is free",
        "crates/desk/src/account/sign_in.rs",
        [
            "self.accounts.tries.attempt(&key, PASSWORDS, at).map_err(Error::SlowDown)?;",
            "let _ = self.accounts.tries.attempt(&key, PASSWORDS, at);",
        ],
        "desk",
        "account_sign_in::guessing_gets_slower_for_that_account_alone",
    ),
    sabotage(
        "stream: changes of every organization",
        "server/src/live/stream.rs",
        [
            "let Some(seen) = self.seen.get(&change.org).copied() else { return Some(()) };",
            "let seen = self.seen.get(&change.org).copied().unwrap_or(Seen { seq: change.seq - 1, whole: true });",
        ],
        "server",
        "canary::no_byte_of_one_organization_reaches_the_other",
    ),
    sabotage(
        "html: a message brings its own",
        "crates/desk/src/markdown.rs",
        ["CLEANER.clean(&out).to_string()", "out"],
        "desk",
        "lib:markdown::tests::hostile_markdown_comes_out_harmless",
    ),
    sabotage(
        "audit: the chain covers nothing",
        "crates/desk/src/audit/record.rs",
        [
            "let all = (head, seq, at.0, actor_id, actor_name, action, target, before, after, ip);",
            "let _ = (seq, at, actor_id, actor_name, action, target, before, after, ip);\n    let all = (head, 0);",
        ],
        "desk",
        "audit::one_row_edited_by_hand_breaks_the_chain",
    ),
    sabotage(
        "code: two tickets get one number",
        "crates/store/src/tx.rs",
        [
            "if writes { tx.maybe(ORG_LOCK {}).await? } else { tx.maybe(ORG_SEQ {}).await? }",
            "if writes { tx.maybe(ORG_SEQ {}).await? } else { tx.maybe(ORG_SEQ {}).await? }",
        ],
        "store",
        "codes",
    ),
    sabotage(
        "invitation: any account accepts",
        "crates/desk/src/invitation/accept.rs",
        ["if !door.is_for(user) {", "if false {"],
        "desk",
        "invitation_accept::only_the_invited_address_accepts",
    ),
    sabotage(
        "invitation: an unconfirmed address",
        "crates/desk/src/invitation/accept.rs",
        ["if !user.user().confirmed {", "if false {"],
        "desk",
        "invitation_accept::only_the_invited_address_accepts",
    ),
    sabotage(
        "invitation: a copied link proves it",
        "crates/desk/src/invitation/join.rs",
        ["if !door.proves_address() {", "if false {"],
        "desk",
        "invitation_accept::a_copied_link_proves_nothing_and_tells_nothing",
    ),
    sabotage(
        "invitation: it works after its time",
        "crates/store/src/directory/invitation.rs",
        ["AND generation = $3 AND expires_at > $5", "AND generation = $3"],
        "desk",
        "invitation_accept::a_known_person_accepts_once_and_in_time",
    ),
    sabotage(
        "invitation: it works twice",
        "crates/store/src/directory/invitation.rs",
        ["AND id = $2 AND state = 'pending' AND generation", "AND id = $2 AND generation"],
        "desk",
        "invitation_accept::twenty_accept_the_same_invitation",
    ),
    sabotage(
        "invitation: a role beyond one's own",
        "crates/desk/src/invitation/mod.rs",
        ["!self.tag.key.is_owner() && self.permissions.is_subset(permissions)", "permissions == permissions"],
        "desk",
        "invitation::a_role_is_given_by_who_has_what_it_has",
    ),
    sabotage(
        "invitation: from who may no more",
        "crates/desk/src/invitation/mod.rs",
        [
            "Ok(role.filter(|role| may && role.can_be_given_with(inviters.permissions)))",
            "Ok(role.filter(|_| may || !may))",
        ],
        "desk",
        "invitation_accept::an_invitation_is_worth_what_its_inviter_may_still_give",
    ),
    sabotage(
        "seats: one more is invited",
        "crates/desk/src/invitation/create.rs",
        ["if !budget.seats.has_free() {", "if false {"],
        "desk",
        "invitation::twenty_invite_for_the_last_seat",
    ),
    sabotage(
        "seats: one more comes in",
        "crates/desk/src/invitation/accept.rs",
        ["if seats.limit.is_some_and(|limit| seats.members >= limit) {", "if seats.members < 0 {"],
        "desk",
        "invitation_accept::twenty_accept_for_two_seats",
    ),
    sabotage(
        "wall: the list, its counts and what is found",
        "crates/store/src/ticket/list_sql.rs",
        [
            "let _ = write!(conditions, \" AND {}\", in_sight!());",
            "let _ = write!(conditions, \" AND (true OR {})\", in_sight!());",
        ],
        "store",
        "sight::sqlite::every_way_shows_what_the_rule_allows",
    ),
    sabotage(
        "wall: hidden hits crowd out the others",
        "crates/store/src/search/sqlite.rs",
        ["AND t.id = d.ticket_id AND {}", "AND t.id = d.ticket_id AND (true OR {})"],
        "store",
        "sight::sqlite::hidden_hits_take_no_place_among_the_newest",
    ),
    sabotage(
        "wall: a ticket by its code",
        "crates/store/src/ticket/mod.rs",
        [
            "\" WHERE t.org_id = $1 AND t.prefix = $5 AND t.number = $6 AND \", visible!());",
            "\" WHERE t.org_id = $1 AND t.prefix = $5 AND t.number = $6 AND (true OR \", visible!(), \")\");",
        ],
        "desk",
        "team_sight::an_agent_of_one_team_meets_the_wall_at_every_door::sqlite",
    ),
    sabotage(
        "wall: whether a code is one",
        "crates/store/src/ticket/mod.rs",
        [
            "FROM ticket t WHERE t.org_id = $1 AND t.prefix = $5 AND t.number = $6 AND \", visible!());",
            "FROM ticket t WHERE t.org_id = $1 AND t.prefix = $5 AND t.number = $6 AND (true OR \", visible!(), \")\");",
        ],
        "store",
        "sight::sqlite::every_way_shows_what_the_rule_allows",
    ),
    sabotage(
        "wall: a file",
        "crates/store/src/attachment.rs",
        ["AND a.id = $5 AND \", visible!());", "AND a.id = $5 AND (true OR \", visible!(), \")\");"],
        "desk",
        "team_sight::an_agent_of_one_team_meets_the_wall_at_every_door::sqlite",
    ),
    sabotage(
        "wall: a stream catches up",
        "crates/store/src/event.rs",
        ["AND t.id = e.ticket_id AND \", visible!(), \"", "AND t.id = e.ticket_id AND (true OR \", visible!(), \")"],
        "server",
        "live_sight::catching_up_names_no_hidden_ticket",
    ),
    sabotage(
        "wall: a stream passes on",
        "server/src/live/stream.rs",
        ["|| (is_tickets && !seen.whole) {", "|| (is_tickets && !seen.whole && change.seq < 0) {"],
        "server",
        "live_sight::a_running_stream_follows_a_ticket_through_the_wall",
    ),
    sabotage(
        "wall: a stream that saw all goes on",
        "server/src/live/stream.rs",
        [
            "let whole = is_tickets || self.sees_all(&change.org).await;",
            "let whole = is_tickets || self.sees_all(&change.org).await || seen.whole;",
        ],
        "server",
        "live_sight::a_stream_that_saw_all_is_bound_by_the_first_team",
    ),
    sabotage(
        "wall: somebody else's counts",
        "crates/desk/src/ticket/list.rs",
        ["walled: Some(tx.sight()).filter(|sight| !sight.is_whole()).cloned(),", "walled: None,"],
        "desk",
        "team_sight::counts_of_one_are_not_shown_to_another::sqlite",
    ),
    sabotage(
        "wall: given to who does not see it",
        "crates/desk/src/ticket/change.rs",
        [
            "if !tx.member_sees(user, ticket.team_id).await? {",
            "if !tx.member_sees(user, ticket.team_id).await? && user.0.is_nil() {",
        ],
        "desk",
        "team_sight::an_assignee_sees_the_ticket_before_they_get_it::sqlite",
    ),
    sabotage(
        "wall: into a team of others",
        "crates/desk/src/invitation/create.rs",
        [
            "Some(user) if !ids.is_empty() => tx.teams_to_give(user).await?,",
            "Some(_) if !ids.is_empty() => tx.team_tags().await?,",
        ],
        "desk",
        "team::an_invitation_leads_into_teams_its_inviter_sees::sqlite",
    ),
    sabotage(
        "permission: a team is changed",
        "crates/desk/src/team/edit.rs",
        ["scope.may(Permission::TeamEdit)?;", "let _ = Permission::TeamEdit;"],
        "desk",
        "team::a_team_is_made_changed_and_deleted::sqlite",
    ),
];
