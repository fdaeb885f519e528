-- tiers: province
-- Yearly renewals: time-stamps over the root of the log, each covering the one before (RFC 4998 idea; docs/evidence.md).
create table log_renewal (
  number integer primary key check (number > 0),
  origin text not null,
  tree_size bigint not null references log_checkpoint (size),
  root bytea not null,
  previous text,
  token bytea not null,
  at timestamptz not null,
  requested_by text not null,
  check ((number = 1) = (previous is null))
);
create table renewal_certificate (
  number integer not null references log_renewal,
  certificate_sha256 text not null references validation_certificate,
  period date not null,
  primary key (number, certificate_sha256)
);
do $$
declare kept text;
begin
  foreach kept in array array['log_renewal', 'renewal_certificate'] loop
    execute format('create trigger never_changed before update or delete on %I for each row execute function refuse_change()', kept);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', kept);
  end loop;
end $$;
grant select, insert on log_renewal, renewal_certificate to :app;
grant select on log_renewal, renewal_certificate to :read;
