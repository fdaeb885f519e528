-- tiers: school
-- A commit took the planned writes out of the database and sent them back as rows. The dry run now keeps them as the rows they become.
alter table import_writes
  add column pupils json not null default '[]',
  add column identities json not null default '[]',
  add column years json not null default '[]',
  add column points json not null default '[]',
  add column edits json not null default '[]';

alter table import_writes no force row level security;
alter table import_runs no force row level security;
with effect as (
  select school_id, import_id, number, one::jsonb as one, (one::jsonb)->'year'->'before' as before, (one::jsonb)->'year'->'after' as after
  from import_writes, json_array_elements(writes->'pupils') with ordinality as pupil (one, number)
), kept as (
  select school_id, import_id,
    json_agg((one - 'year' - 'points') || case when after is null then '{}' else jsonb_build_object('identity', after->'identity') end
      || case when before is null then '{}' else jsonb_build_object('before', (select jsonb_object_agg(key, null) from jsonb_each(after)) || before) end
      || case when one->'points' is null then '{}' else jsonb_build_object('points', (select jsonb_agg(point - 'after') from jsonb_array_elements(one->'points') as point)) end order by number) as pupils,
    json_agg(jsonb_build_object('school_year', after->'schoolYear', 'pupil_id', after->'identity'->'pupilId', 'classroom', after->'classroom', 'list_order', after->'listOrder', 'status', after->'status',
      'frame', after->'frame', 'cells', after->'cells', 'sheet_result', after->'sheetResult', 'accepted', after->'accepted', 'supplementary', after->'supplementary', 'entry_date', after->'entryDate', 'award', after->'award') order by number) filter (where after is not null) as years
  from effect group by school_id, import_id
), at_points as (
  select school_id, import_id, json_agg(jsonb_build_object('pupil_id', one->'pupilId', 'point', point->'point', 'cells', point->'after') order by number) as points
  from effect, jsonb_array_elements(one->'points') as point group by school_id, import_id
)
update import_writes run set writes = (run.writes::jsonb - 'pupils')::json, pupils = coalesce(kept.pupils, '[]'), years = coalesce(kept.years, '[]'), points = coalesce(at_points.points, '[]')
from kept left join at_points using (school_id, import_id) where run.school_id = kept.school_id and run.import_id = kept.import_id;
update import_runs set basis = null where state in ('dryRun', 'refused');
alter table import_writes force row level security;
alter table import_runs force row level security;

comment on table import_writes is 'Everything the commit of a run writes, made by its dry run and frozen when the run is committed.';
comment on column import_writes.writes is 'Staff, classes, codes, records that are opened again: PlannedWrites without pupils.';
comment on column import_writes.pupils is 'Per pupil of whom anything is written: name, class, identity, and what was there before as far as it differs (null: nothing).';
comment on column import_writes.identities is 'Rows as they go into pupils: who is new, and who gets another identity.';
comment on column import_writes.years is 'Rows as they go into pupil_years.';
comment on column import_writes.points is 'Rows as they go into pupil_points.';
comment on column import_writes.edits is 'Rows as they go into cell_edits. Like identities empty in runs of before these columns, which are committed or must be read again.';

do $$ begin
  alter table import_writes alter column pupils set compression lz4, alter column identities set compression lz4, alter column years set compression lz4, alter column points set compression lz4, alter column edits set compression lz4;
exception when feature_not_supported then null;
end $$;
grant update (pupils, identities, years, points, edits) on import_writes to :app;
