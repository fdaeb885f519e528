-- tiers: school, province, ministry
-- The rehearsal clock of a demo: virtual time = real time + shift. Production has no row here and uses real time.
create table tier_clock (
  only_row boolean primary key default true check (only_row),
  shift_ms bigint not null
);
comment on table tier_clock is 'Rehearsal clock: virtual time is real time plus shift_ms. The shift never decreases.';

create function tier_clock_only_forward() returns trigger language plpgsql as $$
begin
  if new.shift_ms < old.shift_ms then
    raise exception 'the rehearsal clock only moves forward' using errcode = 'HB001';
  end if;
  return new;
end $$;

create trigger tier_clock_only_forward before update on tier_clock
  for each row execute function tier_clock_only_forward();

grant select, insert on tier_clock to :app;
grant update (shift_ms) on tier_clock to :app;
grant select on tier_clock to :read;
