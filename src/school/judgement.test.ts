import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GridPupil } from '#contract';
import { AWARD_TITLES, type Refusal } from '#domain';
import { type Result, unwrap } from '#kernel';
import type { Actor, SchoolServices } from '#school';
import { openSchoolDesk, type SchoolDesk } from '../../test/builders/school-desk.ts';
import { openTables, type Tables } from '../../test/builders/tables.ts';
import { openTiers, type Tiers } from '../../test/builders/tiers.ts';
import { editWorkbook } from '../../test/builders/workbooks.ts';
import { testTier, type TestTier } from '../../test/support/database.ts';

const CLASSROOM = '4A1';
let tiers: Tiers, database: TestTier, desk: SchoolDesk, school: SchoolServices, tables: Tables;
const pupils = async (classroom = CLASSROOM, who: Actor = desk.who.admin): Promise<readonly GridPupil[]> => unwrap(await school.classPage(who, classroom)).pupils;
const pupil = async (pupilId: string) => (await pupils()).find((one) => one.pupilId === pupilId)!;
const code = (result: Result<unknown, Refusal>) => (result.ok ? 'done' : result.error.code);
const put = async (pupilId: string, cells: Readonly<Record<string, string>>) => {
  const now = await pupil(pupilId);
  const { results } = unwrap(await school.editCells(desk.who.teacher, CLASSROOM, { edits: Object.entries(cells).map(([key, value]) => ({ pupilId, key, value, baseRevision: now.cells[key]?.revision ?? 0 })) }));
  expect(results.filter(({ saved }) => !saved)).toEqual([]);
};
/** A pupil with this result whom no other test uses. */
const used = new Set<string>();
const one = async (result: GridPupil['computed']['result']): Promise<string> => {
  const found = (await pupils()).find(({ pupilId, computed, status, state }) => computed.result === result && status === 'studying' && (state === 'ready' || state === 'incomplete') && !used.has(pupilId))!;
  used.add(found.pupilId);
  return found.pupilId;
};

beforeAll(async () => {
  [tiers, database] = await Promise.all([openTiers({ schools: [] }), testTier('school')]);
  desk = await openSchoolDesk(tiers, '22205411', CLASSROOM, 'http://localhost:1');
  school = desk.on(database.tier);
  tables = await openTables(database.adminUrl);
  unwrap(await school.registerSchool(desk.registered));
  unwrap(await school.commitImport(desk.who.admin, unwrap(await school.dryRunImport(desk.who.admin, desk.files)).importId));
}, 60_000);
afterAll(async () => {
  await school.stop();
  await Promise.all([tables.close(), tiers.close()]);
  await database.close();
});

describe('contradictions are shown beside the cell, block nothing, and can be looked at', () => {
  test('a level above its mark: warning in the cell, in the pupil, and before the signature; seen, it is asked no more until the facts change', async () => {
    const pupilId = await one('HTXS');
    expect((await pupil(pupilId)).doubts).toEqual([]);
    await put(pupilId, { 'subject.TOAN.mark': '5' });
    const asked = await pupil(pupilId);
    const [doubt] = asked.doubts.filter(({ cell }) => cell === 'subject.TOAN.level');
    expect(doubt).toMatchObject({ place: 'Toán – Mức đạt được', says: 'mức T đi cùng điểm 5', severity: 'likely', seen: null, basis: expect.stringContaining('Điều 7'), remedy: expect.stringMatching(/Đã xem/) });
    expect(asked.cells['subject.TOAN.level']!.warning).toBe('Nên xem lại: mức T đi cùng điểm 5. Xem lại mức và điểm; nếu đúng, bấm Đã xem.');
    const queued = async () => unwrap(await school.signQueue(desk.who.teacher, undefined)).exceptions.filter((line) => line.pupilId === pupilId).map(({ why }) => why);
    if (asked.state === 'ready') expect(await queued()).toContain('Chưa ai xem lại: Toán – Mức đạt được: mức T đi cùng điểm 5');
    unwrap(await school.doubtSeen(desk.who.teacher, pupilId, doubt!.key));
    const seen = await pupil(pupilId);
    expect(seen.doubts.find(({ key }) => key === doubt!.key)!.seen).toMatchObject({ by: desk.who.teacher.name });
    expect(seen.cells['subject.TOAN.level']!.warning).toBeUndefined();
    expect(await queued()).not.toContain('Chưa ai xem lại: Toán – Mức đạt được: mức T đi cùng điểm 5');
    unwrap(await school.doubtSeen(desk.who.head, pupilId, doubt!.key));
    expect((await pupil(pupilId)).doubts.find(({ key }) => key === doubt!.key)!.seen!.by).toBe(desk.who.teacher.name);
    await put(pupilId, { 'subject.TOAN.mark': '6' });
    expect((await pupil(pupilId)).doubts.filter(({ cell, seen: looked }) => cell === 'subject.TOAN.level' && looked === null)).toHaveLength(1);
    expect(code(await school.doubtSeen(desk.who.teacher, pupilId, doubt!.key))).toBe('school/doubt-gone');
  });
  test('the clerk has no say in it', async () => expect(code(await school.doubtSeen(desk.who.clerk, await one('HTT'), 'x'))).toBe('school/not-allowed'));
});

