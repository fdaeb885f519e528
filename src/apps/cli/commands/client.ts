import { openTier } from '#database';
import { storedIdentity } from '#identity/postgres';
import { type Command, EXIT, UsageError } from '../command.ts';
import { databaseUrlOf, tiersIn } from '../database-urls.ts';
import { readArguments } from '../material.ts';

/** `hocba client CODE`: a new secret for the program of a school (at the province) or of a province (at the ministry), shown this once. */
export const client: Command = async (args, console) => {
  const {
    values,
    positionals: [code, ...more],
  } = readArguments(args, { tier: { type: 'string' }, revoke: { type: 'boolean' } });
  const [tier] = tiersIn(values.tier ?? '');
  if (tier === undefined || code === undefined || more.length > 0) throw new UsageError('Cần mã trường hoặc mã Sở, và --tier.');
  const url = databaseUrlOf(tier, 'app');
  if (url === undefined) throw new UsageError(`Đặt DATABASE_URL_${tier.toUpperCase()} hoặc DATABASE_URL.`);
  const database = openTier(url, { name: 'hocba client', connectionsMax: 1 });
  try {
    const identity = storedIdentity(database, tier);
    if (values.revoke === true) await identity.revokeClient(code);
    console.out(values.revoke === true ? `Đã thu hồi mọi khoá của ${code}.` : (await identity.createClient(code)).secret);
    return EXIT.done;
  } finally {
    await database.close();
  }
};
