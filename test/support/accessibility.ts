import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
interface Found { readonly id: string; readonly impact: string | null; readonly nodes: readonly { readonly html: string }[] }

/** What of a page breaks WCAG 2.2 A and AA as far as a program can tell, with the first two places of each. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  // The page's own policy forbids foreign scripts; the examiner comes in by the back door of the browser.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(async () => (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Found[] }> } }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 2).map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Pixels by which a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
