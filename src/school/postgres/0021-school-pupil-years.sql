-- tiers: school
-- What is entered for a pupil in one school year, cell by cell, and who changed what.
create table pupil_years (
  school_id uuid not null,
  school_year text not null,
  pupil_id text not null,
  classroom text not null,
  list_order integer not null,
  status text not null check (status in ('studying', 'arrived', 'left')),
  frame jsonb not null,
  cells jsonb not null,
  sheet_result text check (sheet_result in ('HTXS', 'HTT', 'HT', 'CHT')),
  accepted jsonb,
  supplementary jsonb,
  entry_date date,
  primary key (school_id, school_year, pupil_id)
);
comment on column pupil_years.frame is 'What is no cell: grade, not assessed, languages and teachers of subjects.';
comment on column pupil_years.cells is 'Cell key to {value, revision, source}; the only place the assessment stands.';
comment on column pupil_years.accepted is 'The computed result the homeroom teacher accepted although the sheet said another.';
comment on column pupil_years.supplementary is 'TT 27/2020 Điều 11: cells assessed again in summer and the decision of the head; laid over cells.';

create table cell_edits (
  school_id uuid not null,
  school_year text not null,
  pupil_id text not null,
  cell text not null,
  revision integer not null,
  value_before text not null,
  value_after text not null,
  edited_at timestamptz not null,
  edited_by text not null,
  source text not null,
  primary key (school_id, school_year, pupil_id, cell, revision)
);
comment on table cell_edits is 'Every change of every cell, append-only (R81: who, when, old, new).';

create table import_runs (
  school_id uuid not null,
  import_id uuid not null,
  school_year text not null,
  state text not null check (state in ('dryRun', 'committed', 'refused', 'discarded')),
  created_at timestamptz not null,
  created_by text not null,
  committed_at timestamptz,
  reading jsonb not null,
  plan jsonb not null,
  report jsonb not null,
  primary key (school_id, import_id)
);
comment on table import_runs is 'A dry run keeps what was read and what it would change; a commit applies exactly that, once.';

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['pupil_years', 'cell_edits', 'import_runs'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy own_school on %I using (school_id = nullif(current_setting(''hocba.school_id'', true), '''')::uuid)', tenant_table);
  end loop;
end $$;

grant select, insert, update on pupil_years to :app;
grant select, insert on cell_edits to :app;
grant select, insert on import_runs to :app;
grant update (state, committed_at) on import_runs to :app;
