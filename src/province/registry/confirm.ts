import { toTimestamptz, fromTimestamptz } from '#database';
import type { LookupCode, Sha256Hex, VersionId } from '#domain';
import { type PlainDate, toHex } from '#kernel';
import { type ConfirmedEvent, CONFIRMATION_SLOT, type SignerRole, writeConfirmation } from '#packet';
import type { ProvinceContext } from './context.ts';
import { unconfirmedLeaves } from './log.ts';
import { sealedAll } from './sign.ts';

const AT_ONCE = 60;

/**
 * Writes the province's signed word on every event that has its place in a published checkpoint: what happened to which packet, who signed it,
 * from when it is effective, and the proof of the leaf. Answers how many were written.
 */
export async function confirmLogged(context: ProvinceContext): Promise<number> {
  const { waiting, packets } = await context.database.inScope({ province: true }, async (trx) => {
    const leaves = await unconfirmedLeaves(trx, AT_ONCE);
    const rows =
      leaves.length === 0
        ? []
        : await trx
            .selectFrom('packet')
            .select(['school_id', 'version_id', 'lookup_code', 'sha256', 'signers'])
            .where(
              'version_id',
              'in',
              leaves.map(({ leaf }) => leaf.version_id),
            )
            .execute();
    return { waiting: leaves, packets: new Map(rows.map((row) => [`${row.school_id}/${row.version_id}`, row])) };
  });
  if (waiting.length === 0) return 0;
  const unsigned = waiting.map(({ leaf, treeSize, path }) => {
    const packet = packets.get(`${leaf.school_id}/${leaf.version_id}`)!;
    return writeConfirmation({
      lookupCode: packet.lookup_code as LookupCode,
      versionId: leaf.version_id as VersionId,
      sha256: packet.sha256 as Sha256Hex,
      event: leaf.kind as ConfirmedEvent,
      at: fromTimestamptz(leaf.at),
      ...(leaf.effective_date === null ? {} : { effectiveDate: leaf.effective_date as PlainDate }),
      signers: packet.signers.map(({ role, certificateSha256 }) => ({
        role: role as SignerRole,
        certificateSha256: certificateSha256 as Sha256Hex,
      })),
      log: { origin: context.logSigner.key.name, index: leaf.leaf_index, treeSize, salt: toHex(leaf.salt), path },
    });
  });
  const signed = await sealedAll(context, unsigned, CONFIRMATION_SLOT);
  await context.database.inScope({ province: true }, async (trx) => {
    await trx
      .insertInto('confirmation')
      .values(
        waiting.map(({ leaf }, i) => ({
          school_id: leaf.school_id,
          leaf_index: leaf.leaf_index,
          version_id: leaf.version_id,
          event: leaf.kind,
          xml: Buffer.from(signed[i]!),
          written_at: toTimestamptz(context.clock.now()),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  return waiting.length;
}
