-- tiers: school
-- An upload is a pending import: its files, the answers given about rows and layouts, and, once committed, what each pupil was before and after.
alter table import_runs drop constraint import_runs_state_check;
alter table import_runs add constraint import_runs_state_check check (state in ('dryRun', 'committed', 'refused', 'discarded', 'undone'));
alter table import_runs
  add column files_sha256 text,
  add column answers jsonb not null default '[]',
  add column detail jsonb not null default '{}',
  add column lists_before jsonb,
  add column undone_at timestamptz,
  add column undone_by text,
  add column undone_reason text,
  add column undone jsonb;
comment on column import_runs.files_sha256 is 'Of all files and their names: the same upload once more is the same pending import.';
comment on column import_runs.answers is 'Which pupil a row is about, as somebody answered.';
comment on column import_runs.detail is 'What lists of any length show page by page: rows, changes, spellings, refusals.';
comment on column import_runs.lists_before is 'Staff, classes and year of the school that the commit changed, before and after.';
comment on column import_runs.undone is 'What was put back, and by name what was left alone because it had changed since.';
create index import_runs_pending on import_runs (school_id, files_sha256) where state in ('dryRun', 'refused');

create table import_files (
  school_id uuid not null,
  import_id uuid not null,
  number integer not null,
  name text not null,
  bytes bytea not null,
  primary key (school_id, import_id, number),
  foreign key (school_id, import_id) references import_runs (school_id, import_id)
);
comment on table import_files is 'The uploaded octets: read again after an answer, and for the workbook of refused rows; dropped after some weeks.';

create table import_effects (
  school_id uuid not null,
  import_id uuid not null,
  pupil_id text not null,
  before jsonb,
  after jsonb not null,
  primary key (school_id, import_id, pupil_id),
  foreign key (school_id, import_id) references import_runs (school_id, import_id)
);
comment on table import_effects is 'One row per pupil whose data an import changed: PupilYear before (null: there was none) and after.';

create table import_layouts (
  school_id uuid not null,
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  mapping jsonb not null,
  remembered_at timestamptz not null,
  remembered_by text not null,
  primary key (school_id, fingerprint)
);
comment on table import_layouts is 'How this school said the columns of a layout are to be read; the fingerprint is of its headers.';

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['import_files', 'import_effects', 'import_layouts'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy own_school on %I using (school_id = nullif(current_setting(''hocba.school_id'', true), '''')::uuid)', tenant_table);
  end loop;
end $$;

grant update (reading, plan, report, answers, detail, lists_before, undone_at, undone_by, undone_reason, undone) on import_runs to :app;
grant select, insert, delete on import_files to :app;
grant select, insert on import_effects to :app;
grant select, insert, update, delete on import_layouts to :app;
-- Only the undoing of an import takes away what the import itself brought in.
grant delete on pupil_years, pupils, staff, classrooms to :app;

-- Runs of before have no files: what they would have committed can no longer be read again.
alter table import_runs no force row level security;
update import_runs set
  state = case when state in ('dryRun', 'refused') then 'discarded' else state end,
  detail = jsonb_build_object('pupils', '[]'::jsonb, 'refused', '[]'::jsonb, 'normalised', coalesce(report->'normalised', '[]'::jsonb)),
  report = (report - 'changes') || jsonb_build_object('normalised', '[]'::jsonb, 'problemsLeftOff', 0, 'blocked', state = 'refused', 'colours', '{"green": 0, "yellow": 0, "red": 0}'::jsonb,
    'counts', (report->'counts') || '{"refusedRows": 0, "asked": 0}'::jsonb);
alter table import_runs force row level security;
