import { ethnicityName, type HocBa, languageName, LookupCode, nationalityName, RESULT_LABEL } from '#domain';
import { Instant, PlainDate } from '#kernel';
import type { PrintedSignature, PrintedYear, PrintInput } from './model.ts';

const GENDER = ['', 'Nam', 'Nữ'] as const;
const VERDICT = { valid: 'Chữ ký hợp lệ', undetermined: 'Chưa kiểm tra được chữ ký', invalid: 'Chữ ký không hợp lệ' } as const;

/** `ngày 05 tháng 6 năm 2024` */
function longDate(date: PlainDate): string {
  const [year, month, day] = [date.slice(0, 4), Number(date.slice(5, 7)), date.slice(8, 10)];
  return `ngày ${day} tháng ${month <= 2 ? date.slice(5, 7) : month} năm ${year}`;
}

function signatureView(signature: PrintedSignature | undefined) {
  if (!signature) return null;
  return {
    name: signature.fullName,
    position: signature.position,
    time: signature.at === undefined ? '' : `${Instant.toVietnamese(signature.at)}${signature.proven ? '' : ' (theo lời người ký)'}`,
    verdict: VERDICT[signature.verdict],
    worth: signature.verdict,
  };
}

/** TT 27/2020 Điều 8: the form stays the same, its cells may be empty. */
export const NOT_ASSESSED =
  'Học sinh khuyết tật không đánh giá (Điều 8 Thông tư 27/2020/TT-BGDĐT): các ô để trống ở mục 1, 2 và 3 là không bắt buộc ghi.';

/** Item 6 of the form: completion, promotion, and the head's decision where there was one (TT 27/2020 Điều 11). */
export function completionText(hocBa: HocBa): string {
  const { gradeCompleted, primaryCompleted, promoted, promotionDecision } = hocBa.yearEnd;
  const grade = hocBa.assessment.grade;
  if (gradeCompleted === undefined) return 'Không đánh giá (học sinh khuyết tật, Điều 8 Thông tư 27/2020/TT-BGDĐT).';
  if (primaryCompleted) return 'Hoàn thành chương trình tiểu học.';
  const completion = `${gradeCompleted ? 'Hoàn thành' : 'Chưa hoàn thành'} chương trình lớp ${grade}.`;
  if (grade === 5 || promoted === undefined) return completion;
  const decision = promotionDecision
    ? ` (Quyết định số ${promotionDecision.number} ngày ${PlainDate.toVietnamese(promotionDecision.date)})`
    : '';
  return `${completion} ${promoted ? `Được lên lớp ${grade + 1}` : 'Chưa được lên lớp'}${decision}.`;
}

function yearView(year: PrintedYear) {
  const { hocBa } = year;
  const a = hocBa.assessment;
  const absent = (n: number | undefined) => (n === undefined ? '' : String(n));
  const total =
    a.absence.excused === undefined && a.absence.unexcused === undefined
      ? ''
      : String((a.absence.excused ?? 0) + (a.absence.unexcused ?? 0));
  return {
    schoolYear: hocBa.schoolYear.replace('-', ' – '),
    school: hocBa.school.name,
    grade: a.grade,
    classroom: hocBa.classroom,
    height: a.health.heightCm === undefined ? '' : `${a.health.heightCm} cm`,
    weight: a.health.weightKg === undefined ? '' : `${String(a.health.weightKg).replace('.', ',')} kg`,
    health: a.health.note ?? '',
    absence: { total, excused: absent(a.absence.excused), unexcused: absent(a.absence.unexcused) },
    subjects: Object.fromEntries(
      a.subjects.map((s) => [
        s.subject,
        {
          language: s.language ? languageName(s.language) : '',
          level: s.level ?? '',
          mark: s.mark === undefined ? '' : String(s.mark),
          remark: s.remark ?? '',
        },
      ]),
    ),
    traits: a.traits,
    remarks: { qualities: a.qualityRemark ?? '', general: a.generalCompetencyRemark ?? '', specific: a.specificCompetencyRemark ?? '' },
    notAssessed: a.notAssessed ? NOT_ASSESSED : '',
    result: hocBa.yearEnd.overallResult ? RESULT_LABEL[hocBa.yearEnd.overallResult] : a.notAssessed ? 'Không đánh giá' : '',
    awards: a.awards.join('; '),
    completion: completionText(hocBa),
    supplementary: hocBa.yearEnd.supplementary
      ? `Đánh giá bổ sung ${longDate(hocBa.yearEnd.supplementary.date)}; kết quả trước đó: Chưa hoàn thành.`
      : '',
    placeAndDate: `${hocBa.school.issuePlace}, ${longDate(hocBa.createdOn)}`,
    homeroomTeacher: hocBa.homeroomTeacher.fullName,
    schoolHead: hocBa.schoolHead.fullName,
    byDelegation: hocBa.schoolHead.position !== 'Hiệu trưởng',
    signatures: {
      homeroomTeacher: signatureView(year.signatures.homeroomTeacher),
      schoolHead: signatureView(year.signatures.schoolHead),
      orgSignature: signatureView(year.signatures.orgSignature),
    },
    confirmation: year.confirmation
      ? {
          issuer: year.confirmation.issuer,
          effective: year.confirmation.effectiveDate ? PlainDate.toVietnamese(year.confirmation.effectiveDate) : '',
        }
      : null,
    sha256: year.packet?.sha256 ?? '',
    packetFile: year.packet ? `hoc-ba-${hocBa.schoolYear}.xml` : '',
    confirmationFile: year.confirmation ? `xac-nhan-${hocBa.schoolYear}.xml` : '',
  };
}

