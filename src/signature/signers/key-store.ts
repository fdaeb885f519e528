import { createPrivateKey, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, err, ok, type Result } from '#kernel';

const SECRET_FILE = 'store.key';
const SECRET_BYTES = 32;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export type KeyStoreError = 'key-store/missing' | 'key-store/unreadable';

/** Private keys of a demonstration and of the province's own seal and log, by name. */
export interface KeyStore {
  /** Keeps an unencrypted PKCS#8 DER key under a name; an older key of that name is replaced. */
  save(name: string, pkcs8: Uint8Array): Promise<void>;
  /** The PKCS#8 DER key of that name. */
  load(name: string): Promise<Result<Uint8Array, KeyStoreError>>;
  names(): Promise<readonly string[]>;
}

/**
 * Opens (or makes) a key folder. Each key is PKCS#8, encrypted with AES-256 under the random secret in `store.key`; all files are 0600, the folder 0700.
 * Trusted for: keeping keys from other users of the machine and out of copies that leave the secret behind.
 * Not trusted for: an attacker who can read the whole folder. Keys of real people never come here.
 */
export async function openKeyStore(folder: string): Promise<KeyStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const passphrase = await readSecret(folder);
  const fileOf = (name: string) => {
    assert(NAME.test(name), 'a key name is made of letters, digits, dot, dash and underscore');
    return join(folder, `${name}.p8`);
  };
  return {
    async save(name, pkcs8) {
      const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
      await writePrivate(fileOf(name), key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }));
    },
    async load(name) {
      const file = fileOf(name);
      if (!existsSync(file)) return err('key-store/missing');
      try {
        const key = createPrivateKey({ key: await readFile(file), format: 'pem', passphrase });
        return ok(new Uint8Array(key.export({ type: 'pkcs8', format: 'der' })));
      } catch {
        return err('key-store/unreadable');
      }
    },
    names: async () =>
      (await readdir(folder))
        .filter((file) => file.endsWith('.p8'))
        .map((file) => file.slice(0, -3))
        .sort(),
  };
}

async function readSecret(folder: string): Promise<string> {
  const file = join(folder, SECRET_FILE);
  // `wx`: of two programs that open a new folder at once, one makes the secret and both read it.
  await writeFile(file, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw cause;
    },
  );
  const { mode } = await stat(file);
  if (process.platform !== 'win32') assert((mode & 0o077) === 0, `${file} is readable by its owner alone`);
  const secret = await readFile(file, 'utf8');
  assert(secret.length >= 43, `${file} holds a whole secret`);
  return secret;
}

/** Written beside and moved into place, so that a crash leaves the old key or the new one, never half of one. */
async function writePrivate(file: string, content: string | Buffer): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
}
