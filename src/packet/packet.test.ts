import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HocBa, Refusal } from '#domain';
import { fromUtf8, type Result, unwrap, utf8 } from '#kernel';
import { packetSlots, readPacket, slotLabels, writePacket } from '#packet';
import { attributeOf, C14N, canonicalize, readXml } from '#xml';
import { anyHocBa } from '../../test/builders/any-hoc-ba.ts';
import { fullAssessment, hocBa } from '../../test/builders/hoc-ba.ts';

const read = (text: string): Result<HocBa, Refusal> => readPacket(unwrap(readXml(utf8(text))));
const TEXT = unwrap(fromUtf8(unwrap(writePacket(hocBa()))));
const SIGNATURE = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature>';

/** The refusal of a text in which one place was changed; fails when the place is not there. */
function refusalAfter(from: string, to: string): Refusal {
  expect(TEXT).toContain(from);
  const result = read(TEXT.replace(from, to));
  expect(result.ok, `${from} → ${to}`).toBe(false);
  return (result as { readonly error: Refusal }).error;
}

describe('a packet of one pupil and one year', () => {
  test('any record is read back as it was written', () => {
    fc.assert(fc.property(anyHocBa, (record) => {
      expect(unwrap(readPacket(unwrap(readXml(unwrap(writePacket(record))))))).toEqual(record);
    }), { numRuns: 60 });
  });

  test('it is written as C14N writes it', () => {
    const document = unwrap(readXml(utf8(TEXT)));
    expect(TEXT).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${unwrap(fromUtf8(canonicalize(document, document.root, { algorithm: C14N.exclusive })))}`);
  });

  test('a record with an empty cell that the form requires is not written', () => {
    const result = writePacket(hocBa({ assessment: fullAssessment({ absence: { excused: 1 } }) }));
    expect(result).toMatchObject({ ok: false, error: { code: 'form/value', where: expect.stringContaining('SO_NGAY_NGHI_KHONG_PHEP') } });
  });
});

describe('what a packet must not be', () => {
  test.each([
    ['a level of the wrong scale', '<MUC Ma="PC.NHANAI">T', '<MUC Ma="PC.NHANAI">H', 'form/value'],
    ['Ð (U+00D0) for Đ (U+0110)', '<MUC Ma="PC.NHANAI">T', '<MUC Ma="PC.NHANAI">Ð', 'form/value'],
    ['a mark above ten', '<DIEM_KTDK>9', '<DIEM_KTDK>11', 'form/value'],
    ['a mark with a fraction', '<DIEM_KTDK>9', '<DIEM_KTDK>9.5', 'form/value'],
    ['a look-up code with hyphens', '<MA_TRA_CUU>5f0c2b7e9d', '<MA_TRA_CUU>5f0c2b7e-9d', 'form/value'],
    ['a day that does not exist', '<NGAY_SINH>2014-03-14', '<NGAY_SINH>2014-02-30', 'form/value'],
    ['a name that is not NFC', '<HO_TEN>Nguyễn', '<HO_TEN>Nguyê\u0303n', 'form/value'],
    ['a name with a bidirectional override', '<HO_TEN>Nguyễn', '<HO_TEN>\u202eNguyễn', 'form/value'],
    ['an unknown element', '<KHOI>', '<LA></LA><KHOI>', 'form/structure'],
    ['elements in another order', '<KHOI>4</KHOI><LOP>4A2</LOP>', '<LOP>4A2</LOP><KHOI>4</KHOI>', 'form/structure'],
    ['an unknown attribute', '<KHOI>', '<KHOI x="1">', 'form/structure'],
    ['text between elements', '<KHOI>', 'x<KHOI>', 'form/structure'],
    ['a comment', '<KHOI>', '<!-- x --><KHOI>', 'form/foreign-content'],
    ['a comment that splits a value', '<KHOI>4', '<KHOI><!-- x -->4', 'form/foreign-content'],
    ['an instruction', '<KHOI>', '<?x y?><KHOI>', 'form/foreign-content'],
    ['CDATA', '<KHOI>4', '<KHOI><![CDATA[4]]>', 'form/foreign-content'],
    ['another version', 'PhienBan="1.0"', 'PhienBan="1.7"', 'form/version'],
    ['another profile', 'HoSo="hbs-1"', 'HoSo="bgd-2024"', 'form/version'],
    ['a later namespace', 'urn:vn:edu:hoc-ba-so:1', 'urn:vn:edu:hoc-ba-so:2', 'form/version'],
    ['another document', 'HOC_BA xmlns="urn:vn:edu:hoc-ba-so:1"', 'HOC_BA xmlns="urn:x"', 'form/unknown-document'],
    ['a block of another version', '<DIEM_TONG_KET Id="diem-1"><MA_PHIEN_BAN>a3', '<DIEM_TONG_KET Id="diem-1"><MA_PHIEN_BAN>b3', 'form/mismatch'],
    ['a subject named otherwise', '<TEN_MON>Toán', '<TEN_MON>Tiếng Việt', 'form/mismatch'],
    ['blocks numbered otherwise', 'Id="diem-2"', 'Id="diem-9"', 'form/mismatch'],
    ['a quality twice', 'Ma="PC.NHANAI"', 'Ma="PC.YEUNUOC"', 'form/duplicate'],
    ['a slot with text', '<GVCN MaCanBo="GV0017">', '<GVCN MaCanBo="GV0017">x', 'form/structure'],
    ['a slot with something else', '<GVCN MaCanBo="GV0017">', '<GVCN MaCanBo="GV0017"><KHOI>4</KHOI>', 'form/structure'],
    ['a slot with two signatures', '<GVCN MaCanBo="GV0017">', `<GVCN MaCanBo="GV0017">${SIGNATURE}${SIGNATURE}`, 'form/structure'],
    ['a signature outside the slots', '</DU_LIEU_HOC_BA>', `${SIGNATURE}</DU_LIEU_HOC_BA>`, 'form/structure'],
    ['a slot of a subject teacher for no block', '<GVCN MaCanBo', '<DANH_SACH_GVBM><GVBM MaCanBo="GV1" ThamChieu="diem-19"></GVBM></DANH_SACH_GVBM><GVCN MaCanBo', 'form/mismatch'],
  ])('%s', (_, from, to, code) => {
    expect(refusalAfter(from, to).code).toBe(code);
  });

  test('subject MA_MON twice', () => {
    expect(refusalAfter('<MA_MON>TOAN</MA_MON><TEN_MON>Toán', '<MA_MON>TV</MA_MON><TEN_MON>Tiếng Việt')).toMatchObject({ code: 'form/duplicate', params: { value: 'TV' } });
  });
});

describe('slots', () => {
  const slots = packetSlots(hocBa());
  const document = unwrap(readXml(utf8(TEXT)));

  test.each(['homeroomTeacher', 'schoolHead', 'orgSignature'] as const)('%s stands once, labelled with the signed value', (role) => {
    const label = slotLabels(hocBa())[role];
    expect(attributeOf(slots[role].slot(document)!, label.attribute)).toBe(label.value);
    expect(slots[role].role).toBe(role);
  });

  test('the chain: the head covers the teacher, the seal covers the head', () => {
    expect(slots.homeroomTeacher.references).toEqual([{ id: 'thongtinhocba' }]);
    expect(slots.schoolHead.references).toEqual([{ id: 'data' }]);
    expect(slots.orgSignature.references).toEqual([{ id: 'data' }, { id: 'sv-sig-cbql', type: 'http://uri.etsi.org/01903#CountersignedSignature' }]);
  });

  test('a slot that stands twice is no slot', () => {
    const twice = unwrap(readXml(utf8(TEXT.replace('<KY_PHAT_HANH', '<KY_PHAT_HANH MaDonVi="1"></KY_PHAT_HANH><KY_PHAT_HANH'))));
    expect(slots.orgSignature.slot(twice)).toBeUndefined();
  });

  test('a filled slot reads the same', () => {
    const signed = TEXT.replace('<GVCN MaCanBo="GV0017">', `<GVCN MaCanBo="GV0017">${SIGNATURE}`);
    expect(unwrap(read(signed))).toStrictEqual(hocBa());
  });

  test('the slot of a subject teacher is read, its block must exist', () => {
    const withSlot = TEXT.replace('<GVCN MaCanBo', '<DANH_SACH_GVBM><GVBM MaCanBo="GV1" ThamChieu="diem-3"></GVBM></DANH_SACH_GVBM><GVCN MaCanBo');
    expect(unwrap(read(withSlot))).toStrictEqual(hocBa());
  });
});
