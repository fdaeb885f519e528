-- tiers: school, province, ministry
-- The device that gives a person's second factor (RFC 6238). The secret is sealed with a key this database does not know.
create table second_factor (
  account_id uuid primary key references account,
  sealed_secret bytea not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0
);
comment on column second_factor.confirmed_at is 'When the person showed the first code; until then it is asked of nobody.';
comment on column second_factor.last_step is 'The newest time step a code was taken of: none is taken twice.';

create table recovery_code (
  account_id uuid not null references second_factor on delete cascade,
  code_sha256 bytea not null check (length(code_sha256) = 32),
  primary key (account_id, code_sha256)
);
comment on table recovery_code is 'Codes that stand for the device once each.';

grant select, insert, delete on second_factor to :app;
grant update (sealed_secret, created_at, confirmed_at, last_step) on second_factor to :app;
grant select, insert, delete on recovery_code to :app;
