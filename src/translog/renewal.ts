import { concatBytes, toHex, utf8 } from '#kernel';
import type { Sha256 } from './primitives.ts';

/** What one renewal says, as the values its time-stamp covers. Digests are lower-case hex. */
export interface RenewalStatement {
  readonly origin: string;
  readonly treeSize: number;
  readonly root: string;
  /** Digest of the renewal before; absent for the first. */
  readonly previous?: string;
}

/** The octets a renewal stamps: five lines, each ended by a line feed. */
export const renewalStatement = ({ origin, treeSize, root, previous = '-' }: RenewalStatement): Uint8Array =>
  utf8(`hoc-ba-so log renewal v1\n${origin}\n${treeSize}\n${root}\n${previous}\n`);

/** What the next renewal covers of this one: its statement and the token over that (RFC 4998 §5.2 covers the old time-stamp by the new one). */
export const renewalDigest = (sha256: Sha256, renewal: RenewalStatement & { readonly token: Uint8Array }): string =>
  toHex(sha256(concatBytes(sha256(renewalStatement(renewal)), sha256(renewal.token))));
