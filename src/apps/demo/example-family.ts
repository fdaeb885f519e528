import { schoolDesk } from '#contract';
import { LookupCode } from '#domain';
import { unwrap } from '#kernel';
import { logIn } from '../client/desk.ts';
import type { System } from './system.ts';

const CLASSROOM = '1A1';
const HELD = new Set(['admitted', 'finalized', 'reported']);

/** What a family of the demonstration types at the portal: code in groups and date of birth of a pupil whose record the province holds; undefined when none is held. */
export async function exampleFamily({
  baseUrl,
  password,
}: System): Promise<{ readonly code: string; readonly birthDate: string } | undefined> {
  const teacher = await logIn(baseUrl, '/api/school/v1', `gv.${CLASSROOM.toLowerCase()}.a`, password);
  const { pupils } = await teacher.call(schoolDesk.classPage, { params: { classroom: CLASSROOM } });
  for (const { state, lookupCode, birthDate } of pupils) {
    if (HELD.has(state) && lookupCode !== null)
      return { code: LookupCode.grouped(unwrap(LookupCode.parse(lookupCode))), birthDate: birthDate.split('-').reverse().join('/') };
  }
  return undefined;
}