test('incomplete results of earlier points are said by name before the signature, and hold up nothing', async () => {
  const queue = async () => unwrap(await school.signQueue(desk.who.teacher, undefined)), before = await queue();
  const pupilId = await one('HTXS'), { fullName } = await pupil(pupilId), page = unwrap(await school.pointPage(desk.who.teacher, CLASSROOM, 'midTerm1')), own = page.pupils.find((found) => found.pupilId === pupilId)!;
  expect(before.earlierPoints.map(({ classroom, point, wholeClass }) => [classroom, point, wholeClass])).toEqual([[CLASSROOM, 'midTerm1', true], [CLASSROOM, 'endOfTerm1', true], [CLASSROOM, 'midTerm2', true]]);
  expect(before.earlierPoints[0]!.pupils).toContain(fullName);
  const edits = Object.entries(own.cells).flatMap(([key, { missing }]) => (missing ? [{ pupilId, key, value: key.endsWith('.mark') ? '8' : 'T', baseRevision: 0 }] : []));
  unwrap(await school.editPointCells(desk.who.teacher, CLASSROOM, 'midTerm1', { edits }));
  const after = await queue(), [midTerm1] = after.earlierPoints;
  expect(midTerm1).toMatchObject({ point: 'midTerm1', wholeClass: false });
  expect(midTerm1!.pupils).toEqual(before.earlierPoints[0]!.pupils.filter((name) => name !== fullName));
  expect(after.classes).toEqual(before.classes);
});

