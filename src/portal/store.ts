import type { LookupCode, VersionId } from '#domain';
import type { Instant } from '#kernel';

export const ACCESS_ACTIONS = ['lookUp', 'view', 'print', 'download', 'verify'] as const;
export type AccessAction = (typeof ACCESS_ACTIONS)[number];
export type Channel = 'page' | 'api';

export interface AccessEntry {
  readonly lookupCode: LookupCode;
  /** By the clock of the tier: the family reads it beside the dates of the record. */
  readonly at: Instant;
  readonly action: AccessAction;
  readonly channel: Channel;
  readonly versionId?: VersionId;
}

/** What the portal itself keeps: open views and the access log. */
export interface PortalStore {
  /** Opens a view of one record for a few minutes of real time; the token goes into a cookie, never into an address. */
  openView(code: LookupCode): Promise<{ readonly token: string; readonly seconds: number }>;
  viewOf(token: string): Promise<LookupCode | undefined>;
  closeView(token: string): Promise<void>;
  /** Written before anything is shown. */
  record(entry: AccessEntry): Promise<void>;
  /** Newest first. */
  accesses(code: LookupCode, since: Instant, limit: number): Promise<readonly AccessEntry[]>;
  /** Removes views that have run out. */
  sweep(): Promise<void>;
}
