-- tiers: province
-- The originals. Packets, events and finalizations are only ever added; what is final can be followed by nothing but its report.
create table lookup_code (
  lookup_code text primary key,
  school_id uuid not null,
  pupil_id text not null
);
create unique index lookup_code_of_pupil on lookup_code (pupil_id);
comment on table lookup_code is 'Which school holds the record behind a code: the directory of the portal.';

create table head (
  school_id uuid not null,
  pupil_id text not null,
  school_year text not null,
  touch bigint not null default 0,
  primary key (school_id, pupil_id, school_year)
);
comment on table head is 'The row to lock before anything about a pupil and year is decided; the only one that may be updated.';

create table packet (
  school_id uuid not null,
  version_id text not null,
  version_number integer not null,
  pupil_id text not null,
  school_year text not null,
  lookup_code text not null,
  wave smallint not null check (wave in (1, 2)),
  grade smallint not null,
  classroom text not null,
  full_name text not null,
  search_key text not null,
  birth_date date not null,
  school_name text not null,
  overall_result text,
  bytes bytea not null,
  sha256 text not null,
  signers jsonb not null,
  message_id text not null,
  received_at timestamptz not null,
  primary key (school_id, version_id)
);
create index packet_of_pupil on packet (school_id, pupil_id, school_year);
create index packet_by_digest on packet (sha256);
create index packet_by_version on packet (version_id);

create table registry_event (
  school_id uuid not null,
  event_id uuid not null,
  version_id text not null,
  pupil_id text not null,
  school_year text not null,
  kind text not null check (kind in ('admitted', 'withdrawn', 'replaced', 'finalized', 'reported')),
  at timestamptz not null,
  effective_date date,
  reason text,
  detail text,
  primary key (school_id, event_id)
);
create unique index registry_event_once on registry_event (school_id, version_id, kind);

create table finalization (
  school_id uuid not null,
  pupil_id text not null,
  school_year text not null,
  version_id text not null,
  effective_date date not null,
  at timestamptz not null,
  primary key (school_id, pupil_id, school_year)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'HB002';
end $$;


create function refuse_event_after_finality() returns trigger language plpgsql as $$
begin
  if new.kind in ('admitted', 'withdrawn', 'replaced')
    and exists (select 1 from finalization f where f.school_id = new.school_id and f.pupil_id = new.pupil_id and f.school_year = new.school_year) then
    raise exception 'the record of this pupil and year is final' using errcode = 'HB003';
  end if;
  return new;
end $$;

create function refuse_packet_after_finality() returns trigger language plpgsql as $$
begin
  if exists (select 1 from finalization f where f.school_id = new.school_id and f.pupil_id = new.pupil_id and f.school_year = new.school_year) then
    raise exception 'the record of this pupil and year is final' using errcode = 'HB003';
  end if;
  return new;
end $$;
create trigger packet_after_finality before insert on packet for each row execute function refuse_packet_after_finality();
create trigger event_after_finality before insert on registry_event for each row execute function refuse_event_after_finality();

do $$
declare kept text;
begin
  foreach kept in array array['packet', 'registry_event', 'finalization', 'lookup_code'] loop
    execute format('create trigger never_changed before update or delete on %I for each row execute function refuse_change()', kept);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', kept);
  end loop;
end $$;

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['head', 'packet', 'registry_event', 'finalization', 'lookup_code'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy tenant on %I using (school_id = nullif(current_setting(''hocba.school_id'', true), '''')::uuid or current_setting(''hocba.scope'', true) = ''province'')', tenant_table);
  end loop;
end $$;
grant select, insert on packet, registry_event, finalization, lookup_code, head to :app;
grant update (touch) on head to :app;
grant select on packet, registry_event, finalization, lookup_code to :read;
