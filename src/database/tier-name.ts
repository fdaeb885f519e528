/** The three tiers, each with a database of its own so that no query can join them by accident. */
export const TIER_NAMES = ['school', 'province', 'ministry'] as const;
export type TierName = (typeof TIER_NAMES)[number];

/**
 * owner: owns the tables and migrates, nothing else logs in as it. app: what the running program logs in as. read: the
 * portal's login, which can only read what a migration granted to it.
 */
export const LOGIN_KINDS = ['owner', 'app', 'read'] as const;
export type LoginKind = (typeof LOGIN_KINDS)[number];

export const isTierName = (text: string): text is TierName => (TIER_NAMES as readonly string[]).includes(text);
export const databaseName = (tier: TierName): string => `hocba_${tier}`;
export const roleName = (tier: TierName, kind: LoginKind): string => `hocba_${tier}_${kind}`;

/** Connection URLs of one tier's database, one per login. */
export type TierUrls = Readonly<Record<LoginKind, string>>;

/** The same server, another database and login. */
export function urlWith(url: string, part: { database?: string; user?: string; password?: string }): string {
  const changed = new URL(url);
  if (part.database !== undefined) changed.pathname = `/${encodeURIComponent(part.database)}`;
  if (part.user !== undefined) changed.username = encodeURIComponent(part.user);
  if (part.password !== undefined) changed.password = encodeURIComponent(part.password);
  return changed.href;
}

/** The URL as it may be shown to a person or written to a log: without its password. */
export function urlForDisplay(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return shown.href;
}
