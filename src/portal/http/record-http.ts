import { type Refusal, refusal } from '#domain';
import type { Allowance } from '#identity';
import { err, Instant, ok, type Result } from '#kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { printCopy } from '../copy.ts';
import { PATHS } from '../html/layout.ts';
import { ACCESSES_SHOWN, recordPage } from '../html/record-page.ts';
import { type JudgedYear, judgeYear } from '../judged-year.ts';
import type { RegistryRecord } from '../port.ts';
import type { PortalServices } from '../services.ts';
import { isShown } from '../status.ts';
import type { AccessAction } from '../store.ts';
import { sendPage, sendRefusal } from './page.ts';
import { closeView, openView } from './view.ts';

const HOUR_MS = 3_600_000;
const LOG_SHOWN_MS = 90 * 24 * HOUR_MS;
/** Printing is the dearest thing anybody may ask for. */
const PRINTS: Allowance = { limit: 20, windowMs: HOUR_MS };

const TOO_MANY_PRINTS = err(refusal('portal/too-many-tries', { retryAfterSeconds: HOUR_MS / 1000 }));
const pdfFile = (name: string, pdf: Result<Uint8Array, Refusal>): Result<File, Refusal> =>
  pdf.ok ? ok({ name, type: 'application/pdf', bytes: pdf.value }) : pdf;

interface Opened {
  readonly record: RegistryRecord;
  readonly judged: JudgedYear;
  readonly now: Instant;
}
interface File {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The record behind an open view: the page, and what can be taken home. Each is written down before it is shown. */
export function recordPages(app: FastifyInstance, services: PortalServices): void {
  const { site, store, budget, judge, reader } = services;

  app.get(PATHS.record, async (request, reply) => {
    const opened = await open(services, request);
    if (!opened.ok) return sendRefusal(site, reply, opened.error);
    const { record, judged, now } = opened.value;
    await log(services, opened.value, 'view');
    const accesses = await store.accesses(record.lookupCode, Instant.of(now - LOG_SHOWN_MS), ACCESSES_SHOWN);
    return sendPage(
      site,
      reply,
      recordPage(site, { ...judged, schoolYears: record.years.map(({ schoolYear }) => schoolYear), accesses, now }),
    );
  });

  const download = (
    path: string,
    action: AccessAction,
    make: (opened: Opened) => Promise<Result<File, Refusal>> | Result<File, Refusal>,
  ): void => {
    app.get(path, async (request, reply) => {
      const opened = await open(services, request);
      if (!opened.ok) return sendRefusal(site, reply, opened.error);
      const file = isShown(opened.value.judged.status) ? await make(opened.value) : err(refusal('portal/copy-not-allowed'));
      if (!file.ok) return sendRefusal(site, reply, file.error);
      await log(services, opened.value, action);
      return sendFile(reply, file.value);
    });
  };

  const affordable = ({ lookupCode }: RegistryRecord): Promise<boolean> => budget.spend(`print/${lookupCode}`, PRINTS);
  download(PATHS.pdf, 'print', async ({ record, judged, now }) => {
    if (!(await affordable(record))) return TOO_MANY_PRINTS;
    const years = [];
    for (const year of record.years) years.push(year === judged.year ? judged : await judgeYear(judge, year, now));
    return pdfFile('hoc-ba.pdf', await printCopy(services, { product: 'hocBa', years, now }));
  });
  download(PATHS.extract, 'print', async ({ record, judged, now }) => {
    if (!(await affordable(record))) return TOO_MANY_PRINTS;
    return pdfFile(
      `trich-luc-hoc-ba-${judged.year.schoolYear}.pdf`,
      await printCopy(services, { product: 'extract', years: [judged], now }),
    );
  });
  download(PATHS.xml, 'download', ({ judged: { year } }) =>
    ok({ name: `hoc-ba-${year.schoolYear}.xml`, type: 'application/xml', bytes: year.packet.bytes }),
  );
  download(PATHS.confirmation, 'download', ({ judged: { year } }) =>
    year.confirmation
      ? ok({ name: `xac-nhan-${year.schoolYear}.xml`, type: 'application/xml', bytes: year.confirmation })
      : err(refusal('portal/confirmation-not-ready')),
  );

  download(PATHS.evidence, 'download', async ({ judged: { year }, now }) => {
    const bytes = await reader.evidenceOf(year.versionId, now);
    return bytes
      ? ok({ name: `bang-chung-${year.schoolYear}.xml`, type: 'application/xml', bytes })
      : err(refusal('gateway/evidence-not-found'));
  });

  app.post(PATHS.close, async (request, reply) => {
    await closeView(store, site, request, reply);
    return reply.redirect(PATHS.lookUp, 303);
  });
}

async function open({ reader, store, judge, clock }: PortalServices, request: FastifyRequest): Promise<Result<Opened, Refusal>> {
  const code = await openView(store, request);
  const now = clock.now();
  const record = code === undefined ? undefined : await reader.read(code, now);
  if (record === undefined) return err(refusal('portal/view-expired'));
  const { nam } = request.query as { readonly nam?: unknown };
  const year = nam === undefined ? record.years.at(-1) : record.years.find(({ schoolYear }) => schoolYear === nam);
  if (year === undefined) return err(refusal('portal/year-not-found'));
  return ok({ record, judged: await judgeYear(judge, year, now), now });
}

const log = ({ store }: PortalServices, { record, judged, now }: Opened, action: AccessAction): Promise<void> =>
  store.record({ lookupCode: record.lookupCode, at: now, action, channel: 'page', versionId: judged.year.versionId });

const sendFile = (reply: FastifyReply, { name, type, bytes }: File): FastifyReply =>
  reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
    .type(type)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
