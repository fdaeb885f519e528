import type { RefusalView } from '#contract';
import { type Refusal, SchoolYear } from '#domain';
import type { Session } from '#identity';
import { Instant, type Result } from '#kernel';
import type { ProvinceBackground } from '../../background.ts';
import { currentSchoolYear } from '../../postgres/standing.ts';
import type { ProvinceTransaction, StoredReason } from '../../postgres/tables.ts';
import type { ProvinceContext } from '../../registry/context.ts';
import type { ReportingPorts } from '../../reporting/upward.ts';

/** The rehearsal clock, where there is one: moved for every tier at once. */
export interface ClockPort {
  moveTo(at: Instant): Promise<Result<Instant, Refusal>>;
}
export interface ProvinceDeskServices {
  readonly context: ProvinceContext;
  readonly background: ProvinceBackground;
  readonly reporting: ReportingPorts;
  readonly clock?: ClockPort;
}

export const READERS = { session: ['districtOfficer', 'provinceOfficer', 'provinceAdmin'] } as const;
export const OFFICERS = { session: ['provinceOfficer', 'provinceAdmin'] } as const;
export const ADMINS = { session: ['provinceAdmin'] } as const;

/** What every page of the desk stands on: the time, the year it speaks of, the standing of this installation. */
export interface DeskFloor extends ProvinceDeskServices {
  now(): Instant;
  /** Runs in a transaction that sees the whole province. */
  inProvince<T>(work: (trx: ProvinceTransaction) => Promise<T>): Promise<T>;
  /** The newest year with a roster, or the one of today. */
  schoolYear(trx: ProvinceTransaction): Promise<SchoolYear>;
  /** The schools a person may see; undefined: all of them. An officer of a district sees those of the own area (R95: Phòng GD&ĐT, from 01/7/2025 the commune). */
  schoolsOf(trx: ProvinceTransaction, session: Session): Promise<readonly string[] | undefined>;
  standing(): ProvinceContext['standing'] & { readonly now: string };
}

export function deskFloor(services: ProvinceDeskServices): DeskFloor {
  const { context } = services;
  const now = () => context.clock.now();
  return {
    ...services,
    now,
    inProvince: (work) => context.database.inScope({ province: true }, work),
    schoolYear: async (trx) => (await currentSchoolYear(trx)) ?? SchoolYear.on(Instant.toPlainDate(now())),
    async schoolsOf(trx, { role, area }) {
      if (role !== 'districtOfficer') return undefined;
      if (area === undefined) return [];
      const rows = await trx
        .selectFrom('school_unit')
        .select('school_id')
        .where((where) => where.or([where('district', '=', area), where('commune', '=', area)]))
        .execute();
      return rows.map(({ school_id }) => school_id);
    },
    standing: () => ({ ...context.standing, now: Instant.toIso(now()) }),
  };
}

/** A reason as it was stored with the answer, for the screen. */
export const refusalView = (reason: StoredReason): RefusalView => ({
  code: reason.code,
  publicCode: reason.code,
  message: reason.message,
  remedy: '',
  retryable: reason.retryable,
  ...(reason.where === undefined ? {} : { where: reason.where }),
});
