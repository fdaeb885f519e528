import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unwrap } from '#kernel';
import { parseCertificate } from '#signature';
import { signHash } from './hash-signer.ts';

/** A key the service keeps for a holder. `wantsPin`: authorization shows a PIN instead of asking the holder's phone. */
export interface CscHolder { readonly userId: string; readonly credentialId: string; readonly chain: readonly Uint8Array[]; readonly pkcs8: Uint8Array; readonly wantsPin?: string }

/** How a service, or the person who has to confirm, can fail its client; switched while it runs. */
export type CscMood =
  | { readonly kind:
    | 'good' | 'refuses' | 'never-confirms' | 'other-certificate' | 'other-key' | 'swaps' | 'too-many' | 'not-base64' | 'malformed-json' | 'wrong-shape' | 'oversize' | 'html' | 'redirect' | 'hang-up' | 'server-error' | 'busy'
    | 'expired-sad' | 'forgets-hashes' | 'locked' | 'disabled' | 'revoked' | 'rejects-client' | 'rejects-token' | 'forgets-token-once' | 'wants-browser' | 'old-version' | 'weak-algorithm' }
  | { readonly kind: 'delay'; readonly ms: number } | { readonly kind: 'confirms-after'; readonly polls: number } | { readonly kind: 'half'; readonly of: number };

export interface Confirmation { readonly credentialId: string; readonly hashes: readonly string[]; readonly description: string }

export interface CscActor {
  readonly url: string;
  mood: CscMood;
  /** What holders were asked to confirm, in order. */
  readonly confirmations: readonly Confirmation[];
  /** Operations that were called, in order. */
  readonly calls: readonly string[];
  stop(): Promise<void>;
}

