-- tiers: school
-- TT 27/2020 Điều 7: workbooks of the points before the year end are brought in to pupil_points, and can be taken out again.
alter table import_effects add column points jsonb;
comment on column import_effects.points is 'Per point before the year end: its cells before and after. before and after of a pupil of whom nothing else changed are the same year.';
comment on column import_runs.answers is 'Which pupil a row is about, and of which point of assessment a sheet is, as somebody answered.';
