import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type Refusal, refusal } from '#domain';
import type { SecondFactorSetting } from '#identity';
import { assert, err, type Instant, ok, type Result, unwrap } from '#kernel';
import { parseCertificate, type TrustMaterial } from '#signature';
import { readDerSync } from '../pem.ts';
import type { Config } from './config.ts';

const KEEP_MS = 600_000;
const SEALING_KEY_OCTETS = 32;

/** Certificates of files, each checked to be one. */
export const certificatesIn = (paths: readonly string[]): readonly Uint8Array[] =>
  paths
    .flatMap((path) => readDerSync(path))
    .map((der) => {
      unwrap(parseCertificate(der));
      return der;
    });

/** Trust from files, read again every ten minutes: revocation lists are renewed beside us. */
export function trustOf(
  { anchors, intermediates, crls }: Config['trust'],
  at: (path: string) => string,
): (now: Instant) => Promise<TrustMaterial> {
  let kept: { readonly readAt: number; readonly material: TrustMaterial } | undefined;
  return async () => {
    if (kept === undefined || Date.now() - kept.readAt > KEEP_MS) {
      kept = {
        readAt: Date.now(),
        material: {
          anchors: certificatesIn(anchors.map(at)),
          intermediates: certificatesIn(intermediates.map(at)),
          crls: crls.map(at).flatMap((path) => readDerSync(path)),
          ocsps: [],
        },
      };
    }
    return kept.material;
  };
}

/** A private key the operator keeps in a file; its passphrase, if any, comes with the environment (`HOCBA_KEY_PASSPHRASE`). */
export function keyIn(path: string): KeyObject {
  const passphrase = process.env['HOCBA_KEY_PASSPHRASE'];
  return createPrivateKey({ key: readFileSync(path), format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
}

const isPrivate = (path: string): boolean => process.platform === 'win32' || (statSync(path).mode & 0o077) === 0;

/** A secret in a file of its own, which nobody else on the machine may read; the last line break is not part of it. */
export function secretIn(path: string): string {
  assert(isPrivate(path), `${path} is readable by its owner alone`);
  return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
}

/** What seals the second factors of people: 32 octets in base64, in a file of their own. */
export function secondFactorOf(
  setting: Config['secondFactor'],
  at: (path: string) => string,
): Result<SecondFactorSetting | undefined, Refusal> {
  if (setting === undefined) return ok(undefined);
  const file = at(setting.key);
  const wrong = (problem: string) => err(refusal('system/config-malformed', { file, problem }));
  if (!existsSync(file)) return wrong('không có tệp khóa của lớp bảo vệ thứ hai');
  if (!isPrivate(file)) return wrong('người khác trên máy đọc được tệp này; đặt quyền 0600');
  const key = new Uint8Array(Buffer.from(secretIn(file), 'base64'));
  return key.length === SEALING_KEY_OCTETS ? ok({ key, requiredOf: setting.requiredOf }) : wrong('cần đúng 32 octet viết bằng base64');
}

/** Secrets our programs show at the next tier, by `tier/client`. */
export function clientSecretsIn(path: string | undefined): (name: string) => Promise<string> {
  const kept = path === undefined ? {} : (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
  return async (name) => kept[name] ?? Promise.reject(new Error(`there is no client secret ${name}`));
}
