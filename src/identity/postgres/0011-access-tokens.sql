-- tiers: school, province, ministry
-- Tokens a person hands to a program of their own (`hocba import`, `hocba print`): for a few named uses and a few days.
create table access_token (
  token_sha256 bytea primary key check (length(token_sha256) = 32),
  token_id uuid not null unique,
  account_id uuid not null references account,
  uses text[] not null check (cardinality(uses) > 0),
  created_at timestamptz not null,
  ends_at timestamptz not null
);
create index access_token_by_account on access_token (account_id);
create index access_token_by_end on access_token (ends_at);

grant select, insert, delete on access_token to :app;
