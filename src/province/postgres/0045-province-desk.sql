-- tiers: province
-- What the desk asks of a whole province: pages by name, states of a year; and who recorded a decision to let a school hand in late.
create index packet_by_name on packet (search_key, version_number desc, version_id);
create index registry_event_of_year on registry_event (school_year, school_id, version_id, kind);
alter table late_lane add column recorded_by text not null default '';
