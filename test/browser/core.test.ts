import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { signatureVectors } from '../builders/signature-vectors.ts';
import { FORGERIES } from '../hostile/forgeries.ts';
import { type HostileRoom, openHostileRoom, textOf } from '../hostile/room.ts';
import { wrappings } from '../hostile/wrapping.ts';
import { openBrowser } from '../support/browser.ts';
import { answersTo, type Questions, questionsAsText } from './core/questions.ts';

/** The pure core in a real browser over @noble, and in Node over OpenSSL: the same questions, the same answers to the last character (D10). */
let room: HostileRoom, browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => { [room, browser] = await Promise.all([openHostileRoom(), openBrowser()]); }, 60_000);
afterAll(() => Promise.all([room.stop(), browser.close()]));

async function bundled(): Promise<string> {
  const entry = fileURLToPath(new URL('core/entry.ts', import.meta.url));
  const outcome = await build({ configFile: false, logLevel: 'error', build: { write: false, minify: false, target: 'es2024', lib: { entry, formats: ['iife'], name: 'core' } } });
  const [chunk, ...others] = (outcome as readonly Rollup.RollupOutput[])[0]!.output;
  expect(others).toEqual([]);
  // A host module would have been replaced by an empty one.
  expect(chunk.moduleIds.filter((id) => /__vite-browser-external|\bnode:/.test(id))).toEqual([]);
  return chunk.code;
}

/** Genuine documents under every policy, every second forgery, every second layout of wrapping. */
async function questions(): Promise<Questions> {
  const { options, authorities: trust, packet, otherPupil, batch, receipt, confirmation } = room;
  const forged = await Promise.all(FORGERIES.filter((_, i) => i % 2 === 0).map(async ([, forge]) => utf8(await forge(room))));
  const wrapped = wrappings(textOf(packet)).filter((_, i) => i % 12 === 2).map(([, document]) => utf8(document));
  const small = [...forged, ...wrapped].filter(({ length }) => length < 200_000);
  return {
    vectors: signatureVectors(),
    digests: (['sha256', 'sha384', 'sha512'] as const).flatMap((name) => [0, 1, 111, 112, 127, 128, 129, 5_000].map((length) => [name, new Uint8Array(length).fill(length)] as const)),
    files: [
      ...[packet, otherPupil, batch, receipt, confirmation].flatMap((bytes) => [options, { ...options, schema: 'none' } as const, { ...options, cryptoOnly: true }, { ...options, trust: { ...trust, anchors: [] } }].map((one) => ({ bytes, options: one }))),
      { bytes: packet, options: { ...options, registered: [], confirmation } },
      ...small.map((bytes, i) => ({ bytes, options: { ...options, trust, schema: i % 4 === 3 ? 'none' : 'hbs-1' } as const })),
    ],
  };
}

test('signatures, digests and verdicts are the same in a browser', async () => {
  const [code, asked] = await Promise.all([bundled(), questions()]);
  const text = questionsAsText(asked);
  const page = await browser.newPage();
  await page.addScriptTag({ content: code });
  const there = await page.evaluate((given) => (globalThis as unknown as { coreAnswers(text: string): readonly string[] }).coreAnswers(given), text);
  const here = answersTo(text, nodePrimitives);
  expect(there.length).toBe(asked.vectors.length + asked.digests.length + asked.files.length);
  expect(there).toEqual(here);
  // The questions are worth asking: both answers occur among the signatures, all three among the files.
  expect(new Set(here.slice(0, asked.vectors.length))).toEqual(new Set(['true, true', 'true, false', 'false, true', 'false, false']));
  for (const verdict of ['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED']) expect(here.some((answer) => answer.startsWith(`{"verdict":"${verdict}"`)), verdict).toBe(true);
}, 180_000);
