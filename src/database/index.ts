/** The edge to PostgreSQL: tiers, scopes, migrations, the embedded server and clocks. No table of any area is known here. */
export * from './clock.ts';
export * from './errors.ts';
export * from './guard.ts';
export * from './migrate.ts';
export { findMigrations, type Migration } from './migration-files.ts';
export { grantConnect, provisionTier, tierUrls } from './provision.ts';
export { ATTEMPTS_MAX, isRetryable, withRetry } from './retry.ts';
export { isUuid, type Scope } from './scope.ts';
export { type DatabaseSecrets, databaseSecrets } from './secrets.ts';
export * from './tier.ts';
export * from './tier-name.ts';
export { fromTimestamptz, toTimestamptz } from './values.ts';
