-- tiers: school
-- An import gives most cells of a pupil the same revision and nothing before: neither is worth saying 35 times.
create function pg_temp.grouped(changes json) returns json language sql as $$
  select coalesce(json_agg(json_build_object('revision', revision, 'cells', cells) order by first), '[]') from (
    select (change->>1)::int as revision, min(number) as first,
      json_object_agg(change->>0, case when change->>2 = '' then change->3 else json_build_array(change->2, change->3) end order by number) as cells
    from json_array_elements(changes) with ordinality as one (change, number) group by 1) as edit_group
$$;
alter table cell_edits alter column changes type json using pg_temp.grouped(changes);
comment on column cell_edits.changes is '[{revision, cells: {cell: after, or [before, after]}}]; a cell of a point before the year end is point:key.';
