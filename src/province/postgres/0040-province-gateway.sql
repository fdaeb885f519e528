-- tiers: province
-- What schools send, exactly as it arrived, and what the province answered. Rows are only ever added.
create table school_unit (
  school_id uuid primary key,
  code text not null,
  name text not null,
  commune text not null,
  district text
);
comment on table school_unit is 'Schools the province has given access to its gateway.';

create table message (
  school_id uuid not null,
  message_id text not null,
  kind text not null check (kind in ('batch', 'roster', 'supplementary', 'signers', 'earlyFinalization')),
  school_year text not null,
  classroom text,
  wave smallint check (wave in (1, 2)),
  bytes bytea not null,
  sha256 text not null,
  received_at timestamptz not null,
  receipt bytea not null,
  refusals jsonb not null,
  item_count integer not null,
  primary key (school_id, message_id)
);
create index message_by_time on message (school_id, received_at);

create table message_result (
  school_id uuid not null,
  message_id text not null,
  result bytea not null,
  answered_at timestamptz not null,
  primary key (school_id, message_id)
);

create table message_item (
  school_id uuid not null,
  message_id text not null,
  number integer not null,
  action text not null check (action in ('new', 'replace', 'withdraw')),
  version_id text not null,
  pupil_id text,
  full_name text,
  classroom text,
  accepted boolean not null,
  refusals jsonb not null,
  primary key (school_id, message_id, number)
);

create table roster_pupil (
  school_id uuid not null,
  school_year text not null,
  message_id text not null,
  pupil_id text not null,
  full_name text not null,
  birth_date date not null,
  grade smallint not null,
  classroom text not null,
  status text not null check (status in ('studying', 'transferredOut', 'left')),
  personal_id text,
  primary key (school_id, school_year, message_id, pupil_id)
);

create table supplementary_pupil (
  school_id uuid not null,
  school_year text not null,
  message_id text not null,
  pupil_id text not null,
  classroom text not null,
  not_reached text[] not null,
  primary key (school_id, school_year, message_id, pupil_id)
);

create table signer (
  school_id uuid not null,
  signer_id uuid not null,
  message_id text not null,
  staff_id text not null,
  full_name text not null,
  role text not null,
  classrooms text[] not null,
  certificate bytea not null,
  certificate_sha256 text not null,
  valid_from date not null,
  valid_until date not null,
  delegation jsonb,
  primary key (school_id, signer_id)
);
create table signer_decision (
  school_id uuid not null,
  signer_id uuid not null,
  approved boolean not null,
  reason text,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (school_id, signer_id)
);

create table late_lane (
  school_id uuid not null,
  school_year text not null,
  decision_number text not null,
  decision_date date not null,
  recorded_at timestamptz not null,
  primary key (school_id, school_year)
);
comment on table late_lane is 'A decision of the province that lets a school hand in after the cut-off of wave 1.';

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['school_unit', 'message', 'message_result', 'message_item', 'roster_pupil', 'supplementary_pupil', 'signer', 'signer_decision', 'late_lane'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy tenant on %I using (school_id = nullif(current_setting(''hocba.school_id'', true), '''')::uuid or current_setting(''hocba.scope'', true) = ''province'')', tenant_table);
  end loop;
end $$;
grant select, insert on message, message_result, message_item, roster_pupil, supplementary_pupil, signer, signer_decision, late_lane to :app;
grant select, insert, update on school_unit to :app;
grant select on signer, signer_decision, school_unit to :read;
