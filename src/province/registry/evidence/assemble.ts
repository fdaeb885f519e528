import type { Refusal, Sha256Hex } from '#domain';
import type { Result } from '#kernel';
import { type EvidenceFile, writeEvidence } from '#packet';
import type { ProvinceTransaction } from '../../postgres/tables.ts';
import type { ProvinceContext } from '../context.ts';

export interface EvidenceOf { readonly bytes: Uint8Array; readonly sha256: Sha256Hex; /** Every certificate's standing is known. */ readonly complete: boolean }

/** The evidence file of a packet from what has been gathered up to now; undefined when there is no such packet, or nothing was noted about it yet. */
export async function evidenceOf(context: Pick<ProvinceContext, 'clock'>, trx: ProvinceTransaction, schoolId: string, versionId: string): Promise<Result<EvidenceOf, Refusal> | undefined> {
  const packet = await trx.selectFrom('packet').select('sha256').where('school_id', '=', schoolId).where('version_id', '=', versionId).executeTakeFirst();
  const needs = await trx.selectFrom('packet_certificate as p').innerJoin('validation_certificate as c', 'c.sha256', 'p.certificate_sha256')
    .leftJoin('revocation_data as d', (join) => join.onRef('d.certificate_sha256', '=', 'p.certificate_sha256').onRef('d.period', '=', 'p.period'))
    .leftJoin('revocation_need as n', (join) => join.onRef('n.certificate_sha256', '=', 'p.certificate_sha256').onRef('n.period', '=', 'p.period'))
    .select(['c.sha256', 'c.der', 'd.blob_sha256', 'n.next_at']).where('p.school_id', '=', schoolId).where('p.version_id', '=', versionId).orderBy('c.sha256').execute();
  if (packet === undefined || needs.length === 0) return undefined;
  const blobs = await blobsOf(trx, needs.flatMap(({ blob_sha256 }) => blob_sha256 ?? []));
  const sha256 = packet.sha256 as Sha256Hex;
  const file: EvidenceFile = { sha256, at: context.clock.now(), certificates: needs.map(({ der }) => new Uint8Array(der)), ...blobs };
  const bytes = writeEvidence(file);
  return bytes.ok ? { ok: true, value: { bytes: bytes.value, sha256, complete: needs.every(({ blob_sha256, next_at }) => blob_sha256 !== null || next_at === null) } } : bytes;
}

async function blobsOf(trx: ProvinceTransaction, digests: readonly string[]): Promise<Pick<EvidenceFile, 'crls' | 'ocsps'>> {
  const rows = digests.length === 0 ? [] : await trx.selectFrom('revocation_blob').select(['kind', 'bytes']).where('sha256', 'in', [...new Set(digests)]).orderBy('sha256').execute();
  const of = (kind: 'crl' | 'ocsp') => rows.filter((row) => row.kind === kind).map(({ bytes }) => new Uint8Array(bytes));
  return { crls: of('crl'), ocsps: of('ocsp') };
}
