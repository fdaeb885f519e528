import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseSecrets, migrate, openTier, provisionTier } from '#database';
import { embeddedPrograms, startEmbedded } from '#database/embedded';
import { addressOf, curriculumOf, type Grade, PupilId, type PupilIdentity, SchoolCode, SchoolYear, StaffId } from '#domain';
import { Instant, PlainDate, unwrap } from '#kernel';
import { type Actor, createSchool, type SchoolPorts, type SchoolServices } from '#school';
import { nodePrimitives } from '#signature/node';
import {
  GRADE_GROUPS,
  type GradeGroup,
  groupOf,
  type ListedYear,
  pupilsSheet,
  resultsSheet,
  staffSheet,
  workbookBytes,
  type WorkbookFile,
} from '#workbook';

export const YEAR = unwrap(SchoolYear.parse('2023-2024'));
const NOW = unwrap(Instant.parse('2024-06-03T08:00:00+07:00'));
const GRADES: readonly Grade[] = [1, 2, 3, 4, 5];
const CLASS_SIZE = 35;
const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ'];
const MIDDLE = ['Văn', 'Thị', 'Minh', 'Đức', 'Thanh', 'Bảo', 'Hải', 'Mai', 'Quang', 'Khánh'];
const GIVEN = ['An', 'Bình', 'Chi', 'Dũng', 'Giang', 'Hà', 'Khôi', 'Lâm', 'Ngọc', 'Uyên'];
const digits = (n: number, length: number): string => String(n).padStart(length, '0');

function identityOf(school: number, n: number, grade: Grade): PupilIdentity {
  return {
    pupilId: unwrap(PupilId.parse(`22${digits(school, 3)}${digits(n, 5)}`)),
    fullName: `${FAMILY[n % 10]} ${MIDDLE[Math.floor(n / 10) % 10]} ${GIVEN[Math.floor(n / 100) % 10]}`,
    birthDate: unwrap(PlainDate.parse(`${2018 - grade}-${digits(1 + (n % 12), 2)}-${digits(1 + (n % 28), 2)}`)),
    gender: n % 2 === 0 ? 1 : 2,
    ethnicity: '01',
    nationality: 'VN',
    birthPlace: 'Quảng Ninh',
  } as PupilIdentity;
}

/** Every cell that the form of the grade asks for; levels and marks vary, so that no two rows are alike for long. */
function valuesOf(n: number, grade: Grade): ReadonlyMap<string, string> {
  const { subjects, traits } = curriculumOf(grade);
  return new Map([
    ...subjects
      .filter(({ optional }) => !optional)
      .flatMap(({ code, tested }, i): [string, string][] => [
        [`subject.${code}.level`, (n + i) % 7 === 0 ? 'H' : 'T'],
        ...(tested ? [[`subject.${code}.mark`, String(10 - ((n + i) % 5))] as [string, string]] : []),
      ]),
    ...traits.map((code, i): [string, string] => [`trait.${code}`, (n + i) % 9 === 0 ? 'Đ' : 'T']),
  ]);
}

/** Pupils of a school, the same number in each grade, in classes of 35. */
function pupilsOf(school: number, count: number): readonly ListedYear[] {
  const each = count / GRADES.length;
  return Array.from({ length: count }, (_, n): ListedYear => {
    const grade = GRADES[Math.floor(n / each)]!;
    return {
      identity: identityOf(school, n, grade),
      classroom: `${grade}A${1 + Math.floor((n % each) / CLASS_SIZE)}`,
      grade,
      status: 'studying',
      values: valuesOf(n, grade),
      notAssessed: false,
    };
  });
}

/** The workbooks of a school in the layouts of the sector: its lists, and its year-end results by groups of grades. */
export async function workbooksOf(
  school: number,
  count: number,
): Promise<{ readonly lists: readonly WorkbookFile[]; readonly results: readonly WorkbookFile[] }> {
  const pupils = pupilsOf(school, count);
  const head = { schoolName: `Trường Tiểu học Đo ${school}`, schoolYear: YEAR };
  const classrooms = [...new Set(pupils.map(({ classroom }) => classroom))];
  const file = async (name: string, sheet: ReturnType<typeof staffSheet>): Promise<WorkbookFile> => ({
    name,
    bytes: await workbookBytes([sheet]),
  });
  const inGroup = (group: GradeGroup) => pupils.filter(({ grade }) => groupOf(grade) === group);
  return {
    lists: [
      await file('C1-HocSinh.xlsx', pupilsSheet('C1-HocSinh', head, pupils)),
      await file(
        'CSDL_GiaoVien.xlsx',
        staffSheet(head, [
          { staffId: 'GV0001', fullName: 'Ngô Mai Thảo', position: 'Hiệu trưởng', working: true, homeroomClassrooms: [] },
          ...classrooms.map((classroom, i) => ({
            staffId: `GV${digits(i + 2, 4)}`,
            fullName: `Đỗ Mai ${GIVEN[i % 10]}`,
            position: 'Giáo viên',
            working: true,
            homeroomClassrooms: [classroom],
          })),
        ]),
      ),
    ],
    results: await Promise.all(
      GRADE_GROUPS.map((group, i) => file(`KetQua_${i + 1}.xlsx`, resultsSheet('KetQua', group, head, inGroup(group)))),
    ),
  };
}

const unused = <T extends object>(): T =>
  new Proxy({} as T, {
    get: (_, name) => {
      throw new Error(`${String(name)} has no part in an import`);
    },
  });

/** Desks of schools without a province, on a PostgreSQL server of its own that is thrown away on close. */
export async function openDesks(): Promise<{
  readonly school: SchoolServices;
  register(number: number): Promise<Actor>;
  close(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-'));
  chmodSync(folder, 0o711);
  const secrets = databaseSecrets(folder);
  const embedded = unwrap(
    await startEmbedded({ programs: unwrap(embeddedPrograms(folder)), folder: join(folder, 'postgresql'), adminPassword: secrets.admin }),
  );
  const urls = unwrap(await provisionTier(embedded.adminUrl, 'school', secrets));
  unwrap(await migrate(urls.owner, 'school'));
  const tier = openTier(urls.app, { name: 'hocba bench' });
  const ports: SchoolPorts = {
    tier,
    clock: { now: () => NOW },
    ids: { uuid: () => randomUUID() },
    primitives: nodePrimitives,
    signerFor: () => {
      throw new Error('nothing is signed');
    },
    tsaUrl: '',
    gateway: unused(),
    provinceCode: unwrap(SchoolCode.parse('22')),
    trust: () => {
      throw new Error('nothing is judged');
    },
    printer: unused(),
    lookUpUrl: 'HTTP://LOCALHOST/T/',
    standing: { testData: true, testSignatures: true, virtualClock: true },
  };
  const school = createSchool(ports, { syncEveryMs: 0 });
  return {
    school,
    async register(number) {
      const code = unwrap(SchoolCode.parse(`22${digits(number, 6)}`));
      unwrap(await school.registerSchool({ code, name: '', ...addressOf(code, Instant.toPlainDate(NOW)), currentSchoolYear: YEAR }));
      return { schoolCode: code, name: 'Quản trị', role: 'schoolAdmin', staffId: unwrap(StaffId.parse('QT0001')), classrooms: [] };
    },
    async close() {
      await tier.close();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
