import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ROLES } from '#contract';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { z } from 'zod';

const Url = z.url({ protocol: /^https?$/ });
const Code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/);
const Files = z.array(z.string().min(1)).min(1);
const File = z.string().min(1);
/** A key inside a token or an HSM of this machine, by the labels of both. The PIN lies in a file of its own. */
const TokenKey = z.strictObject({ module: File, token: z.string().min(1), key: z.string().min(1), pinFile: File });
/** A key the operator keeps, as PKCS#8 PEM or in a device, and its certificate with the chain. */
const Seal = z.union([z.strictObject({ key: File, certificates: Files }), z.strictObject({ pkcs11: TokenKey, certificates: Files })]);

/** A remote signing service (CSC API v2). */
const SigningService = z.strictObject({ url: Url, tokenUrl: Url.optional(), clientId: z.string().min(1), clientSecretFile: File });
const SEAL = 'seal';
/** Whose signatures come from where: `who` is `seal` or the code of a member of staff. The key of a person is never in a device of this machine, nor his PIN in a file. */
const SchoolKey = z.union([
  z.strictObject({ school: Code, who: z.literal(SEAL), pkcs11: TokenKey, certificates: Files }),
  z
    .strictObject({
      school: Code,
      who: Code,
      service: z.string().min(1),
      userId: z.string().min(1).optional(),
      credentialId: z.string().min(1).optional(),
      certificate: File.optional(),
      pinFile: File.optional(),
    })
    .refine(({ who, pinFile }) => who === SEAL || pinFile === undefined, {
      path: ['pinFile'],
      message: 'mã PIN của một người không để trong tệp',
    }),
  // A person's device on his own machine: his browser signs, the certificate is known beforehand.
  z.strictObject({
    school: Code,
    who: Code.refine((who) => who !== SEAL, { message: 'con dấu ký cả gói tin, không chờ được trình duyệt' }),
    helper: z.literal('vgca'),
    certificates: Files,
  }),
]);
export type SchoolKey = z.infer<typeof SchoolKey>;
const Signers = z
  .strictObject({ services: z.record(z.string(), SigningService).default({}), keys: z.array(SchoolKey).default([]) })
  .superRefine(({ services, keys }, context) => {
    for (const [i, key] of keys.entries())
      if ('service' in key && services[key.service] === undefined)
        context.addIssue({ code: 'custom', path: ['keys', i, 'service'], message: `không có dịch vụ ký ${key.service}` });
  });

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
  /** The second factor of people (RFC 6238). `key`: file with 32 octets in base64, readable by this program only. Without this section nobody can have one. */
  secondFactor: z
    .strictObject({
      key: File,
      requiredOf: z
        .array(z.enum(ROLES))
        .default([
          'schoolHead',
          'deputyHead',
          'clerk',
          'schoolAdmin',
          'districtOfficer',
          'provinceOfficer',
          'provinceAdmin',
          'ministryOfficer',
        ]),
    })
    .optional(),
  /** JSON file, readable by this program only: `{"province/22205411": "secret", "ministry/22": "secret"}`. */
  clientSecrets: z.string().optional(),
  schools: z.array(z.strictObject({ code: Code, name: z.string().min(1) })).default([]),
  school: z
    .strictObject({
      lookUpUrl: z.string().min(1),
      province: z.strictObject({ code: Code, url: Url, certificates: Files }),
      signers: Signers.prefault({}),
    })
    .optional(),
  province: z
    .strictObject({
      code: Code,
      name: z.string().min(1),
      seal: Seal,
      log: z.strictObject({ key: z.string().min(1), origin: z.string().min(1) }),
      ministry: z.strictObject({ code: Code, url: Url, certificates: Files }),
      /** Hosts that the addresses inside certificates may lead to (CRL, OCSP), and the mirror a host is reached by, if any. */
      revocationHosts: z.array(z.strictObject({ host: z.string().min(1), via: Url.optional() })).default([]),
      /** The copies of the portal carry the province's seal (PAdES). */
      sealCopies: z.boolean().default(true),
      portal: z.strictObject({
        shortName: z.string(),
        fullName: z.string(),
        support: z.string(),
        standing: z.string(),
        lookUpUrl: z.string().min(1),
      }),
    })
    .optional(),
  ministry: z
    .strictObject({ seal: Seal, provinces: z.array(z.strictObject({ code: Code, name: z.string().min(1), certificates: Files })).min(1) })
    .optional(),
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
  if (!read.success)
    return malformed(read.error.issues.map(({ path, message }) => `${path.map(String).join('.') || '(gốc)'}: ${message}`).join('; '));
  const folder = dirname(resolve(file));
  return ok({ config: read.data, at: (path) => resolve(folder, path) });
}
