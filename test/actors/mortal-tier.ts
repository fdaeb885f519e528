import type pg from 'pg';
import { openTier, type Tier } from '#database';

export interface MortalTier extends Tier { readonly isDead: boolean }
const KILLED = 'the process was killed';
type Query = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * The database as a process sees it that is killed after so many statements: none of its later ones gets there, and what it had begun is rolled
 * back, as the server does when it finds the client gone. Nothing in the process lives on to try again. The connections are those of `real`.
 */
function mortalTier(real: Tier, url: string, statements: number): MortalTier {
  const tier = openTier(url);
  let left = statements, isDead = false;
  const connect = async (): Promise<pg.PoolClient> => {
    if (isDead) throw new Error(KILLED);
    const client = await real.pool.connect();
    const query: Query = client.query.bind(client);
    const queryOrDie: Query = async (...args) => {
      if (!isDead && left-- > 0) return query(...args);
      isDead = true;
      await query('rollback');
      throw new Error(KILLED);
    };
    return new Proxy(client, { get: (target, name) => (name === 'query' ? queryOrDie : name === 'release' ? () => target.release() : Reflect.get(target, name, target) as unknown) });
  };
  Object.assign(tier.pool, { connect });
  return Object.defineProperty(tier, 'isDead', { get: () => isDead }) as MortalTier;
}

/**
 * Does the work in one process after another, each killed one statement later than the last (or `stride` statements later, where the work is
 * long and the same over and over); from the first statement again whenever one of them has left something behind. Ends when a process
 * outlives its work. Answers how many were killed, and the states they left.
 */
export async function dieEverywhere(url: string, work: (tier: Tier) => Promise<unknown>, state: () => Promise<string>, stride = 1): Promise<{ readonly deaths: number; readonly states: readonly string[] }> {
  const real = openTier(url, { connectionsMax: 4, name: 'hocba mortal' });
  const states = [await state()];
  try {
    for (let deaths = 0, statements = 1; ; statements += stride) {
      const tier = mortalTier(real, url, statements);
      // A killed process says nothing; whatever it did is in the database.
      await work(tier).catch((error: unknown) => { if (!tier.isDead) throw error; });
      const now = await state();
      if (now !== states.at(-1)) {
        states.push(now);
        statements = 1 - stride;
      }
      if (!tier.isDead) return { deaths, states };
      deaths++;
    }
  } finally {
    await real.close();
  }
}
