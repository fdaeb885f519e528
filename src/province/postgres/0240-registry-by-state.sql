-- tiers: province
-- The registry by state: the events of a kind without the others.
create index registry_event_by_kind on registry_event (kind, school_id, version_id);
