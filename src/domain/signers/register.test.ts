import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import type { SchoolYear } from '../record/identifiers.ts';
import { endingsNow, lastDayOf, mayDecide, readAgainst, type RegisterEntry, type SignerEnding, type SignerSubject, timelineOf } from './index.ts';
import { mayUndo, mayWithdraw } from './withdrawal.ts';

const day = (text: string) => unwrap(PlainDate.parse(text));
const YEAR = '2023-2024' as SchoolYear, NEXT = '2024-2025' as SchoolYear;
const subject = (staffId: string, change: Partial<SignerSubject> = {}): SignerSubject => ({ staffId, role: 'homeroomTeacher', certificateSha256: `cert of ${staffId}`, classrooms: ['4A1'], from: day('2023-09-01'), until: day('2024-12-31'), ...change });

/** A register as the province keeps it, moved by what happens. */
class Register {
  entries: readonly RegisterEntry[] = [];
  #serial = 0;
  list(named: readonly SignerSubject[], on: PlainDate, schoolYear = YEAR): this {
    const { known, firstDays } = readAgainst(this.entries, named, on);
    const added = named.flatMap((one, i): RegisterEntry[] => (known[i] === undefined ? [{ ...one, fullName: one.staffId, signerId: `${++this.#serial}`, firstDay: firstDays[i]!, decision: 'waiting', endings: [], listed: true }] : []));
    this.entries = [...this.entries.map((entry) => ({ ...entry, listed: known.includes(entry.signerId) })), ...added];
    return this.end(on, schoolYear);
  }
  decide(which: (entry: RegisterEntry) => boolean, approve: boolean, on: PlainDate, schoolYear = YEAR): this {
    this.entries = this.entries.map((entry) => (which(entry) && mayDecide(entry, on).ok ? { ...entry, decision: approve ? 'approved' : 'refused' } : entry));
    return this.end(on, schoolYear);
  }
  end(on: PlainDate, schoolYear: SchoolYear): this {
    return this.add(endingsNow(this.entries, { on, schoolYear }));
  }
  add(endings: readonly SignerEnding[]): this {
    this.entries = this.entries.map((entry) => ({ ...entry, endings: [...entry.endings, ...endings.filter(({ signerId }) => signerId === entry.signerId)] }));
    return this;
  }
  /** Who counts on a day: `person certificate classes`. */
  on(text: string): readonly string[] {
    return timelineOf(this.entries.map((entry) => ({ ...entry, lastDay: lastDayOf(entry) }))).filter(({ from, until }) => from <= text && text <= until).map(({ signerId, classrooms }) => {
      const entry = this.entries.find((one) => one.signerId === signerId)!;
      return `${entry.staffId} ${entry.certificateSha256} ${classrooms.join('+')}`;
    }).toSorted();
  }
}
const all = () => true;

