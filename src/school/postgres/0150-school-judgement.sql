-- tiers: school
-- What people decide about a pupil's year besides its cells: an award, the way of assessment, doubts they have looked at; and the sector code that comes late.
alter table pupil_years add column award jsonb;
comment on column pupil_years.award is 'TT 27/2020 Điều 13: the title the homeroom teacher confirmed, with reason and the recognition by the class.';

create table doubts_seen (
  school_id uuid not null,
  school_year text not null,
  pupil_id text not null,
  doubt text not null check (length(doubt) <= 1000),
  seen_by text not null,
  seen_at timestamptz not null,
  primary key (school_id, school_year, pupil_id, doubt)
);
comment on table doubts_seen is 'Contradictions somebody looked at and left as they are. The key holds the facts: when they change, the doubt is new.';

create table pupil_codes (
  school_id uuid not null,
  old_code text not null,
  new_code text not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (school_id, old_code),
  unique (school_id, new_code)
);
comment on table pupil_codes is 'Temporary codes that were replaced by the code of the sector database (TT 42/2021 Điều 10), append-only.';

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['doubts_seen', 'pupil_codes'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy own_school on %I using (school_id = nullif(current_setting(''hocba.school_id'', true), '''')::uuid)', tenant_table);
  end loop;
end $$;
grant select, insert on doubts_seen, pupil_codes to :app;

-- The app may not rewrite histories; this one step may, for a code that has never left the school. Every table that names a pupil follows, the log of who looked keeps what was true then.
create function replace_temporary_code(old_code text, new_code text, who text, happened_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  own uuid := nullif(current_setting('hocba.school_id', true), '')::uuid;
  pupil_table text;
begin
  if old_code !~ '^TAM-' or new_code ~ '^TAM-' then raise exception 'only a temporary code is replaced, by a code of the sector'; end if;
  if exists (select 1 from record_versions where school_id = own and pupil_id = old_code) then raise exception 'a record with this code has been signed'; end if;
  for pupil_table in
    select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'pupil_id' and t.table_type = 'BASE TABLE' and c.table_name <> 'access_log' order by c.table_name
  loop
    execute format('update %I set pupil_id = $1 where school_id = $2 and pupil_id = $3', pupil_table) using new_code, own, old_code;
  end loop;
  update pupils set identity = jsonb_set(identity, '{pupilId}', to_jsonb(new_code)) where school_id = own and pupil_id = new_code;
  insert into pupil_codes values (own, old_code, new_code, who, happened_at);
end $$;
revoke all on function replace_temporary_code(text, text, text, timestamptz) from public;
grant execute on function replace_temporary_code(text, text, text, timestamptz) to :app;
