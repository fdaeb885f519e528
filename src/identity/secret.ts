import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** An opaque bearer secret with 256 random bits. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** What is kept of a secret. A plain digest suffices: 256 random bits cannot be guessed from it, and a copy of the table opens nothing. */
export const secretDigest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