describe('a list and the entries before it', () => {
  const start = () => new Register().list([subject('T'), subject('U', { classrooms: ['4A2'] })], day('2024-05-20')).decide(all, true, day('2024-05-21'));
  test('counts from the day it states, once approved', () => {
    expect(new Register().list([subject('T')], day('2024-05-20')).on('2024-05-22')).toEqual([]);
    expect(start().on('2023-09-01')).toEqual(['T cert of T 4A1', 'U cert of U 4A2']);
  });
  test('named again, an entry goes on without a new decision; named no more, it ends with the day of the list', () => {
    const register = start().list([subject('T')], day('2024-05-27'));
    expect(register.on('2024-05-27')).toEqual(['T cert of T 4A1', 'U cert of U 4A2']);
    expect(register.on('2024-05-28')).toEqual(['T cert of T 4A1']);
    expect(register.entries).toHaveLength(2);
  });
  test('another certificate of the same person and role: the earlier goes on until the new one is approved, and counts for what was signed before', () => {
    const renewed = subject('T', { certificateSha256: 'new' });
    const register = start().list([renewed, subject('U', { classrooms: ['4A2'] })], day('2024-05-27'));
    expect(register.on('2024-05-30')).toContain('T cert of T 4A1');
    register.decide(all, true, day('2024-05-29'));
    expect(['2024-05-26', '2024-05-27', '2024-05-29', '2024-05-30'].map((text) => register.on(text).filter((one) => one.startsWith('T')))).toEqual([['T cert of T 4A1'], ['T cert of T 4A1', 'T new 4A1'], ['T cert of T 4A1', 'T new 4A1'], ['T new 4A1']]);
  });
  test('the new certificate is refused: the earlier one goes on', () => {
    const register = start().list([subject('T', { certificateSha256: 'new' })], day('2024-05-27')).decide((entry) => entry.certificateSha256 === 'new', false, day('2024-05-28'));
    expect(register.on('2024-06-10')).toEqual(['T cert of T 4A1']);
  });
  test('more classes with the same certificate: one answer, never two', () => {
    const register = start().list([subject('T', { classrooms: ['4A1', '4A3'] })], day('2024-05-27')).decide(all, true, day('2024-05-28'));
    expect([register.on('2024-05-26')[0], register.on('2024-05-28')[0], register.on('2024-05-29')[0]]).toEqual(['T cert of T 4A1', 'T cert of T 4A1+4A3', 'T cert of T 4A1+4A3']);
  });
  test('who waits and is named no more can be approved no more', () => {
    const register = new Register().list([subject('T')], day('2024-05-20')).list([subject('U')], day('2024-05-21'));
    expect(mayDecide(register.entries[0], day('2024-05-21'))).toMatchObject({ ok: false, error: { code: 'province/signer-ended' } });
    expect(register.decide(all, true, day('2024-05-22')).on('2024-05-22')).toEqual(['U cert of U 4A1']);
  });
  test('ended by one list and named again by a later one: a new decision, and the gap stays', () => {
    const register = start().list([subject('U', { classrooms: ['4A2'] })], day('2024-05-27')).list([subject('T')], day('2024-06-03')).decide(all, true, day('2024-06-04'));
    expect(['2024-05-27', '2024-05-28', '2024-06-02', '2024-06-03'].map((text) => register.on(text).includes('T cert of T 4A1'))).toEqual([true, false, false, true]);
  });
  test('once the stated time has run out, the next list may come late: it counts from the day after', () => {
    const register = start().list([subject('T', { from: day('2024-09-01'), until: day('2025-12-31') })], day('2025-06-02'), NEXT).decide(all, true, day('2025-06-03'), NEXT);
    expect(['2024-12-31', '2025-01-01', '2025-05-20'].map((text) => register.on(text).includes('T cert of T 4A1'))).toEqual([true, true, true]);
    expect(register.entries.at(-1)).toMatchObject({ firstDay: '2025-01-01' });
  });
  test('a list of the year to come, sent in June, ends nobody before September', () => {
    const register = start().list([subject('V')], day('2024-06-03'), NEXT);
    expect([register.on('2024-08-31'), register.on('2024-09-01')]).toEqual([['T cert of T 4A1', 'U cert of U 4A2'], []]);
  });
});

test('stated for one day, an entry counts on that day alone', () => {
  const register = new Register().list([subject('T', { from: day('2024-05-20'), until: day('2024-05-20') })], day('2024-05-20')).decide(all, true, day('2024-05-20'));
  expect(['2024-05-19', '2024-05-20', '2024-05-21'].map((text) => register.on(text))).toEqual([[], ['T cert of T 4A1'], []]);
});

describe('the province takes its approval back', () => {
  const register = () => new Register().list([subject('T')], day('2024-05-20')).decide(all, true, day('2024-05-21'));
  const ask = (from: string, finalReceived?: string, change: object = {}) => mayWithdraw(register().entries[0], { from, reason: 'Mất thiết bị ký', ...change }, finalReceived === undefined ? undefined : day(finalReceived));
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    ['nothing is final yet', ask('2024-05-01'), 'ok'], ['the day after what is final was received', ask('2024-06-02', '2024-06-01'), 'ok'], ['the very day', ask('2024-06-01', '2024-06-01'), 'province/signer-final'],
    ['after the entry has ended', ask('2025-01-01'), 'province/signer-ended'], ['its last day', ask('2024-12-31'), 'ok'], ['no day of the calendar', ask('2024-02-30'), 'transport/input-invalid'], ['no reason', ask('2024-06-02', undefined, { reason: '  ab ' }), 'transport/input-invalid'],
  ])('%s', (_, answer, expected) => expect(answer.ok ? 'ok' : answer.error.code).toBe(expected));
  test('what is kept of the decision is tidied, and nothing where there is none', () => {
    expect(ask('2024-06-02', undefined, { reason: '  Mất  thiết bị\n ký ', decisionNumber: ' 12/QĐ-SGDĐT ' })).toEqual({ ok: true, value: { from: '2024-06-02', reason: 'Mất thiết bị ký', decisionNumber: '12/QĐ-SGDĐT' } });
    for (const decisionNumber of [undefined, '', '  ']) expect(ask('2024-06-02', undefined, { decisionNumber })).toMatchObject({ ok: true, value: { decisionNumber: undefined } });
  });
  test('only who is approved', () => {
    const waiting = new Register().list([subject('T')], day('2024-05-20')).entries[0];
    expect([mayWithdraw(waiting, { from: '2024-06-01', reason: 'Mất thiết bị' }, undefined), mayWithdraw(undefined, { from: '2024-06-01', reason: 'Mất thiết bị' }, undefined)]).toMatchObject([{ error: { code: 'province/signer-not-approved' } }, { error: { code: 'province/signer-not-found' } }]);
  });
  test('from its day on the certificate counts no more; named again, it waits for a new decision', () => {
    const own = register().add([{ signerId: '1', cause: 'withdrawn', lastDay: day('2024-05-31') }]);
    expect([own.on('2024-05-31'), own.on('2024-06-01')]).toEqual([['T cert of T 4A1'], []]);
    own.list([subject('T')], day('2024-06-10'));
    expect(own.entries.at(-1)).toMatchObject({ signerId: '2', decision: 'waiting', firstDay: '2024-06-10' });
  });
  test.each([['the day before', '2024-05-31', 'ok'], ['on the day', '2024-06-01', 'province/withdrawal-in-effect']])('undone %s', (_, today, expected) => {
    const answer = mayUndo({ lastDay: day('2024-05-31') }, day(today));
    expect(answer.ok ? 'ok' : answer.error.code).toBe(expected);
  });
  test('where nothing was taken back, nothing is undone', () => expect(mayUndo(undefined, day('2024-05-31'))).toMatchObject({ ok: false, error: { code: 'province/withdrawal-not-found' } }));
});

