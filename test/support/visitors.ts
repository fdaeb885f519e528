import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { type Demo, openDemo } from './demo-system.ts';
import { asOldBrowser } from './old-browser.ts';

export const DESKTOP = { width: 1366, height: 768 }, PHONE = { width: 360, height: 740 };
/** A refusal is an answer, not a fault; a line that the test itself cut is none either. */
const EXPECTED = /^Failed to load resource: (?:the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)/;
/** Much longer than anything takes, as the machine may be busy with other tests. */
const PATIENCE_MS = 45_000;

/** People at the screens of the demonstration, each in a browser context of their own. */
export class Visitors {
  readonly demo: Demo;
  /** What browsers complained about: our scripts, our policy, anything the server could not do. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;

  constructor(demo: Demo, browser: Browser) {
    this.demo = demo;
    this.#browser = browser;
  }

  static async open(opening: () => Promise<Demo> = openDemo): Promise<Visitors> {
    const [demo, browser] = await Promise.all([opening(), openBrowser()]);
    return new Visitors(demo, browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.demo.close();
  }

  async visit(path: string, viewport = DESKTOP, javaScriptEnabled = true): Promise<Page> {
    const context = await this.#browser.newContext({ viewport, javaScriptEnabled, locale: 'vi-VN', baseURL: this.demo.system.baseUrl, acceptDownloads: true });
    await asOldBrowser(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => { if (message.type() === 'error' && !EXPECTED.test(message.text())) this.complaints.push(`${path}: ${message.text()}`); });
    page.on('pageerror', (error) => this.complaints.push(`${path}: ${error.message}`));
    await page.goto(path);
    return page;
  }

  /** Logs in with the keyboard alone: the cursor already stands in the first field. */
  async enter(user: string, path: string, viewport = DESKTOP): Promise<Page> {
    const page = await this.visit(path, viewport);
    await page.getByLabel('Tên đăng nhập').waitFor();
    await page.keyboard.type(user);
    await page.keyboard.press('Tab');
    await page.keyboard.type(this.demo.system.password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
    return page;
  }
}

export const see = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
export const textOf = async (place: Locator): Promise<string> => ((await place.textContent()) ?? '').trim();
export const press = (page: Page | Locator, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
export const done = (page: Page): Promise<void> => page.context().close();
