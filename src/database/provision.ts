import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import pg from 'pg';
import { type DatabaseSecrets, scramVerifier } from './secrets.ts';
import { databaseName, LOGIN_KINDS, roleName, type TierName, type TierUrls, urlWith } from './tier-name.ts';

/** PostgreSQL 15 is the oldest server the product is tested on. */
const SERVER_VERSION_MIN = 150_000;
const PLAIN_LOGIN = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls';

/**
 * Makes the three logins and the database of a tier, or brings them back to what they must be. `adminUrl` logs in as somebody
 * who may create roles and databases. Text is compared byte by byte (locale C); people's names are sorted with an explicit
 * collation. Returns the URLs of the three logins.
 */
export async function provisionTier(adminUrl: string, tier: TierName, secrets: DatabaseSecrets): Promise<Result<TierUrls, Refusal>> {
  const database = databaseName(tier);
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'hocba provision' });
  await admin.connect();
  try {
    const version = await serverVersion(admin);
    if (version < SERVER_VERSION_MIN) return err(refusal('system/database-version', { version: String(Math.trunc(version / 10_000)) }));
    await ensureRoles(admin, tier, secrets);
    await ensureDatabase(admin, database, roleName(tier, 'owner'));
    await grantConnect(admin, database, tier);
  } finally {
    await admin.end();
  }
  return ok(tierUrls(adminUrl, tier, secrets));
}

/** The URLs of a tier's logins on the server of `serverUrl`; `database` defaults to the tier's own name. */
export function tierUrls(serverUrl: string, tier: TierName, secrets: DatabaseSecrets, database = databaseName(tier)): TierUrls {
  const url = (kind: (typeof LOGIN_KINDS)[number]) =>
    urlWith(serverUrl, { database, user: roleName(tier, kind), password: secrets.passwordOf(roleName(tier, kind)) });
  return { owner: url('owner'), app: url('app'), read: url('read') };
}

async function serverVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int as version`);
  return rows[0]?.version ?? 0;
}

async function ensureRoles(admin: pg.Client, tier: TierName, secrets: DatabaseSecrets): Promise<void> {
  for (const kind of LOGIN_KINDS) {
    const role = roleName(tier, kind);
    const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
    await admin.query(
      `${rowCount ? 'alter' : 'create'} role ${role} ${PLAIN_LOGIN} password ${pg.escapeLiteral(scramVerifier(secrets.passwordOf(role)))}`,
    );
  }
}

async function ensureDatabase(admin: pg.Client, database: string, owner: string): Promise<void> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [database]);
  if (rowCount) return;
  // Somebody who is no superuser may only hand a database to a role it is a member of.
  await admin.query(`grant ${owner} to current_user`);
  await admin.query(`create database ${pg.escapeIdentifier(database)} owner ${owner} template template0 encoding 'UTF8' locale 'C'`);
  await admin.query(`revoke ${owner} from current_user`);
}

/** Only the tier's own logins may connect to its database. Also needed after cloning: a clone does not inherit it. */
export async function grantConnect(admin: pg.Client, database: string, tier: TierName): Promise<void> {
  const name = pg.escapeIdentifier(database);
  await admin.query(
    `revoke all on database ${name} from public; grant connect on database ${name} to ${roleName(tier, 'app')}, ${roleName(tier, 'read')}`,
  );
}