export const CSC_CLIENT = { clientId: 'hoc-ba-so', clientSecret: 'bí mật của phần mềm' };
const SIGN_ALGOS = { rsa: ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.11'], ec: ['1.2.840.10045.4.3.2'] };
const SHA256 = '2.16.840.1.101.3.4.2.1';

type Body = Readonly<Record<string, unknown>>;
class Refused extends Error {
  readonly error: string;
  readonly description: string;
  readonly status: number;
  constructor(error: string, description: string, status = 400) {
    super(error);
    [this.error, this.description, this.status] = [error, description, status];
  }
}

interface Options { readonly holders: readonly CscHolder[]; readonly multisign?: number; readonly pss?: boolean; readonly stranger?: { readonly der: Uint8Array; readonly pkcs8: Uint8Array } }

/** A remote signing service after CSC API v2.0.0.2 that checks what it is asked: client, token, credential, and that a SAD signs the very hashes it was given for, once. */
export async function startCscService({ holders, multisign = 100, pss = false, stranger }: Options): Promise<CscActor> {
  const state: { mood: CscMood } = { mood: { kind: 'good' } };
  const confirmations: Confirmation[] = [], calls: string[] = [];
  const tokens = new Set<string>(), pending = new Map<string, { sad: string; polls: number }>(), sads = new Map<string, { credentialId: string; hashes: ReadonlySet<string> }>();
  const is = (kind: CscMood['kind']) => state.mood.kind === kind;
  const holderOf = ({ credentialID }: Body): CscHolder => holders.find((one) => one.credentialId === credentialID) ?? refuse('invalid_request', 'Invalid parameter credentialID');
  const refuse = (error: string, description: string, status?: number): never => { throw new Refused(error, description, status); };

  const keyKind = (holder: CscHolder) => unwrap(parseCertificate(holder.chain[0]!)).publicKey.kind as 'rsa' | 'ec';
  const algosOf = (holder: CscHolder) => (is('weak-algorithm') ? ['1.2.840.113549.1.1.5'] : [...SIGN_ALGOS[keyKind(holder)], ...(pss && keyKind(holder) === 'rsa' ? ['1.2.840.113549.1.1.10'] : [])]);

  const OPERATIONS: Readonly<Record<string, (body: Body) => readonly [status: number, answer: unknown]>> = {
    info: () => [200, { specs: is('old-version') ? '1.0.4.0' : '2.0.0.2', name: 'Dịch vụ ký diễn tập', methods: Object.keys(OPERATIONS) }],
    'credentials/list': ({ userID }) => [200, { credentialIDs: holders.filter((one) => one.userId === userID).map((one) => one.credentialId) }],
    'credentials/info': (body) => {
      const holder = holderOf(body);
      const chain = is('other-certificate') ? [stranger!.der] : holder.chain;
      return [200, {
        key: { status: is('disabled') ? 'disabled' : 'enabled', algo: algosOf(holder), len: 2048 }, cert: { status: is('revoked') ? 'revoked' : 'valid', certificates: chain.map((one) => Buffer.from(one).toString('base64')) },
        auth: is('wants-browser') ? { mode: 'oauth2code' } : { mode: 'explicit', objects: holder.wantsPin === undefined ? [] : [{ type: 'Password', id: 'PIN', format: 'N', label: 'PIN' }] }, SCAL: '2', multisign,
      }];
    },
    'credentials/authorize': (body) => {
      const holder = holderOf(body), hashes = body['hashes'] as readonly string[];
      if (body['numSignatures'] !== hashes.length || body['hashAlgorithmOID'] !== SHA256) refuse('invalid_request', 'Invalid value for parameter numSignatures');
      if (hashes.length > multisign) refuse('invalid_request', 'Numbers of signatures is too high');
      if (is('locked')) refuse('invalid_request', 'Credential locked');
      const shown = (body['authData'] as readonly { id: string; value: string }[] | undefined)?.find(({ id }) => id === 'PIN')?.value;
      if (holder.wantsPin !== shown) refuse('invalid_authentication_data', 'The authentication data is invalid');
      confirmations.push({ credentialId: holder.credentialId, hashes, description: String(body['description']) });
      const sad = randomUUID();
      sads.set(sad, { credentialId: holder.credentialId, hashes: new Set(is('forgets-hashes') ? [] : hashes) });
      if (holder.wantsPin !== undefined) return [200, { SAD: sad, expiresIn: 300 }];
      const handle = randomUUID();
      pending.set(handle, { sad, polls: state.mood.kind === 'confirms-after' ? state.mood.polls : is('never-confirms') ? Number.POSITIVE_INFINITY : 0 });
      return [202, { handle }];
    },
    'credentials/authorizeCheck': ({ handle }) => {
      const waiting = pending.get(String(handle)) ?? refuse('invalid_request', 'Invalid parameter handle');
      if (is('refuses')) refuse('access_denied', 'The user declined the request');
      if (waiting.polls-- > 0) return [202, { handle }];
      pending.delete(String(handle));
      return [200, { SAD: waiting.sad, expiresIn: 300 }];
    },
    'signatures/signHash': (body) => {
      const holder = holderOf(body), hashes = body['hashes'] as readonly string[], sad = sads.get(String(body['SAD']));
      if (is('expired-sad')) refuse('invalid_request', 'SAD expired');
      if (sad === undefined || sad.credentialId !== holder.credentialId) return refuse('invalid_request', 'Invalid parameter SAD');
      if (!hashes.every((one) => sad.hashes.has(one))) refuse('invalid_request', 'Hash is not authorized by the SAD');
      if (!algosOf(holder).includes(String(body['signAlgo']))) refuse('invalid_request', 'Invalid parameter signAlgo');
      sads.delete(String(body['SAD']));
      const signatures = hashes.map((hash) => Buffer.from(signHash(is('other-key') ? stranger!.pkcs8 : holder.pkcs8, Buffer.from(hash, 'base64'), body['signAlgoParams'] === undefined ? 'pkcs1' : 'pss')).toString('base64'));
      if (is('swaps')) signatures.reverse();
      if (is('too-many')) signatures.push(signatures[0]!);
      if (is('not-base64')) signatures[0] = '*';
      return [200, { signatures: state.mood.kind === 'half' ? signatures.slice(0, state.mood.of) : signatures }];
    },
  };

  function answer(path: string, request: IncomingMessage, body: string): readonly [status: number, answer: unknown] {
    if (path === 'oauth2/token') {
      const form = new URLSearchParams(body);
      if (is('rejects-client') || form.get('client_id') !== CSC_CLIENT.clientId || form.get('client_secret') !== CSC_CLIENT.clientSecret) refuse('invalid_client', 'Unknown client', 401);
      const token = randomUUID();
      tokens.add(token);
      return [200, { access_token: token, token_type: 'Bearer', expires_in: 3600 }];
    }
    if (is('forgets-token-once')) {
      tokens.clear();
      state.mood = { kind: 'good' };
    }
    if (is('rejects-token') || !tokens.has((request.headers.authorization ?? '').replace('Bearer ', ''))) refuse('invalid_token', 'The access token is invalid', 401);
    const operation = OPERATIONS[path] ?? refuse('invalid_request', 'Unknown method', 404);
    return operation(JSON.parse(body) as Body);
  }

  function send(response: ServerResponse, path: string, request: IncomingMessage, body: string): void {
    const json = (status: number, content: string) => response.writeHead(status, { 'content-type': 'application/json' }).end(content);
    const { mood } = state;
    if (path !== 'oauth2/token' && mood.kind === 'hang-up') request.socket.destroy();
    else if (path !== 'oauth2/token' && mood.kind === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end();
    else if (mood.kind === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    else if (mood.kind === 'malformed-json') json(200, '{"SAD":');
    else if (mood.kind === 'wrong-shape') json(200, '{"access_token":"x","token_type":"Bearer","signatures":"none"}');
    else if (mood.kind === 'oversize') json(200, JSON.stringify({ padding: 'x'.repeat(1 << 20) }));
    else if (mood.kind === 'server-error') json(500, '{"error":"server_error"}');
    else if (mood.kind === 'busy') json(429, '');
    else {
      try {
        const [status, content] = answer(path, request, body);
        json(status, JSON.stringify(content));
      } catch (cause) {
        if (!(cause instanceof Refused)) throw cause;
        json(cause.status, JSON.stringify({ error: cause.error, error_description: cause.description }));
      }
    }
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const path = (request.url ?? '').replace('/csc/v2/', '');
      calls.push(path);
      const act = () => send(response, path, request, Buffer.concat(chunks).toString());
      if (state.mood.kind === 'delay') setTimeout(act, state.mood.ms);
      else act();
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/csc/v2`,
    get mood() { return state.mood; },
    set mood(mood) { state.mood = mood; },
    confirmations, calls,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
