-- tiers: school
-- TT 27/2020 Điều 7: what is assessed before the year end. The year end stays in pupil_years; nothing of these goes into the học bạ.
create table pupil_points (
  school_id uuid not null,
  school_year text not null,
  pupil_id text not null,
  point text not null check (point in ('midTerm1', 'endOfTerm1', 'midTerm2')),
  cells jsonb not null,
  primary key (school_id, school_year, pupil_id, point)
);
comment on column pupil_points.cells is 'Cell key to {value, revision, source}, as in pupil_years. Changes stand in cell_edits under point:key.';

alter table pupil_points enable row level security;
alter table pupil_points force row level security;
create policy own_school on pupil_points using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);
grant select, insert, update on pupil_points to :app;
