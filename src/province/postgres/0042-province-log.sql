-- tiers: province
-- The transparency log and the confirmations that prove a place in it. No personal data in the log itself.
create table log_state (
  only_row boolean primary key default true check (only_row),
  touch bigint not null default 0
);
insert into log_state default values;
comment on table log_state is 'The row the one sequencer locks.';

create table log_leaf (
  leaf_index bigint primary key,
  leaf_hash bytea not null,
  salt bytea not null,
  event_id uuid not null unique,
  school_id uuid not null,
  version_id text not null,
  kind text not null,
  packet_sha256 text not null,
  at timestamptz not null,
  effective_date date
);
create table log_hash (
  level smallint not null,
  position bigint not null,
  hash bytea not null,
  primary key (level, position)
);
create table log_checkpoint (
  size bigint primary key,
  root bytea not null,
  note text not null,
  at timestamptz not null
);

create table confirmation (
  school_id uuid not null,
  leaf_index bigint not null,
  version_id text not null,
  event text not null,
  xml bytea not null,
  written_at timestamptz not null,
  primary key (school_id, leaf_index)
);
create index confirmation_of_version on confirmation (school_id, version_id);
alter table confirmation enable row level security;
alter table confirmation force row level security;
create policy tenant on confirmation using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid or current_setting('hocba.scope', true) = 'province');

do $$
declare kept text;
begin
  foreach kept in array array['log_leaf', 'log_hash', 'log_checkpoint', 'confirmation'] loop
    execute format('create trigger never_changed before update or delete on %I for each row execute function refuse_change()', kept);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', kept);
  end loop;
end $$;
grant select, insert on log_leaf, log_hash, log_checkpoint, confirmation to :app;
grant select on log_state to :app;
grant update (touch) on log_state to :app;
grant select on log_leaf, log_hash, log_checkpoint, confirmation to :read;
