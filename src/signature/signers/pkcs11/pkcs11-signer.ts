import { concatBytes, err, fromHex, ok, type Result, unwrap, utf8 } from '#kernel';
import { parseCertificate, type PublicKey, type SignatureAlgorithm } from '#signature';
import type { HashToSign, Signer, SignerFailure } from '../port.ts';
import {
  CKA,
  CKG_MGF1_SHA256,
  CKM,
  CKO,
  CKR,
  type Cryptoki,
  CryptokiError,
  type CryptokiSession,
  type Mechanism,
  type ObjectHandle,
} from './cryptoki.ts';

/** Where a key is: the token and the key on it, by their labels. */
export interface Pkcs11Order {
  readonly token: string;
  readonly key: string;
  readonly pin: () => string;
  /** DER, the signer's own first. When absent, the certificate on the token that has the id of the key. */
  readonly certificates?: readonly Uint8Array[];
  /** Longest wait for one signature. */
  readonly timeoutMs?: number;
}
const TIMEOUT_MS = 30_000;

/** How a digest is signed with a mechanism of the device. */
interface How {
  readonly algorithm: SignatureAlgorithm;
  readonly mechanism: Mechanism;
  readonly prefix?: Uint8Array;
}
/** DigestInfo of RFC 8017 §9.2 up to the digest: CKM_RSA_PKCS pads, but does not say which hash it was. */
const DIGEST_INFO_SHA256 = unwrap(fromHex('3031300d060960864801650304020105000420'));
const HOW: Readonly<Record<'rsa' | 'ec', readonly How[]>> = {
  // PSS first: Thông tư 15/2025/TT-BKHCN names it.
  rsa: [
    { algorithm: 'rsa-pss-sha256', mechanism: { type: CKM.rsaPss, parameter: [CKM.sha256, CKG_MGF1_SHA256, 32] } },
    { algorithm: 'rsa-sha256', mechanism: { type: CKM.rsaPkcs }, prefix: DIGEST_INFO_SHA256 },
  ],
  ec: [{ algorithm: 'ecdsa-sha256', mechanism: { type: CKM.ecdsa } }],
};

/** What the device said, as one of our failures. */
const BY_RV: Readonly<Record<number, SignerFailure['code']>> = {
  [CKR.pinIncorrect]: 'signer/wrong-pin',
  [CKR.pinInvalid]: 'signer/wrong-pin',
  [CKR.pinLengthRange]: 'signer/wrong-pin',
  [CKR.pinExpired]: 'signer/locked',
  [CKR.pinLocked]: 'signer/locked',
  [CKR.deviceRemoved]: 'signer/token-removed',
  [CKR.tokenNotPresent]: 'signer/token-removed',
  [CKR.tokenNotRecognized]: 'signer/token-removed',
  [CKR.mechanismInvalid]: 'signer/unsupported',
  [CKR.mechanismParamInvalid]: 'signer/unsupported',
  [CKR.functionCanceled]: 'signer/refused',
};

interface OpenKey {
  readonly session: CryptokiSession;
  readonly key: ObjectHandle;
  readonly certificates: readonly Uint8Array[];
  readonly how: How;
}
class Failure extends Error {
  readonly failure: SignerFailure;
  constructor(code: SignerFailure['code'], detail: string) {
    super(detail);
    this.failure = { code, detail };
  }
}

/**
 * A key inside a token or an HSM, for the seals of organisations that run this program (PKCS#11 v2.40). The session stays open; one call at a time, as a
 * session demands. After anything goes wrong it is opened afresh, except that a PIN the token refused is not shown to it again: a third time would lock it.
 */
