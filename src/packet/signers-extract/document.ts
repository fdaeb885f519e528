import type { Refusal } from '#domain';
import { ok, type Result } from '#kernel';
import type { XmlDocument } from '#xml';
import { content, day, leaf, many, mapped, once } from '../codec/index.ts';
import { sealedDocument, sealedSlot } from '../document/sealed.ts';
import { schoolCode } from '../document/types.ts';
import { LIST_MAX } from '../message/envelope.ts';
import { checkPeriod, SIGNER_FIELDS } from '../signers/document.ts';
import type { RegisteredSigner, SignersExtract } from './model.ts';

const entry = mapped(
  content('NGUOI_KY', { schoolCode: leaf('MA_TRUONG', schoolCode), ...SIGNER_FIELDS }),
  (value: RegisteredSigner) => value,
  (value, at) => checkPeriod<RegisteredSigner>(value, at),
);
const body = mapped(
  content('NOI_DUNG', { date: leaf('NGAY', day), signers: many(once('NGUOI_KY', entry), 0, LIST_MAX) }, { fixed: { Id: 'nguoiky' } }),
  (value: SignersExtract) => value,
  (value): Result<SignersExtract, Refusal> => ok(value),
);

const extract = sealedDocument('DANH_SACH_NGUOI_KY', body, ['KY_SO']);

/** The registered signers as the province knows them, unsigned. */
export const writeSignersExtract = (value: SignersExtract): Result<Uint8Array, Refusal> => extract.write(value);
export const readSignersExtract = (document: XmlDocument): Result<SignersExtract, Refusal> => extract.read(document);
export const SIGNERS_EXTRACT_SLOT = sealedSlot('DANH_SACH_NGUOI_KY', 'KY_SO', 'sig-so', 'nguoiky');
