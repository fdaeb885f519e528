import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import type pg from 'pg';

interface LoginFacts {
  readonly login: string;
  readonly powerful: boolean;
  readonly owner: boolean;
}

/**
 * Refuses to serve with a login that row-level security and missing grants do not bind: a superuser, a role that may bypass
 * policies, replicate or make roles, the owner of the database or of one of its tables, or a member of such an owner.
 */
export async function guardAppLogin(pool: pg.Pool): Promise<Result<void, Refusal>> {
  const { rows } = await pool.query<LoginFacts>(`
    select session_user as login,
      exists (select 1 from pg_roles where pg_has_role(session_user, oid, 'member')
        and (rolsuper or rolbypassrls or rolreplication or rolcreaterole)) as powerful,
      exists (select 1 from pg_database where datname = current_database() and pg_has_role(session_user, datdba, 'member'))
      or exists (select 1 from pg_class join pg_namespace on pg_namespace.oid = relnamespace
        where relkind in ('r', 'p', 'v', 'm') and nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg\\_%'
        and pg_has_role(session_user, relowner, 'member')) as owner`);
  const facts = rows[0];
  if (facts === undefined || facts.powerful) return err(refusal('system/database-superuser', { login: facts?.login ?? '?' }));
  return facts.owner ? err(refusal('system/database-owner', { login: facts.login })) : ok(undefined);
}
