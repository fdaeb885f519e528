-- tiers: school
-- Versions of a record, their exact bytes at each signature, and the life of the record as events. Nothing here is ever changed.
create table record_versions (
  school_id uuid not null,
  school_year text not null,
  pupil_id text not null,
  version_number integer not null check (version_number >= 1),
  version_id text not null check (version_id ~ '^[0-9a-f]{32}$'),
  classroom text not null,
  wave smallint not null check (wave in (1, 2)),
  replaces_version_id text,
  replaces_sha256 text,
  reason text,
  created_at timestamptz not null,
  created_by text not null,
  primary key (school_id, school_year, pupil_id, version_number),
  unique (school_id, version_id)
);

create table version_stages (
  school_id uuid not null,
  version_id text not null,
  slot text not null check (slot in ('homeroomTeacher', 'schoolHead', 'orgSignature')),
  pupil_id text not null,
  bytes bytea not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null,
  certificate_sha256 text not null,
  primary key (school_id, version_id, slot)
);
comment on table version_stages is 'The exact octets after each signature. The octets of orgSignature are the issued packet.';

create table record_events (
  school_id uuid not null,
  school_year text not null,
  pupil_id text not null,
  number integer not null check (number >= 1),
  kind text not null,
  version_id text,
  detail jsonb not null,
  happened_at timestamptz not null,
  who text not null,
  primary key (school_id, school_year, pupil_id, number)
);
comment on table record_events is 'Life of one pupil × one school year. The number is the lock: two writers cannot both add the same one.';

create table access_log (
  school_id uuid not null,
  entry_id uuid not null,
  happened_at timestamptz not null,
  who text not null,
  what text not null,
  classroom text,
  pupil_id text,
  primary key (school_id, entry_id)
);
comment on table access_log is 'Every view, print and export of pupils'' records (R52).';

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['record_versions', 'version_stages', 'record_events', 'access_log'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy own_school on %I using (school_id = nullif(current_setting(''hocba.school_id'', true), '''')::uuid)', tenant_table);
  end loop;
end $$;

grant select, insert on record_versions, version_stages, record_events, access_log to :app;
