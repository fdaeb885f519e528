-- tiers: province
-- Reports to the ministry. A batch is stored before it is sent and always sent with the same octets.
create table upward_batch (
  message_id text primary key,
  school_year text not null,
  wave smallint not null check (wave in (1, 2)),
  bytes bytea not null,
  sha256 text not null,
  record_count integer not null,
  created_at timestamptz not null
);
create table upward_item (
  message_id text not null,
  number integer not null,
  school_id uuid not null,
  version_id text not null,
  primary key (message_id, number)
);
create unique index upward_item_once on upward_item (version_id);
create table upward_receipt (
  message_id text primary key,
  receipt bytea not null,
  received_at timestamptz not null
);
create table upward_result (
  message_id text primary key,
  result bytea not null,
  accepted boolean not null,
  refusals jsonb not null,
  answered_at timestamptz not null
);
grant select, insert on upward_batch, upward_item, upward_receipt, upward_result to :app;
