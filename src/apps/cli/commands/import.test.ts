import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { schoolDesk, type SheetLayout } from '#contract';
import { sessionHttp } from '#identity/http';
import { storedIdentity } from '#identity/postgres';
import { unwrap } from '#kernel';
import { schoolHttp } from '#school/http';
import { type ImportDesk, openImportDesk } from '../../../../test/builders/import-desk.ts';
import { editWorkbook, sampleFiles } from '../../../../test/builders/workbooks.ts';
import { buildServer } from '../../server/index.ts';
import { run } from '../run.ts';

const SCHOOL = '22205411', WHO = { username: 'quantri.a', password: 'cây đa bến nước sân đình' };
let desk: ImportDesk, app: FastifyInstance, folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-import-'));
  desk = await openImportDesk(SCHOOL);
  const identity = storedIdentity(desk.database.tier, 'school');
  app = await buildServer({
    parts: [{ name: 'school', identity, ready: () => Promise.resolve(true), register: (part) => { sessionHttp(part, schoolDesk, () => ({ testData: true, testSignatures: true, virtualClock: true, now: '2024-06-03T08:00:00+07:00' })); schoolHttp(part, desk.school); } }],
    desksFolder: folder, secure: false, trustedProxies: [], requestsPerMinute: 1_000, logger: false,
  });
  await identity.createAccount({ ...WHO, organisation: { code: SCHOOL, name: 'Trường' }, role: 'schoolAdmin', fullName: 'Quản trị' });
  vi.stubEnv('HOCBA_URL', await app.listen({ port: 0, host: '127.0.0.1' }));
  vi.stubEnv('HOCBA_TOKEN', unwrap(await identity.logIn({ ...WHO, address: '127.0.0.1' })).token);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await app.close();
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The list of one class: a false header above its own, a header nobody knows, no columns of class and status. */
async function strangeList(): Promise<string> {
  const { bytes } = await editWorkbook(sampleFiles(SCHOOL).find(({ name }) => name.includes('C1-HocSinh'))!, (sheets) => {
    sheets.splice(1);
    const [, , header, ...rows] = sheets[0]!.rows, own = (row: readonly unknown[]) => row.filter((_, c) => c !== 1 && c !== 6);
    sheets[0]!.name = 'Data';
    sheets[0]!.rows = [['STT', 'Họ tên', 'Lớp', 'Ngày sinh'], ['Người lập', 'Ngô Mai Thảo'], own(header!).map((text) => (text === 'Loại khuyết tật' ? 'Ghi chú y tế' : text)), ...rows.filter((row) => row[1] === '1A1').map(own)] as typeof rows;
  });
  return written('mot-lop.xlsx', bytes);
}
function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
async function hocba(...args: readonly string[]) {
  const said = { out: '', err: '' };
  const code = await run(['import', '--school', SCHOOL, '--year', '2023-2024', ...args], { out: (text) => void (said.out += text), err: (text) => void (said.err += text) });
  return { code, ...said };
}
type Output = { readonly state: string; readonly layouts: readonly SheetLayout[]; readonly counts: { readonly added: number } };

test('what the columns are is printed, corrected in the file, and read back until the import is stored', async () => {
  const staff = sampleFiles(SCHOOL).find(({ name }) => name.includes('CSDL_GiaoVien'))!, files = [written(staff.name, staff.bytes), await strangeList()];
  const asked = await hocba(...files, '--dry-run', '--json'), first = JSON.parse(asked.out) as Output;
  expect([asked.code, asked.err, first.layouts.map(({ state, headerRows }) => [state, headerRows])]).toEqual([1, '', [['asked', { from: 1, to: 1 }]]]);
  expect((await hocba(...files, '--dry-run')).out).toContain('--mapping');

  const withHeader = written('cot.json', JSON.stringify({ ...first, layouts: first.layouts.map((layout) => ({ ...layout, header: { from: 3, to: 3 } })) }));
  const second = JSON.parse((await hocba(...files, '--dry-run', '--json', '--mapping', withHeader)).out) as Output;
  expect(second.layouts).toMatchObject([{ state: 'asked', headerRows: { from: 3, to: 3 }, columns: expect.arrayContaining([expect.objectContaining({ header: 'Ghi chú y tế', field: null })]) }]);

  const layouts = second.layouts.map((layout) => ({
    ...layout, columns: layout.columns.map((column) => (column.header === 'Ghi chú y tế' ? { ...column, field: 'disability' } : column)),
    constants: [{ field: 'classroom', value: '1A1' }, { field: 'status', value: 'Đang học' }],
  }));
  const wrong = await hocba(...files, '--dry-run', '--json', '--mapping', written('sai.json', JSON.stringify({ layouts: layouts.map((layout) => ({ ...layout, constants: [] })) })));
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/^HBS-515: .*thiếu cột "Mã lớp"/)]);

  const stored = await hocba(...files, '--json', '--mapping', written('cot-2.json', JSON.stringify({ layouts })));
  expect([stored.code, stored.err, JSON.parse(stored.out)]).toEqual([0, '', expect.objectContaining({ state: 'committed', counts: expect.objectContaining({ added: 22 }) })]);
  expect(await desk.tables.query('select count(*)::int as pupils from pupil_years')).toEqual([{ pupils: 22 }]);
});

test('a file that is no such output is said to be none', async () => expect((await hocba(await strangeList(), '--mapping', written('la.json', '{"layouts": [{}]}'))).code).toBe(64));
