import { equalBytes, err, fromBase64, ok, type Result } from '#kernel';
import { parseCertificate } from '#signature';
import type { SignerFailure } from '../port.ts';
import { chooseAlgorithm, type SignAlgo } from './algorithms.ts';
import { CredentialInfo, CredentialList, Info } from './answers.ts';
import type { CscClient } from './client.ts';

/** Whose key is asked for. */
export interface CredentialOrder {
  /** The holder as the service knows him (§11.4 `userID`); absent when the client may use one account only. */
  readonly userId?: string;
  /** One of the holder's credentials; when absent he must have exactly one. */
  readonly credentialId?: string;
  /** The certificate (DER) that is expected. */
  readonly certificate?: Uint8Array;
  /** What authorizes the key of an organisation (§8.3.1): a person's PIN is never ours. */
  readonly pin?: () => string;
}

export interface Credential {
  readonly id: string;
  readonly certificates: readonly Uint8Array[];
  readonly how: SignAlgo;
  readonly multisign: number;
  /** Id of the PIN that has to be shown with each authorization; none where the holder confirms on his own device. */
  readonly pinObject?: string;
}

const METHODS = ['credentials/info', 'credentials/authorize', 'signatures/signHash'];
const refuse = (code: SignerFailure['code'], detail: string): Result<never, SignerFailure> => err({ code, detail });

/** Finds the credential and reads what can be signed with it (§11.1, §11.4, §11.5). */
export async function findCredential(client: CscClient, order: CredentialOrder): Promise<Result<Credential, SignerFailure>> {
  const info = await client.call('info', {}, Info);
  if (!info.ok) return info;
  const missing = METHODS.filter((method) => !info.value.methods.includes(method));
  if (!info.value.specs.startsWith('2.') || missing.length > 0)
    return refuse('signer/unsupported', `CSC ${info.value.specs.slice(0, 20)}, thiếu ${missing.join(', ') || 'phiên bản 2'}`);
  const id = await credentialId(client, order);
  if (!id.ok) return id;
  const found = await client.call(
    'credentials/info',
    { credentialID: id.value, certificates: 'chain', certInfo: false, authInfo: true },
    CredentialInfo,
  );
  return found.ok ? readCredential(id.value, found.value, order) : found;
}

async function credentialId(client: CscClient, { userId, credentialId: named }: CredentialOrder): Promise<Result<string, SignerFailure>> {
  if (named !== undefined) return ok(named);
  const list = await client.call('credentials/list', userId === undefined ? {} : { userID: userId }, CredentialList);
  if (!list.ok) return list;
  const [only, ...others] = list.value.credentialIDs;
  return only === undefined || others.length > 0
    ? refuse('signer/not-permitted', `người ký có ${list.value.credentialIDs.length} chứng thư; cần khai báo một`)
    : ok(only);
}

function readCredential(
  id: string,
  { key, cert, auth, multisign }: CredentialInfo,
  order: CredentialOrder,
): Result<Credential, SignerFailure> {
  const certificates = cert.certificates.map((text) => fromBase64(text));
  if (!certificates.every((one) => one.ok)) return refuse('signer/malformed-answer', 'cert.certificates');
  const chain = certificates.map(({ value }) => value);
  const own = parseCertificate(chain[0]!);
  if (!own.ok) return refuse('signer/wrong-certificate', own.error.what);
  if (order.certificate !== undefined && !equalBytes(order.certificate, chain[0]!))
    return refuse('signer/wrong-certificate', 'khác với chứng thư đã khai báo');
  if (cert.status === 'revoked' || cert.status === 'expired') return refuse('signer/wrong-certificate', cert.status);
  if (key.status !== 'enabled' || cert.status === 'suspended') return refuse('signer/locked', key.status);
  const how = chooseAlgorithm(own.value.publicKey, key.algo);
  if (how === undefined) return refuse('signer/unsupported', `thuật toán ${key.algo.join(', ').slice(0, 100)}`);
  // §11.6: authorization by OAuth code needs the holder's browser; objects to show would need his PIN.
  if (auth.mode !== 'explicit' && auth.mode !== 'implicit') return refuse('signer/unsupported', `xác nhận kiểu ${auth.mode.slice(0, 40)}`);
  const objects = auth.mode === 'explicit' ? auth.objects : [];
  const [first, ...more] = objects;
  if (first !== undefined && (more.length > 0 || first.type !== 'Password' || first.generator !== undefined || order.pin === undefined))
    return refuse(
      'signer/unsupported',
      `dịch vụ đòi phần mềm đưa ${objects
        .map((one) => one.id)
        .join(', ')
        .slice(0, 100)}`,
    );
  return ok({ id, certificates: withoutRoot(chain), how, multisign, ...(first === undefined ? {} : { pinObject: first.id }) });
}

/** A signature carries the signer's certificate and its authorities; the anchor is the verifier's own. */
function withoutRoot(chain: readonly Uint8Array[]): readonly Uint8Array[] {
  return chain.filter((one, i) => {
    const certificate = i === 0 ? undefined : parseCertificate(one);
    return i === 0 || (certificate?.ok === true && !equalBytes(certificate.value.issuer.der, certificate.value.subject.der));
  });
}
