import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from 'vite';
import type { HelperAnswers, Session, SignRun } from '#contract';
import { schoolDeskPolicy } from '../../src/apps/server/security-headers.ts';
import { openBrowser } from '../support/browser.ts';
import { asOldBrowser } from '../support/old-browser.ts';

/** The page of a sign run with a device on the signer's machine: the page as it is built, with server and helper played by the test. */
const ORIGIN = 'https://hocba.example.vn', RUN = '0b0f3c0a-0000-4000-8000-000000000001';
const hashOf = (n: number) => Buffer.alloc(32, n).toString('base64');
const SESSION: Session = {
  user: { accountId: 'a', username: 'gv', fullName: 'Nguyễn Thị Hoa', role: 'homeroomTeacher', roleLabel: 'GVCN 4A1', tier: 'school', organisation: { code: '22205411', name: 'Trường Tiểu học Minh Hoạ A' }, secondFactor: 'off', classrooms: ['4A1'] },
  standing: { testData: true, testSignatures: true, virtualClock: false, now: '2024-05-31T10:00:00+07:00' },
};
let folder: string, browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-page-'));
  const root = fileURLToPath(new URL('../../web/', import.meta.url));
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: folder, rollupOptions: { input: { school: join(root, 'school.html') } } } });
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', html: 'text/html', woff2: 'font/woff2' };

/** Opens the run with three records that wait; `helper` answers the device, `give` is told what the page brings back. */
async function openRun(helper: (socket: WebSocketRoute, asked: Readonly<Record<string, string>>) => void, byHelper = true) {
  const waiting = new Map([1, 2, 3].map((n) => [hashOf(n), `Em thứ ${n}`])), given: HelperAnswers['answers'] = [], asked: Readonly<Record<string, string>>[] = [];
  const run = (): SignRun => ({
    runId: RUN, slot: 'homeroomTeacher', state: waiting.size > 0 ? 'running' : 'finished', startedAt: SESSION.standing.now, startedBy: SESSION.user.fullName, total: 3, done: 3 - waiting.size, failed: 0, left: waiting.size, items: [],
  });
  const API: Readonly<Record<string, (body: string) => unknown>> = {
    '/api/school/v1/session': () => SESSION, [`/api/school/v1/sign-runs/${RUN}`]: run,
    [`/api/school/v1/sign-runs/${RUN}/hashes`]: () => ({ byHelper, hashes: byHelper ? [...waiting].map(([hash, shown]) => ({ hash, shown })) : [] }),
    [`/api/school/v1/sign-runs/${RUN}/signatures`](body) {
      const { answers } = JSON.parse(body) as HelperAnswers;
      given.push(...answers);
      for (const { hash } of answers) waiting.delete(hash);
      return { taken: answers.length };
    },
  };
  const context = await browser.newContext();
  await asOldBrowser(context);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', ({ message }) => troubles.push(message));
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const api = API[pathname];
    if (api !== undefined) return route.fulfill({ contentType: 'application/json', body: JSON.stringify(api(route.request().postData() ?? '')) });
    if (pathname.startsWith('/api/')) return route.fulfill({ status: 404, contentType: 'application/json', body: '{}' });
    const file = pathname.startsWith('/giao-dien/') ? pathname.slice('/giao-dien/'.length) : 'school.html';
    return route.fulfill({ contentType: TYPES[file.split('.').at(-1)!] ?? 'application/octet-stream', headers: { 'content-security-policy': schoolDeskPolicy }, body: readFileSync(join(folder, file)) });
  });
  await page.routeWebSocket('wss://127.0.0.1:8987/**', (socket) => socket.onMessage((message) => {
    asked.push(JSON.parse(String(message)) as Record<string, string>);
    helper(socket, asked.at(-1)!);
  }));
  await page.goto(`${ORIGIN}/truong/ky/${RUN}`);
  return { page, given, asked, troubles };
}

describe('the page of a run that a device signs', () => {
  test('shows whose record and which hash, has it signed, and brings each value back', async () => {
    let answer: (() => void) | undefined;
    const { page, given, asked, troubles } = await openRun((socket, { HashValue }) => { answer = () => socket.send(JSON.stringify({ Status: 0, Signature: Buffer.from(`ký ${HashValue}`).toString('base64'), CertBase64: '' })); });
    for (const n of [1, 2, 3]) {
      await expect.poll(() => asked.length, { timeout: 10_000 }).toBe(n);
      if (n === 1) {
        await page.getByText('Em thứ 1').waitFor();
        await page.getByText(hashOf(1)).waitFor();
      }
      answer!();
    }
    await page.getByText('Đã ký xong 3 học bạ.').waitFor();
    expect(asked).toEqual([1, 2, 3].map((n) => ({ HashAlg: 'SHA256', HashValue: hashOf(n), Encode: 'RSA' })));
    expect(given).toEqual([1, 2, 3].map((n) => ({ hash: hashOf(n), value: Buffer.from(`ký ${hashOf(n)}`).toString('base64') })));
    expect(troubles).toEqual([]);
    await page.close();
  });
  test('a holder who says no is asked once, and the server learns it for all', async () => {
    const { page, given, asked } = await openRun((socket) => socket.send(JSON.stringify({ Status: 1, Error: 'Huỷ' })));
    await expect.poll(() => given.length, { timeout: 10_000 }).toBe(3);
    expect([asked.length, given]).toEqual([1, [1, 2, 3].map((n) => ({ hash: hashOf(n), failure: 'refused' }))]);
    await page.close();
  });
  test('a run that no device signs opens no socket', async () => {
    const { page, asked } = await openRun(() => undefined, false);
    await page.getByText('Đang ký: 0 xong').waitFor();
    expect([asked, await page.getByText('Thiết bị ký trên máy này').count()]).toEqual([[], 0]);
    await page.close();
  });
});
