import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';
import { openDemo } from '../test/support/demo-system.ts';

const OUT = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const DESKTOP = { width: 1366, height: 900 }, PHONE = { width: 360, height: 740 };

/** Pictures of every screen, filled as the demonstration fills them: `npm run screenshots`. */
const SCREENS: readonly (readonly [name: string, user: string | undefined, path: string, size?: typeof PHONE])[] = [
  ['login', undefined, '/truong'], ['school-overview', 'hieutruong.a', '/truong'], ['school-data', 'quantri.a', '/truong/du-lieu'], ['school-classes', 'hieutruong.a', '/truong/lop'], ['school-class', 'gv.4a1.a', '/truong/lop/4A1'],
  ['school-sign', 'hieutruong.a', '/truong/ky'], ['school-sign-phone', 'hieutruong.a', '/truong/ky', PHONE], ['school-submit', 'vanthu.a', '/truong/nop'],
  ['province-board', 'so.tiepnhan', '/so'], ['province-board-phone', 'so.tiepnhan', '/so', PHONE], ['province-intake', 'so.tiepnhan', '/so/tiep-nhan'], ['province-registry', 'so.tiepnhan', '/so/csdl-goc'], ['province-finality', 'so.quantri', '/so/chot'],
  ['province-signers', 'so.tiepnhan', '/so/nguoi-ky'], ['province-log', 'so.tiepnhan', '/so/nhat-ky'], ['province-clock', 'so.quantri', '/so/dong-ho'], ['ministry', 'bo.tiepnhan', '/bo'],
  ['portal', undefined, '/tra-cuu'], ['portal-phone', undefined, '/tra-cuu', PHONE], ['portal-verify', undefined, '/tra-cuu/xac-thuc'],
];

export async function logInAs(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(user);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
}

const demo = await openDemo();
const browser = await openBrowser();
mkdirSync(OUT, { recursive: true });
try {
  for (const [name, user, path, size] of SCREENS) {
    const context = await browser.newContext({ viewport: size ?? DESKTOP, locale: 'vi-VN' });
    const page = await context.newPage();
    page.on('console', (message) => { if (message.type() === 'error') process.stderr.write(`${name}: ${message.text()}\n`); });
    await page.goto(demo.system.baseUrl + path);
    if (user) await logInAs(page, user, demo.system.password);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: `${OUT}${name}.png`, fullPage: true });
    await context.close();
    process.stdout.write(`${name}.png\n`);
  }
} finally {
  await browser.close();
  await demo.close();
}
