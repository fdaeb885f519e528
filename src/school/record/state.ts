import type { RECORD_STATES } from '#contract';
import type { Life } from './life.ts';
import type { Outcome } from './outcome.ts';

export type RecordState = (typeof RECORD_STATES)[number];

/** What the data of a year alone say: whether the record may go to signing. */
export function dataStateOf(outcome: Outcome): 'left' | 'incomplete' | 'review' | 'ready' {
  if (outcome.left) return 'left';
  if (outcome.missing.length > 0 || outcome.waitsFor !== undefined) return 'incomplete';
  return outcome.differs && !outcome.accepted ? 'review' : 'ready';
}

const WAITS_AFTER = { homeroomTeacher: 'signingSchoolHead', schoolHead: 'signingOrgSignature', orgSignature: 'issued' } as const;

/** The state people see. It is never stored: data decide until the first signature, events after it. */
export function stateOf(outcome: Outcome, life: Life, inHomeroomRun: boolean): RecordState {
  const { progress } = life;
  if (progress.at === 'signed') return WAITS_AFTER[progress.slot];
  if (progress.at !== 'none') return progress.at;
  const state = dataStateOf(outcome);
  return state === 'ready' && inHomeroomRun ? 'signingHomeroomTeacher' : state;
}