describe('Điều 13: proposed by the rule, confirmed by the homeroom teacher', () => {
  test('Học sinh Xuất sắc', async () => {
    const pupilId = await one('HTXS');
    await put(pupilId, { award: 'Thư khen: nhặt được của rơi' });
    expect((await pupil(pupilId)).award).toMatchObject({ proposal: { title: AWARD_TITLES.HTXS, needsReason: false }, confirmed: null });
    const confirmed = unwrap(await school.confirmAward(desk.who.teacher, pupilId, { confirmed: true, reason: '', recognisedByClass: false }));
    expect([confirmed.award.confirmed, confirmed.computed.award]).toMatchObject([{ title: AWARD_TITLES.HTXS, by: desk.who.teacher.name }, `${AWARD_TITLES.HTXS}; Thư khen: nhặt được của rơi`]);
    expect(unwrap(await school.history(desk.who.teacher, pupilId)).events.map(({ what }) => what)).toContain(`Sửa Khen thưởng: “Thư khen: nhặt được của rơi” → “${AWARD_TITLES.HTXS}; Thư khen: nhặt được của rơi”`);
    await put(pupilId, { 'trait.PC.NHANAI': 'Đ' });
    const fallen = await pupil(pupilId);
    expect([fallen.computed.result, fallen.award.proposal]).toEqual(['HT', null]);
    expect(fallen.doubts.map(({ cell, says }) => [cell, says])).toContainEqual(['award', `khen “${AWARD_TITLES.HTXS}” nhưng kết quả là Hoàn thành`]);
    const taken = unwrap(await school.confirmAward(desk.who.teacher, pupilId, { confirmed: false, reason: '', recognisedByClass: false }));
    expect([taken.award.confirmed, taken.computed.award]).toEqual([null, 'Thư khen: nhặt được của rơi']);
    expect(code(await school.confirmAward(desk.who.teacher, pupilId, { confirmed: true, reason: 'x', recognisedByClass: true }))).toBe('school/award-not-open');
  });
  test('Học sinh Tiêu biểu needs its reason and the class', async () => {
    const pupilId = await one('HTT');
    for (const [reason, recognisedByClass, outcome] of [['', false, 'school/award-lacks'], ['Giải Nhất cờ vua', false, 'school/award-lacks'], ['', true, 'school/award-lacks'], ['Giải Nhất cờ vua', true, 'done']] as const) {
      expect(code(await school.confirmAward(desk.who.teacher, pupilId, { confirmed: true, reason, recognisedByClass }))).toBe(outcome);
    }
    const after = await pupil(pupilId);
    expect(after.award.confirmed).toMatchObject({ title: AWARD_TITLES.HTT, reason: 'Giải Nhất cờ vua', recognisedByClass: true });
    expect(after.doubts.filter(({ cell }) => cell === 'award')).toEqual([]);
  });
  test('nobody else confirms', async () => {
    const pupilId = await one('HTT');
    for (const who of [desk.who.head, desk.who.clerk, desk.who.admin]) expect(code(await school.confirmAward(who, pupilId, { confirmed: true, reason: 'x', recognisedByClass: true }))).toBe('school/not-allowed');
  });
  test('a title typed against the result keeps the record from being signed, and the reason is told', async () => {
    const pupilId = await one('HT');
    await put(pupilId, { award: AWARD_TITLES.HTXS });
    const run = unwrap(await school.startSignRun(desk.who.teacher, { slot: 'homeroomTeacher', classrooms: [CLASSROOM], pupilIds: [pupilId] }));
    await school.settled();
    expect(unwrap(await school.signRun(desk.who.teacher, run.runId)).items).toMatchObject([{ pupilId, state: 'failed', refusal: { code: 'content/award-differs' } }]);
  });
});

describe('Điều 11: supplementary assessment and the head’s decision', () => {
  const promote = (promoted: boolean, decisionNumber: string, decisionDate: string) => ({ promoted, decisionNumber, decisionDate });
  test('two rounds: the last counts; then the head decides; a new round makes the decision void', async () => {
    const pupilId = await one('HT');
    await put(pupilId, { 'subject.TOAN.mark': '3' });
    const start = await pupil(pupilId);
    expect(start.summer).toMatchObject({ needed: true, attempts: [], promotion: { needed: false, promoted: null } });
    expect(start.summer.before.map(({ key }) => key)).toEqual(start.computed.decidingCells);
    const [first] = start.summer.before;
    const bad = first!.key.endsWith('.mark') ? '4' : 'C', good = first!.key.endsWith('.mark') ? '7' : 'H';
    const round = (date: string, value: string, promotion: ReturnType<typeof promote> | null = null) => school.supplementary(promotion ? desk.who.head : desk.who.teacher, pupilId, { date, cells: [{ key: first!.key, value }], promotion });
    expect(code(await school.supplementary(desk.who.teacher, pupilId, { date: '2024-07-20', cells: [], promotion: null }))).toBe('school/supplementary-empty');
    unwrap(await round('2024-07-20', bad));
    expect((await pupil(pupilId)).summer.promotion.needed).toBe(true);
    expect(code(await round('2024-07-19', good))).toBe('school/supplementary-out-of-order');
    const decide = (decision: ReturnType<typeof promote>) => school.supplementary(desk.who.head, pupilId, { date: '', cells: [], promotion: decision });
    expect(code(await school.supplementary(desk.who.teacher, pupilId, { date: '', cells: [], promotion: promote(true, '9/QĐ-TH', '2024-08-01') }))).toBe('school/not-allowed');
    expect(code(await decide(promote(true, '', '')))).toBe('school/promotion-needs-decision');
    expect(code(await decide(promote(true, '9/QĐ-TH', '2024-07-19')))).toBe('school/promotion-before-assessment');
    const decided = unwrap(await decide(promote(true, '9/QĐ-TH', '2024-08-01')));
    expect([decided.computed.promoted, decided.computed.gradeCompleted, decided.summer.promotion]).toEqual([true, false, { needed: false, promoted: true, number: '9/QĐ-TH', date: '2024-08-01' }]);
    const again = unwrap(await round('2024-08-05', good));
    expect(again.summer.attempts.map(({ date, cells }) => [date, cells.map(({ value }) => value)])).toEqual([['2024-07-20', [bad]], ['2024-08-05', [good]]]);
    expect(again.summer.promotion.number).toBeNull();
    expect(again.cells[first!.key]!.value).toBe(good);
  });
  test('who completed is not assessed again', async () => expect(code(await school.supplementary(desk.who.teacher, await one('HT'), { date: '2024-07-20', cells: [{ key: 'subject.TOAN.mark', value: '9' }], promotion: null }))).toBe('school/supplementary-not-needed'));
});

