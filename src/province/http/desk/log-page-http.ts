import { fromTimestamptz } from '#database';
import { provinceDesk } from '#contract';
import { serveRoute } from '#identity/http';
import { Instant, ok, toBase64, toHex } from '#kernel';
import { formatLogKey } from '#translog';
import { nodeLogPrimitives } from '#translog/node';
import type { FastifyInstance } from 'fastify';
import { renewLog } from '../../registry/evidence/renew.ts';
import { ADMINS, type DeskFloor, READERS } from './floor.ts';

/** SO-6: the log, its newest checkpoint and leaves. */
export function logPageHttp(app: FastifyInstance, { context, background, inProvince }: DeskFloor): void {
  serveRoute(app, provinceDesk.renewLog, ADMINS, async ({ session }) => {
    const renewed = await renewLog(context, session.fullName);
    if (!renewed.ok) return renewed;
    background.poke();
    const { number, treeSize, root, at } = renewed.value;
    return ok({ number, size: treeSize, rootHash: root, at: Instant.toIso(at) });
  });
  serveRoute(app, provinceDesk.log, READERS, () =>
    inProvince(async (trx) => {
      const checkpoint = await trx.selectFrom('log_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
      const latest = await trx
        .selectFrom('log_leaf')
        .select(['leaf_index', 'leaf_hash', 'at'])
        .orderBy('leaf_index', 'desc')
        .limit(20)
        .execute();
      return ok({
        origin: context.logSigner.key.name,
        size: checkpoint?.size ?? 0,
        rootHash: checkpoint ? toHex(checkpoint.root) : '',
        checkpoint: checkpoint?.note ?? '',
        publicKey: formatLogKey(context.logSigner.key, nodeLogPrimitives),
        latest: latest.map((leaf) => ({
          index: leaf.leaf_index,
          leafHash: toBase64(leaf.leaf_hash),
          at: Instant.toIso(fromTimestamptz(leaf.at)),
        })),
      });
    }),
  );
}
