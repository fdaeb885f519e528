-- tiers: school
-- An upload keeps what was answered about its layouts; what was said of columns is remembered for the school in import_layouts.
alter table import_runs add column layouts jsonb not null default '[]';
comment on column import_runs.layouts is 'What the columns of its sheets are, or that a sheet is left out, as somebody answered.';
grant update (layouts) on import_runs to :app;

alter table import_runs no force row level security;
update import_runs set report = report || '{"layouts": []}'::jsonb;
alter table import_runs force row level security;
