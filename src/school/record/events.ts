import type { VersionId, Sha256Hex } from '#domain';
import type { Instant, PlainDate } from '#kernel';
import type { SlotName } from '../model.ts';

/** A reason the province stated for refusing. */
export interface StatedRefusal {
  readonly code: string;
  readonly message: string;
  readonly where?: string;
  readonly retryable: boolean;
}

/** What happened in the life of one pupil × one school year. From `submitted` on the province decides and these only repeat its word. */
export type RecordHappening =
  | { readonly kind: 'signed'; readonly slot: SlotName; readonly versionId: VersionId; readonly sha256: Sha256Hex }
  | { readonly kind: 'reopened'; readonly reason: string }
  | { readonly kind: 'submitted'; readonly versionId: VersionId; readonly messageId: string; readonly action: 'new' | 'replace' }
  | { readonly kind: 'notReceived'; readonly versionId: VersionId; readonly messageId: string; readonly refusals: readonly StatedRefusal[] }
  | { readonly kind: 'refused'; readonly versionId: VersionId; readonly messageId: string; readonly refusals: readonly StatedRefusal[] }
  | { readonly kind: 'admitted'; readonly versionId: VersionId; readonly messageId: string }
  | { readonly kind: 'withdrawalSent'; readonly versionId: VersionId; readonly messageId: string; readonly reason: string }
  | {
      readonly kind: 'withdrawalRefused';
      readonly versionId: VersionId;
      readonly messageId: string;
      readonly refusals: readonly StatedRefusal[];
    }
  | { readonly kind: 'withdrawn'; readonly versionId: VersionId; readonly messageId: string }
  | { readonly kind: 'replacementOpened'; readonly versionId: VersionId; readonly sha256: Sha256Hex; readonly reason: string }
  | { readonly kind: 'finalized'; readonly versionId: VersionId; readonly effectiveDate: PlainDate };

export type RecordEvent = RecordHappening & { readonly number: number; readonly at: Instant; readonly who: string };
