import type { Identity } from '#identity';
import type { FastifyInstance } from 'fastify';

/** One tier of the product in this process: its accounts and its routes, in a Fastify context of their own. */
export interface ServerPart {
  readonly name: 'school' | 'province' | 'ministry';
  readonly identity: Identity;
  /** Puts the routes of the tier on its context. */
  readonly register: (app: FastifyInstance) => void | Promise<void>;
  /** Whether the tier can answer now: its database is there and at this program's migrations. */
  readonly ready: () => Promise<boolean>;
}
