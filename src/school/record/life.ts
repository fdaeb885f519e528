import type { Sha256Hex, VersionId } from '#domain';
import type { PlainDate } from '#kernel';
import type { SlotName } from '../model.ts';
import type { RecordEvent, StatedRefusal } from './events.ts';

/** Where the version in work stands. `none`: nothing is signed, the data of the year alone decide. */
export type Progress =
  | { readonly at: 'none' }
  | { readonly at: 'signed'; readonly slot: SlotName; readonly versionId: VersionId; readonly sha256: Sha256Hex }
  | { readonly at: 'submitted' | 'admitted' | 'withdrawn' | 'finalized'; readonly versionId: VersionId; readonly sha256: Sha256Hex }
  | { readonly at: 'refused'; readonly versionId: VersionId; readonly sha256: Sha256Hex };

/** What the events of a record add up to. */
export interface Life {
  readonly progress: Progress;
  /** The version the province holds as current; stays while a replacement is prepared. */
  readonly admitted?: { readonly versionId: VersionId; readonly sha256: Sha256Hex };
  /** Set from the opening of a replacement until it is admitted. */
  readonly replacing?: { readonly versionId: VersionId; readonly sha256: Sha256Hex; readonly reason: string };
  readonly withdrawalPending: boolean;
  readonly refusals: readonly StatedRefusal[];
  readonly withdrawnReason?: string;
  readonly effectiveDate?: PlainDate;
  readonly eventCount: number;
}

const BORN: Life = { progress: { at: 'none' }, withdrawalPending: false, refusals: [], eventCount: 0 };

/** Folds the events, oldest first. Every kind has one row; an event that no longer fits (a late word about an older version) changes nothing. */
export function lifeOf(events: readonly RecordEvent[]): Life {
  return events.reduce((life, event) => ({ ...evolve(life, event), eventCount: event.number }), BORN);
}

const sameVersion = (life: Life, versionId: VersionId): boolean => 'versionId' in life.progress && life.progress.versionId === versionId;

function without<K extends 'admitted' | 'replacing' | 'withdrawnReason'>(life: Life, key: K): Omit<Life, K> {
  const { [key]: _, ...rest } = life;
  return rest;
}

function evolve(life: Life, event: RecordEvent): Life {
  const moved = (at: 'submitted' | 'admitted' | 'refused' | 'withdrawn'): Progress =>
    'sha256' in life.progress ? { at, versionId: life.progress.versionId, sha256: life.progress.sha256 } : life.progress;
  switch (event.kind) {
    case 'signed':
      return { ...life, progress: { at: 'signed', slot: event.slot, versionId: event.versionId, sha256: event.sha256 }, refusals: [] };
    case 'reopened':
      return { ...without(life, 'withdrawnReason'), progress: { at: 'none' } };
    case 'submitted':
      return sameVersion(life, event.versionId) ? { ...life, progress: moved('submitted'), refusals: [] } : life;
    case 'notReceived':
      return sameVersion(life, event.versionId) && 'sha256' in life.progress
        ? {
            ...life,
            progress: { at: 'signed', slot: 'orgSignature', versionId: life.progress.versionId, sha256: life.progress.sha256 },
            refusals: event.refusals,
          }
        : life;
    case 'refused':
      return sameVersion(life, event.versionId) ? { ...life, progress: moved('refused'), refusals: event.refusals } : life;
    case 'admitted':
      return sameVersion(life, event.versionId) && 'sha256' in life.progress
        ? {
            ...without(life, 'replacing'),
            progress: moved('admitted'),
            admitted: { versionId: event.versionId, sha256: life.progress.sha256 },
            refusals: [],
          }
        : life;
    case 'withdrawalSent':
      return { ...life, withdrawalPending: true, withdrawnReason: event.reason };
    case 'withdrawalRefused':
      return { ...without(life, 'withdrawnReason'), withdrawalPending: false, refusals: event.refusals };
    case 'withdrawn': {
      const current = sameVersion(life, event.versionId);
      return {
        ...without(without(life, 'admitted') as Life, 'replacing'),
        withdrawalPending: false,
        ...(current ? { progress: moved('withdrawn') } : {}),
      };
    }
    case 'replacementOpened':
      return {
        ...life,
        progress: { at: 'none' },
        replacing: { versionId: event.versionId, sha256: event.sha256, reason: event.reason },
        refusals: [],
      };
    case 'finalized': {
      const sha256 =
        life.admitted?.versionId === event.versionId ? life.admitted.sha256 : 'sha256' in life.progress ? life.progress.sha256 : undefined;
      return sha256 === undefined
        ? life
        : {
            ...without(life, 'replacing'),
            progress: { at: 'finalized', versionId: event.versionId, sha256 },
            effectiveDate: event.effectiveDate,
            refusals: [],
            withdrawalPending: false,
          };
    }
  }
}