/** Everything the template prints, as plain text: the template holds row order, merges and fixed words; this holds none of them. */
export function templateData(input: PrintInput) {
  const latest = input.years[input.years.length - 1]!;
  const { hocBa } = latest;
  const { pupil, school } = hocBa;
  const history = new Map(
    input.years.flatMap((year) => year.hocBa.history).map((row) => [`${row.schoolYear}|${row.classroom}|${row.schoolName}`, row]),
  );
  return {
    pupil: {
      name: pupil.fullName,
      gender: GENDER[pupil.gender],
      birth: PlainDate.toVietnamese(pupil.birthDate),
      ethnicity: ethnicityName(pupil.ethnicity),
      nationality: nationalityName(pupil.nationality),
      birthPlace: pupil.birthPlace ?? '',
      queQuan: pupil.queQuan ?? '',
      residence: pupil.residence ?? '',
      father: pupil.fatherName ?? '',
      mother: pupil.motherName ?? '',
      guardian: pupil.guardianName ?? '',
      id: pupil.pupilId,
      personalId: pupil.personalId ?? 'chưa có',
    },
    school: { name: school.name, commune: school.commune, district: school.district ?? '', province: school.province },
    opening: {
      placeAndDate: `${school.issuePlace}, ${longDate(hocBa.createdOn)}`,
      head: hocBa.schoolHead.fullName,
      byDelegation: hocBa.schoolHead.position !== 'Hiệu trưởng',
      signature: signatureView(latest.signatures.schoolHead),
      orgSignature: signatureView(latest.signatures.orgSignature),
    },
    history: [...history.values()]
      .sort((x, y) => (x.schoolYear < y.schoolYear ? -1 : 1))
      .map((row) => ({
        year: row.schoolYear.replace('-', ' – '),
        classroom: row.classroom,
        school: row.schoolName,
        register: row.registerNumber ?? '',
        entry: row.entryDate ? PlainDate.toVietnamese(row.entryDate) : '',
      })),
    years: input.years.map(yearView),
    code: LookupCode.grouped(hocBa.lookupCode),
    lookUpSite: input.lookUpUrl.slice(0, input.lookUpUrl.lastIndexOf('/T/')).toLowerCase(),
    converted: { at: Instant.toVietnamese(input.convertedAt), by: input.converter },
    date: {
      year: Number(hocBa.createdOn.slice(0, 4)),
      month: Number(hocBa.createdOn.slice(5, 7)),
      day: Number(hocBa.createdOn.slice(8, 10)),
    },
    test: input.test,
    preview: input.preview,
    sealedBy: typeof input.seal === 'object' ? input.seal.by : '',
    unsealed: input.seal === 'missing',
  };
}
