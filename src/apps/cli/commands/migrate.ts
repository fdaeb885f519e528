import { databaseSecrets, migrate as migrateTier, provisionTier, urlForDisplay } from '#database';
import { describe } from '#domain';
import { dataFolder } from '../../data-folder.ts';
import { type Command, EXIT, UsageError } from '../command.ts';
import { tiersIn } from '../database-urls.ts';
import { readArguments } from '../material.ts';

/** `hocba migrate`: makes databases and logins of the tiers on the server of `DATABASE_URL`, and brings their tables to this program's. Nothing of it is needed to serve. */
export const migrate: Command = async (args, console) => {
  const { values } = readArguments(args, { tiers: { type: 'string' } });
  const url = process.env['DATABASE_URL'];
  if (!url)
    throw new UsageError('Đặt DATABASE_URL tới máy chủ PostgreSQL (15 trở lên), bằng tài khoản được tạo cơ sở dữ liệu và tài khoản.');
  const folder = dataFolder();
  const secrets = databaseSecrets(folder);
  for (const tier of tiersIn(values.tiers)) {
    const made = await provisionTier(url, tier, secrets);
    const report = made.ok ? await migrateTier(made.value.owner, tier) : made;
    if (!report.ok) {
      const { message, remedy } = describe(report.error);
      console.err(`${tier}: ${message} ${remedy}`);
      return EXIT.refused;
    }
    const { applied, current } = report.value;
    console.out(
      `${tier}: ${applied.length === 0 ? 'đã đúng phiên bản' : `đã áp dụng ${applied.join(', ')}`} (${current}); đăng nhập ứng dụng ${urlForDisplay(made.ok ? made.value.app : url)}`,
    );
  }
  console.out(`Mật khẩu của các tài khoản cơ sở dữ liệu nằm ở ${folder}/secrets/database.json.`);
  return EXIT.done;
};
