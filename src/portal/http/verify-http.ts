import { createHash } from 'node:crypto';
import { portal } from '#contract';
import { type Refusal, refusal, type Sha256Hex } from '#domain';
import type { Allowance } from '#identity';
import { readUploads, serveRoute, statusOf, type UploadedFile, type UploadLimits } from '#identity/http';
import { err, ok, type Result } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { PATHS } from '../html/layout.ts';
import { verifiedPage, verifyPage } from '../html/verify-page.ts';
import type { PortalServices } from '../services.ts';
import { sendPage } from './page.ts';

const MIB = 1_048_576;
/** The file, and after it what proves it. */
const LIMITS: UploadLimits = { files: 2, fileBytes: 20 * MIB };
const PER_ADDRESS: Allowance = { limit: 60, windowMs: 60_000 };

const affordable = async ({ budget }: PortalServices, address: string): Promise<boolean> => budget.spend(`verify/${address}`, PER_ADDRESS);
const TOO_MANY = refusal('portal/too-many-tries', { retryAfterSeconds: 60 });

interface Brought {
  readonly file: UploadedFile;
  readonly evidence: readonly Uint8Array[];
}

/** A form sends an empty part for a file nobody chose. */
function brought([file, ...more]: readonly UploadedFile[]): Result<Brought, Refusal> {
  return file && file.bytes.length > 0
    ? ok({ file, evidence: more.flatMap(({ bytes }) => (bytes.length > 0 ? [bytes] : [])) })
    : err(refusal('portal/file-missing'));
}

/** Verifying a file: the page for people, the operation for programs. The file is judged in memory and kept nowhere. */
export function verifyPages(app: FastifyInstance, services: PortalServices): void {
  const { site, judge, reader, clock } = services;
  app.get(PATHS.verify, (_request, reply) => sendPage(site, reply, verifyPage()));
  app.post(PATHS.verify, { bodyLimit: LIMITS.files * LIMITS.fileBytes + MIB }, async (request, reply) => {
    const again = (why: Refusal) => sendPage(site, reply, verifyPage(why), statusOf(why));
    if (!(await affordable(services, request.ip))) return again(TOO_MANY);
    const given = brought((await readUploads(request, LIMITS)).files);
    if (!given.ok) return again(given.error);
    const {
      file: { name, bytes },
      evidence,
    } = given.value;
    const now = clock.now();
    const sha256 = createHash('sha256').update(bytes).digest('hex') as Sha256Hex;
    const judgement = await judge.file(bytes, evidence, now);
    // The registry knows packets, whatever file they came in. One unknown packet makes the file unknown.
    const standings = await Promise.all(judgement.packets.map((packet) => reader.standingOf(packet, now)));
    const standing = standings.includes(undefined) ? undefined : standings[0];
    return sendPage(site, reply, verifiedPage(site, { name, size: bytes.length, sha256, judgement, standing, now }));
  });
}

export function verifyOperation(app: FastifyInstance, services: PortalServices): void {
  serveRoute(
    app,
    portal.verify,
    'public',
    async ({ files, address }) => {
      if (!(await affordable(services, address))) return err(TOO_MANY);
      const given = brought(files);
      return given.ok ? ok(await services.judge.file(given.value.file.bytes, given.value.evidence, services.clock.now())) : given;
    },
    { uploads: LIMITS },
  );
}
