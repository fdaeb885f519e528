-- tiers: school
-- Sign runs: which pupils one person signs in one go, with a result per pupil. A run survives a restart.
create table sign_runs (
  school_id uuid not null,
  run_id uuid not null,
  school_year text not null,
  slot text not null check (slot in ('homeroomTeacher', 'schoolHead', 'orgSignature')),
  state text not null check (state in ('running', 'paused', 'finished')),
  staff_id text not null,
  started_at timestamptz not null,
  started_by text not null,
  primary key (school_id, run_id)
);

create table sign_run_items (
  school_id uuid not null,
  run_id uuid not null,
  number integer not null,
  pupil_id text not null,
  full_name text not null,
  classroom text not null,
  state text not null check (state in ('waiting', 'signed', 'failed', 'skipped')),
  signed_at timestamptz,
  refusal jsonb,
  primary key (school_id, run_id, number)
);

alter table sign_runs enable row level security;
alter table sign_runs force row level security;
create policy own_school on sign_runs using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);
alter table sign_run_items enable row level security;
alter table sign_run_items force row level security;
create policy own_school on sign_run_items using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);

grant select, insert on sign_runs, sign_run_items to :app;
grant update (state) on sign_runs to :app;
grant update (state, signed_at, refusal) on sign_run_items to :app;
