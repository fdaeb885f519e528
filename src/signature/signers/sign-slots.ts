import { setImmediate as turn } from 'node:timers/promises';
import { err, ok, type Instant, type Result } from '#kernel';
import { readXml } from '#xml';
import { parseCertificate, prepareXades, type PreparedSignature, type Primitives, type SignatureRefusal, type SlotLike } from '#signature';
import { requestTimestamp } from '../remote/index.ts';
import type { HashToSign, Signer } from './port.ts';
import { signAndVerify } from './sign-and-verify.ts';

/** A document and the empty slot of it that is to be signed. */
export interface SignJob {
  readonly bytes: Uint8Array;
  readonly slot: SlotLike;
  /** What a person who confirms is shown of it. */
  readonly shown?: string;
}

export interface SignOptions {
  readonly signer: Signer;
  readonly signingTime: Instant;
  readonly primitives: Primitives;
  /** Address of a time-stamping authority: with it the signatures are of level B-T, without it B-B. */
  readonly tsaUrl?: string;
}

/** Requests under way at one time-stamping authority. */
const TIMESTAMPS_AT_ONCE = 8;

/**
 * Signs one slot of each document. One answer per job, in order: the signed octets, or why this document was not signed; a failure never
 * stops the others. Nothing comes back that does not verify: values are checked against the certificate, tokens against what was sent.
 */
export async function signSlots(jobs: readonly SignJob[], options: SignOptions): Promise<readonly Result<Uint8Array, SignatureRefusal>[]> {
  const outOfDates = certificateRefusal(options);
  const prepared: Result<PreparedSignature, SignatureRefusal>[] = [];
  for (const { bytes, slot } of jobs) {
    prepared.push(outOfDates === undefined ? prepare(bytes, slot, options) : err(outOfDates));
    // Hashing a whole school is seconds of work: others get their turn in between.
    await turn();
  }
  const ready = prepared.flatMap((item, i): HashToSign[] =>
    item.ok ? [{ data: item.value.toSign, digest: item.value.digest, shown: jobs[i]!.shown ?? '' }] : [],
  );
  const values = ready.length === 0 ? [] : await signAndVerify(options.signer, ready, options.primitives, options.signer.certificates[0]);
  let next = 0;
  const signed = prepared.map((item, i): Result<SignedValue, SignatureRefusal> => {
    if (!item.ok) return item;
    const value = values[next++]!;
    return value.ok
      ? ok({ prepared: item.value, value: value.value })
      : err({ code: value.error.code, params: { detail: value.error.detail }, where: jobs[i]!.slot.path });
  });
  return inParallel(signed, TIMESTAMPS_AT_ONCE, (item, i) =>
    item.ok ? complete(item.value, jobs[i]!.slot, options.tsaUrl) : Promise.resolve(item),
  );
}

interface SignedValue {
  readonly prepared: PreparedSignature;
  readonly value: Uint8Array;
}

function prepare(
  bytes: Uint8Array,
  slot: SlotLike,
  { signer, signingTime, primitives }: SignOptions,
): Result<PreparedSignature, SignatureRefusal> {
  const document = readXml(bytes);
  if (!document.ok) return err({ code: 'signature/unreadable', params: { reason: document.error.code }, where: slot.path });
  return prepareXades(document.value, slot, { algorithm: signer.algorithm, certificates: signer.certificates, signingTime }, primitives);
}

/** Signing software checks the certificate before it signs (Thông tư 15/2025/TT-BKHCN Điều 5). */
function certificateRefusal({ signer, signingTime }: SignOptions): SignatureRefusal | undefined {
  const own = signer.certificates[0] === undefined ? undefined : parseCertificate(signer.certificates[0]);
  if (own?.ok !== true) return { code: 'signer/wrong-certificate', params: { detail: 'không đọc được chứng thư số' } };
  return signingTime < own.value.notBefore || signingTime > own.value.notAfter ? { code: 'signer/certificate-out-of-dates' } : undefined;
}

async function complete(
  { prepared, value }: SignedValue,
  slot: SlotLike,
  tsaUrl: string | undefined,
): Promise<Result<Uint8Array, SignatureRefusal>> {
  if (tsaUrl === undefined) return ok(prepared.complete(value));
  const token = await requestTimestamp(tsaUrl, prepared.timestampInput(value));
  return token.ok
    ? ok(prepared.complete(value, token.value))
    : err({ code: 'signer/timestamp-unavailable', params: { detail: token.error.detail ?? token.error.code }, where: slot.path });
}

async function inParallel<T, R>(items: readonly T[], limit: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]!, i);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
