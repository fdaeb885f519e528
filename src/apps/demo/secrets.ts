import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets of the demonstration: the password of its accounts and what its programs show each other. One file, readable by its owner only. */
export interface DemoSecrets {
  readonly password: string;
  clientSecret(name: string): string | undefined;
  keepClientSecret(name: string, secret: string): void;
}

export function demoSecrets(dataFolder: string): DemoSecrets {
  const folder = join(dataFolder, 'secrets'), file = join(folder, 'demo.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept: { password: string; clients: Record<string, string> } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { password: string; clients: Record<string, string> }) : { password: randomBytes(9).toString('base64url'), clients: {} };
  const save = () => {
    writeFileSync(`${file}.new`, JSON.stringify(kept, null, 1), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  if (!existsSync(file)) save();
  return {
    password: kept.password,
    clientSecret: (name) => kept.clients[name],
    keepClientSecret(name, secret) {
      kept.clients[name] = secret;
      save();
    },
  };
}
