import type { Identity, NewAccount } from '#identity';
import type { SampleSchool } from './samples.ts';

type Account = Omit<NewAccount, 'password'>;
export const PROVINCE = { code: '22', name: 'Sở GD&ĐT Quảng Ninh' } as const;
export const MINISTRY = { code: 'BGD', name: 'Bộ Giáo dục và Đào tạo' } as const;

const account = (
  organisation: Account['organisation'],
  username: string,
  role: Account['role'],
  fullName: string,
  more: Partial<Account> = {},
): Account => ({ organisation, username, role, fullName, ...more });

/** The accounts of a school: one per homeroom teacher, the head, the clerk who holds the seal, the administrator. */
export function schoolAccounts({ code, name, letter, staff }: SampleSchool): readonly Account[] {
  const organisation = { code, name };
  const named = (position: RegExp) => staff.find((one) => one.working && position.test(one.position.trim()));
  const head = named(/^hiệu trưởng$/i);
  const clerk = named(/văn thư/i);
  return [
    ...staff
      .filter(({ working }) => working)
      .flatMap((one) =>
        one.homeroomClassrooms.map((classroom) =>
          account(organisation, `gv.${classroom.toLowerCase()}.${letter}`, 'homeroomTeacher', one.fullName, {
            classrooms: [classroom],
            staffId: one.staffId,
          }),
        ),
      ),
    ...(head ? [account(organisation, `hieutruong.${letter}`, 'schoolHead', head.fullName, { staffId: head.staffId })] : []),
    account(organisation, `vanthu.${letter}`, 'clerk', clerk?.fullName ?? 'Văn thư', clerk ? { staffId: clerk.staffId } : {}),
    account(organisation, `quantri.${letter}`, 'schoolAdmin', 'Quản trị trường'),
  ];
}

export const PROVINCE_ACCOUNTS: readonly Account[] = [
  account(PROVINCE, 'phong.dongtrieu', 'districtOfficer', 'Phòng GD&ĐT Đông Triều', { area: 'Thị xã Đông Triều' }),
  account(PROVINCE, 'so.tiepnhan', 'provinceOfficer', 'Chuyên viên tiếp nhận'),
  account(PROVINCE, 'so.quantri', 'provinceAdmin', 'Quản trị Sở'),
];
export const MINISTRY_ACCOUNTS: readonly Account[] = [account(MINISTRY, 'bo.tiepnhan', 'ministryOfficer', 'Chuyên viên Bộ')];

/** Makes the accounts that are not there yet. */
export async function ensureAccounts(identity: Identity, accounts: readonly Account[], password: string): Promise<void> {
  for (const one of accounts) {
    const made = await identity.createAccount({ ...one, password });
    if (!made.ok && made.error.code !== 'identity/username-taken')
      throw new Error(`the demo account ${one.username} could not be made: ${made.error.code}`);
  }
}
