import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { unwrap } from '#kernel';
import { instant } from '../actors/authority.ts';
import { faultsOf, overflowOf } from '../support/accessibility.ts';
import { DESKTOP, PHONE, Visitors } from '../support/visitors.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let visitors: Visitors;
beforeAll(async () => { visitors = await Visitors.open(); }, 300_000);
afterAll(() => visitors.close());

/** Every screen of every role, as in the pictures of the documentation. */
const SCREENS: readonly (readonly [user: string | undefined, paths: readonly string[]])[] = [
  ['hieutruong.a', ['/truong', '/truong/du-lieu', '/truong/lop', '/truong/lop/3A1', '/truong/ky', '/truong/nop', '/truong/nop/nguoi-ky', '/truong/in']],
  ['so.quantri', ['/so', '/so/tiep-nhan', '/so/csdl-goc', '/so/chot', '/so/nguoi-ky', '/so/nguoi-ky/canh-bao', '/so/nhat-ky', '/so/dong-ho']],
  ['bo.tiepnhan', ['/bo']],
  [undefined, ['/truong', '/tra-cuu', '/tra-cuu/xac-thuc', '/tra-cuu/huong-dan', '/huong-dan']],
];

const AFTER_FINALITY: typeof SCREENS = [['so.quantri', ['/so', '/so/csdl-goc', '/so/chot', '/so/nhat-ky']], ['hieutruong.a', ['/truong', '/truong/lop/1A1']]];

describe.each(SCREENS)('the screens of %s', walk);
describe('when the first wave is final', () => {
  beforeAll(async () => {
    unwrap(await visitors.demo.system.moveTo(instant('2024-07-01T08:00:00+07:00')));
    await visitors.demo.system.background.settle();
  });
  describe.each(AFTER_FINALITY)('the screens of %s', walk);
});

function walk(user: string | undefined, paths: readonly string[]): void {
  let context: BrowserContext, page: Page;
  beforeAll(async () => {
    page = user === undefined ? await visitors.visit(paths[0]!) : await visitors.enter(user, paths[0]!);
    context = page.context();
  });
  afterAll(() => context.close());
  test.each(paths)('%s can be used by everybody, and fits a phone', async (path) => {
    await page.setViewportSize(DESKTOP);
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    expect(await faultsOf(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(await page.evaluate("[...document.querySelectorAll('.todo li > .button')].filter((button) => button.getBoundingClientRect().top < button.previousElementSibling.getBoundingClientRect().bottom).map((button) => button.textContent)")).toEqual([]);
  });
}

test('no script failed and no policy was broken', () => expect(visitors.complaints).toEqual([]));
