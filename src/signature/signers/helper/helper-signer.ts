import { err, ok, type Result, toBase64 } from '#kernel';
import { parseCertificate } from '#signature';
import type { HashToSign, Signer, SignerFailure, SigningDesk } from '../port.ts';

export interface HelperOptions {
  /** How long hashes wait without a sign of life from the page. */
  readonly waitMs?: number;
}
const WAIT_MS = 180_000;

interface Parked {
  readonly hash: string;
  readonly shown: string;
  readonly settle: (answer: Result<Uint8Array, SignerFailure>) => void;
}

/**
 * A signer whose device is plugged into the signer's own machine, where only his browser reaches it through a local helper (VGCA Sign Service). What is to be
 * signed is laid out on a desk; the page of this person takes it, has it signed and brings the values back. A value is one more answer of a device: it is
 * verified like any other before it is stored. Helpers sign RSA with PKCS#1 v1.5 and SHA-256.
 */
export function helperSigner(certificates: readonly Uint8Array[], { waitMs = WAIT_MS }: HelperOptions = {}): Result<Signer, SignerFailure> {
  const own = certificates[0] === undefined ? undefined : parseCertificate(certificates[0]);
  if (own?.ok !== true) return err({ code: 'signer/wrong-certificate', detail: 'không đọc được chứng thư số' });
  if (own.value.publicKey.kind !== 'rsa')
    return err({ code: 'signer/unsupported', detail: 'chương trình ký trên máy chỉ ký bằng khoá RSA' });
  const parked = new Map<string, Parked>();
  let timer: NodeJS.Timeout | undefined;

  const finish = (hash: string, answer: Result<Uint8Array, SignerFailure>): boolean => {
    const found = parked.get(hash);
    parked.delete(hash);
    if (parked.size === 0) clearTimeout(timer);
    found?.settle(answer);
    return found !== undefined;
  };
  const alive = (): void => {
    clearTimeout(timer);
    if (parked.size === 0) return;
    timer = setTimeout(() => {
      for (const hash of [...parked.keys()])
        finish(hash, err({ code: 'signer/timed-out', detail: 'trang ký trên máy của người ký không trả lời' }));
    }, waitMs).unref();
  };
  const desk: SigningDesk = {
    waiting() {
      alive();
      return [...parked.values()].map(({ hash, shown }) => ({ hash, shown }));
    },
    give(hash, answer) {
      const taken = finish(hash, answer);
      alive();
      return taken;
    },
  };
  const park = ({ digest, shown = '' }: HashToSign): Promise<Result<Uint8Array, SignerFailure>> =>
    new Promise((settle) => {
      const hash = toBase64(digest);
      finish(hash, err({ code: 'signer/unavailable', detail: 'đã được đưa ra ký lần nữa' }));
      parked.set(hash, { hash, shown, settle });
    });
  return ok({
    certificates,
    algorithm: 'rsa-sha256',
    testOnly: false,
    desk,
    sign(hashes) {
      const answers = Promise.all(hashes.map(park));
      alive();
      return answers;
    },
  });
}
