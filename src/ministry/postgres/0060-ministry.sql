-- tiers: ministry
-- What provinces report, exactly as it arrived. Rows are only ever added.
create table report (
  message_id text primary key,
  province_code text not null,
  school_year text not null,
  wave smallint not null check (wave in (1, 2)),
  bytes bytea not null,
  sha256 text not null,
  received_at timestamptz not null,
  receipt bytea not null,
  refusals jsonb not null,
  record_count integer not null
);
create table report_result (
  message_id text primary key,
  result bytea not null,
  answered_at timestamptz not null
);
create table reported_packet (
  version_id text primary key,
  message_id text not null,
  province_code text not null,
  lookup_code text not null,
  school_year text not null,
  wave smallint not null,
  sha256 text not null,
  effective_date date not null,
  bytes bytea not null,
  confirmation bytea not null
);
create index reported_packet_by_code on reported_packet (lookup_code);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'HB002';
end $$;
do $$
declare kept text;
begin
  foreach kept in array array['report', 'report_result', 'reported_packet'] loop
    execute format('create trigger never_changed before update or delete on %I for each row execute function refuse_change()', kept);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', kept);
  end loop;
end $$;
grant select, insert on report, report_result, reported_packet to :app;
grant select on reported_packet to :read;
