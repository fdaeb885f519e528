import { z } from 'zod';

/** What a service of the Cloud Signature Consortium answers (CSC API v2.0.0.2); only what is used is read, and nothing else is relied on. */
const text = z.string().max(4_096);

/** §8.4.4 oauth2/token. */
export const Token = z.object({
  access_token: text.min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().default(3_600),
});

/** §11.1 info. */
export const Info = z.object({ specs: text, methods: z.array(text) });

/** §11.4 credentials/list. */
export const CredentialList = z.object({ credentialIDs: z.array(text.min(1)) });

/** §11.5 credentials/info. `SCAL` 2 binds a confirmation to the hashes it names; `multisign` is how many one confirmation covers. */
export const CredentialInfo = z.object({
  key: z.object({ status: text, algo: z.array(text) }),
  cert: z.object({ status: text.optional(), certificates: z.array(z.string().max(65_536)).min(1) }),
  auth: z.object({ mode: text, objects: z.array(z.object({ type: text, id: text.min(1), generator: text.optional() })).default([]) }),
  multisign: z.int().min(1),
});
export type CredentialInfo = z.infer<typeof CredentialInfo>;

/** §11.6 credentials/authorize and §11.7 authorizeCheck: done, or (status 202) to be asked for again. */
export const Authorization = z.union([z.object({ SAD: z.string().min(1).max(65_536) }), z.object({ handle: text.min(1) })]);

/** §11.10 signatures/signHash, synchronous. */
export const Signatures = z.object({ signatures: z.array(z.string().max(16_384)) });

/** §10.1. */
export const Failed = z.object({ error: text, error_description: z.string().max(65_536).optional() });
