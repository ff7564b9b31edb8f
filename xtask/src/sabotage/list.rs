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
        ["WHERE t.org_id = $1 AND t.prefix = $3", "WHERE $1 = $1 AND t.prefix = $3"],
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
            "JOIN membership m ON m.org_id = o.id AND m.user_id = $1 WHERE",
            "JOIN membership m ON m.org_id = o.id AND $1 = $1 WHERE",
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
            "let seen = self.seen.get(&change.org).copied().unwrap_or(change.seq - 1);",
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
        "role: a person makes what they lack",
        "crates/desk/src/role/standing.rs",
        [
            "if permissions.is_subset(self.permissions) { Ok(()) }",
            "if permissions.is_subset(Permissions::ALL) { Ok(()) }",
        ],
        "desk",
        "role_escalation::nobody_gains_what_whoever_acts_lacks",
    ),
    sabotage(
        "role: what is given is not looked at",
        "crates/desk/src/member/set_role.rs",
        ["        me.gives(&role)?;\n", ""],
        "desk",
        "member::nobody_gives_or_takes_what_they_lack",
    ),
    sabotage(
        "role: gone, and still allowing",
        "crates/desk/src/role/mod.rs",
        [
            "Self { tag: Self::tag_of(None, key), permissions: Permissions::NONE }",
            "Self { tag: Self::tag_of(None, key), permissions: BuiltInRole::Viewer.permissions() }",
        ],
        "desk",
        "role::a_role_that_is_gone_allows_nothing",
    ),
    sabotage(
        "owner: the last one steps down",
        "crates/desk/src/member/set_role.rs",
        [
            "if target.member.role.is_owner() && tx.owners_besides(user).await? == 0 {",
            "if target.member.role.is_owner() && tx.owners_besides(user).await? < 0 {",
        ],
        "desk",
        "member_owner::two_owners_leave_or_step_down_at_once_two_hundred_times",
    ),
    sabotage(
        "owner: anybody changes an owner",
        "crates/desk/src/role/standing.rs",
        ["            return Err(Error::OwnerProtected);\n", "            return self.holds(role.permissions);\n"],
        "desk",
        "member_owner::owners_alone_change_owners",
    ),
    sabotage(
        "owner: an owner is removed",
        "crates/desk/src/member/remove.rs",
        ["        target.can_go(&mut tx).await?;\n", ""],
        "desk",
        "member_owner::an_owner_is_never_removed_or_deactivated",
    ),
];
