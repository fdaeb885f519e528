import type { HocBa } from '#domain';
import type { Instant } from '#kernel';
import { type SignatureLine, signatureLines } from '#print';
import type { PortalJudge } from './judge.ts';
import type { RegistryYear } from './port.ts';
import { type RecordStatus, recordStatus } from './status.ts';

export interface JudgedYear {
  readonly year: RegistryYear;
  readonly status: RecordStatus;
  /** Read from the octets that were judged; absent when they no longer are what was signed. */
  readonly hocBa: HocBa | undefined;
  readonly signatures: readonly SignatureLine[];
}

/** Judges a year of the registry anew and says how it stands: nothing is shown on the word of a table. */
export async function judgeYear(judge: PortalJudge, year: RegistryYear, now: Instant): Promise<JudgedYear> {
  const judgement = await judge.packet(year, now);
  const status = recordStatus(year, judgement.sha256 === year.packet.sha256 ? judgement.verdict : 'TOTAL-FAILED');
  const hocBa = status === 'broken' ? undefined : judgement.hocBa;
  return { year, status, hocBa, signatures: hocBa ? signatureLines(hocBa, judgement.signatures) : [] };
}
