import type { KoffiFunc, out, TypeObject } from 'koffi';
import { utf8 } from '#kernel';
import { CKA, CKR, type Cryptoki, CryptokiError, type CryptokiSession, type ObjectHandle, type Token } from './cryptoki.ts';

/** Places of the calls in CK_FUNCTION_LIST (PKCS#11 v2.40, pkcs11f.h): a module need not export them by name. */
const CALLS = {
  C_Initialize: [0, ['void *']],
  C_GetSlotList: [4, ['uint8', 'void *', 'ulong *']],
  C_GetTokenInfo: [6, ['ulong', 'void *']],
  C_GetMechanismList: [7, ['ulong', 'void *', 'ulong *']],
  C_OpenSession: [12, ['ulong', 'ulong', 'void *', 'void *', 'ulong *']],
  C_CloseSession: [13, ['ulong']],
  C_Login: [18, ['ulong', 'ulong', 'void *', 'ulong']],
  C_GetAttributeValue: [24, ['ulong', 'ulong', 'attribute', 'ulong']],
  C_FindObjectsInit: [26, ['ulong', 'attribute', 'ulong']],
  C_FindObjects: [27, ['ulong', 'void *', 'ulong', 'ulong *']],
  C_FindObjectsFinal: [28, ['ulong']],
  C_SignInit: [42, ['ulong', 'mechanism', 'ulong']],
  C_Sign: [43, ['ulong', 'void *', 'ulong', 'void *', 'ulong *']],
} as const satisfies Readonly<Record<string, readonly [number, readonly string[]]>>;
type Call = keyof typeof CALLS;
type Type = string | TypeObject | ReturnType<typeof out>;

const CKF_OS_LOCKING_OK = 2;
const CKF_SERIAL_SESSION = 4;
const CKU_USER = 1;
const TOKEN_PRESENT = 1;
const OBJECTS_MAX = 16;
const SIGNATURE_BYTES_MAX = 1024;
const LABEL_BYTES = 32;
const TOKEN_INFO_BYTES = 512;

/**
 * Loads a PKCS#11 module into this process. The foreign-function library is an optional package: only programs that sign with a device need it.
 * Every call runs on a thread of its own, because a token may take a second for a signature.
 */
