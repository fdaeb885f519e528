import { fromTimestamptz, toTimestamptz } from '#database';
import { Instant, toHex, unwrap } from '#kernel';
import { isSignatureElement, parseCertificate, parseTimestampToken, readSignature, type TrustMaterial, withIssuers } from '#signature';
import { descendants, readXml } from '#xml';
import { sql } from 'kysely';
import type { ProvinceTransaction } from '../../postgres/tables.ts';
import type { ProvinceContext } from '../context.ts';

const AT_ONCE = 200;

/**
 * Notes for every admitted packet which certificates its proof leans on: signers, time-stamping authorities, and the authorities above them. A packet without such
 * a note is the queue. Answers how many packets were noted.
 */
export async function noteCertificates(context: ProvinceContext): Promise<number> {
  const trust = await context.trust();
  return context.database.inScope({ province: true }, async (trx) => {
    const packets = await trx
      .selectFrom('packet')
      .select(['school_id', 'version_id', 'bytes', 'received_at'])
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('packet_certificate as c')
              .select(sql`1`.as('one'))
              .whereRef('c.school_id', '=', 'packet.school_id')
              .whereRef('c.version_id', '=', 'packet.version_id'),
          ),
        ),
      )
      .orderBy('received_at')
      .limit(AT_ONCE)
      .execute();
    for (const { school_id, version_id, bytes, received_at } of packets) {
      const period = Instant.toPlainDate(fromTimestamptz(received_at));
      const noted = await needCertificates(context, trx, certificatesIn(new Uint8Array(bytes)), period, trust);
      await trx
        .insertInto('packet_certificate')
        .values(noted.map((certificate_sha256) => ({ school_id, version_id, certificate_sha256, period })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    return packets.length;
  });
}

/**
 * Keeps these certificates with the authorities above them, and asks for the standing of each that is not an anchor in that period. An anchor is the
 * judge's own and not asked about. Answers the digests of all.
 */
export async function needCertificates(
  context: ProvinceContext,
  trx: ProvinceTransaction,
  inside: readonly Uint8Array[],
  period: string,
  { anchors, intermediates }: TrustMaterial,
): Promise<readonly string[]> {
  const digest = (der: Uint8Array) => toHex(context.primitives.digest('sha256', der));
  const trusted = new Set(anchors.map(digest));
  const chain = withIssuers(inside, [...anchors, ...intermediates]).map(({ der }) => ({ sha256: digest(der), der: Buffer.from(der) }));
  const asked = chain.filter(({ sha256 }) => !trusted.has(sha256));
  if (chain.length > 0)
    await trx
      .insertInto('validation_certificate')
      .values(chain)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  if (asked.length > 0) {
    await trx
      .insertInto('revocation_need')
      .values(
        asked.map(({ sha256 }) => ({
          certificate_sha256: sha256,
          period,
          attempts: 0,
          next_at: toTimestamptz(context.clock.now()),
          trouble: null,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return chain.map(({ sha256 }) => sha256);
}

/** Certificates that stand in the signatures of a document and in their time-stamps, DER. */
function certificatesIn(bytes: Uint8Array): readonly Uint8Array[] {
  const signatures = [...descendants(unwrap(readXml(bytes)).root)].filter(isSignatureElement).flatMap((element) => {
    const read = readSignature(element);
    return read.ok ? [read.value] : [];
  });
  const inside = signatures.flatMap(({ certificates, properties }) => [
    ...certificates,
    ...(properties?.timestamps ?? []).flatMap(({ tokens }) => tokens.flatMap(certificatesOfToken)),
  ]);
  return inside.filter((der) => parseCertificate(der).ok);
}

export function certificatesOfToken(token: Uint8Array): readonly Uint8Array[] {
  const parsed = parseTimestampToken(token);
  return parsed.ok ? parsed.value.signedData.certificates : [];
}