describe('Điều 8: how a pupil is assessed', () => {
  test('special class: Toán and Tiếng Việt alone are needed, and there is no result; a workbook does not undo it', async () => {
    const pupilId = await one('HT');
    const special = unwrap(await school.assessmentWay(desk.who.teacher, pupilId, { way: 'specialClass', reason: 'Theo kế hoạch giáo dục cá nhân' }));
    expect([special.way, special.computed.result, special.computed.notAssessed, special.wave]).toEqual([{ way: 'specialClass', reason: 'Theo kế hoạch giáo dục cá nhân' }, null, true, 1]);
    expect(special.doubts.map(({ place }) => place)).toContain('Loại khuyết tật');
    await put(pupilId, { 'subject.TOAN.mark': '' });
    expect((await pupil(pupilId)).computed.missingCells.map(({ key }) => key)).toEqual(['subject.TOAN.mark']);
    await put(pupilId, { 'subject.TOAN.mark': '5' });
    unwrap(await school.commitImport(desk.who.admin, unwrap(await school.dryRunImport(desk.who.admin, desk.files)).importId));
    expect((await pupil(pupilId)).way.way).toBe('specialClass');
    expect(unwrap(await school.assessmentWay(desk.who.head, pupilId, { way: 'inclusive', reason: 'Đánh giá lại theo hồ sơ mới' })).computed.result).toBe('HT');
    expect(code(await school.assessmentWay(desk.who.clerk, pupilId, { way: 'inclusive', reason: 'Đánh giá lại' }))).toBe('school/not-allowed');
  });
});

