import { fromTimestamptz, toTimestamptz } from '#database';
import { utf8 } from '#kernel';
import type { Sha256Hex } from '#domain';
import {
  appendLeaves,
  eventLeafHash,
  formatLogKey,
  type HashReader,
  inclusionPath,
  proofPath,
  SALT_BYTES,
  tilePath,
  tilesOf,
  tilesOnPaths,
  TILE_WIDTH,
  treeRoot,
  writeCheckpoint,
  writeProofFile,
} from '#translog';
import { nodeLogPrimitives } from '#translog/node';
import { sql } from 'kysely';
import type { ProvinceDatabase, ProvinceTransaction } from '../postgres/tables.ts';
import type { ProvinceContext } from './context.ts';

const { sha256 } = nodeLogPrimitives;
const AT_ONCE = 500;
/** Kinds that are leaves; a report to the ministry is no event of the record itself. */
const LOGGED = ['admitted', 'withdrawn', 'replaced', 'finalized'] as const;

/**
 * The one sequencer: gives every event that has no leaf yet its place, in order of time, stores the hashes that become known and signs a
 * checkpoint that contains them. Answers how many leaves were added.
 */
export async function sequence(context: ProvinceContext): Promise<number> {
  return context.database.inScope({ province: true }, async (trx) => {
    await trx.updateTable('log_state').set({ touch: sql<number>`touch + 1` }).execute();
    const events = await trx
      .selectFrom('registry_event')
      .innerJoin('packet', (join) =>
        join.onRef('packet.school_id', '=', 'registry_event.school_id').onRef('packet.version_id', '=', 'registry_event.version_id'),
      )
      .select([
        'registry_event.event_id',
        'registry_event.school_id',
        'registry_event.version_id',
        'registry_event.kind',
        'registry_event.at',
        'registry_event.effective_date',
        'packet.sha256',
      ])
      .where('registry_event.kind', 'in', LOGGED)
      .where((where) =>
        where.not(
          where.exists(where.selectFrom('log_leaf').select(sql`1`.as('one')).whereRef('log_leaf.event_id', '=', 'registry_event.event_id')),
        ),
      )
      .orderBy('registry_event.at')
      .orderBy('registry_event.kind')
      .orderBy('registry_event.event_id')
      .limit(AT_ONCE)
      .execute();
    if (events.length === 0) return 0;
    const size = await logSize(trx);
    const leaves = events.map((event) => {
      const salt = context.random(SALT_BYTES);
      const at = fromTimestamptz(event.at);
      return {
        event,
        salt,
        hash: eventLeafHash(sha256, salt, { type: event.kind, versionId: event.version_id, packetSha256: event.sha256, instant: at }),
      };
    });
    const read = await hashReader(trx, size);
    const stored = appendLeaves(
      sha256,
      read,
      size,
      leaves.map(({ hash }) => hash),
    );
    await trx
      .insertInto('log_leaf')
      .values(
        leaves.map(({ event, salt, hash }, i) => ({
          leaf_index: size + i,
          leaf_hash: Buffer.from(hash),
          salt: Buffer.from(salt),
          event_id: event.event_id,
          school_id: event.school_id,
          version_id: event.version_id,
          kind: event.kind,
          packet_sha256: event.sha256,
          at: event.at,
          effective_date: event.effective_date,
        })),
      )
      .execute();
    await trx
      .insertInto('log_hash')
      .values(stored.map(({ level, index, hash }) => ({ level, position: index, hash: Buffer.from(hash) })))
      .execute();
    const grown = size + leaves.length;
    const root = treeRoot(sha256, await hashReader(trx, grown), grown);
    const note = writeCheckpoint({ size: grown, root }, context.logSigner.key, context.logSigner.sign, nodeLogPrimitives);
    await trx
      .insertInto('log_checkpoint')
      .values({ size: grown, root: Buffer.from(root), note, at: toTimestamptz(context.clock.now()) })
      .execute();
    return leaves.length;
  });
}

const logSize = async (trx: ProvinceTransaction): Promise<number> =>
  (await trx.selectFrom('log_checkpoint').select('size').orderBy('size', 'desc').limit(1).executeTakeFirst())?.size ?? 0;

