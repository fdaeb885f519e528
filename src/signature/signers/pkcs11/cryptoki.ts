/** The part of PKCS#11 v2.40 that signing needs. Whatever a call refuses is thrown as a `CryptokiError`. */
export interface Cryptoki {
  /** Tokens in their slots: C_GetSlotList, C_GetTokenInfo. */
  tokens(): Promise<readonly Token[]>;
  /** C_OpenSession and C_Login as the user. */
  open(token: Token, pin: string): Promise<CryptokiSession>;
}

export interface Token {
  readonly slot: number | bigint;
  readonly label: string;
  /** C_GetMechanismList. */
  readonly mechanisms: readonly number[];
}

export type ObjectHandle = number | bigint;
export interface CryptokiSession {
  /** C_FindObjects: objects of a class with this value of an attribute. */
  find(objectClass: number, attribute: number, value: Uint8Array): Promise<readonly ObjectHandle[]>;
  /** C_GetAttributeValue. */
  attribute(object: ObjectHandle, attribute: number): Promise<Uint8Array>;
  /** C_SignInit and C_Sign. */
  sign(mechanism: Mechanism, key: ObjectHandle, data: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface Mechanism {
  readonly type: number;
  /** Words (CK_ULONG) of the parameter, in order. */
  readonly parameter?: readonly number[];
}

export class CryptokiError extends Error {
  /** CK_RV of the call. */
  readonly rv: number;
  constructor(call: string, rv: number) {
    super(`${call}: ${NAMES[rv] ?? `0x${rv.toString(16)}`}`);
    this.rv = rv;
  }
}

export const CKO = { certificate: 1, privateKey: 3 } as const;
export const CKA = { class: 0, label: 3, value: 0x11, id: 0x102 } as const;
export const CKM = { rsaPkcs: 1, rsaPss: 0xd, ecdsa: 0x1041, sha256: 0x250 } as const;
export const CKG_MGF1_SHA256 = 2;
export const CKR = {
  ok: 0,
  generalError: 5,
  functionFailed: 6,
  deviceError: 0x30,
  deviceRemoved: 0x32,
  pinIncorrect: 0xa0,
  pinInvalid: 0xa1,
  pinLengthRange: 0xa2,
  pinExpired: 0xa3,
  pinLocked: 0xa4,
  sessionClosed: 0xb0,
  sessionHandleInvalid: 0xb3,
  mechanismInvalid: 0x70,
  mechanismParamInvalid: 0x71,
  tokenNotPresent: 0xe0,
  tokenNotRecognized: 0xe1,
  userAlreadyLoggedIn: 0x100,
  userNotLoggedIn: 0x101,
  functionCanceled: 0x50,
  cryptokiAlreadyInitialized: 0x191,
} as const;
const NAMES: Readonly<Record<number, string>> = Object.fromEntries(Object.entries(CKR).map(([name, rv]) => [rv, name]));
