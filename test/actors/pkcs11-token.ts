import { toHex } from '#kernel';
import { CKA, CKM, CKO, CKR, type Cryptoki, CryptokiError, type CryptokiSession } from '../../src/signature/signers/pkcs11/cryptoki.ts';
import { signHash } from './hash-signer.ts';

/** What a token can do to its user; switched while it is in. */
export type TokenMood = 'good' | 'removed' | 'removed-while-signing' | 'locked' | 'other-key' | 'never-answers' | 'no-key' | 'two-keys' | 'no-certificate' | 'no-mechanism' | 'session-lost' | 'out-of-order';

export interface TokenActor extends Cryptoki {
  mood: TokenMood;
  /** PINs that were shown, right or wrong. */
  readonly pins: readonly string[];
  readonly sessions: () => number;
}

interface Options { readonly label: string; readonly pin: string; readonly key: string; readonly pkcs8: Uint8Array; readonly certificate: Uint8Array; readonly stranger: Uint8Array; readonly tries?: number }

/** A token with one key that counts wrong PINs and locks, as real ones do. */
export function simulatedToken({ label, pin, key, pkcs8, certificate, stranger, tries = 3 }: Options): TokenActor {
  const state: { mood: TokenMood } = { mood: 'good' };
  const pins: string[] = [];
  let left = tries, sessions = 0;
  const is = (mood: TokenMood) => state.mood === mood;
  const session = (): CryptokiSession => ({
    async find(objectClass, attribute, value) {
      const wanted = objectClass === CKO.privateKey ? attribute === CKA.label && new TextDecoder().decode(value) === key : toHex(value) === '01';
      if (!wanted || (is('no-key') && objectClass === CKO.privateKey) || (is('no-certificate') && objectClass === CKO.certificate)) return [];
      return is('two-keys') ? [1, 3] : [objectClass === CKO.privateKey ? 1 : 2];
    },
    attribute: async (_object, attribute) => (attribute === CKA.id ? Uint8Array.of(1) : certificate),
    async sign({ type, parameter }, _key, data) {
      if (is('removed-while-signing')) throw new CryptokiError('C_Sign', CKR.deviceRemoved);
      if (is('session-lost')) throw new CryptokiError('C_SignInit', CKR.sessionHandleInvalid);
      if (is('out-of-order')) throw new CryptokiError('C_Sign', CKR.deviceError);
      if (is('never-answers')) return new Promise(() => undefined);
      const signed = signHash(is('other-key') ? stranger : pkcs8, data.subarray(-32), parameter === undefined ? 'pkcs1' : 'pss');
      return type === CKM.ecdsa ? rawOf(signed) : signed;
    },
    close: async () => void sessions--,
  });
  return {
    get mood() { return state.mood; },
    set mood(mood) { state.mood = mood; },
    pins, sessions: () => sessions,
    tokens: async () => (is('removed') ? [] : [{ slot: 7, label, mechanisms: is('no-mechanism') ? [] : [CKM.rsaPkcs, CKM.ecdsa] }]),
    async open(_token, shown) {
      pins.push(shown);
      if (is('locked') || left === 0) throw new CryptokiError('C_Login', CKR.pinLocked);
      if (shown !== pin) {
        left--;
        throw new CryptokiError('C_Login', CKR.pinIncorrect);
      }
      left = tries;
      sessions++;
      return session();
    },
  };
}

/** C_Sign answers r ‖ s, not the SEQUENCE of the two. */
function rawOf(signature: Uint8Array): Uint8Array {
  const raw = new Uint8Array(64);
  for (let at = 2, i = 0; i < 2; i++) {
    const scalar = signature.subarray(at + 2, at + 2 + signature[at + 1]!);
    const digits = scalar.subarray(Math.max(0, scalar.length - 32));
    raw.set(digits, 32 * (i + 1) - digits.length);
    at += 2 + scalar.length;
  }
  return raw;
}
