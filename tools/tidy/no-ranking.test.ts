import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { gateway, ministryDesk, ministryGateway, openApiDocument, portal, provinceDesk, type Route, schoolDesk } from '#contract';
import { CATALOGUE } from '#domain';

/** TT 27/2020 Điều 7 (a mark is not for comparing pupils) and TT 15/2026 Điều 22: nowhere in screens, messages, exports or the API (R94). */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMPARES = /(?<!\p{L})(?:xếp hạng|thứ hạng|xếp thứ|hạng (?:nhất|nhì|ba) (?:lớp|khối|trường)|đứng (?:đầu|thứ) (?:lớp|khối)|cao nhất (?:lớp|khối|trường)|thấp nhất (?:lớp|khối|trường)|điểm trung bình|trung bình (?:lớp|môn)|so với (?:các )?bạn|so sánh học sinh|giỏi nhất|kém nhất|bảng vàng|top \d+)(?!\p{L})/u;
const COMPARES_IN_CODE = /\b(?:rank|ranking|ranked|leaderboard|percentile|averageMark|classAverage|topPupils|sortByResult|sortByMark|orderByResult)\b/i;
/** People are told in so many words that there is no comparing; that is no comparison. */
const SAYS_SO = /không so sánh học sinh/g;

const filesOf = (...patterns: readonly string[]): readonly string[] => patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).filter((path) => !/\.test\.tsx?$|node_modules|\/dist\//.test(path));
const compared = (text: string): string | undefined => COMPARES.exec(text.normalize('NFC').toLowerCase().replace(SAYS_SO, ''))?.[0];

test('the words are found where they stand', () => {
  for (const text of ['Xếp hạng trong lớp', 'Điểm trung bình môn', 'So với các bạn trong lớp', 'Em đứng thứ lớp 2', 'Top 10 học sinh', 'cao nhất lớp']) expect(compared(text), text).toBeDefined();
  for (const text of ['Không so sánh học sinh với nhau', 'Xếp loại', 'Hạng mục', 'Hoàn thành xuất sắc', 'Trạng thái thứ hai']) expect(compared(text), text).toBeUndefined();
});

describe('R94: no pupil is compared with another', () => {
  test('screens, messages, forms, exported sheets and laws on screen', () => {
    const files = filesOf('web/**/*.{tsx,ts,html}', 'src/{portal,school,province,ministry,print,workbook,domain,apps}/**/*.ts', 'templates/**/*.typ', 'policies/*.json');
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap((path) => compared(readFileSync(`${ROOT}/${path}`, 'utf8')) ?? [])).toEqual([]);
  });
  test('names in code that would compare', () => {
    expect(filesOf('web/**/*.{tsx,ts}', 'src/{domain,contract,packet,school,province,ministry,portal,print,workbook}/**/*.ts').flatMap((path) => (COMPARES_IN_CODE.test(readFileSync(`${ROOT}/${path}`, 'utf8')) ? [path] : []))).toEqual([]);
  });
  test('every refusal', () => expect(Object.values(CATALOGUE).flatMap(({ message, remedy }) => compared(`${message} ${remedy}`) ?? [])).toEqual([]));

  const routes: readonly (readonly [string, Route])[] = [schoolDesk, provinceDesk, ministryDesk, portal, gateway, ministryGateway].flatMap((desk) => Object.entries(desk as Record<string, Route>));
  test.each(routes)('%s cannot be asked for an order of pupils', (_, route) => {
    const query = 'query' in route && route.query !== undefined ? Object.keys((route.query as unknown as { shape: object }).shape) : [];
    expect(query.filter((name) => /sort|order|rank|top|min|max/i.test(name))).toEqual([]);
    expect(route.path).not.toMatch(/rank|xep-hang|top|compare|so-sanh/);
  });
  test('no property of the API is a place among pupils, an average or a distance to others', () => {
    const names: string[] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('properties' in value && typeof value.properties === 'object') names.push(...Object.keys(value.properties!));
      for (const inner of Object.values(value)) walk(inner);
    };
    walk(openApiDocument());
    expect(names.length).toBeGreaterThan(200);
    expect(names.filter((name) => /rank|average|percentile|median|quartile|place(?!$)|standingAmong|classBest/i.test(name))).toEqual([]);
  });
});
