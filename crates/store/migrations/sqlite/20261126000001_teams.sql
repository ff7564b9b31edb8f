-- Teams: who is in them, which sites they cover, which tickets are theirs, and with that who sees what (D9, B20).

CREATE TABLE team (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The name folded, so that two teams cannot be told apart by case alone.
    name_key TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name_key)
) STRICT;

CREATE TABLE team_member (
    org_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    is_lead INTEGER NOT NULL,
    PRIMARY KEY (org_id, user_id, team_id),
    FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, user_id) REFERENCES membership (org_id, user_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX team_member_team ON team_member (org_id, team_id);

CREATE TABLE team_site (
    org_id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    PRIMARY KEY (org_id, site_id, team_id),
    FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX team_site_team ON team_site (org_id, team_id);

CREATE TABLE invitation_team (
    org_id TEXT NOT NULL,
    invitation_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    PRIMARY KEY (org_id, invitation_id, team_id),
    FOREIGN KEY (org_id, invitation_id) REFERENCES invitation (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX invitation_team_team ON invitation_team (org_id, team_id);

-- A column of an existing table gets no composite foreign key here: these three stand for it.
ALTER TABLE ticket ADD COLUMN team_id TEXT;
CREATE TRIGGER ticket_team_known BEFORE INSERT ON ticket
WHEN NEW.team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM team WHERE org_id = NEW.org_id AND id = NEW.team_id)
BEGIN
    SELECT RAISE(ABORT, 'ticket_team');
END;
CREATE TRIGGER ticket_team_still_known BEFORE UPDATE OF team_id ON ticket
WHEN NEW.team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM team WHERE org_id = NEW.org_id AND id = NEW.team_id)
BEGIN
    SELECT RAISE(ABORT, 'ticket_team');
END;
CREATE TRIGGER team_without_tickets BEFORE DELETE ON team
WHEN EXISTS (SELECT 1 FROM ticket WHERE org_id = OLD.org_id AND team_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'ticket_team');
END;

-- Nothing to pay where there are no teams.
CREATE INDEX ticket_team ON ticket (org_id, team_id, active_at, id) WHERE team_id IS NOT NULL;
CREATE INDEX ticket_team_category ON ticket (org_id, team_id, category, active_at, id) WHERE team_id IS NOT NULL;

-- B20: whether tickets in no team are seen by those whom teams bind.
ALTER TABLE org ADD COLUMN unrouted_visible INTEGER NOT NULL DEFAULT 1;
-- B30: the member's own switch.
ALTER TABLE membership ADD COLUMN away INTEGER NOT NULL DEFAULT 0;

-- Who sees all, and who sees tickets in no team: the one place that says whom teams bind (B20, domain::access::Standing).
-- On PostgreSQL a view reads as its owner, across organizations: every statement over it names ONE organization or ONE user.
CREATE VIEW member_sight AS
SELECT m.org_id, m.user_id,
    m.role IN ('owner', 'admin')
    OR NOT EXISTS (SELECT 1 FROM team t WHERE t.org_id = m.org_id)
    OR (m.role = 'viewer' AND NOT EXISTS (SELECT 1 FROM team_member i WHERE i.org_id = m.org_id AND i.user_id = m.user_id))
    OR EXISTS (SELECT 1 FROM role r, json_each(r.permissions) p WHERE r.org_id = m.org_id AND r.id = m.role AND p.value = 'member:role_set')
    AS sees_all,
    (SELECT o.unrouted_visible FROM org o WHERE o.id = m.org_id) AS unrouted
FROM membership m;

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
