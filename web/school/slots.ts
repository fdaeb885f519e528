import type { Overview, Session, Slot } from '#contract';

/** Whose signature a role gives. */
export const SLOT_OF: Readonly<Partial<Record<Session['user']['role'], Slot>>> = {
  homeroomTeacher: 'homeroomTeacher',
  schoolHead: 'schoolHead',
  deputyHead: 'schoolHead',
  clerk: 'orgSignature',
};

/** The states in which a record waits for the signature of a slot. */
export const WAITS_FOR: Readonly<Record<Slot, readonly (keyof Overview['counts'])[]>> = {
  homeroomTeacher: ['ready', 'signingHomeroomTeacher'],
  schoolHead: ['signingSchoolHead'],
  orgSignature: ['signingOrgSignature'],
};
