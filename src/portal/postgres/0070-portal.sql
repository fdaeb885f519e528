-- tiers: province, ministry
-- Who has just passed the second factor. The token is in a cookie; here is its digest, for a few minutes.
create table portal_view (
  token_sha256 bytea primary key check (length(token_sha256) = 32),
  lookup_code text not null,
  ends_at timestamptz not null
);
create index portal_view_by_end on portal_view (ends_at);

-- Every look-up, view, print and download of a pupil's record (R52). Nothing about the reader's machine is kept: whoever holds the
-- code and the birth date is the family or was given them by it.
create table portal_access (
  lookup_code text not null,
  at timestamptz not null,
  entry_id uuid not null,
  action text not null check (action in ('lookUp', 'view', 'print', 'download', 'verify')),
  channel text not null check (channel in ('page', 'api')),
  version_id text,
  primary key (lookup_code, at, entry_id)
);
comment on table portal_access is 'Access log of the portal. Rows are added and read, never changed or removed by the program.';

grant select, insert, delete on portal_view to :app;
grant select, insert on portal_access to :app;
