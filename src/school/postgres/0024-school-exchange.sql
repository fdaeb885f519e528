-- tiers: school
-- What goes to the province and what comes back. A message is stored before it is sent and is always sent with the same octets.
create table messages (
  school_id uuid not null,
  message_id text not null,
  school_year text not null,
  kind text not null check (kind in ('batch', 'roster', 'signers', 'supplementary')),
  classroom text,
  wave smallint check (wave in (1, 2)),
  bytes bytea not null,
  sha256 text not null,
  content_sha256 text not null,
  item_count integer not null,
  created_at timestamptz not null,
  created_by text not null,
  state text not null check (state in ('queued', 'sent', 'received', 'answered', 'refused')),
  attempts integer not null default 0,
  received_at timestamptz,
  receipt bytea,
  receipt_sha256 text,
  result bytea,
  refusals jsonb not null default '[]',
  primary key (school_id, message_id)
);
comment on column messages.content_sha256 is 'Digest of what a list says without id and time: tells whether the province has the present list.';

create table message_items (
  school_id uuid not null,
  message_id text not null,
  number integer not null,
  pupil_id text not null,
  version_id text not null,
  action text not null check (action in ('new', 'replace', 'withdraw')),
  state text not null check (state in ('waiting', 'accepted', 'refused')),
  refusals jsonb not null default '[]',
  primary key (school_id, message_id, number)
);

create table confirmations (
  school_id uuid not null,
  version_id text not null,
  event text not null check (event in ('admitted', 'withdrawn', 'replaced', 'finalized')),
  happened_at timestamptz not null,
  effective_date date,
  xml bytea not null,
  primary key (school_id, version_id, event)
);
comment on table confirmations is 'The signed words of the province on our packets, as exact octets.';

create table confirmation_cursor (
  school_id uuid primary key,
  last_cursor text not null
);

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['messages', 'message_items', 'confirmations', 'confirmation_cursor'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy own_school on %I using (school_id = nullif(current_setting(''hocba.school_id'', true), '''')::uuid)', tenant_table);
  end loop;
end $$;

grant select, insert on messages, message_items, confirmations, confirmation_cursor to :app;
grant update (state, attempts, received_at, receipt, receipt_sha256, result, refusals) on messages to :app;
grant update (state, refusals) on message_items to :app;
grant update (last_cursor) on confirmation_cursor to :app;
