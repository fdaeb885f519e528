import { PlainDate } from '#kernel';
import type { RegisterEntry } from './register.ts';

/** An entry as far as it says who counts when. */
export interface Holding
  extends Pick<RegisterEntry, 'signerId' | 'staffId' | 'role' | 'certificateSha256' | 'classrooms' | 'decision' | 'firstDay'> {
  readonly lastDay: PlainDate;
}

/** What holds of one person, role and certificate from one day to another. */
export interface SignerSpan {
  /** The newest entry that holds; name and delegation are its. */
  readonly signerId: string;
  readonly classrooms: readonly string[];
  readonly from: PlainDate;
  readonly until: PlainDate;
}

const allOf = (entries: readonly Holding[]): readonly string[] =>
  entries.some(({ classrooms }) => classrooms.length === 0) ? [] : [...new Set(entries.flatMap(({ classrooms }) => classrooms))].toSorted();

/**
 * The approved entries of a school, in the order they came, as spans: at every day at most one for a person, role and certificate. Where two entries
 * of the same certificate hold on a day, so do the classes of both.
 */
export function timelineOf(register: readonly Holding[]): readonly SignerSpan[] {
  const holding = register.filter((entry) => entry.decision === 'approved' && entry.firstDay <= entry.lastDay);
  return [...Map.groupBy(holding, ({ role, staffId, certificateSha256 }) => `${role}|${staffId}|${certificateSha256}`).values()].flatMap(
    spansOf,
  );
}

function spansOf(entries: readonly Holding[]): readonly SignerSpan[] {
  const cuts = [...new Set(entries.flatMap((entry) => [entry.firstDay, PlainDate.addDays(entry.lastDay, 1)]))].toSorted();
  const spans: SignerSpan[] = [];
  for (const [i, from] of cuts.slice(0, -1).entries()) {
    const inForce = entries.filter((entry) => entry.firstDay <= from && from <= entry.lastDay);
    const newest = inForce.at(-1);
    if (newest !== undefined)
      spans.push({ signerId: newest.signerId, classrooms: allOf(inForce), from, until: PlainDate.addDays(cuts[i + 1]!, -1) });
  }
  return spans;
}
