import type { PupilId } from '../record/identifiers.ts';

const TEMPORARY = /^TAM-(\d{4,16})$/;

/** A pupil who has no code of the sector database yet holds a draft under a code of the school's own, `TAM-0001` (R96). A record is signed only under the code of the sector. */
export const isTemporary = (pupilId: string): boolean => TEMPORARY.test(pupilId);

/** The next temporary code of a school, after every one that is or was in use. */
export function nextTemporary(used: Iterable<string>): PupilId {
  let last = 0;
  for (const code of used) last = Math.max(last, Number(TEMPORARY.exec(code)?.[1] ?? 0));
  return `TAM-${String(last + 1).padStart(4, '0')}` as PupilId;
}
