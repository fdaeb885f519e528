-- tiers: school
-- Print runs: records of one or more classes printed in one go, with a result per record. A run survives a restart; its files are kept for a day.
create table print_runs (
  school_id uuid not null,
  run_id uuid not null,
  school_year text not null,
  product text not null check (product in ('hocBa', 'extract')),
  state text not null check (state in ('running', 'cancelled', 'finished')),
  started_at timestamptz not null,
  started_by text not null,
  primary key (school_id, run_id)
);

create table print_run_items (
  school_id uuid not null,
  run_id uuid not null,
  number integer not null,
  pupil_id text not null,
  full_name text not null,
  classroom text not null,
  state text not null check (state in ('waiting', 'printed', 'failed')),
  pdf bytea,
  refusal jsonb,
  primary key (school_id, run_id, number),
  foreign key (school_id, run_id) references print_runs (school_id, run_id)
);
comment on column print_run_items.pdf is 'The printed record; null again when the files of the run are no longer kept.';

alter table print_runs enable row level security;
alter table print_runs force row level security;
create policy own_school on print_runs using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);
alter table print_run_items enable row level security;
alter table print_run_items force row level security;
create policy own_school on print_run_items using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);

grant select, insert on print_runs, print_run_items to :app;
grant update (state) on print_runs to :app;
grant update (state, pdf, refusal) on print_run_items to :app;
