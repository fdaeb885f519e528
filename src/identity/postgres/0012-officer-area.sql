-- tiers: school, province, ministry
-- The district or commune whose schools an officer below the province answers for; such an officer sees no other.
alter table account add column area text;
