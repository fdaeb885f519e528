import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { cscClient, helperSigner, openCscSigner, openTokenSigner, type Signer, type SignerFailure, softSigner } from '#signature/signers';
import type { Config, SchoolKey } from './config.ts';
import { certificatesIn, keyIn, secretIn } from './files.ts';
import type { SchoolTierSetup } from './school-tier.ts';

type At = (path: string) => string;
type Seal = NonNullable<Config['ministry']>['seal'];
type Signers = NonNullable<Config['school']>['signers'];
type Opened = Result<Signer, SignerFailure>;

/** A certificate of a service may be renewed; a service that is down is not asked by every page that is shown. */
const KEPT_MS = 600_000;
const FAILURE_KEPT_MS = 15_000;

const asRefusal = ({ code, detail }: SignerFailure): Refusal => refusal(code, { detail });

const tokenSigner = (
  { module, token, key, pinFile }: Extract<SchoolKey, { pkcs11: unknown }>['pkcs11'],
  certificates: readonly string[],
  at: At,
): Promise<Opened> =>
  openTokenSigner(module, { token, key, pin: () => secretIn(at(pinFile)), certificates: certificatesIn(certificates.map(at)) });

/** The seal of an organisation that runs this program itself; never the key of a person. */
export async function sealOf(seal: Seal, at: At): Promise<Result<Signer, Refusal>> {
  if ('key' in seal)
    return ok({
      ...softSigner(
        new Uint8Array(keyIn(at(seal.key)).export({ format: 'der', type: 'pkcs8' })),
        certificatesIn(seal.certificates.map(at)),
      ),
      testOnly: false,
    });
  const opened = await tokenSigner(seal.pkcs11, seal.certificates, at);
  return opened.ok ? opened : err(asRefusal(opened.error));
}

/** The signers of the schools, opened when they are first asked for. */
export function schoolSigners({ services, keys }: Signers, at: At): SchoolTierSetup['signerFor'] {
  const clients = new Map(
    Object.entries(services).map(([name, { url, tokenUrl, clientId, clientSecretFile }]) => [
      name,
      cscClient({ url, clientId, clientSecret: () => secretIn(at(clientSecretFile)), ...(tokenUrl === undefined ? {} : { tokenUrl }) }),
    ]),
  );
  const kept = new Map<SchoolKey, { readonly until: number; readonly opened: Promise<Opened> }>();

  async function open(key: SchoolKey): Promise<Opened> {
    if ('pkcs11' in key) return tokenSigner(key.pkcs11, key.certificates, at);
    if ('helper' in key) return helperSigner(certificatesIn(key.certificates.map(at)));
    const { userId, credentialId, certificate, pinFile } = key;
    return openCscSigner(clients.get(key.service)!, {
      ...(userId === undefined ? {} : { userId }),
      ...(credentialId === undefined ? {} : { credentialId }),
      ...(certificate === undefined ? {} : { certificate: certificatesIn([at(certificate)])[0]! }),
      ...(pinFile === undefined ? {} : { pin: () => secretIn(at(pinFile)) }),
    });
  }

  async function signerOf(key: SchoolKey): Promise<Opened> {
    const known = kept.get(key);
    if (known !== undefined && known.until > performance.now()) return known.opened;
    const opened = open(key).catch(
      (cause: unknown): Opened => err({ code: 'signer/unavailable', detail: cause instanceof Error ? cause.message : String(cause) }),
    );
    kept.set(key, { until: Number.POSITIVE_INFINITY, opened });
    const result = await opened;
    // An open token session renews itself and a desk has hashes on it: of both there is one for good.
    const forMs = !result.ok ? FAILURE_KEPT_MS : 'service' in key ? KEPT_MS : Number.POSITIVE_INFINITY;
    kept.set(key, { until: performance.now() + forMs, opened });
    return result;
  }

  return async (school, who) => {
    const key = keys.find((one) => one.school === school && one.who === who);
    const found = key === undefined ? ok(undefined) : await signerOf(key);
    return found.ok ? found : err(asRefusal(found.error));
  };
}