export async function loadCryptoki(module: string): Promise<Cryptoki> {
  const { default: koffi } = await import('koffi');
  // pkcs11.h packs its structures on Windows alone, where CK_ULONG has four octets.
  const packed = process.platform === 'win32';
  const struct = (packed ? koffi.pack : koffi.struct) as (fields: Record<string, string>) => TypeObject;
  const word = koffi.sizeof('ulong');
  const pointer = koffi.sizeof('void *');
  const TYPES: Readonly<Record<string, Type>> = {
    attribute: koffi.inout(koffi.pointer(struct({ type: 'ulong', value: 'void *', length: 'ulong' }))),
    mechanism: koffi.pointer(struct({ type: 'ulong', parameter: 'void *', length: 'ulong' })),
    'ulong *': koffi.inout('ulong *'),
  };
  const list: [unknown] = [null];
  const got = koffi.load(module).func('C_GetFunctionList', 'ulong', [koffi.out(koffi.pointer('void *', 2))])(list) as number;
  if (got !== CKR.ok) throw new CryptokiError('C_GetFunctionList', got);
  const first = packed ? 2 : pointer;
  const functions = Object.fromEntries(
    Object.entries(CALLS).map(([name, [place, parameters]]) => [
      name,
      koffi.decode(
        koffi.decode(list[0], first + place * pointer, 'void *'),
        koffi.proto(
          'ulong',
          parameters.map((type) => TYPES[type] ?? type),
        ),
      ),
    ]),
  ) as Record<Call, KoffiFunc<(...args: readonly unknown[]) => number>>;

  const attempt = (name: Call, ...args: readonly unknown[]): Promise<number> =>
    new Promise((resolve, reject) => {
      functions[name].async(...args, (failed: unknown, rv: number) => (failed ? reject(failed) : resolve(Number(rv))));
    });
  const call = async (name: Call, ...args: readonly unknown[]): Promise<void> => {
    const rv = await attempt(name, ...args);
    if (rv !== CKR.ok) throw new CryptokiError(name, rv);
  };
  const words = (...values: readonly number[]): Buffer =>
    Buffer.concat(
      values.map((value) => {
        const bytes = Buffer.alloc(word);
        bytes.writeUInt32LE(value);
        return bytes;
      }),
    );
  const wordAt = (bytes: Buffer, i: number): number | bigint => (word === 4 ? bytes.readUInt32LE(4 * i) : bytes.readBigUInt64LE(8 * i));

  async function initialize(): Promise<void> {
    // CK_C_INITIALIZE_ARGS: no mutex callbacks of ours, the module may use the system's own.
    const rv = await attempt('C_Initialize', Buffer.concat([Buffer.alloc(4 * pointer), words(CKF_OS_LOCKING_OK), Buffer.alloc(pointer)]));
    if (rv !== CKR.ok && rv !== CKR.cryptokiAlreadyInitialized) throw new CryptokiError('C_Initialize', rv);
  }

  async function tokenIn(slot: number | bigint): Promise<Token> {
    const info = Buffer.alloc(TOKEN_INFO_BYTES);
    await call('C_GetTokenInfo', slot, info);
    const count = [0];
    await call('C_GetMechanismList', slot, null, count);
    const mechanisms = Buffer.alloc(word * count[0]!);
    await call('C_GetMechanismList', slot, mechanisms, count);
    return {
      slot,
      label: info.subarray(0, LABEL_BYTES).toString('utf8').trimEnd(),
      mechanisms: Array.from({ length: count[0]! }, (_, i) => Number(wordAt(mechanisms, i))),
    };
  }

  function sessionOf(session: number | bigint): CryptokiSession {
    return {
      async find(objectClass, attribute, value) {
        const template = [
          { type: CKA.class, value: words(objectClass), length: word },
          { type: attribute, value: Buffer.from(value), length: value.length },
        ];
        await call('C_FindObjectsInit', session, template, template.length);
        const found = Buffer.alloc(word * OBJECTS_MAX);
        const count = [0];
        await call('C_FindObjects', session, found, OBJECTS_MAX, count);
        await call('C_FindObjectsFinal', session);
        return Array.from({ length: count[0]! }, (_, i): ObjectHandle => wordAt(found, i));
      },
      async attribute(object, type) {
        const asked = [{ type, value: null as Buffer | null, length: 0 }];
        await call('C_GetAttributeValue', session, object, asked, 1);
        const bytes = Buffer.alloc(Number(asked[0]!.length));
        await call('C_GetAttributeValue', session, object, [{ type, value: bytes, length: bytes.length }], 1);
        return new Uint8Array(bytes);
      },
      async sign({ type, parameter }, key, data) {
        const bytes = parameter === undefined ? null : words(...parameter);
        await call('C_SignInit', session, [{ type, parameter: bytes, length: bytes?.length ?? 0 }], key);
        const signature = Buffer.alloc(SIGNATURE_BYTES_MAX);
        const length = [SIGNATURE_BYTES_MAX];
        await call('C_Sign', session, Buffer.from(data), data.length, signature, length);
        return new Uint8Array(signature.subarray(0, length[0]));
      },
      close: () => call('C_CloseSession', session),
    };
  }

  await initialize();
  return {
    async tokens() {
      const count = [0];
      await call('C_GetSlotList', TOKEN_PRESENT, null, count);
      const slots = Buffer.alloc(word * count[0]!);
      await call('C_GetSlotList', TOKEN_PRESENT, slots, count);
      const tokens: Token[] = [];
      for (let i = 0; i < count[0]!; i++) tokens.push(await tokenIn(wordAt(slots, i)));
      return tokens;
    },
    async open({ slot }, pin) {
      const handle = [0];
      await call('C_OpenSession', slot, CKF_SERIAL_SESSION, null, null, handle);
      const session = sessionOf(handle[0]!);
      const secret = Buffer.from(utf8(pin));
      const rv = await attempt('C_Login', handle[0], CKU_USER, secret, secret.length).finally(() => secret.fill(0));
      if (rv === CKR.ok || rv === CKR.userAlreadyLoggedIn) return session;
      await session.close().catch(() => undefined);
      throw new CryptokiError('C_Login', rv);
    },
  };
}
