import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { CommitOutcomeUnknownError, isConnectionLost, SQLSTATE, sqlState } from './errors.ts';
import { withRetry } from './retry.ts';
import { type Scope, scopeStatements } from './scope.ts';
import { transactionMaker } from './transaction.ts';
import { columnTypes } from './values.ts';

const CONNECTIONS_MAX = 10;
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 30_000;

export interface TransactionOptions {
  /** Default: read committed. */
  readonly isolation?: 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
  /**
   * Doing the work twice has the effect of doing it once (it inserts under a key made outside, and looks first). Then it is
   * also repeated when the connection breaks during COMMIT; otherwise that is reported as CommitOutcomeUnknownError.
   */
  readonly idempotent?: boolean;
  /** Limit of each statement, milliseconds; default 30 000, 0 = none. */
  readonly statementTimeoutMs?: number;
}

/**
 * Runs `work` in one transaction with the given scope: commits when it resolves, rolls back when it throws. It runs again (up
 * to five times in all) on 40001, 40P01, 08006 and XX000, so it must not act on the outside world. Name the tables in the
 * parameter: `tier.inScope(scope, async (trx: Transaction<SchoolTables>) => …)`, or use `tier.tables<SchoolTables>()`.
 */
type InScope = <DB, T>(scope: Scope, work: (trx: Transaction<DB>) => Promise<T>, options?: TransactionOptions) => Promise<T>;

/** A tier's database with its tables named. */
export interface TierTables<DB> {
  /** Single statements outside a transaction and without a scope: rows of schools are hidden. */
  readonly kysely: Kysely<DB>;
  inScope<T>(scope: Scope, work: (trx: Transaction<DB>) => Promise<T>, options?: TransactionOptions): Promise<T>;
}

/** One tier's database under one login. */
export interface Tier {
  readonly pool: pg.Pool;
  readonly kysely: Kysely<unknown>;
  readonly inScope: InScope;
  /** The same database with the tables of one area named; costs nothing. */
  tables<DB>(): TierTables<DB>;
  /** Waits for the connections in use and closes them all. */
  close(): Promise<void>;
}

/** Opens a pool on a tier's database; connects lazily. `connectionsMax` defaults to 10. */
export function openTier(url: string, options: { connectionsMax?: number; name?: string } = {}): Tier {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connectionsMax ?? CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    application_name: options.name ?? 'hocba',
    types: columnTypes,
  });
  // A connection that breaks, idle or at work, is replaced by the pool and its statement fails; without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const inScope = scopedTransactions(pool);
  let closing: Promise<void> | undefined;
  return {
    pool,
    kysely,
    inScope,
    tables: <DB>() => ({ kysely: kysely as unknown as Kysely<DB>, inScope }),
    close: () => (closing ??= pool.end()),
  };
}

function scopedTransactions(pool: pg.Pool): InScope {
  const makeTransaction = transactionMaker(pool);
  return (scope, work, options = {}) => {
    const opening = openingStatements(scope, options);
    return withRetry(async () => {
      const client = await pool.connect();
      const { trx, end } = makeTransaction<Parameters<typeof work>[0] extends Transaction<infer DB> ? DB : never>(client);
      let broken: Error | undefined;
      try {
        await client.query(opening);
        const value = await work(trx);
        end();
        await commit(client, options.idempotent ?? false);
        return value;
      } catch (error) {
        end();
        broken = isConnectionLost(error) || sqlState(error) === SQLSTATE.commitOutcomeUnknown ? asError(error) : await rollback(client);
        throw error;
      } finally {
        client.release(broken);
      }
    });
  };
}

/** BEGIN, time limit and scope in one round trip. */
function openingStatements(scope: Scope, options: TransactionOptions): string {
  const isolation = options.isolation ? ` isolation level ${options.isolation}` : '';
  const access = options.readOnly ? ' read only' : '';
  const timeoutMs = Math.trunc(options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS);
  return `begin${isolation}${access}; set local statement_timeout = ${timeoutMs}${scopeStatements(scope)}`;
}

async function commit(client: pg.PoolClient, idempotent: boolean): Promise<void> {
  let command: string;
  try {
    ({ command } = await client.query('commit'));
  } catch (error) {
    if (!idempotent && isConnectionLost(error)) throw new CommitOutcomeUnknownError(error);
    throw error;
  }
  // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK: somebody swallowed a database error inside the work.
  if (command === 'ROLLBACK') throw new Error('the transaction had already failed: an error of the database was swallowed inside it');
}

/** Rolls back; returns the error when the connection is no longer usable and must leave the pool. */
async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return asError(error);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