/** Reads the stored hashes that the root, the proofs of the leaves and the next leaves need. */
async function hashReader(trx: ProvinceTransaction, size: number, ...leaves: readonly number[]): Promise<HashReader> {
  const held = new Map<string, Uint8Array>();
  for (const { level, index } of size === 0 ? [] : tilesOnPaths(size, ...leaves)) {
    const rows = await trx
      .selectFrom('log_hash')
      .select(['position', 'hash'])
      .where('level', '=', level)
      .where('position', '>=', index * TILE_WIDTH)
      .where('position', '<', (index + 1) * TILE_WIDTH)
      .execute();
    for (const { position, hash } of rows) held.set(`${level}/${position}`, hash);
  }
  return (level, index) => {
    const hash = held.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`the log misses hash ${level}/${index}`);
    return hash;
  };
}

/** The inclusion path of a leaf to the root of the log as it was at that size. */
export async function inclusionIn(trx: ProvinceTransaction, index: number, size: number): Promise<readonly Sha256Hex[]> {
  return unwrapPath(inclusionPath(sha256, await hashReader(trx, size, index), index, size));
}

/** Leaves that have no confirmation yet, with their proofs to the newest checkpoint. */
export async function unconfirmedLeaves(trx: ProvinceTransaction, limit: number) {
  const leaves = await trx
    .selectFrom('log_leaf')
    .selectAll()
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('confirmation')
            .select(sql`1`.as('one'))
            .whereRef('confirmation.school_id', '=', 'log_leaf.school_id')
            .whereRef('confirmation.leaf_index', '=', 'log_leaf.leaf_index'),
        ),
      ),
    )
    .orderBy('leaf_index')
    .limit(limit)
    .execute();
  if (leaves.length === 0) return [];
  const treeSize = await logSize(trx);
  const read = await hashReader(trx, treeSize, ...leaves.map(({ leaf_index }) => leaf_index));
  return leaves.map((leaf) => ({ leaf, treeSize, path: unwrapPath(inclusionPath(sha256, read, leaf.leaf_index, treeSize)) }));
}

const unwrapPath = (path: readonly Uint8Array[]): readonly Sha256Hex[] =>
  path.map((hash) => Buffer.from(hash).toString('hex') as Sha256Hex);

/** Everything the log publishes, as files: checkpoint, key, tiles. What anybody may fetch. */
export async function publishedFile(
  database: ProvinceDatabase,
  context: Pick<ProvinceContext, 'logSigner'>,
  path: string,
): Promise<Uint8Array | undefined> {
  if (path === 'log.pub') return utf8(`${formatLogKey(context.logSigner.key, nodeLogPrimitives)}\n`);
  return database.inScope({ province: true }, async (trx) => {
    if (path === 'checkpoint') {
      const row = await trx.selectFrom('log_checkpoint').select('note').orderBy('size', 'desc').limit(1).executeTakeFirst();
      return row && utf8(row.note);
    }
    const tile = tilesOf(await logSize(trx)).find((one) => tilePath(one) === path);
    if (tile === undefined) return undefined;
    const rows = await trx
      .selectFrom('log_hash')
      .select('hash')
      .where('level', '=', tile.level)
      .where('position', '>=', tile.index * TILE_WIDTH)
      .where('position', '<', tile.index * TILE_WIDTH + tile.width)
      .orderBy('position')
      .execute();
    return Buffer.concat(rows.map(({ hash }) => hash));
  });
}

/** Names of all published files. */
export const publishedPaths = async (database: ProvinceDatabase): Promise<readonly string[]> =>
  database.inScope({ province: true }, async (trx) => ['checkpoint', ...tilesOf(await logSize(trx)).map(tilePath)]);

/** An inclusion proof per leaf to the newest checkpoint, as files (C2SP tlog-proof). */
export const proofsOf = (database: ProvinceDatabase): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]> =>
  database.inScope({ province: true }, async (trx) => {
    const size = await logSize(trx);
    if (size === 0) return [];
    const { note } = await trx.selectFrom('log_checkpoint').select('note').where('size', '=', size).executeTakeFirstOrThrow();
    const read = await hashReader(trx, size, ...Array.from({ length: size }, (_, index) => index));
    return Array.from({ length: size }, (_, index) => ({
      path: proofPath(index),
      bytes: writeProofFile({ index, path: inclusionPath(sha256, read, index, size), checkpoint: utf8(note) }),
    }));
  });
