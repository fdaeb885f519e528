-- tiers: school, province, ministry
-- Accounts, sessions and programs of one tier. Whoever logs in is looked up before a school is known, so these tables carry no
-- school key; they hold nothing about pupils, and only digests of what opens a door.
create table account (
  account_id uuid primary key,
  username text not null unique check (username = lower(username) and length(username) between 1 and 100),
  password_hash text not null,
  full_name text not null,
  role text not null,
  organisation_code text not null,
  organisation_name text not null,
  classrooms text[] not null default '{}',
  staff_id text,
  active boolean not null default true,
  created_at timestamptz not null
);

create table session (
  token_sha256 bytea primary key check (length(token_sha256) = 32),
  account_id uuid not null references account,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null
);
create index session_by_account on session (account_id);
create index session_by_end on session (ends_at);

create table client_secret (
  client_id text not null,
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  created_at timestamptz not null,
  primary key (client_id, secret_sha256)
);

create table client_token (
  token_sha256 bytea primary key check (length(token_sha256) = 32),
  client_id text not null,
  ends_at timestamptz not null
);
create index client_token_by_client on client_token (client_id);
create index client_token_by_end on client_token (ends_at);

-- Tries of guessable things, counted together by all servers. The bucket is a digest: no name, code or address is kept.
create table guess_budget (
  bucket_sha256 bytea not null check (length(bucket_sha256) = 32),
  window_start timestamptz not null,
  spent integer not null,
  ends_at timestamptz not null,
  primary key (bucket_sha256, window_start)
);
create index guess_budget_by_end on guess_budget (ends_at);

grant select, insert on account to :app;
grant update (password_hash, active) on account to :app;
grant select, insert, delete on session to :app;
grant update (seen_at, ends_at) on session to :app;
grant select, insert, delete on client_secret to :app;
grant select, insert, delete on client_token to :app;
grant select, insert, delete on guess_budget to :app;
grant update (spent) on guess_budget to :app;
