-- Lists of one priority read an index in order, as those of one site or one assignee do.
CREATE INDEX ticket_priority ON ticket (org_id, priority_id, active_at, id);
CREATE INDEX ticket_priority_category ON ticket (org_id, priority_id, category, active_at, id);
