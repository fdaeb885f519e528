import type { SchoolCode, StaffId } from '#domain';
import { Instant } from '#kernel';
import type { Role } from './role.ts';
import type { SecondFactorState } from './second-factor.ts';
import type { TierName } from './tier.ts';

/** Who asks, after the session cookie or token was found to be good. Read anew from the account on each request. */
export interface Session {
  readonly accountId: string;
  readonly username: string;
  readonly fullName: string;
  readonly role: Role;
  readonly tier: TierName;
  readonly organisation: { readonly code: string; readonly name: string };
  /** Present iff the tier is `school`. */
  readonly schoolCode?: SchoolCode;
  /** Present iff the tier is `school`: the scope of every statement this person causes. */
  readonly schoolId?: string;
  /** Classrooms of a homeroom teacher; empty for everybody else. */
  readonly classrooms: readonly string[];
  /** The person in the school's list of staff. */
  readonly staffId?: StaffId;
  /** Whose schools a district officer may see; absent for everybody else. */
  readonly area?: string;
  readonly secondFactor: SecondFactorState;
}

/** A program of another organisation that has shown its client secret (RFC 6749 §4.4). Its id is the code of the school or province. */
export interface ClientSession {
  readonly clientId: string;
  readonly tier: TierName;
}

const MINUTE_MS = 60_000;

/** Real time, never the rehearsal clock: moving that clock must not log anybody out or keep anybody in. */
export const SESSION_LIMITS = { idleMs: 30 * MINUTE_MS, absoluteMs: 12 * 60 * MINUTE_MS, touchMs: MINUTE_MS } as const;
export const CLIENT_TOKEN_MS = 15 * MINUTE_MS;

export interface SessionTimes {
  readonly createdAt: Instant;
  readonly seenAt: Instant;
}

/** Whether a session still counts, and whether its last use has to be written down again. */
export function sessionAge(times: SessionTimes, now: Instant): 'live' | 'touch' | 'expired' {
  const idle = now - times.seenAt;
  if (idle >= SESSION_LIMITS.idleMs || now - times.createdAt >= SESSION_LIMITS.absoluteMs) return 'expired';
  return idle >= SESSION_LIMITS.touchMs ? 'touch' : 'live';
}

/** When it ends at the latest if nobody uses it again. */
export const sessionEnd = (times: SessionTimes): Instant =>
  Instant.of(Math.min(times.seenAt + SESSION_LIMITS.idleMs, times.createdAt + SESSION_LIMITS.absoluteMs));
