import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { done, textOf, Visitors } from '../support/visitors.ts';

/** The guide leads to pages that exist, by the names they have. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let visitors: Visitors, guide: Page;
beforeAll(async () => {
  visitors = await Visitors.open();
  guide = await visitors.visit('/huong-dan');
}, 300_000);
afterAll(async () => {
  await done(guide);
  await visitors.close();
}, 60_000);

interface Link { readonly href: string; readonly text: string }
const linksIn = (selector: string): Promise<readonly Link[]> => guide.locator(selector).evaluateAll((found) => found.map((one) => ({ href: one.getAttribute('href') ?? '', text: (one.textContent ?? '').trim() })));
async function leadThere(page: Page, links: readonly Link[]): Promise<void> {
  for (const { href, text } of links) {
    await page.goto(href);
    await page.waitForLoadState('networkidle');
    expect(await textOf(page.getByRole('heading', { level: 1 })), href).toBe(text);
    expect(await page.getByRole('alert').count(), href).toBe(0);
  }
}

test('every link is of a desk tried here, of the portal, or of a part of the guide', async () => {
  const links = await linksIn('main a');
  expect(links.filter(({ href }) => !/^(\/so|\/tra-cuu|#)/.test(href))).toEqual([]);
  for (const { href } of links.filter(({ href }) => href.startsWith('#'))) expect(await guide.locator(href).count(), href).toBe(1);
  for (const { href } of links.filter(({ href }) => href.startsWith('/tra-cuu'))) expect((await guide.request.get(href)).status(), href).toBe(200);
});
test('an officer of the province finds each page under the name the guide gives it', async () => {
  const page = await visitors.enter('so.tiepnhan', '/so');
  await leadThere(page, await linksIn('main a[href^="/so"]'));
  await done(page);
});
test('an officer of a district may open each page of the own part', async () => {
  const page = await visitors.enter('phong.dongtrieu', '/so'), links = await linksIn('#phong + ol a');
  expect(links.length).toBeGreaterThan(0);
  await leadThere(page, links);
  await done(page);
});
test('no script failed and no policy was broken on the whole way', () => expect(visitors.complaints).toEqual([]));
