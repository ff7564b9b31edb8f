-- Teams: who is in them, which sites they cover, which tickets are theirs, and with that who sees what (D9, B20).

CREATE TABLE team (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    -- The name folded, so that two teams cannot be told apart by case alone.
    name_key text COLLATE "C" NOT NULL,
    description text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name_key)
);

CREATE TABLE team_member (
    org_id uuid NOT NULL,
    user_id uuid NOT NULL,
    team_id uuid NOT NULL,
    is_lead boolean NOT NULL,
    PRIMARY KEY (org_id, user_id, team_id),
    FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, user_id) REFERENCES membership (org_id, user_id) ON DELETE CASCADE
);
CREATE INDEX team_member_team ON team_member (org_id, team_id);

CREATE TABLE team_site (
    org_id uuid NOT NULL,
    site_id uuid NOT NULL,
    team_id uuid NOT NULL,
    PRIMARY KEY (org_id, site_id, team_id),
    FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE
);
CREATE INDEX team_site_team ON team_site (org_id, team_id);

CREATE TABLE invitation_team (
    org_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    team_id uuid NOT NULL,
    PRIMARY KEY (org_id, invitation_id, team_id),
    FOREIGN KEY (org_id, invitation_id) REFERENCES invitation (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id) ON DELETE CASCADE
);
CREATE INDEX invitation_team_team ON invitation_team (org_id, team_id);

ALTER TABLE team ENABLE ROW LEVEL SECURITY;
ALTER TABLE team FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON team TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON team TO helpstead_owner USING (true) WITH CHECK (true);

ALTER TABLE team_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_member FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON team_member TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON team_member TO helpstead_owner USING (true) WITH CHECK (true);

ALTER TABLE team_site ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_site FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON team_site TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON team_site TO helpstead_owner USING (true) WITH CHECK (true);

ALTER TABLE invitation_team ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation_team FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON invitation_team TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON invitation_team TO helpstead_owner USING (true) WITH CHECK (true);

ALTER TABLE ticket ADD COLUMN team_id uuid;
ALTER TABLE ticket ADD CONSTRAINT ticket_team_fk FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id);

-- Nothing to pay where there are no teams.
CREATE INDEX ticket_team ON ticket (org_id, team_id, active_at, id) WHERE team_id IS NOT NULL;
CREATE INDEX ticket_team_category ON ticket (org_id, team_id, category, active_at, id) WHERE team_id IS NOT NULL;

-- B20: whether tickets in no team are seen by those whom teams bind.
ALTER TABLE org ADD COLUMN unrouted_visible boolean NOT NULL DEFAULT true;
-- B30: the member's own switch.
ALTER TABLE membership ADD COLUMN away boolean NOT NULL DEFAULT false;

-- Who sees all, and who sees tickets in no team: the one place that says whom teams bind (B20, domain::access::Standing).
-- On PostgreSQL a view reads as its owner, across organizations: every statement over it names ONE organization or ONE user.
CREATE VIEW member_sight AS
SELECT m.org_id, m.user_id,
    m.role IN ('owner', 'admin')
    OR NOT EXISTS (SELECT 1 FROM team t WHERE t.org_id = m.org_id)
    OR (m.role = 'viewer' AND NOT EXISTS (SELECT 1 FROM team_member i WHERE i.org_id = m.org_id AND i.user_id = m.user_id))
    OR EXISTS (SELECT 1 FROM role r WHERE r.org_id = m.org_id AND r.id::text COLLATE "C" = m.role AND r.permissions ? 'member:role_set')
    AS sees_all,
    (SELECT o.unrouted_visible FROM org o WHERE o.id = m.org_id) AS unrouted
FROM membership m;

GRANT SELECT ON member_sight TO helpstead_run;

-- What is unread among the newest 100 tickets, without those that the member does not see.
DROP VIEW member_org;
CREATE VIEW member_org AS
SELECT m.user_id, m.org_id, m.role, m.seen_at,
    CASE WHEN v.sees_all THEN
        CAST((SELECT COUNT(*)
            FROM (SELECT t.id, t.last_message FROM ticket t WHERE t.org_id = m.org_id AND t.category = 'open'
                  ORDER BY t.active_at DESC, t.id DESC LIMIT 100) AS newest
            LEFT JOIN ticket_seen s ON s.org_id = m.org_id AND s.user_id = m.user_id AND s.ticket_id = newest.id
            WHERE s.message_number IS NULL OR s.message_number < newest.last_message) AS BIGINT)
    ELSE
        CAST((SELECT COUNT(*)
            FROM (SELECT t.id, t.org_id, t.last_message, t.team_id, t.assignee_id FROM ticket t
                  WHERE t.org_id = m.org_id AND t.category = 'open' ORDER BY t.active_at DESC, t.id DESC LIMIT 100) AS newest
            LEFT JOIN ticket_seen s ON s.org_id = m.org_id AND s.user_id = m.user_id AND s.ticket_id = newest.id
            WHERE (s.message_number IS NULL OR s.message_number < newest.last_message)
              AND (newest.assignee_id = m.user_id OR (newest.team_id IS NULL AND v.unrouted)
                   OR EXISTS (SELECT 1 FROM team_member wall WHERE wall.org_id = newest.org_id AND wall.user_id = m.user_id
                              AND wall.team_id = newest.team_id))) AS BIGINT)
    END AS unread
FROM membership m JOIN member_sight v ON v.org_id = m.org_id AND v.user_id = m.user_id WHERE m.deactivated_at IS NULL;
GRANT SELECT ON member_org TO helpstead_run;
