import { openTier } from '#database';
import { describe } from '#domain';
import { TIER_ROLES } from '#identity';
import { storedIdentity } from '#identity/postgres';
import { type Command, EXIT, UsageError } from '../command.ts';
import { databaseUrlOf, tiersIn } from '../database-urls.ts';
import { readArguments } from '../material.ts';

/** `hocba account NAME`: makes an account of a tier; the password is read from standard input, never from an argument. */
export const account: Command = async (args, console) => {
  const text = { type: 'string' } as const;
  const {
    values,
    positionals: [username, ...more],
  } = readArguments(args, {
    tier: text,
    role: text,
    'full-name': text,
    organisation: text,
    'organisation-name': text,
    classrooms: text,
    staff: text,
    area: text,
  });
  const [tier] = tiersIn(values.tier ?? '');
  const { organisation, classrooms } = values;
  if (tier === undefined || username === undefined || more.length > 0 || values['full-name'] === undefined || organisation === undefined)
    throw new UsageError('Cần tên đăng nhập, --tier, --role, --full-name và --organisation (mã trường, Sở hoặc Bộ).');
  const role = TIER_ROLES[tier].find((one) => one === values.role);
  if (role === undefined) throw new UsageError(`--role của tầng ${tier} là một trong: ${TIER_ROLES[tier].join(', ')}.`);
  if ((role === 'districtOfficer') !== (values.area !== undefined))
    throw new UsageError('--area (tên huyện hoặc xã phụ trách) cần cho districtOfficer, và chỉ cho vai trò này.');
  const url = databaseUrlOf(tier, 'app');
  if (url === undefined) throw new UsageError(`Đặt DATABASE_URL_${tier.toUpperCase()} hoặc DATABASE_URL.`);
  const password = (await readAll()).replace(/\r?\n$/, '');
  const database = openTier(url, { name: 'hocba account', connectionsMax: 1 });
  try {
    const made = await storedIdentity(database, tier).createAccount({
      username,
      password,
      role,
      fullName: values['full-name'],
      organisation: { code: organisation, name: values['organisation-name'] ?? organisation },
      ...(classrooms === undefined ? {} : { classrooms: classrooms.split(',').map((name) => name.trim()) }),
      ...(values.staff === undefined ? {} : { staffId: values.staff as never }),
      ...(values.area === undefined ? {} : { area: values.area }),
    });
    if (made.ok) console.out(`Đã tạo tài khoản ${username}.`);
    else console.err(`${describe(made.error).message} ${describe(made.error).remedy}`);
    return made.ok ? EXIT.done : EXIT.refused;
  } finally {
    await database.close();
  }
};

async function readAll(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk as string;
  return text;
}
