import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, describe as describeRefusal, type Refusal, type Sha256Hex } from '#domain';
import { fromUtf8, type Result, unwrap, utf8 } from '#kernel';
import {
  type Batch, BATCH_SLOT, CONFIRMATION_SLOT, EARLY_FINALIZATION_HEAD_SLOT, EARLY_FINALIZATION_SLOT, itemHashRefusal, messageKindOf, readReceipt, RECEIPT_SLOT, RESULT_SLOT, ROSTER_SLOT, SIGNERS_EXTRACT_SLOT,
  SIGNERS_SLOT, type SignatureSlot, type SubmittedPacket, SUPPLEMENTARY_SLOT, UPWARD_BATCH_SLOT, writeBatch, writeReceipt,
} from '#packet';
import { readXml } from '#xml';
import { DOCUMENTS } from '../../test/builders/documents.ts';
import { batch, receipt } from '../../test/builders/messages.ts';

const SLOTS: Readonly<Record<string, readonly SignatureSlot[]>> = {
  batch: [BATCH_SLOT], roster: [ROSTER_SLOT], supplementary: [SUPPLEMENTARY_SLOT], signers: [SIGNERS_SLOT], earlyFinalization: [EARLY_FINALIZATION_HEAD_SLOT, EARLY_FINALIZATION_SLOT],
  upwardBatch: [UPWARD_BATCH_SLOT], receipt: [RECEIPT_SLOT], result: [RESULT_SLOT], confirmation: [CONFIRMATION_SLOT], signersExtract: [SIGNERS_EXTRACT_SLOT],
};

describe.each(DOCUMENTS)('$kind', ({ kind, value, bytes, read }) => {
  const document = unwrap(readXml(bytes));

  test('is read back as it was written, and known by its kind', () => {
    expect(unwrap(read(document))).toStrictEqual(value);
    expect(messageKindOf(document)).toBe(kind);
  });

  test('no other reader takes it', () => {
    for (const other of DOCUMENTS) if (other.kind !== kind) expect(other.read(document).ok, other.kind).toBe(false);
  });

  if (kind !== 'packet') test('every slot stands beside its content and refers to it alone', () => {
    for (const slot of SLOTS[kind]!) {
      expect(slot.slot(document)?.children).toEqual([]);
      expect(slot.references.map(({ id }) => document.elementById(id)?.local)).toEqual(['NOI_DUNG']);
    }
  });
});

/** What the reader of a kind says after one change. */
function codeAfter(kind: string, from: string | RegExp, to: string): string | undefined {
  const { text, read } = DOCUMENTS.find((sample) => sample.kind === kind)!;
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  const result = read(unwrap(readXml(utf8(changed)))) as Result<unknown, Refusal>;
  return result.ok ? undefined : result.error.code;
}

describe('rules between the values of a message', () => {
  test.each([
    ['batch', 'the count is another', '<SO_LUONG>3', '<SO_LUONG>2', 'form/count'],
    ['batch', 'the id is another sender’s', '<MA_GUI>22205411', '<MA_GUI>22205412', 'form/mismatch'],
    ['batch', 'items are numbered otherwise', 'Stt="2"', 'Stt="3"', 'form/mismatch'],
    ['batch', 'the size is another', '<KICH_THUOC>9', '<KICH_THUOC>8', 'form/item-size'],
    ['batch', 'a withdrawal without a reason', '<LY_DO>Nhầm học sinh</LY_DO>', '', 'form/structure'],
    ['batch', 'a withdrawal with a packet', 'MOI', 'THU_HOI', 'form/structure'],
    ['batch', 'a packet without its octets', /<NOI_DUNG_TEP>[^<]*<\/NOI_DUNG_TEP>/, '', 'form/structure'],
    ['batch', 'octets that are not base64', '<NOI_DUNG_TEP>', '<NOI_DUNG_TEP>*', 'form/value'],
    ['upwardBatch', 'the size is another', '<KICH_THUOC>9', '<KICH_THUOC>8', 'form/item-size'],
    ['earlyFinalization', 'a version twice', '<MA_PHIEN_BAN>b3', '<MA_PHIEN_BAN>a3', 'form/duplicate'],
    ['receipt', 'refused without a reason', /<LDO>.*<\/LDO>/, '', 'form/structure'],
    ['receipt', 'accepted with a reason', '<TRANG_THAI>1', '<TRANG_THAI>0', 'form/structure'],
    ['result', 'the order of the batch', 'Stt="3"', 'Stt="1"', 'form/duplicate'],
    ['confirmation', 'final without a date', /<NGAY_HIEU_LUC>[^<]*<\/NGAY_HIEU_LUC>/, '', 'form/structure'],
    ['confirmation', 'a date without finality', '<SU_KIEN>CHOT', '<SU_KIEN>TIEP_NHAN', 'form/structure'],
    ['confirmation', 'a leaf outside its tree', '<SO_THU_TU>4', '<SO_THU_TU>9', 'form/mismatch'],
    ['confirmation', 'a moment without offset', '+07:00', '', 'form/value'],
    ['signers', 'the last day before the first', '<TU>2023', '<TU>2025', 'form/mismatch'],
    ['roster', 'an unknown state', 'DANG_HOC', 'DA_NGHI', 'form/value'],
  ])('%s: %s', (kind, _, from, to, code) => {
    expect(codeAfter(kind, from, to)).toBe(code);
  });

  test('more than sixty packets do not make a batch', () => {
    const items = Array.from({ length: 61 }, () => batch.items[0]!);
    expect(writeBatch({ ...batch, items } as Batch)).toMatchObject({ ok: false, error: { code: 'form/structure' } });
  });

  test('more than 20 MB do not make a batch', () => {
    const bytes = new Uint8Array(1024 * 1024);
    const items = Array.from({ length: 16 }, () => ({ ...batch.items[0]!, bytes }));
    expect(writeBatch({ ...batch, items } as Batch)).toMatchObject({ ok: false, error: { code: 'form/too-large' } });
  });

  test('a packet that is not what its digest says is named', () => {
    const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex') as Sha256Hex;
    const [first] = batch.items;
    const good = { ...first!, sha256: sha256Of((first as { bytes: Uint8Array }).bytes) };
    expect(itemHashRefusal([good], sha256Of)).toBeUndefined();
    expect(itemHashRefusal([good, first as SubmittedPacket], sha256Of)).toMatchObject({ code: 'form/item-hash', params: { index: 2 } });
  });
});

test('an answer that quotes hostile text can still be written', () => {
  const written = unwrap(writeReceipt({ ...receipt, reasons: [{ code: 'HBS-202', message: `a\u202eb\u0000${'x'.repeat(3000)}`, where: '\u0007', retryable: false }] }));
  const [reason] = unwrap(readReceipt(unwrap(readXml(written)))).reasons;
  expect(reason!.message).toMatch(/^a\ufffdb\ufffdx+…$/u);
  expect([...reason!.message]).toHaveLength(2000);
  expect(reason!.where).toBe('\ufffd');
});

test('every refusal of form has its row, its public code and Vietnamese words', () => {
  const codes = Object.keys(CATALOGUE).filter((code) => code.startsWith('form/'));
  for (const code of codes) expect(describeRefusal({ code }).publicCode, code).toMatch(/^HBS-(2\d\d|104)$/);
  expect(unwrap(fromUtf8(DOCUMENTS[0]!.bytes))).toContain('HoSo="hbs-1"');
});
