import { type Refusal, describe } from '#domain';
import { Instant } from '#kernel';
import { type FileAnswer, questionOf, sentenceOf, STATUS_WORD } from '#verifier';
import type { RegistryStanding } from '../port.ts';
import type { PortalSite } from '../site.ts';
import { recordStatus, STATUS_TITLE, statusClause } from '../status.ts';
import { html, type Html } from './html.ts';
import { icon } from './icons.ts';
import { type Page, PATHS } from './layout.ts';
import { LOOK, SIGNATURE_LOOK } from './record-page.ts';

export interface VerifiedFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly judgement: FileAnswer;
  /** How the registry knows this very file; undefined when it does not. */
  readonly standing: RegistryStanding | undefined;
  readonly now: Instant;
}

const LOOK_OF = {
  'TOTAL-PASSED': { title: 'Tệp nguyên vẹn và hợp lệ', tone: 'finalized', icon: 'circle-check' },
  INDETERMINATE: { title: 'Chưa kết luận được', tone: 'waiting', icon: 'hourglass' },
  'TOTAL-FAILED': { title: 'Không hợp lệ', tone: 'refused', icon: 'circle-x' },
} as const;
const SIGNATURE_STATE = { 'TOTAL-PASSED': 'valid', INDETERMINATE: 'undetermined', 'TOTAL-FAILED': 'invalid' } as const;
/** Roles as the files name them (`VaiTro`). */
const ROLE: Readonly<Record<string, string>> = {
  GVCN: 'giáo viên chủ nhiệm',
  GVBM: 'giáo viên bộ môn',
  CBQL: 'người đứng đầu trường',
  KY_PHAT_HANH: 'con dấu của trường',
  KY_DON_VI: 'con dấu của đơn vị',
  KY_SO: 'con dấu của Sở',
};
const SEALS = new Set(['KY_PHAT_HANH', 'KY_DON_VI', 'KY_SO']);

export const verifyPage = (refusal?: Refusal): Page => ({
  title: 'Xác thực tệp',
  under: PATHS.verify,
  main: html`${refusal && html`<div class="problems prose below-32" role="alert"><h2>${describe(refusal).message}</h2><p><a href="#tep">${describe(refusal).remedy}</a></p></div>`}
<h1>Xác thực tệp</h1>
<p class="prose below-24">Chọn tệp học bạ XML hoặc PDF. Tệp được kiểm tra rồi bỏ đi ngay, không được giữ lại. Muốn kiểm tra khi không có mạng thì dùng chương trình <span class="code">hocba verify</span>.</p>
${uploadForm('Chọn tệp')}`,
});

const uploadForm = (label: string): Html => html`<form action="${PATHS.verify}" method="post" enctype="multipart/form-data">
<div class="drop"><div class="chooser"><input id="tep" name="tep" type="file" accept=".xml,.pdf,application/xml,application/pdf" required><label class="button" for="tep">${icon('file-code')}${label}</label></div><button class="button primary end" type="submit">Kiểm tra</button>
<details><summary>Có tệp bằng chứng đi kèm?</summary><div class="chooser above-8"><input id="bang-chung" name="bang-chung" type="file" accept=".xml,application/xml"><label class="button" for="bang-chung">Chọn tệp bằng chứng</label></div></details></div>
</form>`;

/** The answer in layers: one sentence, the people behind it, the report for experts. */
export function verifiedPage(site: PortalSite, file: VerifiedFile): Page {
  const look = LOOK_OF[file.judgement.verdict];
  const { citizen } = file.judgement;
  return {
    title: `Xác thực tệp: ${look.title.toLowerCase()}`,
    under: PATHS.verify,
    main: html`<h1>Xác thực tệp</h1>
<p class="prose below-24"><b>${file.name}</b> <span class="muted">· ${Math.max(1, Math.round(file.size / 1024))} KB</span></p>
<section class="above-24" aria-labelledby="verdict">
<div class="verdict ${look.tone}">
${icon(look.icon)}
<div><h2 id="verdict">${look.title}</h2>
<p>${citizen.sentence}</p>
<p><b>Việc cần làm:</b> ${citizen.advice}</p>
<p>${standingSentence(site, file)}</p>
${file.judgement.notes.map((note) => html`<p>${note}</p>`)}</div>
</div>
</section>
${standingAlert(file)}
${people(file.judgement)}
${expert(file)}
<section aria-labelledby="khac"><h2 id="khac">Kiểm tra tệp khác</h2>${uploadForm('Chọn tệp khác')}</section>`,
  };
}

