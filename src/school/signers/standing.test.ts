import { expect, test } from 'vitest';
import { freshMsOf } from './standing.ts';

const MINUTE = 60_000, warning = (weight: 'blocking' | 'soon') => ({ kind: 'missing', weight, message: '', remedy: '', role: 'schoolHead', classrooms: [] }) as unknown as Parameters<typeof freshMsOf>[0]['warnings'][number];
test.each([
  ['nothing to say', [], 10], ['something for later', [warning('soon')], 10], ['somebody who cannot sign', [warning('soon'), warning('blocking')], 1],
])('with %s the province is asked again after some minutes', (_case, warnings, minutes) => expect(freshMsOf({ warnings })).toBe(minutes * MINUTE));