export async function openPkcs11Signer(load: () => Promise<Cryptoki>, order: Pkcs11Order): Promise<Result<Signer, SignerFailure>> {
  const timeoutMs = order.timeoutMs ?? TIMEOUT_MS;
  let opened: OpenKey | undefined;
  let refusedPin: string | undefined;
  let before: Promise<unknown> = Promise.resolve();

  async function open(): Promise<OpenKey> {
    const pin = order.pin();
    if (pin === refusedPin) throw new Failure('signer/wrong-pin', 'thiết bị đã từ chối mã PIN này, không thử lại');
    const module = await load();
    const tokens = (await module.tokens()).filter(({ label }) => label === order.token);
    if (tokens.length !== 1) throw new Failure('signer/token-removed', `${tokens.length} thiết bị tên “${order.token}”`);
    const session = await module.open(tokens[0]!, pin).catch((cause: unknown) => {
      if (cause instanceof CryptokiError && BY_RV[cause.rv] === 'signer/wrong-pin') refusedPin = pin;
      throw cause;
    });
    try {
      return { session, ...(await findKey(session, order, tokens[0]!.mechanisms)) };
    } catch (cause) {
      await session.close().catch(() => undefined);
      throw cause;
    }
  }

  /** One thing at a time with the device, and no longer than allowed. */
  function alone<T>(work: () => Promise<T>): Promise<Result<T, SignerFailure>> {
    const next = before.then(async (): Promise<Result<T, SignerFailure>> => {
      try {
        return ok(await within(timeoutMs, work()));
      } catch (cause) {
        void opened?.session.close().catch(() => undefined);
        opened = undefined;
        return err(failureOf(cause));
      }
    });
    before = next;
    return next;
  }

  const first = await alone(async () => (opened = await open()));
  if (!first.ok) return first;
  const { certificates, how } = first.value;
  return ok({
    certificates,
    algorithm: how.algorithm,
    testOnly: false,
    async sign(hashes: readonly HashToSign[]) {
      const answers: Result<Uint8Array, SignerFailure>[] = [];
      for (const { digest } of hashes) {
        const answer = await alone(async () => {
          opened ??= await open();
          return opened.session.sign(how.mechanism, opened.key, how.prefix === undefined ? digest : concatBytes(how.prefix, digest));
        });
        // The device is gone or locked: the rest would only wait for the same.
        if (!answer.ok) return [...answers, ...hashes.slice(answers.length).map(() => answer)];
        answers.push(answer);
      }
      return answers;
    },
  });
}

async function findKey(session: CryptokiSession, order: Pkcs11Order, mechanisms: readonly number[]): Promise<Omit<OpenKey, 'session'>> {
  const [key, ...others] = await session.find(CKO.privateKey, CKA.label, utf8(order.key));
  if (key === undefined || others.length > 0)
    throw new Failure('signer/not-permitted', `${key === undefined ? 0 : others.length + 1} khoá tên “${order.key}”`);
  const certificates = order.certificates ?? [await certificateOf(session, key)];
  const own = parseCertificate(certificates[0] ?? new Uint8Array());
  if (!own.ok) throw new Failure('signer/wrong-certificate', own.error.what);
  const how = howFor(own.value.publicKey, mechanisms);
  if (how === undefined) throw new Failure('signer/unsupported', 'thiết bị không có thuật toán hợp với khoá');
  return { key, certificates, how };
}

async function certificateOf(session: CryptokiSession, key: ObjectHandle): Promise<Uint8Array> {
  const [certificate] = await session.find(CKO.certificate, CKA.id, await session.attribute(key, CKA.id));
  if (certificate === undefined) throw new Failure('signer/wrong-certificate', 'thiết bị không có chứng thư của khoá');
  return session.attribute(certificate, CKA.value);
}

/** A curve longer than the digest of the profile is left to services that hash by themselves. */
const howFor = (key: PublicKey, mechanisms: readonly number[]): How | undefined =>
  key.kind === 'other' || (key.kind === 'ec' && key.curve !== 'P-256')
    ? undefined
    : HOW[key.kind].find(({ mechanism }) => mechanisms.includes(mechanism.type));

function failureOf(cause: unknown): SignerFailure {
  if (cause instanceof Failure) return cause.failure;
  if (cause instanceof CryptokiError) return { code: BY_RV[cause.rv] ?? 'signer/unavailable', detail: cause.message };
  return { code: 'signer/unavailable', detail: cause instanceof Error ? cause.message : String(cause) };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Failure('signer/timed-out', `thiết bị không trả lời trong ${ms / 1000} giây`)), ms);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
