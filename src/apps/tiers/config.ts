import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { z } from 'zod';

const Url = z.url({ protocol: /^https?$/ });
const Code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/);
const Files = z.array(z.string().min(1)).min(1);
/** A key the operator keeps: PKCS#8 PEM, and its certificate with the chain. */
const Seal = z.strictObject({ key: z.string().min(1), certificates: Files });

/** The configuration of `hocba serve`. Paths are relative to the file; secrets are not in it. */
export const Config = z.strictObject({
  listen: z.strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535).default(3000) }).prefault({}),
  /** What browsers see; `https` makes cookies secure. */
  publicUrl: Url,
  trustedProxies: z.array(z.string()).default([]),
  requestsPerMinute: z.int().positive().default(1_200),
  tsaUrl: Url,
  /** Anchors, intermediate certificates and revocation lists (PEM or DER); read again every ten minutes. */
  trust: z.strictObject({ anchors: Files, intermediates: z.array(z.string()).default([]), crls: z.array(z.string()).default([]) }),
  /** JSON file, readable by this program only: `{"province/22205411": "secret", "ministry/22": "secret"}`. */
  clientSecrets: z.string().optional(),
  schools: z.array(z.strictObject({ code: Code, name: z.string().min(1) })).default([]),
  school: z.strictObject({ lookUpUrl: z.string().min(1), province: z.strictObject({ code: Code, url: Url, certificates: Files }) }).optional(),
  province: z.strictObject({
    code: Code, name: z.string().min(1), seal: Seal, log: z.strictObject({ key: z.string().min(1), origin: z.string().min(1) }),
    ministry: z.strictObject({ code: Code, url: Url, certificates: Files }),
    portal: z.strictObject({ shortName: z.string(), fullName: z.string(), support: z.string(), standing: z.string(), lookUpUrl: z.string().min(1) }),
  }).optional(),
  ministry: z.strictObject({ seal: Seal, provinces: z.array(z.strictObject({ code: Code, name: z.string().min(1), certificates: Files })).min(1) }).optional(),
});
export type Config = z.infer<typeof Config>;

/** Reads and checks the configuration; `at` turns a path of it into one of this machine. */
export function readConfig(file: string): Result<{ readonly config: Config; readonly at: (path: string) => string }, Refusal> {
  if (!existsSync(file)) return err(refusal('system/config-missing', { file }));
  const malformed = (problem: string) => err(refusal('system/config-malformed', { file, problem }));
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    return malformed(cause instanceof Error ? cause.message : String(cause));
  }
  const read = Config.safeParse(value);
  if (!read.success) return malformed(read.error.issues.map(({ path, message }) => `${path.map(String).join('.') || '(gốc)'}: ${message}`).join('; '));
  const folder = dirname(resolve(file));
  return ok({ config: read.data, at: (path) => resolve(folder, path) });
}
