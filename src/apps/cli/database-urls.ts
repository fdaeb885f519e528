import { databaseSecrets, isTierName, TIER_NAMES, type TierName, tierUrls } from '#database';
import { dataFolder } from '../data-folder.ts';
import { UsageError } from './command.ts';

/** The URL of a login of a tier: `DATABASE_URL_<TIER>` (application login; `DATABASE_URL_<TIER>_READ` of the portal), else what `hocba migrate` kept beside `DATABASE_URL`. */
export function databaseUrlOf(tier: TierName, kind: 'app' | 'read'): string | undefined {
  const own = process.env[`DATABASE_URL_${tier.toUpperCase()}${kind === 'read' ? '_READ' : ''}`];
  if (own) return own;
  const server = process.env['DATABASE_URL'];
  return server ? tierUrls(server, tier, databaseSecrets(dataFolder()))[kind] : undefined;
}

/** `--tiers school,province`; all three without it. */
export function tiersIn(text: string | undefined): readonly TierName[] {
  const names = text === undefined ? [...TIER_NAMES] : text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !isTierName(name));
  if (wrong !== undefined) throw new UsageError(`--tiers gồm school, province, ministry, cách nhau bằng dấu phẩy; không có "${wrong}".`);
  return names as TierName[];
}
