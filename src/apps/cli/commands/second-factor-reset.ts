import { openTier } from '#database';
import { describe } from '#domain';
import { storedIdentity } from '#identity/postgres';
import { type Command, EXIT, UsageError } from '../command.ts';
import { databaseUrlOf, tiersIn } from '../database-urls.ts';
import { readArguments } from '../material.ts';

/** `hocba second-factor reset NAME`: for somebody who has lost the phone and the recovery codes. Sessions end; the next log-in sets it up anew. */
export const resetSecondFactor: Command = async (args, console) => {
  const {
    values,
    positionals: [username, ...more],
  } = readArguments(args, { tier: { type: 'string' } });
  const [tier] = tiersIn(values.tier ?? '');
  if (tier === undefined || username === undefined || more.length > 0) throw new UsageError('Cần tên đăng nhập và --tier.');
  const url = databaseUrlOf(tier, 'app');
  if (url === undefined) throw new UsageError(`Đặt DATABASE_URL_${tier.toUpperCase()} hoặc DATABASE_URL.`);
  const database = openTier(url, { name: 'hocba second-factor', connectionsMax: 1 });
  try {
    const reset = await storedIdentity(database, tier).resetSecondFactor(username);
    if (reset.ok) console.out(`Đã gỡ lớp bảo vệ thứ hai của ${username}; mọi phiên làm việc của tài khoản đã kết thúc.`);
    else console.err(`${describe(reset.error).message} ${describe(reset.error).remedy}`);
    return reset.ok ? EXIT.done : EXIT.refused;
  } finally {
    await database.close();
  }
};
