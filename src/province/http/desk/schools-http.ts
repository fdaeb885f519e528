import { provinceDesk } from '#contract';
import { allowLate, calendarOf, refusal, type SchoolCode, type SchoolYear } from '#domain';
import { schoolIdOf, type Session } from '#identity';
import { serveRoute } from '#identity/http';
import { err, Instant, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { insertLateLane, lateLaneOf } from '../../postgres/late-lane.ts';
import { pupilStandings, type SchoolTally, schoolTallies, type StandingState } from '../../postgres/standing.ts';
import type { ProvinceTransaction } from '../../postgres/tables.ts';
import { boardOf, schoolLine } from './board.ts';
import { type DeskFloor, OFFICERS, READERS } from './floor.ts';

/** SO-1: the province at a glance, and one school: who is missing, and why. */
export function schoolsHttp(app: FastifyInstance, { inProvince, now, schoolYear, schoolsOf, standing }: DeskFloor): void {
  serveRoute(app, provinceDesk.board, READERS, ({ session }) =>
    inProvince(async (trx) => {
      const year = await schoolYear(trx);
      return ok(boardOf(await schoolTallies(trx, year, now(), await schoolsOf(trx, session)), year, now(), standing()));
    }),
  );

  const schoolAnswer = async (trx: ProvinceTransaction, year: SchoolYear, tally: SchoolTally) => {
    const pupils = await pupilStandings(trx, year, now(), tally.schoolId);
    const of = (...states: readonly StandingState[]) =>
      pupils
        .filter(({ state }) => states.includes(state))
        .map(({ pupilId, fullName, classroom, reason }) => ({ pupilId, fullName, classroom, reason }));
    const classes = [...Map.groupBy(pupils, ({ classroom }) => classroom)].map(([classroom, own]) => {
      const count = (...states: readonly StandingState[]) => own.filter(({ state }) => states.includes(state)).length;
      return {
        classroom,
        roster: own.length,
        admitted: count('admitted', 'finalized', 'reported'),
        finalized: count('finalized', 'reported'),
        refused: count('refused'),
      };
    });
    return {
      line: schoolLine(tally, year, now()),
      missing: of('missing', 'withdrawn'),
      refused: of('refused'),
      classes,
      lateLane: await lateLaneOf(trx, tally.schoolId, year),
      lateUntil: Instant.toIso(calendarOf(year).waves[2].cutOff),
    };
  };
  const tallyOf = async (trx: ProvinceTransaction, year: SchoolYear, code: string, session: Session) => {
    const schoolId = schoolIdOf(code as SchoolCode);
    const allowed = await schoolsOf(trx, session);
    return allowed === undefined || allowed.includes(schoolId) ? (await schoolTallies(trx, year, now(), [schoolId]))[0] : undefined;
  };
  serveRoute(app, provinceDesk.school, READERS, ({ params, session }) =>
    inProvince(async (trx) => {
      const year = await schoolYear(trx);
      const tally = await tallyOf(trx, year, params.schoolCode, session);
      return tally ? ok(await schoolAnswer(trx, year, tally)) : err(refusal('upward/not-found'));
    }),
  );
  serveRoute(app, provinceDesk.allowLate, OFFICERS, ({ params, body, session }) =>
    inProvince(async (trx) => {
      const year = await schoolYear(trx);
      const tally = await tallyOf(trx, year, params.schoolCode, session);
      if (!tally) return err(refusal('upward/not-found'));
      const allowed = allowLate({ now: now(), calendar: calendarOf(year), existing: await lateLaneOf(trx, tally.schoolId, year) }, body);
      if (!allowed.ok) return allowed;
      // Two officers at once: the first decision stands, and both read it.
      await insertLateLane(trx, { schoolId: tally.schoolId, schoolYear: year, ...allowed.value, recordedBy: session.fullName, at: now() });
      return ok(await schoolAnswer(trx, year, tally));
    }),
  );
}
