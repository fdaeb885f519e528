import { type Grade, LookupCode, PersonalId, PupilId, SchoolCode, SchoolYear, StaffId, VersionId, type Wave } from '#domain';
import { line, named, parsed, prose, type TextType, whole } from '../codec/index.ts';
import { MessageId } from '../message/model.ts';
import type { SignerRole } from '../slots/model.ts';

/** Text types shared by the documents. Each has its twin of the same meaning in xsd/types.xsd. */
export const lookupCode = parsed('mã tra cứu: 32 chữ số hệ 16 viết thường (UUID v4)', LookupCode.parse);
export const versionId = parsed('mã phiên bản: 32 chữ số hệ 16 viết thường (UUID v4)', VersionId.parse);
export const pupilId = parsed('mã học sinh: tối đa 20 chữ cái, chữ số', PupilId.parse);
export const personalId = parsed('số định danh cá nhân: 12 chữ số', PersonalId.parse);
export const schoolCode = parsed('mã đơn vị: tối đa 20 chữ cái, chữ số', SchoolCode.parse);
export const staffId = parsed('mã cán bộ: tối đa 20 chữ cái, chữ số', StaffId.parse);
export const schoolYear = parsed('năm học dạng 2023-2024', SchoolYear.parse);
export const messageId = parsed('mã thông điệp: mã đơn vị gửi và 32 chữ số hệ 16 viết thường', MessageId.parse);
export const grade: TextType<Grade> = whole<Grade>(1, 5);
export const wave: TextType<Wave> = whole<Wave>(1, 2);
export const personName = line(200);
export const placeName = line(300);
export const className = line(50);
export const remark = prose(2000);
export const role: TextType<SignerRole> = named({
  subjectTeacher: 'GVBM',
  homeroomTeacher: 'GVCN',
  schoolHead: 'CBQL',
  orgSignature: 'KY_PHAT_HANH',
});
