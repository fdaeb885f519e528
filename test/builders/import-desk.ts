import { randomUUID } from 'node:crypto';
import { addressOf, SchoolCode, SchoolYear, StaffId } from '#domain';
import { Instant, unwrap } from '#kernel';
import type { Printer } from '#print';
import { type Actor, createSchool, type SchoolPorts, type SchoolServices } from '#school';
import { nodePrimitives } from '#signature/node';
import type { WorkbookFile } from '#workbook';
import { testTier, type TestTier } from '../support/database.ts';
import { openTables, type Tables } from './tables.ts';
import { testClock, type TestClock } from './tiers.ts';
import type { SampleSchool } from './workbooks.ts';

/** What bringing workbooks in and taking them out never uses. */
const unused = (name: string): never => { throw new Error(`${name} has no part in imports and exports`); };
const elsewhere = <T extends object>(name: string): T => new Proxy({} as T, { get: () => unused(name) });

/** The desk of one school on a database of its own, without a province: for imports and exports. */
export interface ImportDesk {
  readonly school: SchoolServices;
  readonly database: TestTier;
  readonly tables: Tables;
  readonly clock: TestClock;
  readonly who: Readonly<Record<'admin' | 'clerk' | 'head', Actor>> & { teacher(classroom: string): Actor };
  /** A second program on the same database: another browser tab may well be served by another process. */
  another(): SchoolServices;
  /** Dry run and commit; throws when either is refused. */
  bringIn(files: readonly WorkbookFile[]): Promise<string>;
  close(): Promise<void>;
}

export async function openImportDesk(sample: SampleSchool, printer: Printer = elsewhere('printer'), from?: TestTier): Promise<ImportDesk> {
  const code = unwrap(SchoolCode.parse(sample)), clock = testClock('2024-06-03T08:00:00+07:00'), database = from ?? await testTier('school');
  const ports: SchoolPorts = {
    tier: database.tier, clock, ids: { uuid: () => randomUUID() }, primitives: nodePrimitives, signerFor: () => unused('signing'), tsaUrl: '', gateway: elsewhere('gateway'), provinceCode: unwrap(SchoolCode.parse('22')),
    trust: () => unused('trust'), printer, lookUpUrl: 'HTTP://LOCALHOST/T/', standing: { testData: true, testSignatures: true, virtualClock: true },
  };
  const another = () => createSchool(ports, { syncEveryMs: 0 });
  const school = another(), tables = await openTables(database.adminUrl);
  unwrap(await school.registerSchool({ code, name: '', ...addressOf(code, Instant.toPlainDate(clock.now())), currentSchoolYear: unwrap(SchoolYear.parse('2023-2024')) }));
  const actor = (role: Actor['role'], name: string, staffId: string, classrooms: readonly string[] = []): Actor => ({ schoolCode: code, name, role, staffId: unwrap(StaffId.parse(staffId)), classrooms });
  const admin = actor('schoolAdmin', 'Quản trị', 'QT0001');
  return {
    school, database, tables, clock, another,
    who: { admin, clerk: actor('clerk', 'Văn thư', 'GV0003'), head: actor('schoolHead', 'Hiệu trưởng', 'GV0001'), teacher: (classroom) => actor('homeroomTeacher', 'Giáo viên', 'GV0004', [classroom]) },
    async bringIn(files) {
      const run = unwrap(await school.dryRunImport(admin, files));
      unwrap(await school.commitImport(admin, run.importId));
      clock.tick();
      return run.importId;
    },
    async close() {
      await tables.close();
      await database.close();
    },
  };
}
