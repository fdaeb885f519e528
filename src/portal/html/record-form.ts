import {
  GENERAL_COMPETENCY_CODES,
  type HocBa,
  languageName,
  QUALITY_CODES,
  RESULT_LABEL,
  SPECIFIC_COMPETENCY_CODES,
  SUBJECT_LABEL,
  type SubjectResult,
  TRAIT_LABEL,
  type TraitCode,
} from '#domain';
import { PlainDate } from '#kernel';
import { completionText, NOT_ASSESSED } from '#print';
import { html, type Html } from './html.ts';

const GENDER = ['', 'Nam', 'Nữ'] as const;

/** The official form of TT 27/2020/TT-BGDĐT as HTML, in the order of the paper. What a pupil has no entries in is not shown as an empty table (Điều 8). */
export const recordForm = (hocBa: HocBa): Html => html`<div class="record">
${facts(hocBa)}
${hocBa.assessment.notAssessed && html`<p class="prose">${NOT_ASSESSED}</p>`}
${hocBa.assessment.subjects.length > 0 && subjects(hocBa)}
${
  hasAny(hocBa, QUALITY_CODES, hocBa.assessment.qualityRemark) &&
  html`<div>
<h3>2. Những phẩm chất chủ yếu</h3>
${traits(hocBa, 'Phẩm chất', QUALITY_CODES, hocBa.assessment.qualityRemark)}
</div>`
}
${competencies(hocBa)}
<div class="final">
<div><h3 class="below-4">4. Đánh giá kết quả giáo dục</h3><p>${hocBa.yearEnd.overallResult ? RESULT_LABEL[hocBa.yearEnd.overallResult] : 'Không đánh giá'}</p></div>
<div><h3 class="below-4">5. Khen thưởng</h3><p>${hocBa.assessment.awards.join('; ') || 'Không có'}</p></div>
<div><h3 class="below-4">6. Hoàn thành chương trình lớp học/chương trình tiểu học</h3><p>${completionText(hocBa)}</p></div>
</div>
</div>`;

const hasAny = ({ assessment }: HocBa, codes: readonly TraitCode[], remark: string | undefined): boolean =>
  remark !== undefined || codes.some((code) => assessment.traits[code] !== undefined);

function competencies(hocBa: HocBa): Html | undefined {
  const { generalCompetencyRemark: general, specificCompetencyRemark: specific } = hocBa.assessment;
  const [hasGeneral, hasSpecific] = [hasAny(hocBa, GENERAL_COMPETENCY_CODES, general), hasAny(hocBa, SPECIFIC_COMPETENCY_CODES, specific)];
  if (!hasGeneral && !hasSpecific) return undefined;
  return html`<div>
<h3>3. Những năng lực cốt lõi</h3>
${
  hasGeneral &&
  html`<h4>3.1. Những năng lực chung</h4>
${traits(hocBa, 'Năng lực chung', GENERAL_COMPETENCY_CODES, general)}
`
}${
  hasSpecific &&
  html`<h4>3.2. Những năng lực đặc thù</h4>
${traits(hocBa, 'Năng lực đặc thù', SPECIFIC_COMPETENCY_CODES, specific)}
`
}<p class="small muted above-8">Ở mục 2 và 3: T: Tốt · Đ: Đạt · C: Cần cố gắng.</p>
</div>`;
}

function facts({ pupil, school, schoolYear, classroom, assessment }: HocBa): Html {
  const { health, absence } = assessment;
  const body = [
    health.note,
    health.heightCm && `cao ${health.heightCm} cm`,
    health.weightKg && `nặng ${String(health.weightKg).replace('.', ',')} kg`,
  ]
    .filter(Boolean)
    .join(' · ');
  const days = (absence.excused ?? 0) + (absence.unexcused ?? 0);
  return html`<div>
<div class="pairs">
<dl class="facts"><dt>Trường</dt><dd>${school.name}</dd><dt>Họ và tên</dt><dd><b>${pupil.fullName}</b></dd><dt>Giới tính</dt><dd>${GENDER[pupil.gender]}</dd><dt>Ngày sinh</dt><dd>${PlainDate.toVietnamese(pupil.birthDate)}</dd></dl>
<dl class="facts"><dt>Năm học</dt><dd>${schoolYear.replace('-', '–')}</dd><dt>Lớp</dt><dd>${classroom}</dd><dt>Sức khỏe</dt><dd>${body || 'Không ghi'}</dd><dt>Số ngày nghỉ</dt><dd>${days} · có phép ${absence.excused ?? 0}, không phép ${absence.unexcused ?? 0}</dd></dl>
</div>
<p class="small muted above-12">Nơi ở, dân tộc, cha mẹ và số định danh không hiện trên trang này; có trong bản PDF và tệp gốc.</p>
</div>`;
}

const subjects = ({ assessment }: HocBa): Html => html`<div>
<h3>1. Các môn học và hoạt động giáo dục</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Các môn học và hoạt động giáo dục"><table class="table subjects">
<caption class="hidden">Các môn học và hoạt động giáo dục</caption>
<thead><tr><th scope="col">Môn học và hoạt động giáo dục</th><th scope="col" class="level">Mức đạt được</th><th scope="col" class="mark">Điểm KTĐK</th><th scope="col" class="said">Nhận xét</th></tr></thead>
<tbody>
${assessment.subjects.map(
  (result) => html`<tr><th scope="row">${subjectName(result)}</th><td class="level">${result.level}</td>${
    result.mark === undefined
      ? html`<td class="mark off"><span class="hidden">không có bài kiểm tra</span></td>`
      : html`<td class="mark">${result.mark}</td>`
  }<td class="said">${result.remark}</td></tr>
`,
)}</tbody></table></div>
<p class="small muted above-8">T: Hoàn thành tốt · H: Hoàn thành · C: Chưa hoàn thành. Điểm KTĐK: bài kiểm tra định kỳ cuối năm.</p>
</div>`;

const subjectName = ({ subject, language }: SubjectResult): string =>
  SUBJECT_LABEL[subject] + (language ? ` (${languageName(language)})` : '');

function traits({ assessment }: HocBa, label: string, codes: readonly TraitCode[], remark: string | undefined): Html {
  const present = codes.filter((code) => assessment.traits[code] !== undefined);
  if (present.length === 0) return html`<p class="prose">${remark}</p>`;
  const remarkCell = html`<td rowspan="${present.length}">${remark}</td>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="table"><caption class="hidden">${label}</caption><thead><tr><th scope="col">${label}</th><th scope="col" class="level">Mức đạt được</th><th scope="col">Nhận xét</th></tr></thead><tbody>
${present.map(
  (
    code,
    index,
  ) => html`<tr><th scope="row">${TRAIT_LABEL[code]}</th><td class="level">${assessment.traits[code]}</td>${index === 0 && remarkCell}</tr>
`,
)}</tbody></table></div>`;
}