describe('whatever lists and decisions come', () => {
  const START = day('2024-05-01');
  const named = fc.uniqueArray(fc.record({ staffId: fc.constantFrom('T', 'U'), certificateSha256: fc.constantFrom('c1', 'c2'), classrooms: fc.constantFrom<readonly string[]>(['4A1'], ['4A2'], ['4A1', '4A2'], []), from: fc.constantFrom(day('2023-09-01'), day('2024-05-20')) }), { maxLength: 4, selector: (one) => JSON.stringify(one) });
  const happening = fc.oneof(fc.record({ kind: fc.constant('list' as const), named, year: fc.constantFrom(YEAR, NEXT) }), fc.record({ kind: fc.constant('decide' as const), mask: fc.nat({ max: 255 }), approve: fc.boolean(), year: fc.constant(YEAR) }), fc.record({ kind: fc.constant('withdraw' as const), pick: fc.nat({ max: 10 }), back: fc.integer({ min: -5, max: 5 }), year: fc.constant(YEAR) }));
  const days = Array.from({ length: 40 }, (_, i) => PlainDate.addDays(START, i - 5));

  test('one answer a day for a person and certificate; lists leave the past alone, approvals only add to it', () => fc.assert(fc.property(fc.array(fc.tuple(happening, fc.nat({ max: 2 })), { maxLength: 12 }), (happenings) => {
    const register = new Register();
    let on = START;
    for (const [one, later] of happenings) {
      on = PlainDate.addDays(on, later);
      const before = days.map((text) => register.on(text));
      let allowedFrom = on;
      if (one.kind === 'list') register.list(one.named.map((it) => subject(it.staffId, it)), on, one.year);
      else if (one.kind === 'decide') register.decide(({ signerId }) => ((one.mask >> (Number(signerId) % 8)) & 1) === 1, one.approve, on);
      else {
        const entry = register.entries[one.pick % Math.max(1, register.entries.length)], from = PlainDate.addDays(on, one.back);
        const may = mayWithdraw(entry, { from, reason: 'Mất thiết bị ký' }, undefined);
        if (may.ok) {
          allowedFrom = from;
          register.add([{ signerId: entry!.signerId, cause: 'withdrawn', lastDay: PlainDate.addDays(from, -1) }]);
        }
      }
      days.forEach((text, i) => {
        const now = register.on(text), keys = now.map((answer) => answer.split(' ').slice(0, 2).join(' '));
        expect(new Set(keys).size).toBe(keys.length);
        if (text >= allowedFrom && one.kind === 'withdraw') return;
        if (text > on) return;
        // What held on a day goes on holding of that day, with at least the same classes.
        for (const held of before[i]!) {
          const [person, certificate, classes = ''] = held.split(' ');
          const answer = now.find((other) => other.startsWith(`${person} ${certificate} `))?.split(' ')[2];
          expect(answer !== undefined && (answer === '' || (classes !== '' && classes.split('+').every((c) => answer.split('+').includes(c)))), `${held} on ${text}`).toBe(true);
        }
        if (one.kind === 'list') expect(now).toEqual(before[i]);
      });
    }
    for (const entry of register.entries) expect(lastDayOf(entry) <= entry.until).toBe(true);
  }), { numRuns: 300, seed: 30 }));
});