function standingSentence(site: PortalSite, { standing, judgement, now }: VerifiedFile): string {
  const asked = `Đã hỏi ${site.shortName} lúc ${Instant.toVietnamese(now).slice(11)} ngày ${Instant.toVietnamese(now).slice(0, 10)}`;
  if (standing === undefined) return `${asked}: chưa tiếp nhận tệp này dưới dạng học bạ gốc.`;
  return `${asked}: bản này ${statusClause(recordStatus(standing, judgement.verdict === 'TOTAL-FAILED' ? 'TOTAL-FAILED' : 'TOTAL-PASSED'), standing)}.`;
}

/** A file can be intact and still not count any more. */
function standingAlert({ standing }: VerifiedFile): Html | undefined {
  if (standing === undefined || standing.state === 'finalized' || standing.state === 'reported') return undefined;
  const status = recordStatus(standing, 'TOTAL-PASSED');
  return html`<div class="alert ${LOOK[status].tone} above-24">${icon(LOOK[status].icon)}<div><h3>${STATUS_TITLE[status]}</h3><p>Bản này ${statusClause(status, standing)}.</p></div></div>`;
}

const people = ({ signatures }: FileAnswer): Html | undefined =>
  signatures.length === 0
    ? undefined
    : html`<section aria-labelledby="people">
<span class="in-margin" aria-hidden="true">1</span>
<h2 id="people">Ai chịu trách nhiệm</h2>
<ol class="seals">
${signatures.map((signature) => {
  const look = SIGNATURE_LOOK[SIGNATURE_STATE[signature.verdict]];
  const seal = signature.role !== null && SEALS.has(signature.role);
  const time = signature.bestSignatureTime ?? signature.signingTime;
  const read = time === null ? undefined : Instant.parse(time);
  return html`<li><span class="who${seal && ' stamp'}">${icon(seal ? 'stamp' : 'user-round')}</span><div><b>${signature.signer}</b>${signature.role !== null && `, ${ROLE[signature.role] ?? signature.role}`}<p>${read?.ok ? `Ký lúc ${Instant.toVietnamese(read.value)}${signature.bestSignatureTime === null ? ' (theo lời người ký)' : ''}` : 'Không rõ thời điểm ký'}</p></div><span class="state ${look.tone}">${icon(look.icon)}${look.word}</span></li>
`;
})}</ol>
</section>`;

const expert = ({ judgement, sha256 }: VerifiedFile): Html => html`<section aria-labelledby="expert">
<span class="in-margin" aria-hidden="true">2</span>
<h2 id="expert">Dành cho người có chuyên môn</h2>
<details class="layer"${judgement.verdict !== 'TOTAL-PASSED' && html` open`}>
<summary>${icon('chevron-right')}Báo cáo kỹ thuật</summary>
<dl class="facts technical">
<dt>Kết luận</dt><dd class="code">${judgement.verdict}${judgement.subIndication && ` / ${judgement.subIndication}`}</dd>
<dt>Tiêu chuẩn xét</dt><dd>EN 319 102-1; ${judgement.policy.title}, hiệu lực từ ${judgement.policy.from}, <span class="code">SHA-256 ${judgement.policy.sha256}</span></dd>
<dt>Mã băm tệp</dt><dd class="code">SHA-256 ${sha256}</dd>
${judgement.signatures.map(
  (
    signature,
  ) => html`<dt>${signature.role === null ? 'Chữ ký' : (ROLE[signature.role] ?? signature.role)}</dt><dd>${signature.signer}: <span class="code">${signature.verdict}${signature.subIndication && ` / ${signature.subIndication}`}</span>, ${signature.level}, ${signature.algorithm}${signature.covers.length > 0 && html`; phủ <span class="code">${signature.covers.join(', ')}</span>`}</dd>
`,
)}<dt>Lỗi, cảnh báo</dt><dd>${judgement.errors.length === 0 ? 'Không có' : html`<ul>${judgement.errors.map((error) => html`<li><span class="code">${error.code}</span> ${error.message}${error.where && html` <span class="code">${error.where}</span>`}</li>`)}</ul>`}</dd>
</dl>
</details>
<details class="layer above-12">
<summary>${icon('chevron-right')}Từng câu hỏi và câu trả lời</summary>
${judgement.checks.map(
  ({ title, where, answers }) => html`<h3 class="above-12">${title}${where && html` <span class="code">${where}</span>`}</h3>
<ul class="above-8">${answers.map((answer) => html`<li><b>${STATUS_WORD[answer.status]}</b> · ${questionOf(answer)} ${sentenceOf(answer)} <span class="muted">${answer.clause}</span></li>`)}</ul>
`,
)}</details>
</section>`;
