-- tiers: school
-- What the province's register of signers says about the school, as it was last asked.
create table signer_standings (
  school_id uuid primary key,
  standing jsonb not null,
  asked_at timestamptz not null
);
comment on table signer_standings is 'A copy for the screens, replaced as a whole: decisions, endings and warnings are the province''s.';

alter table signer_standings enable row level security;
alter table signer_standings force row level security;
create policy own_school on signer_standings using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid);
grant select, insert, update on signer_standings to :app;
