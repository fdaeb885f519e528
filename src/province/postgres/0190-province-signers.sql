-- tiers: province
-- The register of signers lives: what each list named, what ended an entry, which certificates are revoked. Rows are only ever added; an entry counts on a day or it does not.
alter table signer add column first_day date;
alter table signer add column certificate_until date;
alter table signer add column certificate_name text;
comment on column signer.first_day is 'From this day the entry counts once it is approved; null for entries before lists ended each other: the day the school stated.';
comment on column signer.certificate_until is 'Last day of the certificate itself; null where it was not read when the entry came.';

create table signer_list (
  school_id uuid not null,
  message_id text not null,
  school_year text not null,
  received_at timestamptz not null,
  seal_sha256 text,
  primary key (school_id, message_id)
);
comment on column signer_list.seal_sha256 is 'Certificate that sealed the list. Null: taken in before lists ended each other.';

create table signer_naming (
  school_id uuid not null,
  message_id text not null,
  signer_id uuid not null,
  primary key (school_id, message_id, signer_id)
);

create table signer_ending (
  school_id uuid not null,
  ending_id uuid not null,
  signer_id uuid not null,
  cause text not null check (cause in ('notNamed', 'replaced', 'withdrawn')),
  last_day date not null,
  reason text,
  decision_number text,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (school_id, ending_id),
  check ((cause = 'withdrawn') = (reason is not null))
);
create index signer_ending_of on signer_ending (school_id, signer_id);
comment on table signer_ending is 'Why and after which day an entry counts no more; of several the earliest holds.';

create table signer_ending_undone (
  school_id uuid not null,
  ending_id uuid not null,
  undone_by text not null,
  undone_at timestamptz not null,
  primary key (school_id, ending_id)
);

create table certificate_revocation (
  certificate_sha256 text primary key,
  revoked_at timestamptz not null,
  found_at timestamptz not null
);
comment on table certificate_revocation is 'Certificates an authority has revoked, as far as the province has asked.';

-- Every entry with its decision, the days it counts, and whether a list has closed it.
create view signer_standing with (security_invoker = true) as
select s.school_id, s.signer_id, s.message_id, s.staff_id, s.full_name, s.role, s.classrooms, s.certificate_sha256, s.certificate_until, s.certificate_name, s.valid_from, s.valid_until,
  coalesce(s.first_day, s.valid_from) as first_day, least(s.valid_until, ended.last_day) as last_day, coalesce(ended.closed, false) as closed, ended.withdrawn_after,
  case when d.approved is null then 'waiting' when d.approved then 'approved' else 'refused' end as decision, d.decided_by, d.decided_at, d.reason as decision_reason, r.revoked_at
from signer s
left join signer_decision d on d.school_id = s.school_id and d.signer_id = s.signer_id
left join certificate_revocation r on r.certificate_sha256 = s.certificate_sha256
left join lateral (
  select min(e.last_day) as last_day, bool_or(e.cause <> 'withdrawn') as closed, min(e.last_day) filter (where e.cause = 'withdrawn') as withdrawn_after from signer_ending e
  where e.school_id = s.school_id and e.signer_id = s.signer_id and not exists (select 1 from signer_ending_undone u where u.school_id = e.school_id and u.ending_id = e.ending_id)
) ended on true;

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['signer_list', 'signer_naming', 'signer_ending', 'signer_ending_undone'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy tenant on %I using (school_id = nullif(current_setting(''hocba.school_id'', true), '''')::uuid or current_setting(''hocba.scope'', true) = ''province'')', tenant_table);
  end loop;
end $$;
grant select, insert on signer_list, signer_naming, signer_ending, signer_ending_undone, certificate_revocation to :app;
grant select on signer_standing to :app;
grant select on signer_ending, signer_ending_undone, certificate_revocation, signer_standing to :read;
-- When the list of a signer came decides between two of one day.
grant select (school_id, message_id, received_at) on message to :read;

-- Lists taken in so far: the newest of a school counts as naming everybody it has named; the next list says more.
set local hocba.scope = 'province';
insert into signer_list (school_id, message_id, school_year, received_at) select school_id, message_id, school_year, received_at from message where kind = 'signers' and item_count > 0;
insert into signer_naming (school_id, message_id, signer_id)
select s.school_id, newest.message_id, s.signer_id from signer s
join lateral (select l.message_id from signer_list l where l.school_id = s.school_id order by l.school_year desc, l.received_at desc limit 1) newest on true;
reset hocba.scope;
