import { fromTimestamptz } from '#database';
import type { Refusal, Sha256Hex, VersionId } from '#domain';
import { ok, type Result, toHex } from '#kernel';
import { type ConfirmedEvent, type EvidenceFile, type RenewedLeaf, writeEvidence } from '#packet';
import type { ProvinceTransaction } from '../../postgres/tables.ts';
import type { ProvinceContext } from '../context.ts';
import { inclusionIn } from '../log.ts';
import { renewalsFrom } from './renew.ts';

export interface EvidenceOf {
  readonly bytes: Uint8Array;
  readonly sha256: Sha256Hex /** Every certificate's standing is known. */;
  readonly complete: boolean;
}

/** The evidence file of a packet from what has been gathered up to now; undefined when there is no such packet, or nothing was noted about it yet. */
export async function evidenceOf(
  { clock }: Pick<ProvinceContext, 'clock'>,
  trx: ProvinceTransaction,
  schoolId: string,
  versionId: string,
): Promise<Result<EvidenceOf, Refusal> | undefined> {
  const packet = await trx
    .selectFrom('packet')
    .select('sha256')
    .where('school_id', '=', schoolId)
    .where('version_id', '=', versionId)
    .executeTakeFirst();
  const own = await trx
    .selectFrom('packet_certificate')
    .select(['certificate_sha256', 'period'])
    .where('school_id', '=', schoolId)
    .where('version_id', '=', versionId)
    .execute();
  if (packet === undefined || own.length === 0) return undefined;
  const renewed = await renewedLeafOf(trx, schoolId, versionId);
  const ofRenewals =
    renewed === undefined
      ? []
      : await trx.selectFrom('renewal_certificate').select(['certificate_sha256', 'period']).where('number', '>=', renewed.first).execute();
  const { known, complete } = await standingOf(trx, [...own, ...ofRenewals]);
  const sha256 = packet.sha256 as Sha256Hex;
  const written = writeEvidence({ sha256, at: clock.now(), ...known, ...(renewed && { renewed: renewed.leaf }) });
  return written.ok ? ok({ bytes: written.value, sha256, complete }) : written;
}

interface Noted {
  readonly certificate_sha256: string;
  readonly period: string;
}

/** The certificates and what is kept about them in those periods, each once. */
async function standingOf(
  trx: ProvinceTransaction,
  noted: readonly Noted[],
): Promise<{ readonly known: Pick<EvidenceFile, 'certificates' | 'crls' | 'ocsps'>; readonly complete: boolean }> {
  const digests = [...new Set(noted.map(({ certificate_sha256 }) => certificate_sha256))];
  const wanted = new Set(noted.map(({ certificate_sha256, period }) => `${certificate_sha256} ${period}`));
  const certificates = await trx
    .selectFrom('validation_certificate')
    .select('der')
    .where('sha256', 'in', digests)
    .orderBy('sha256')
    .execute();
  const needs = (
    await trx
      .selectFrom('revocation_need as n')
      .leftJoin('revocation_data as d', (join) =>
        join.onRef('d.certificate_sha256', '=', 'n.certificate_sha256').onRef('d.period', '=', 'n.period'),
      )
      .select(['n.certificate_sha256', 'n.period', 'd.blob_sha256'])
      .where('n.certificate_sha256', 'in', digests)
      .where('n.period', 'in', [...new Set(noted.map(({ period }) => period))])
      .execute()
  ).filter((need) => wanted.has(`${need.certificate_sha256} ${need.period}`));
  const blobs = [...new Set(needs.flatMap(({ blob_sha256 }) => blob_sha256 ?? []))];
  const rows =
    blobs.length === 0
      ? []
      : await trx.selectFrom('revocation_blob').select(['kind', 'bytes']).where('sha256', 'in', blobs).orderBy('sha256').execute();
  const of = (kind: 'crl' | 'ocsp') => rows.filter((row) => row.kind === kind).map(({ bytes }) => new Uint8Array(bytes));
  return {
    known: { certificates: certificates.map(({ der }) => new Uint8Array(der)), crls: of('crl'), ocsps: of('ocsp') },
    complete: needs.every(({ blob_sha256 }) => blob_sha256 !== null),
  };
}

/** The first leaf of the packet with every renewal that covers it; undefined while none does. */
async function renewedLeafOf(
  trx: ProvinceTransaction,
  schoolId: string,
  versionId: string,
): Promise<{ readonly first: number; readonly leaf: RenewedLeaf } | undefined> {
  const leaf = await trx
    .selectFrom('log_leaf')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('version_id', '=', versionId)
    .orderBy('leaf_index')
    .limit(1)
    .executeTakeFirst();
  const covering =
    leaf &&
    (await trx
      .selectFrom('log_renewal')
      .select('number')
      .where('tree_size', '>', leaf.leaf_index)
      .orderBy('number')
      .limit(1)
      .executeTakeFirst());
  if (leaf === undefined || covering === undefined) return undefined;
  const renewals = await renewalsFrom(trx, covering.number);
  return {
    first: covering.number,
    leaf: {
      versionId: versionId as VersionId,
      event: leaf.kind as ConfirmedEvent,
      at: fromTimestamptz(leaf.at),
      index: leaf.leaf_index,
      salt: toHex(leaf.salt),
      path: await inclusionIn(trx, leaf.leaf_index, renewals[0]!.treeSize),
      renewals: renewals.map(({ origin, treeSize, root, previous, token }) => ({
        origin,
        treeSize,
        root: root as Sha256Hex,
        ...(previous !== undefined && { previous: previous as Sha256Hex }),
        token,
      })),
    },
  };
}
