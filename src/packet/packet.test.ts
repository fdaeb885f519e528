import { describe, expect, test } from 'vitest';
import { fromUtf8, unwrap } from '#kernel';
import { packetSlots, readPacket, writePacket } from '#packet';
import { readXml } from '#xml';
import { hocBa } from '../../test/builders/hoc-ba.ts';

describe('packet of one pupil and one year', () => {
  test('what is written is read back', () => {
    const bytes = unwrap(writePacket(hocBa()));
    expect(unwrap(readPacket(unwrap(readXml(bytes))))).toStrictEqual(hocBa());
  });
});
