import type { VerifyAnswer } from '#contract';
import type { Instant } from '#kernel';
import type { PacketJudgement } from '#verifier';
import type { z } from 'zod';
import type { RegistryYear } from './port.ts';

export type FileJudgement = z.output<typeof VerifyAnswer>;

/** Judges packets and files with the trust lists, revocation data and registered signers of the tier. */
export interface PortalJudge {
  /** A packet of the registry, judged anew from its octets: what is shown is what was signed. */
  packet(year: RegistryYear, at: Instant): Promise<PacketJudgement>;
  /** A file somebody brought. */
  file(bytes: Uint8Array, at: Instant): Promise<FileJudgement>;
}
