import { err, ok, PlainDate, type Result, unwrap } from '#kernel';
import { SchoolYear } from '../record/identifiers.ts';
import { type Refusal, refusal } from '../refusal/refusal.ts';

/** What an officer decides about: this certificate for this person, role, classes and time. */
export interface SignerSubject {
  readonly staffId: string;
  readonly role: string;
  readonly certificateSha256: string;
  /** Empty: every class of the school. */
  readonly classrooms: readonly string[];
  /** First and last day the school states, both inclusive. */
  readonly from: PlainDate;
  readonly until: PlainDate;
}
/** Why an entry no longer counts: the school's newer list names the person no more, names another entry instead, or the province withdrew its approval. */
export type EndingCause = 'notNamed' | 'replaced' | 'withdrawn';
/** `lastDay` is the last day on which the entry still counts. */
export interface SignerEnding {
  readonly signerId: string;
  readonly cause: EndingCause;
  readonly lastDay: PlainDate;
}

/** One row of the register of a school (R30), with what has happened to it. */
export interface RegisterEntry extends SignerSubject {
  readonly signerId: string;
  readonly fullName: string;
  /** From this day the entry counts, once it is approved. */
  readonly firstDay: PlainDate;
  readonly decision: 'waiting' | 'approved' | 'refused';
  readonly endings: readonly SignerEnding[];
  /** Named by the list in force, or by one that came after it and waits for its seal. */
  readonly listed: boolean;
}

/** The same person, role, certificate, classes and time: named again, the entry goes on with its decision. */
export const subjectOf = ({ certificateSha256, role, staffId, classrooms, from, until }: SignerSubject): string =>
  [certificateSha256, role, staffId, classrooms.toSorted().join(','), from, until].join('|');
const personOf = ({ staffId, role }: SignerSubject): string => `${role}|${staffId}`;

/** What a list ended stays ended: named again, the person gets a new entry and a new decision. A withdrawal ends it from its own day. */
const isOpen = ({ endings }: RegisterEntry, on: PlainDate): boolean =>
  endings.every(({ cause, lastDay }) => cause === 'withdrawn' && lastDay >= on);

/** The last day on which the entry counts: stated by the school, or earlier by what ended it. */
export const lastDayOf = ({ until, endings }: Pick<RegisterEntry, 'until' | 'endings'>): PlainDate =>
  [until, ...endings.map(({ lastDay }) => lastDay)].toSorted()[0]!;

export interface ListedAnswer {
  /** Entry that goes on, by its place in the list; undefined: a new one. */
  readonly known: readonly (string | undefined)[];
  /** First day of each place in the list. */
  readonly firstDays: readonly PlainDate[];
}

/** From which day a list may speak of somebody it spoke of before: after the time that ran out by itself; of what still counts or was ended, from its own day on. */
const freeFrom = (entry: RegisterEntry, on: PlainDate): PlainDate =>
  entry.endings.length === 0 && entry.until < on ? PlainDate.addDays(entry.until, 1) : on;

/**
 * A list (message 150) of day `on`. Whom it names for the first time counts from the day it states; a change to somebody approved before
 * counts from the day of the list, so that no list changes what held on a day gone by.
 */
export function readAgainst(register: readonly RegisterEntry[], named: readonly SignerSubject[], on: PlainDate): ListedAnswer {
  const open = new Map(register.filter((entry) => isOpen(entry, on)).map((entry) => [subjectOf(entry), entry.signerId]));
  const approved = Map.groupBy(
    register.filter(({ decision }) => decision === 'approved'),
    personOf,
  );
  return {
    known: named.map((subject) => open.get(subjectOf(subject))),
    firstDays: named.map(
      (subject) => [subject.from, ...(approved.get(personOf(subject)) ?? []).map((entry) => freeFrom(entry, on))].toSorted().at(-1)!,
    ),
  };
}

/**
 * What the list in force ends, asked whenever a list or an approval has changed the register. An entry that waits and is named no more ends at
 * once. An approved one whose person has no place in the list any more ends with the day of the list, or with the day before the school
 * year the list speaks of. One whose person is named otherwise ends when that other entry is approved and begins: never before, for what
 * was taken in meanwhile would lose its signer.
 */
export function endingsNow(
  register: readonly RegisterEntry[],
  { on, schoolYear }: { readonly on: PlainDate; readonly schoolYear: SchoolYear },
): readonly SignerEnding[] {
  const eve = PlainDate.addDays(unwrap(PlainDate.of(SchoolYear.firstYear(schoolYear), 9, 1)), -1);
  const listed = Map.groupBy(
    register.filter((entry) => entry.listed),
    personOf,
  );
  return register
    .filter((entry) => !entry.listed && entry.decision !== 'refused' && isOpen(entry, on))
    .flatMap((entry): readonly SignerEnding[] => {
      const ending = (cause: EndingCause, lastDay: PlainDate): readonly SignerEnding[] => [
        { signerId: entry.signerId, cause, lastDay: lastDay < on ? on : lastDay },
      ];
      const successors = listed.get(personOf(entry));
      if (entry.decision === 'waiting') return ending('notNamed', on);
      if (successors === undefined) return ending('notNamed', eve);
      const begins = successors
        .filter(({ decision }) => decision === 'approved')
        .map(({ firstDay }) => firstDay)
        .toSorted()[0];
      return begins === undefined ? [] : ending('replaced', PlainDate.addDays(begins, -1));
    });
}

/** An officer's word about an entry that waits (R30). */
export function mayDecide(entry: RegisterEntry | undefined, on: PlainDate): Result<RegisterEntry, Refusal> {
  if (entry === undefined) return err(refusal('province/signer-not-found'));
  if (entry.decision !== 'waiting') return err(refusal('province/signer-decided', { signer: entry.fullName }));
  return isOpen(entry, on)
    ? ok(entry)
    : err(refusal('province/signer-ended', { signer: entry.fullName, date: PlainDate.toVietnamese(lastDayOf(entry)) }));
}
