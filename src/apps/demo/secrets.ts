import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets of the demonstration: the password of its accounts and what its programs show each other. One file, readable by its owner only. */
export interface DemoSecrets {
  readonly password: string;
  /** Seals the second factors that visitors try. */
  readonly secondFactorKey: Uint8Array;
  clientSecret(name: string): string | undefined;
  keepClientSecret(name: string, secret: string): void;
}

/** Nothing that looks like something else, and one word for a double click: people type it from one screen into another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 14;
const newPassword = (): string => Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');

interface Kept {
  readonly password: string;
  readonly secondFactorKey: string;
  readonly clients: Record<string, string>;
}

export function demoSecrets(dataFolder: string): DemoSecrets {
  const folder = join(dataFolder, 'secrets');
  const file = join(folder, 'demo.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fresh: Kept = { password: newPassword(), secondFactorKey: randomBytes(32).toString('base64'), clients: {} };
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>) : {};
  const kept: Kept = { ...fresh, ...known };
  const save = () => {
    writeFileSync(`${file}.new`, JSON.stringify(kept, null, 1), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  if (known.secondFactorKey === undefined) save();
  return {
    password: kept.password,
    secondFactorKey: new Uint8Array(Buffer.from(kept.secondFactorKey, 'base64')),
    clientSecret: (name) => kept.clients[name],
    keepClientSecret(name, secret) {
      kept.clients[name] = secret;
      save();
    },
  };
}
