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
const LIMITS: UploadLimits = { files: 1, fileBytes: 20 * MIB };
const PER_ADDRESS: Allowance = { limit: 60, windowMs: 60_000 };

const affordable = async ({ budget }: PortalServices, address: string): Promise<boolean> => budget.spend(`verify/${address}`, PER_ADDRESS);
const TOO_MANY = refusal('portal/too-many-tries', { retryAfterSeconds: 60 });

function oneFile(files: readonly UploadedFile[]): Result<UploadedFile, Refusal> {
  const [file] = files;
  return file && file.bytes.length > 0 ? ok(file) : err(refusal('portal/file-missing'));
}

/** Verifying a file: the page for people, the operation for programs. The file is judged in memory and kept nowhere. */
export function verifyPages(app: FastifyInstance, services: PortalServices): void {
  const { site, judge, reader, clock } = services;
  app.get(PATHS.verify, (_request, reply) => sendPage(site, reply, verifyPage()));
  app.post(PATHS.verify, { bodyLimit: LIMITS.fileBytes + MIB }, async (request, reply) => {
    const again = (why: Refusal) => sendPage(site, reply, verifyPage(why), statusOf(why));
    if (!(await affordable(services, request.ip))) return again(TOO_MANY);
    const file = oneFile((await readUploads(request, LIMITS)).files);
    if (!file.ok) return again(file.error);
    const { name, bytes } = file.value;
    const now = clock.now();
    const sha256 = createHash('sha256').update(bytes).digest('hex') as Sha256Hex;
    const judgement = await judge.file(bytes, now);
    // The registry knows packets, whatever file they came in. One unknown packet makes the file unknown.
    const standings = await Promise.all(judgement.packets.map((packet) => reader.standingOf(packet, now)));
    const standing = standings.includes(undefined) ? undefined : standings[0];
    return sendPage(site, reply, verifiedPage(site, { name, size: bytes.length, sha256, judgement, standing, now }));
  });
}

export function verifyOperation(app: FastifyInstance, services: PortalServices): void {
  serveRoute(app, portal.verify, 'public', async ({ files, address }) => {
    if (!(await affordable(services, address))) return err(TOO_MANY);
    const file = oneFile(files);
    return file.ok ? ok(await services.judge.file(file.value.bytes, services.clock.now())) : file;
  }, { uploads: LIMITS });
}
