import { gateway, type Problem } from '#contract';
import { unwrap } from '#kernel';
import { type BatchResult, readReceipt, readResult, type Receipt, RECEIPT_SLOT, RESULT_SLOT, type SignatureSlot } from '#packet';
import { nodePrimitives } from '#signature/node';
import { verifySealed } from '#verifier';
import { readXml } from '#xml';
import type { FastifyInstance } from 'fastify';
import type { TrialPki } from '../builders/tiers.ts';

export type Address = 'submitBatch' | 'submitRoster' | 'submitSupplementary' | 'submitSigners' | 'earlyFinalization';
export interface Answer { readonly status: number; readonly bytes: Uint8Array; readonly problem?: Problem; readonly retryAfter?: string }

/** A token for a program, as RFC 6749 §4.4 gives it. */
export async function tokenFor(app: FastifyInstance, path: string, clientId: string, secret: string): Promise<string> {
  const answer = await app.inject({ method: 'POST', url: path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: String(new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret })) });
  return gateway.token.answer.parse(answer.json()).access_token;
}

/** Speaks to a tier with one token and nothing else. */
export function gatewayClient(app: FastifyInstance, token: string | undefined) {
  const ask = async (method: 'GET' | 'POST', url: string, payload?: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
    const answer = await app.inject({ method, url, headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(payload && { 'content-type': 'application/xml' }), ...headers }, ...(payload && { payload: Buffer.from(payload) }) });
    const retryAfter = answer.headers['retry-after'];
    return {
      status: answer.statusCode, bytes: new Uint8Array(answer.rawPayload), ...(typeof retryAfter === 'string' && { retryAfter }),
      ...(answer.headers['content-type']?.startsWith('application/problem+json') && { problem: answer.json<Problem>() }),
    };
  };
  return {
    ask,
    post: (address: Address, bytes: Uint8Array, headers?: Readonly<Record<string, string>>) => ask('POST', gateway[address].path, bytes, headers),
    get: (what: 'batchState' | 'batchReceipt' | 'batchResult', messageId: string) => ask('GET', gateway[what].path.replace(':messageId', messageId)),
  };
}
export type GatewayClient = ReturnType<typeof gatewayClient>;

/** Reads a document of the province or the ministry only if its signature holds, is time-stamped, and is theirs. */
async function genuine<T>(bytes: Uint8Array, slot: SignatureSlot, read: (document: ReturnType<typeof parse>) => T, { trust, clock }: TrialPki, seal: Uint8Array): Promise<T> {
  const document = parse(bytes);
  const judged = verifySealed({ document, slot: { ...slot, timestamped: true }, trust: await trust(), at: clock.now(), expectedCertificates: [seal] }, nodePrimitives);
  if (judged.verdict !== 'TOTAL-PASSED') throw new Error(`not genuine: ${judged.refusals.map(({ code }) => code).join(', ')}`);
  return read(document);
}
const parse = (bytes: Uint8Array) => unwrap(readXml(bytes));
export const genuineReceipt = (bytes: Uint8Array, trial: TrialPki, seal = trial.provinceSeal): Promise<Receipt> => genuine(bytes, RECEIPT_SLOT, (document) => unwrap(readReceipt(document)), trial, seal);
export const genuineResult = (bytes: Uint8Array, trial: TrialPki, seal = trial.provinceSeal): Promise<BatchResult> => genuine(bytes, RESULT_SLOT, (document) => unwrap(readResult(document)), trial, seal);

/** The public codes of reasons, each once, in their order. */
export const codesOf = (reasons: readonly { readonly code: string }[]): readonly string[] => [...new Set(reasons.map(({ code }) => code))];
