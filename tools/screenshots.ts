import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openFreshDemo } from '../test/support/demo-system.ts';
import { done, PHONE, Visitors } from '../test/support/visitors.ts';

const OUT = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const LARGE = { width: 1366, height: 900 };

/** Pictures of every screen, filled as the demonstration fills them: `npm run screenshots`. */
const SCREENS: readonly (readonly [name: string, user: string | undefined, path: string, size?: typeof PHONE])[] = [
  ['login', undefined, '/truong'],
  ['school-overview', 'hieutruong.a', '/truong'],
  ['school-data', 'quantri.a', '/truong/du-lieu'],
  ['school-classes', 'hieutruong.a', '/truong/lop'],
  ['school-class', 'gv.4a1.a', '/truong/lop/4A1'],
  ['school-sign', 'hieutruong.a', '/truong/ky'],
  ['school-sign-phone', 'hieutruong.a', '/truong/ky', PHONE],
  ['school-submit', 'vanthu.a', '/truong/nop'],
  ['province-board', 'so.tiepnhan', '/so'],
  ['province-board-phone', 'so.tiepnhan', '/so', PHONE],
  ['province-intake', 'so.tiepnhan', '/so/tiep-nhan'],
  ['province-registry', 'so.tiepnhan', '/so/csdl-goc'],
  ['province-finality', 'so.quantri', '/so/chot'],
  ['province-signers', 'so.tiepnhan', '/so/nguoi-ky'],
  ['province-log', 'so.tiepnhan', '/so/nhat-ky'],
  ['province-clock', 'so.quantri', '/so/dong-ho'],
  ['ministry', 'bo.tiepnhan', '/bo'],
  ['portal', undefined, '/tra-cuu'],
  ['portal-phone', undefined, '/tra-cuu', PHONE],
  ['portal-verify', undefined, '/tra-cuu/xac-thuc'],
];

const visitors = await Visitors.open(openFreshDemo);
mkdirSync(OUT, { recursive: true });
try {
  for (const [name, user, path, size] of SCREENS) {
    const page = user === undefined ? await visitors.visit(path, size ?? LARGE) : await visitors.enter(user, path, size ?? LARGE);
    await page.waitForLoadState('networkidle');
    // On a busy machine the network may rest before the first answer is asked for.
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await page.screenshot({ path: `${OUT}${name}.png`, fullPage: true });
    await done(page);
    process.stdout.write(`${name}.png\n`);
  }
  for (const complaint of visitors.complaints) process.stderr.write(`${complaint}\n`);
} finally {
  await visitors.close();
}
