import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  PostgresDialect,
  type QueryResult,
  SingleConnectionProvider,
  Transaction,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** The client of one transaction. Once the transaction is over it answers nothing: the client already serves somebody else's scope. */
class TransactionConnection implements DatabaseConnection {
  #client: PoolClient | undefined;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#client === undefined) throw new Error('a query was sent through a transaction that is over');
    const { rows, rowCount, command } = await this.#client.query(query.sql, [...query.parameters]);
    return WRITES.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator, and there is nothing to yield.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('results are not streamed inside a transaction; read by key in pages');
  }

  end(): void {
    this.#client = undefined;
  }
}

const WRITES: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Builds kysely's transaction object over one client of the pool, so that BEGIN and SET LOCAL can travel together. */
export function transactionMaker(pool: Pool): <DB>(client: PoolClient) => { trx: Transaction<DB>; end: () => void } {
  const dialect = new PostgresDialect({ pool });
  const adapter = dialect.createAdapter();
  const compiler = dialect.createQueryCompiler();
  const driver = dialect.createDriver();
  return <DB>(client: PoolClient) => {
    const connection = new TransactionConnection(client);
    const executor = new DefaultQueryExecutor(compiler, adapter, new SingleConnectionProvider(connection));
    return { trx: new Transaction<DB>({ config: { dialect }, driver, executor, dialect }), end: () => connection.end() };
  };
}