describe('R96: a pupil without a code of the sector', () => {
  const TEMPORARY = 'TAM-0001', SECTOR = '2201999999';
  test('drafts, is not signed, gets the code in place with all history, once', async () => {
    const pupilId = await one('HT');
    // The owner of the database makes the pupil what an import of a list without codes makes.
    for (const table of ['pupils', 'look_up_codes', 'pupil_years', 'cell_edits']) await tables.query(`update ${table} set pupil_id = '${TEMPORARY}' where pupil_id = '${pupilId}'`);
    await tables.query(`update pupils set identity = jsonb_set(identity, '{pupilId}', '"${TEMPORARY}"') where pupil_id = '${TEMPORARY}'`);
    expect(await pupil(TEMPORARY)).toMatchObject({ temporaryCode: true, computed: { result: 'HT' } });
    const held = unwrap(await school.signQueue(desk.who.teacher, undefined)).classes.find(({ classroom }) => classroom === CLASSROOM)!.reasons;
    expect(held.find(({ reason }) => reason === 'chưa có mã học sinh của Bộ')?.pupils).toEqual([(await pupil(TEMPORARY)).fullName]);
    expect(code(await school.startSignRun(desk.who.teacher, { slot: 'homeroomTeacher', classrooms: [CLASSROOM], pupilIds: [TEMPORARY] }))).toBe('school/nothing-to-sign');
    await put(TEMPORARY, { 'remark.qualities': 'Em lễ phép.' });
    const history = unwrap(await school.history(desk.who.teacher, TEMPORARY)).events.length;

    const other = (await pupils()).find((known) => known.pupilId !== TEMPORARY)!.pupilId;
    for (const [wanted, outcome] of [[other, 'school/code-taken'], ['TAM-0002', 'school/code-malformed'], ['mã mới', 'school/code-malformed']] as const) expect(code(await school.pupilCode(desk.who.clerk, TEMPORARY, wanted))).toBe(outcome);
    expect(code(await school.pupilCode(desk.who.teacher, TEMPORARY, SECTOR))).toBe('school/not-allowed');
    expect(unwrap(await school.pupilCode(desk.who.clerk, TEMPORARY, SECTOR))).toMatchObject({ pupilId: SECTOR, temporaryCode: false });
    expect((await pupil(SECTOR)).cells['remark.qualities']!.value).toBe('Em lễ phép.');
    const events = unwrap(await school.history(desk.who.teacher, SECTOR)).events;
    expect(events.length).toBe(history + 1);
    expect(events.map(({ what }) => what)).toContain(`Thay mã tạm ${TEMPORARY} bằng mã của Bộ ${SECTOR}`);
    expect(code(await school.pupilCode(desk.who.clerk, SECTOR, '2201999998'))).toBe('school/code-not-temporary');
    expect(code(await school.pupilCode(desk.who.clerk, TEMPORARY, SECTOR))).toBe('school/pupil-unknown');
    expect(await tables.query('select old_code, new_code, changed_by from pupil_codes')).toEqual([{ old_code: TEMPORARY, new_code: SECTOR, changed_by: desk.who.clerk.name }]);
  });
  test('an import of the list with codes gives them in place, and the dry run shows it', async () => {
    const own = await testTier('school');
    const fresh = desk.on(own.tier);
    try {
      unwrap(await fresh.registerSchool(desk.registered));
      const pupilId = unwrap(await school.classPage(desk.who.admin, '1A1')).pupils.find(({ status }) => status === 'studying')!.pupilId;
      const bare = await Promise.all(desk.files.map((file) => (/CSDL_GiaoVien/.test(file.name) ? file : editWorkbook(file, (sheets) => { for (const { rows } of sheets) for (const row of rows) row.forEach((cell, i) => { if (cell === pupilId) row[i] = null; }); }))));
      const bring = async (files: SchoolDesk['files']) => {
        const run = unwrap(await fresh.dryRunImport(desk.who.admin, files));
        unwrap(await fresh.commitImport(desk.who.admin, run.importId));
        const { items } = unwrap(await fresh.importPupils(desk.who.admin, run.importId, { page: 1 }));
        return { ...run, changes: items.filter(({ change }) => change !== 'unchanged') };
      };
      expect((await bring(bare)).problems.map((told) => told.code)).toContain('workbook/temporary-code');
      const page = async () => unwrap(await fresh.classPage(desk.who.admin, '1A1')).pupils;
      const temporary = (await page()).find((known) => known.temporaryCode)!;
      expect(temporary.pupilId).toBe(TEMPORARY);
      const { changes } = await bring(desk.files);
      expect(changes).toMatchObject([{ pupilId, change: 'changed', fields: [{ label: 'Mã học sinh', from: TEMPORARY, to: pupilId }] }]);
      const after = await page();
      expect(after.find((known) => known.pupilId === pupilId)).toMatchObject({ lookupCode: temporary.lookupCode, fullName: temporary.fullName, cells: temporary.cells });
      expect(after.filter((known) => known.fullName === temporary.fullName)).toHaveLength(1);
      expect((await bring(desk.files)).changes).toEqual([]);
    } finally {
      await fresh.stop();
      await own.close();
    }
  });
  test('the database itself replaces no code of the sector', async () => {
    const [known] = await pupils();
    await expect(tables.query(`select replace_temporary_code('${known!.pupilId}', 'X1', 'somebody', now())`)).rejects.toThrow(/temporary code/);
  });
});

test('chính sách đang áp dụng: what holds on the day of the desk, with document and article', async () => {
  const { today, topics } = unwrap(await school.policies());
  expect(today).toBe('2024-06-03');
  expect(topics.find(({ key }) => key === 'organisation')!.versions.map(({ document, inForce }) => [document, inForce])).toEqual([
    ['Quyết định 19/2025/QĐ-TTg, Nghị định 142/2025/NĐ-CP, Thông tư 10/2025/TT-BGDĐT', false], ['Nghị quyết 1203/NQ-UBTVQH15', false], ['Danh mục đơn vị hành chính tỉnh Quảng Ninh', true],
  ]);
  for (const { versions } of topics) expect(versions.filter(({ inForce }) => inForce)).toHaveLength(1);
});
