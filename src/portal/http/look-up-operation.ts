import { portal } from '#contract';
import { serveRoute } from '#identity/http';
import { Instant, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { judgeYear, type JudgedYear } from '../judged-year.ts';
import { lookUp } from '../look-up.ts';
import type { PortalServices } from '../services.ts';
import { isShown, STATUS_TITLE, statusClause } from '../status.ts';

/** The look-up for programs: same limits, same answers, same log. */
export function lookUpOperation(app: FastifyInstance, services: PortalServices): void {
  const { judge, store, clock } = services;
  serveRoute(
    app,
    portal.lookUp,
    'public',
    async ({ body, address }) => {
      const now = clock.now();
      const found = await lookUp(services, { ...body, address }, now);
      if (!found.ok) return found;
      await store.record({ lookupCode: found.value.lookupCode, at: now, action: 'lookUp', channel: 'api' });
      const years = [];
      for (const year of found.value.years) years.push(answerOf(await judgeYear(judge, year, now)));
      return ok({ lookupCode: found.value.lookupCode, at: Instant.toIso(now), years });
    },
    { bodyBytes: 4_096 },
  );
}

const answerOf = ({ year, status, hocBa, signatures }: JudgedYear) => ({
  schoolYear: year.schoolYear,
  versionId: year.versionId,
  versionNumber: year.versionNumber,
  wave: year.wave,
  state: year.state,
  status,
  title: STATUS_TITLE[status],
  sentence: `Học bạ năm học ${year.schoolYear} ${statusClause(status, year)}.`,
  effectiveDate: year.effectiveDate ?? null,
  sha256: year.packet.sha256,
  signatures: signatures.map(({ role, fullName, position, at, proven, verdict }) => ({
    role,
    fullName,
    position,
    at: at === undefined ? null : Instant.toIso(at),
    proven,
    verdict,
  })),
  record: isShown(status) ? (hocBa ?? null) : null,
});
