import pg from 'pg';

/** A database looked at from outside, past its row-level policies. */
export interface Tables {
  /** Name of each table → digest of all its rows. Two that are equal say that not a value has changed. */
  digests(): Promise<Readonly<Record<string, string>>>;
  /** How many rows each table has: enough to see that something was committed where rows are only ever added. */
  counts(): Promise<string>;
  query<T extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly T[]>;
  close(): Promise<void>;
}

/** Tables of sessions, budgets, clocks and locks: they say nothing about any record. */
const BESIDE = ['migration', 'account', 'session', 'client_secret', 'client_token', 'guess_budget', 'tier_clock', 'head', 'log_state'];

export async function openTables(adminUrl: string): Promise<Tables> {
  const client = new pg.Client({ connectionString: adminUrl });
  // The server may be told to drop this connection too; whoever asks next hears of it.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ name: string }>(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' order by 1`);
  const names = rows.map(({ name }) => name).filter((name) => !BESIDE.includes(name));
  const whole = names.map((name) => `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest from ${name} t`).join(' union all ');
  const counted = names.map((name) => `'${name} ' || (select count(*) from ${name})`).join(` || ', ' || `);
  return {
    counts: async () => (await client.query<{ counts: string }>(`select ${counted} as counts`)).rows[0]!.counts,
    digests: async () => Object.fromEntries((await client.query<{ name: string; digest: string }>(whole)).rows.map(({ name, digest }) => [name, digest])),
    query: async <T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => (await client.query<T>(text, [...values])).rows,
    close: () => client.end(),
  };
}

/** Tables whose rows are not what they were. */
export const changedTables = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] => Object.keys(after).filter((name) => before[name] !== after[name]).toSorted();
