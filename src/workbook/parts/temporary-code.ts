import type { PersonalId } from '#domain';
import { foldText, type PlainDate } from '#kernel';

/** What tells one pupil from another when there is no code. */
export interface Person {
  readonly fullName: string;
  readonly birthDate: PlainDate;
  readonly personalId?: PersonalId;
}

/** The same person: by số định danh when both have one, else by name and birthday. */
export function isSamePerson(a: Person, b: Person): boolean {
  return a.personalId !== undefined && b.personalId !== undefined
    ? a.personalId === b.personalId
    : a.birthDate === b.birthDate && foldText(a.fullName) === foldText(b.fullName);
}
