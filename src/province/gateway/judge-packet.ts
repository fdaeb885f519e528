import {
  type HocBa,
  type LookupCode,
  type Refusal,
  refusal,
  type SchoolCode,
  type SchoolYear,
  type Sha256Hex,
  type VersionId,
  type Wave,
} from '#domain';
import { err, type Instant, ok, type Result, toHex } from '#kernel';
import { notXml, readPacket, type RegisteredSigner } from '#packet';
import { validateXsd } from '#packet/xsd';
import type { PathCache, Primitives, TrustMaterial } from '#signature';
import { verifyPacketDocument } from '#verifier';
import { readXml } from '#xml';
import type { SignerWithdrawal } from '../postgres/signers.ts';
import { registerBinding } from '../registry/signers/binding.ts';
import { otherProfile } from './read-message.ts';

/** What all packets of a batch are judged by. Plain values: they travel to another thread. */
export interface BatchSetting {
  readonly trust: TrustMaterial;
  readonly at: Instant;
  /** Of the sender, as the province has approved them. */
  readonly registered: readonly RegisteredSigner[];
  /** What officers have taken back of it. */
  readonly withdrawals: readonly SignerWithdrawal[];
  readonly from: SchoolCode;
  readonly schoolYear: SchoolYear;
  readonly wave: Wave;
}

/** A packet, and what the batch says about it; `index` from 1. */
export interface SentPacket {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256Hex;
  readonly versionId: VersionId;
  readonly lookupCode: LookupCode;
}

export interface Judgement {
  /** What was signed, once it is known to be intact and the sender's own: a refused record too is somebody's. */
  readonly hocBa?: HocBa;
  /** Who signed it, or why it cannot be admitted. */
  readonly verdict: Result<
    { readonly hocBa: HocBa; readonly signers: readonly { readonly role: string; readonly certificateSha256: string }[] },
    readonly (Refusal & { readonly subIndication?: string })[]
  >;
}

/** Judges packets by themselves, one after the other: form by two parsers, signatures, signers, rules; and whether each is what its batch says. */
export function packetJudge(
  { trust, at, registered, withdrawals, from, schoolYear, wave }: BatchSetting,
  primitives: Primitives,
): (packet: SentPacket) => Judgement {
  const binding = registerBinding(registered, withdrawals);
  const cache: PathCache = new Map();
  const refused = (...refusals: readonly Refusal[]): Judgement => ({ verdict: err(refusals) });
  return ({ index, bytes, sha256, versionId, lookupCode }) => {
    if (toHex(primitives.digest('sha256', bytes)) !== sha256)
      return refused(refusal('form/item-hash', { index }, `/GOI_TIN/NOI_DUNG/DANH_SACH/TEP[${index}]`));
    const document = readXml(bytes);
    if (!document.ok) return refused(notXml(document.error));
    const valid = validateXsd('packet', bytes);
    if (!valid.ok) return refused(otherProfile(readPacket(document.value)) ?? valid.error);
    const judged = verifyPacketDocument(document.value, sha256, { trust, at, binding, cache }, primitives);
    const { hocBa } = judged;
    // Said before anything about its signers: those of another school are unknown here, and that is not what is wrong.
    if (hocBa && hocBa.school.code !== from)
      return refused(refusal('transport/sender-mismatch', { sender: hocBa.school.code, client: from }, 'MA_TRUONG'));
    if (judged.verdict !== 'TOTAL-PASSED' || !hocBa) return { ...(hocBa && { hocBa }), verdict: err(judged.refusals) };
    const mismatch = [
      [hocBa.versionId === versionId, 'MA_PHIEN_BAN'],
      [hocBa.lookupCode === lookupCode, 'MA_TRA_CUU'],
      [hocBa.schoolYear === schoolYear, 'NAM_HOC'],
      [hocBa.wave === wave, 'DOT_CHOT'],
    ].find(([fits]) => !fits);
    if (mismatch)
      return {
        hocBa,
        verdict: err([
          refusal(
            'form/value',
            { name: mismatch[1] as string, value: 'khác học bạ bên trong', expected: 'giống giá trị trong học bạ' },
            mismatch[1] as string,
          ),
        ]),
      };
    return {
      hocBa,
      verdict: ok({
        hocBa,
        signers: judged.signatures.flatMap(({ role, certificate }) =>
          certificate ? [{ role, certificateSha256: toHex(primitives.digest('sha256', certificate.der)) }] : [],
        ),
      }),
    };
  };
}
