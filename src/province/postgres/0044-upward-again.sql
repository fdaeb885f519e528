-- tiers: province
-- A record in a report that the ministry refused goes into a later one: it may stand in several, though in no two that are open or accepted.
drop index upward_item_once;
create index upward_item_by_version on upward_item (version_id);
