import { ministryGateway } from '#contract';

export interface MinistryClient {
  /** The signed receipt, or why there is none; the same octets may be sent again. */
  send(bytes: Uint8Array): Promise<{ readonly receipt: Uint8Array } | { readonly failure: string }>;
  /** The signed result; undefined while there is none. */
  result(messageId: string): Promise<Uint8Array | undefined>;
}

const TIMEOUT_MS = 30_000;

/** Speaks the ministry's contract: OAuth2 client credentials, then signed messages. */
export function createMinistryClient(options: {
  readonly baseUrl: () => string;
  readonly credentials: () => Promise<{ readonly clientId: string; readonly clientSecret: string }>;
}): MinistryClient {
  let token: { readonly value: string; readonly until: number } | undefined;
  const ask = (path: string, init: RequestInit) =>
    fetch(`${options.baseUrl()}${path}`, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const authorised = async (): Promise<Record<string, string>> => {
    if (token === undefined || token.until < performance.now()) {
      const { clientId, clientSecret } = await options.credentials();
      const answer = await ask(ministryGateway.token.path, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
      });
      const granted = ministryGateway.token.answer.parse(await answer.json());
      token = { value: granted.access_token, until: performance.now() + (granted.expires_in - 30) * 1000 };
    }
    return { authorization: `Bearer ${token.value}` };
  };
  return {
    async send(bytes) {
      try {
        const answer = await ask(ministryGateway.submitBatch.path, {
          method: 'POST',
          headers: { ...(await authorised()), 'content-type': 'application/xml' },
          body: new Uint8Array(bytes),
        });
        return answer.status === 202 ? { receipt: new Uint8Array(await answer.arrayBuffer()) } : { failure: `HTTP ${answer.status}` };
      } catch (error) {
        return { failure: error instanceof Error ? error.message : String(error) };
      }
    },
    async result(messageId) {
      const answer = await ask(ministryGateway.batchResult.path.replace(':messageId', messageId), { headers: await authorised() });
      return answer.status === 200 ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    },
  };
}
