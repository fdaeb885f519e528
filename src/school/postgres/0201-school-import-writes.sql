-- tiers: school
-- Cells that an import gave one source and one revision say both once. Nobody looks for anything inside them, so they are json.
create function pg_temp.packed(cells jsonb) returns jsonb language sql as $$
  select coalesce(jsonb_agg(jsonb_build_object('source', source, 'revision', revision, 'cells', said) || case when same then '{"imported": true}' else '{}'::jsonb end), '[]')
  from (
    select value->'source' as source, value->'revision' as revision, value->'imported' = value->'value' as same,
      jsonb_object_agg(key, case when value->'imported' <> value->'value' then jsonb_build_array(value->'value', value->'imported') else value->'value' end) as said
    from jsonb_each(cells) group by 1, 2, 3) as cell_group
$$;
alter table pupil_years alter cells type json using pg_temp.packed(cells)::json;
alter table pupil_points alter cells type json using pg_temp.packed(cells)::json;
comment on column pupil_years.cells is '[{source, revision, imported, cells: {key: value}}]; the only place the assessment stands.';
comment on column pupil_points.cells is 'As in pupil_years. Changes stand in cell_edits under point:key.';

-- A dry run keeps what its commit would write, once; the commit applies it word for word, and an undoing goes by it. What was read is not kept beside it: the files are.
create table import_writes (
  school_id uuid not null,
  import_id uuid not null,
  writes json not null,
  primary key (school_id, import_id),
  foreign key (school_id, import_id) references import_runs (school_id, import_id)
);
comment on table import_writes is 'PlannedWrites of a run: per pupil the year and the points before and after, staff, classes, codes. Frozen when the run is committed.';

create function pg_temp.packed_year(year jsonb) returns jsonb language sql as $$ select year || jsonb_build_object('cells', pg_temp.packed(year->'cells')) $$;
alter table import_runs no force row level security;
alter table import_effects no force row level security;
insert into import_writes (school_id, import_id, writes)
select run.school_id, run.import_id, json_build_object('staff', coalesce(run.lists_before->'staff', '[]'), 'classrooms', coalesce(run.lists_before->'classrooms', '[]'), 'recoded', json_build_array(), 'newlyCoded', json_build_array(), 'reopened', json_build_array(),
  'pupils', coalesce((
    select jsonb_agg(jsonb_build_object('pupilId', after->'identity'->'pupilId', 'fullName', after->'identity'->'fullName', 'classroom', after->'classroom')
      || case when before = after then '{}' else jsonb_build_object('year', case when before is null then '{}' else jsonb_build_object('before', pg_temp.packed_year(before)) end || jsonb_build_object('after', pg_temp.packed_year(after))) end
      || case when points is null then '{}' else jsonb_build_object('points', (select jsonb_agg(jsonb_build_object('point', point->'point', 'before', pg_temp.packed(point->'before'), 'after', pg_temp.packed(point->'after'))) from jsonb_array_elements(points) as point)) end order by pupil_id)
    from import_effects effect where effect.school_id = run.school_id and effect.import_id = run.import_id), '[]'))
from import_runs run;
drop table import_effects;

-- Nobody looks for anything inside these; json is kept as it came and costs less than jsonb.
alter table import_runs
  drop column reading, drop column plan,
  add column basis text,
  alter column detail drop default, alter column detail type json using detail::json,
  alter column report type json using report::json;
comment on column import_runs.basis is 'What import_writes was made from; null: the files must be read again before a commit. Runs of before this column are of that kind.';
alter table import_runs force row level security;

-- PostgreSQL may have been built without lz4; then the default compression does.
do $$ begin
  alter table import_writes alter column writes set compression lz4;
  alter table import_runs alter column detail set compression lz4, alter column report set compression lz4;
exception when feature_not_supported then null;
end $$;

alter table import_writes enable row level security;
alter table import_writes force row level security;
create policy own_school on import_writes using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);
create policy while_pending on import_writes as restrictive for update
  using (exists (select from import_runs run where run.school_id = import_writes.school_id and run.import_id = import_writes.import_id and run.state in ('dryRun', 'refused')));
grant select, insert on import_writes to :app;
grant update (writes) on import_writes to :app;
grant update (basis) on import_runs to :app;
