import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { pathOf, type XmlDocument } from '#xml';
import {
  badStructure,
  content,
  day,
  group,
  leaf,
  line,
  many,
  mapped,
  moment,
  named,
  optional,
  salt,
  sha256,
  whole,
} from '../codec/index.ts';
import { sealedDocument, sealedSlot } from '../document/sealed.ts';
import { lookupCode, role, versionId } from '../document/types.ts';
import type { Confirmation } from './model.ts';

/** Leaves of one log, and steps of a proof in a tree of that size. */
const LEAVES_MAX = 9_999_999_999;
const PROOF_MAX = 64;

const body = mapped(
  content(
    'NOI_DUNG',
    {
      lookupCode: leaf('MA_TRA_CUU', lookupCode),
      versionId: leaf('MA_PHIEN_BAN', versionId),
      sha256: leaf('BAM_SHA256', sha256),
      event: leaf('SU_KIEN', named({ admitted: 'TIEP_NHAN', withdrawn: 'THU_HOI', replaced: 'THAY_THE', finalized: 'CHOT' })),
      at: leaf('THOI_DIEM', moment),
      effectiveDate: optional(leaf('NGAY_HIEU_LUC', day)),
      signers: many(group('NGUOI_KY', { role: leaf('VAI_TRO', role), certificateSha256: leaf('BAM_CHUNG_THU', sha256) }), 0, 24),
      log: group('CHI_MUC_NHAT_KY', {
        origin: leaf('LOG', line(200)),
        index: leaf('SO_THU_TU', whole(0, LEAVES_MAX)),
        treeSize: leaf('KICH_THUOC', whole(1, LEAVES_MAX)),
        salt: leaf('MUOI', salt),
        path: many(leaf('BANG_CHUNG', sha256), 0, PROOF_MAX),
      }),
    },
    { fixed: { Id: 'xacnhan' } },
  ),
  (value: Confirmation) => value,
  (value, at): Result<Confirmation, Refusal> => {
    const where = pathOf(at);
    const { event, effectiveDate, log } = value;
    if ((event === 'finalized') !== (effectiveDate !== undefined))
      return err(badStructure('NGAY_HIEU_LUC', event === 'finalized' ? 'thiếu khi SU_KIEN là CHOT' : 'chỉ có khi SU_KIEN là CHOT', where));
    if (log.index >= log.treeSize)
      return err(
        refusal(
          'form/mismatch',
          { name: 'SO_THU_TU', value: log.index, other: 'KICH_THUOC (phải lớn hơn)', expected: log.treeSize },
          `${where}/CHI_MUC_NHAT_KY`,
        ),
      );
    return ok(value);
  },
);

const confirmation = sealedDocument('XAC_NHAN_SO', body, ['KY_SO']);

/** The province's word about one packet, unsigned. */
export const writeConfirmation = (value: Confirmation): Result<Uint8Array, Refusal> => confirmation.write(value);
export const readConfirmation = (document: XmlDocument): Result<Confirmation, Refusal> => confirmation.read(document);
export const CONFIRMATION_SLOT = sealedSlot('XAC_NHAN_SO', 'KY_SO', 'sig-so', 'xacnhan');
