import { err, ok, type Result, type Instant } from '#kernel';
import { ACCESS_METHOD, type Certificate, type GeneralName, type Primitives } from '#signature';
import { fetchCrl } from './crl-client.ts';
import { requestOcsp } from './ocsp-client.ts';
import { type AllowedHost, type Reachable, reach } from './reach.ts';

export interface RevocationData {
  readonly kind: 'crl' | 'ocsp';
  readonly der: Uint8Array;
}
/** `detail` is for the operator: every address that was asked and what came of it. */
export interface RevocationTrouble {
  readonly code: 'revocation/unavailable';
  readonly detail: string;
}

/** Where the standing of certificates is asked. */
export interface RevocationSource {
  /** What the authority says at `now` about a certificate of this issuer. Not judged yet. */
  ask(certificate: Certificate, issuer: Certificate, now: Instant): Promise<Result<RevocationData, RevocationTrouble>>;
}

export interface RevocationSourceOptions {
  readonly hosts: readonly AllowedHost[];
  readonly primitives: Primitives;
  readonly timeoutMs?: number;
}

const ADDRESSES_MAX = 4;
/** One list answers for all certificates of its issuer. */
const LIST_KEPT_MS = 3_600_000;
const LISTS_KEPT = 32;

/** Asks the addresses a certificate names itself: responders first (RFC 5280 §4.2.2.1), then lists (§4.2.1.13). */
export function remoteRevocation({ hosts, primitives, timeoutMs }: RevocationSourceOptions): RevocationSource {
  const limits = timeoutMs === undefined ? {} : { timeoutMs };
  const kept = new Map<string, { readonly at: Instant; readonly der: Uint8Array }>();
  const listFrom = async ({ url, outerOnly }: Reachable, now: Instant) => {
    const known = kept.get(url);
    if (known !== undefined && known.at <= now && now < known.at + LIST_KEPT_MS) return ok(known.der);
    const list = await fetchCrl(url, { ...limits, outerOnly });
    if (!list.ok) return list;
    if (kept.size >= LISTS_KEPT) kept.clear();
    kept.set(url, { at: now, der: list.value });
    return list;
  };
  return {
    async ask(certificate, issuer, now) {
      const troubles: string[] = [];
      const attempts = [
        ...responders(certificate).map((url) => ({
          kind: 'ocsp' as const,
          url,
          get: ({ url: at, outerOnly }: Reachable) => requestOcsp(at, certificate, issuer, { ...limits, outerOnly, now, primitives }),
        })),
        ...lists(certificate).map((url) => ({ kind: 'crl' as const, url, get: (at: Reachable) => listFrom(at, now) })),
      ];
      for (const { kind, url, get } of attempts) {
        const address = reach(url, hosts);
        const answer = address.ok ? await get(address.value) : address;
        if (answer.ok) return ok({ kind, der: answer.value });
        troubles.push(`${url}: ${answer.error.code}${'detail' in answer.error ? ` (${answer.error.detail})` : ''}`);
      }
      return err({
        code: 'revocation/unavailable',
        detail: troubles.length === 0 ? 'chứng thư số không ghi địa chỉ nào' : troubles.join('; '),
      });
    },
  };
}

const urisOf = (names: readonly GeneralName[]): readonly string[] => names.flatMap((name) => (name.kind === 'uri' ? [name.text] : []));
const responders = ({ authorityInfoAccess }: Certificate): readonly string[] =>
  urisOf(authorityInfoAccess.filter(({ method }) => method === ACCESS_METHOD.ocsp).map(({ location }) => location)).slice(0, ADDRESSES_MAX);
const lists = ({ crlDistributionPoints }: Certificate): readonly string[] =>
  crlDistributionPoints.flatMap(({ name }) => urisOf(name?.fullName ?? [])).slice(0, ADDRESSES_MAX);
