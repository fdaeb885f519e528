-- tiers: school
-- Schools, the people who work there and the pupils. A school sees its own rows only; names of schools are public.
create table schools (
  school_id uuid primary key,
  code text not null,
  name text not null,
  commune text not null,
  district text,
  province text not null,
  province_department_code text not null,
  issue_place text not null,
  current_school_year text
);
comment on table schools is 'One row per school; school_id is derived from the sector code.';

create table staff (
  school_id uuid not null,
  school_year text not null,
  staff_id text not null,
  full_name text not null,
  position text not null,
  working boolean not null,
  primary key (school_id, school_year, staff_id)
);

create table classrooms (
  school_id uuid not null,
  school_year text not null,
  classroom text not null,
  grade smallint not null check (grade between 1 and 5),
  homeroom_staff_id text,
  primary key (school_id, school_year, classroom)
);

create table pupils (
  school_id uuid not null,
  pupil_id text not null,
  identity jsonb not null,
  primary key (school_id, pupil_id)
);
comment on column pupils.identity is 'PupilIdentity as on the birth certificate (TT 27/2020 Phụ lục 1, trang 3).';

create table look_up_codes (
  school_id uuid not null,
  pupil_id text not null,
  lookup_code text not null check (lookup_code ~ '^[0-9a-f]{32}$'),
  primary key (school_id, pupil_id)
);
comment on table look_up_codes is 'MA_TRA_CUU, one per pupil, never changed and never reused.';

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['staff', 'classrooms', 'pupils', 'look_up_codes'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy own_school on %I using (school_id = nullif(current_setting(''hocba.school_id'', true), '''')::uuid)', tenant_table);
  end loop;
end $$;

alter table schools enable row level security;
alter table schools force row level security;
create policy names_are_public on schools for select using (true);
create policy own_school_insert on schools for insert with check (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);
create policy own_school_update on schools for update using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);

grant select, insert, update on schools, staff, classrooms, pupils to :app;
grant select, insert on look_up_codes to :app;
