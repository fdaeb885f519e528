import { createHash, createPrivateKey, sign } from 'node:crypto';
import { toHex, unwrap, type Instant } from '#kernel';
import { der, parseCertificate } from '#signature';
import { instant, type Actor } from './authority.ts';

export interface OcspOrder {
  readonly about: Actor;
  readonly issuer: Actor;
  readonly signer: Actor;
  readonly status?: 'good' | 'unknown' | { readonly revokedAt: string; readonly reason?: number };
  readonly thisUpdate?: string;
  readonly nextUpdate?: string | null;
  readonly producedAt?: string;
  readonly hash?: 'sha1' | 'sha256';
  readonly embedded?: readonly Actor[];
  readonly byKey?: boolean;
  readonly responderIs?: Actor;
  readonly responseExtensions?: readonly Uint8Array[];
  readonly answerExtensions?: readonly Uint8Array[];
  /** What differs in further answers of the same response. */
  readonly more?: readonly Partial<OcspOrder>[];
}

const HASH_OID = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const;
const ECDSA_SHA256 = '1.2.840.10045.4.3.2', RSA_SHA256 = '1.2.840.113549.1.1.11';

/** Seconds only, as RFC 6960 wants. */
const time = (at: Instant): Uint8Array => der.generalizedTime(at);

const hashed = (bytes: Uint8Array, name: 'sha1' | 'sha256'): Uint8Array => new Uint8Array(createHash(name).update(bytes).digest());
const extensions = (tag: number, list: readonly Uint8Array[] | undefined) => (list === undefined ? [] : [der.explicit(tag, der.sequence(...list))]);

function answerOf({ about: actor, issuer: authority, status = 'good', hash = 'sha1', thisUpdate = '2024-05-25', nextUpdate = '2024-06-30', answerExtensions }: OcspOrder): Uint8Array {
  const about = unwrap(parseCertificate(actor.der)), issuer = unwrap(parseCertificate(authority.der));
  const statusDer = status === 'good' ? der.implicit(0, new Uint8Array(0)) : status === 'unknown' ? der.implicit(2, new Uint8Array(0))
    : der.explicit(1, time(instant(status.revokedAt)), ...(status.reason === undefined ? [] : [der.explicit(0, der.encode(0x0a, Uint8Array.of(status.reason)))]));
  return der.sequence(
    der.sequence(der.sequence(der.oid(HASH_OID[hash]), der.nullValue()), der.octetString(hashed(about.issuer.der, hash)), der.octetString(hashed(issuer.publicKey.raw, hash)), der.encode(2, about.serial)),
    statusDer, time(instant(thisUpdate)), ...(nextUpdate === null ? [] : [der.explicit(0, time(instant(nextUpdate)))]), ...extensions(1, answerExtensions),
  );
}

/** Makes the OCSP response that is ordered (RFC 6960 §4.2), sound or not. */
export function makeOcspResponse(order: OcspOrder): Uint8Array {
  const responder = unwrap(parseCertificate((order.responderIs ?? order.signer).der));
  const answers = [order, ...(order.more ?? []).map((change) => ({ ...order, ...change }))].map(answerOf);
  const tbs = der.sequence(
    order.byKey === true ? der.explicit(2, der.octetString(hashed(responder.publicKey.raw, 'sha1'))) : der.explicit(1, responder.subject.der),
    time(instant(order.producedAt ?? order.thisUpdate ?? '2024-05-25')), der.sequence(...answers), ...extensions(1, order.responseExtensions),
  );
  const key = createPrivateKey({ key: Buffer.from(order.signer.pkcs8), format: 'der', type: 'pkcs8' });
  const algorithm = key.asymmetricKeyType === 'ec' ? der.sequence(der.oid(ECDSA_SHA256)) : der.sequence(der.oid(RSA_SHA256), der.nullValue());
  const basic = der.sequence(tbs, algorithm, der.bitString(sign('sha256', tbs, key)), ...(order.embedded === undefined ? [] : [der.explicit(0, der.sequence(...order.embedded.map((actor) => actor.der)))]));
  return der.sequence(der.encode(0x0a, Uint8Array.of(0)), der.explicit(0, der.sequence(der.oid('1.3.6.1.5.5.7.48.1.1'), der.octetString(basic))));
}

/** A line of the index file `openssl ocsp` answers from. */
export function indexLine(actor: Actor, revoked?: string): string {
  const serial = toHex(unwrap(parseCertificate(actor.der)).serial).toUpperCase();
  return revoked === undefined ? `V\t400101000000Z\t\t${serial}\tunknown\t/CN=x\n` : `R\t400101000000Z\t${revoked}\t${serial}\tunknown\t/CN=x\n`;
}
