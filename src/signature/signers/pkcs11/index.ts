import { type Result, err } from '#kernel';
import type { Signer, SignerFailure } from '../port.ts';
import type { Cryptoki } from './cryptoki.ts';
import { loadCryptoki } from './native.ts';
import { openPkcs11Signer, type Pkcs11Order } from './pkcs11-signer.ts';

export type { Pkcs11Order } from './pkcs11-signer.ts';

const loaded = new Map<string, Promise<Cryptoki>>();

/** A key behind a PKCS#11 module of this machine. A module is loaded once for the program, as C_Initialize demands. */
export async function openTokenSigner(module: string, order: Pkcs11Order): Promise<Result<Signer, SignerFailure>> {
  const load = () => {
    const kept = loaded.get(module) ?? loadCryptoki(module);
    loaded.set(module, kept);
    kept.catch(() => loaded.delete(module));
    return kept;
  };
  return openPkcs11Signer(load, order).catch((cause: unknown) =>
    err({ code: 'signer/unavailable', detail: cause instanceof Error ? cause.message : String(cause) }),
  );
}
