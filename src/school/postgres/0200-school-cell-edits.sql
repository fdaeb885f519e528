-- tiers: school
-- The history of cells (R81) by act instead of by cell: an import changes some 35 cells of a pupil at once, and a row with a key of five columns for each cost more than all else it did.
alter table cell_edits rename to cell_edits_by_cell;
alter table cell_edits_by_cell rename constraint cell_edits_pkey to cell_edits_by_cell_pkey;

create table cell_edits (
  school_id uuid not null,
  school_year text not null,
  pupil_id text not null,
  edit_id uuid not null default gen_random_uuid(),
  edited_at timestamptz not null,
  edited_by text not null,
  source text not null,
  changes json not null,
  primary key (school_id, school_year, pupil_id, edit_id)
);
comment on table cell_edits is 'Every change of every cell, append-only (R81: who, when, old, new): one row per pupil, act and source.';
comment on column cell_edits.changes is '[[cell, revision, before, after], …]; a cell of a point before the year end is point:key.';

alter table cell_edits_by_cell no force row level security;
insert into cell_edits (school_id, school_year, pupil_id, edited_at, edited_by, source, changes)
select school_id, school_year, pupil_id, edited_at, edited_by, source, json_agg(json_build_array(cell, revision, value_before, value_after) order by cell, revision)
from cell_edits_by_cell group by school_id, school_year, pupil_id, edited_at, edited_by, source;
drop table cell_edits_by_cell;

alter table cell_edits enable row level security;
alter table cell_edits force row level security;
create policy own_school on cell_edits using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);
grant select, insert on cell_edits to :app;
