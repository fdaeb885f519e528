-- tiers: province
-- What keeps packets verifiable: chains, and what the authorities said about each certificate in the period it was used. Revocation is asked once per certificate and period.
create table validation_certificate (
  sha256 text primary key,
  der bytea not null
);
create table revocation_need (
  certificate_sha256 text not null references validation_certificate,
  period date not null,
  attempts integer not null default 0,
  next_at timestamptz not null,
  trouble text,
  primary key (certificate_sha256, period)
);
comment on table revocation_need is 'A need without revocation_data is the queue. Only the record of attempts changes.';
create table revocation_blob (
  sha256 text primary key,
  kind text not null check (kind in ('crl', 'ocsp')),
  bytes bytea not null,
  fetched_at timestamptz not null
);
create table revocation_data (
  certificate_sha256 text not null,
  period date not null,
  blob_sha256 text not null references revocation_blob,
  primary key (certificate_sha256, period),
  foreign key (certificate_sha256, period) references revocation_need
);
create index revocation_need_due on revocation_need (next_at);

create table packet_certificate (
  school_id uuid not null,
  version_id text not null,
  certificate_sha256 text not null,
  period date not null,
  primary key (school_id, version_id, certificate_sha256),
  foreign key (school_id, version_id) references packet (school_id, version_id),
  foreign key (certificate_sha256) references validation_certificate
);
alter table packet_certificate enable row level security;
alter table packet_certificate force row level security;
create policy tenant on packet_certificate using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid or current_setting('hocba.scope', true) = 'province');

do $$
declare kept text;
begin
  foreach kept in array array['validation_certificate', 'revocation_blob', 'revocation_data', 'packet_certificate'] loop
    execute format('create trigger never_changed before update or delete on %I for each row execute function refuse_change()', kept);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', kept);
  end loop;
end $$;
grant select, insert on validation_certificate, revocation_need, revocation_blob, revocation_data, packet_certificate to :app;
grant update (attempts, next_at, trouble) on revocation_need to :app;
grant select on validation_certificate, revocation_need, revocation_blob, revocation_data, packet_certificate to :read;
