import type { HocBa, SchoolYear } from '#domain';
import { Instant, PlainDate } from '#kernel';
import type { SignatureLine } from '#print';
import type { RegistryYear } from '../port.ts';
import type { PortalSite } from '../site.ts';
import { isShown, type RecordStatus, STATUS_TITLE, statusClause } from '../status.ts';
import type { AccessEntry } from '../store.ts';
import { html, type Html } from './html.ts';
import { icon, type IconName } from './icons.ts';
import { type Page, PATHS } from './layout.ts';
import { recordForm } from './record-form.ts';

export interface RecordView {
  readonly year: RegistryYear;
  readonly schoolYears: readonly SchoolYear[];
  readonly status: RecordStatus;
  /** Absent when the octets no longer are what was signed: nothing of them is shown. */
  readonly hocBa: HocBa | undefined;
  readonly signatures: readonly SignatureLine[];
  readonly accesses: readonly AccessEntry[];
  readonly now: Instant;
}

export const LOOK: Readonly<Record<RecordStatus, { readonly tone: string; readonly icon: IconName }>> = {
  valid: { tone: 'finalized', icon: 'circle-check' },
  notFinal: { tone: 'waiting', icon: 'hourglass' },
  withdrawn: { tone: 'replaced', icon: 'replace' },
  replaced: { tone: 'replaced', icon: 'replace' },
  undetermined: { tone: 'waiting', icon: 'hourglass' },
  broken: { tone: 'refused', icon: 'circle-x' },
};
export const SIGNATURE_LOOK = {
  valid: { tone: 'finalized', icon: 'check', word: 'Hợp lệ' },
  undetermined: { tone: 'waiting', icon: 'hourglass', word: 'Chưa kết luận' },
  invalid: { tone: 'refused', icon: 'circle-x', word: 'Không hợp lệ' },
} as const;
const ACTION: Readonly<Record<AccessEntry['action'], string>> = {
  lookUp: 'Tra cứu',
  view: 'Xem',
  print: 'Tải bản PDF',
  download: 'Tải tệp gốc',
  verify: 'Xác thực tệp',
};

/** The record: the verdict in one sentence first, then the form, who signed, what can be taken home, who has looked. */
export function recordPage(site: PortalSite, view: RecordView): Page {
  const { year, status, hocBa } = view;
  const shown = isShown(status) ? hocBa : undefined;
  return {
    title: `${STATUS_TITLE[status]}: học bạ năm học ${year.schoolYear.replace('-', '–')}`,
    under: PATHS.lookUp,
    main: html`${yearLinks(view)}
${verdict(site, view)}
${
  shown &&
  html`
<section aria-labelledby="hoc-ba"><span class="in-margin" aria-hidden="true">1</span><h2 id="hoc-ba">Học bạ</h2>
${recordForm(shown)}
</section>
${signatureSection(site, view)}
${downloadSection(view)}`
}
${accessSection(view)}
<form class="above-24" action="${PATHS.close}" method="post"><button class="button" type="submit">Đóng học bạ này</button></form>`,
  };
}

const yearLinks = ({ schoolYears, year }: RecordView): Html | undefined =>
  schoolYears.length < 2
    ? undefined
    : html`<nav class="years" aria-label="Năm học">${schoolYears.map((each) => html`<a href="${PATHS.record}?nam=${each}"${each === year.schoolYear && html` aria-current="page"`}>Năm học ${each.replace('-', '–')}</a>`)}</nav>`;

function verdict(site: PortalSite, { year, status, hocBa, now }: RecordView): Html {
  const subject =
    hocBa && isShown(status)
      ? html`Học bạ lớp ${hocBa.assessment.grade} của <b>${hocBa.pupil.fullName}</b>, do ${hocBa.school.name} phát hành, `
      : html`Học bạ năm học ${year.schoolYear.replace('-', '–')} `;
  return html`<div class="verdict ${LOOK[status].tone}">
${icon(LOOK[status].icon)}
<div><h1>${STATUS_TITLE[status]}</h1>
<p>${subject}${statusClause(status, year)}.</p>
<p>Đối chiếu với bản gốc tại ${site.shortName} lúc ${Instant.toVietnamese(now).slice(11)} ngày ${Instant.toVietnamese(now).slice(0, 10)}.${isShown(status) && html` <a href="#chu-ky">Ai đã ký</a> · <a href="#tai-ve">Tải về</a>`}</p></div>
</div>`;
}

const when = (at: Instant): string => `${Instant.toVietnamese(at).slice(11)} ngày ${Instant.toVietnamese(at).slice(0, 10)}`;

const signatureSection = (site: PortalSite, { signatures, year, status }: RecordView): Html => html`<section aria-labelledby="chu-ky">
<span class="in-margin" aria-hidden="true">2</span>
<h2 id="chu-ky">Ai đã ký</h2>
<ol class="seals">
${signatures.map((line) => {
  const look = SIGNATURE_LOOK[line.verdict];
  const verb = line.role === 'orgSignature' ? 'Đóng dấu' : 'Ký';
  return html`<li><span class="who${line.role === 'orgSignature' && ' stamp'}">${icon(line.role === 'orgSignature' ? 'stamp' : 'user-round')}</span><div><b>${line.fullName}</b>, ${line.position.toLowerCase()}<p>${line.at === undefined ? 'Không rõ thời điểm ký' : `${verb} lúc ${when(line.at)}${line.proven ? '' : ' (theo lời người ký)'}`}</p></div><span class="state ${look.tone}">${icon(look.icon)}${look.word}</span></li>
`;
})}${status === 'valid' && html`<li><span class="who state-body">${icon('landmark')}</span><div><b>${site.shortName}</b>, xác nhận đã chốt<p>${year.effectiveDate ? `Có hiệu lực từ ${PlainDate.toVietnamese(year.effectiveDate)}; từ đó nội dung không thể sửa` : 'Nội dung không thể sửa'}</p></div><span class="state finalized">${icon('check')}${year.confirmation ? 'Đã ký' : 'Đang lập'}</span></li>`}
</ol>
</section>`;

const kilobytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1024))} KB`;

function downloadSection({ year, schoolYears }: RecordView): Html {
  const query = `?nam=${year.schoolYear}`;
  const file = (name: IconName, title: string, about: string, href: string, label: string): Html =>
    html`<li>${icon(name)}<div><b>${title}</b><p>${about}</p></div><a class="button" href="${href}${query}">${icon('download')}${label}</a></li>
`;
  return html`<section aria-labelledby="tai-ve">
<span class="in-margin" aria-hidden="true">3</span>
<h2 id="tai-ve">Tải về</h2>
<ul class="files">
${file('file-text', 'Học bạ để in, theo mẫu của Bộ', `PDF, ${schoolYears.length > 1 ? 'mọi năm học còn giá trị, ' : ''}có mã QR để người nhận kiểm tra và tệp gốc đính kèm.`, PATHS.pdf, 'Tải PDF')}
${file('file-text', 'Trích lục một năm học', `PDF, chỉ năm học ${year.schoolYear.replace('-', '–')}; không ghi cha mẹ, nơi ở và số định danh trên trang in.`, PATHS.extract, 'Tải trích lục')}
${file('file-code', 'Học bạ gốc có chữ ký', `XML, ${kilobytes(year.packet.bytes.length)}. Nộp cho trường mới hoặc cơ quan cần bản điện tử.`, PATHS.xml, 'Tải XML')}
${year.confirmation && file('file-code', 'Xác nhận của Sở', `XML, ${kilobytes(year.confirmation.length)}. Đi kèm học bạ gốc để kiểm tra khi không có mạng.`, PATHS.confirmation, 'Tải xác nhận')}
${file('file-code', 'Bằng chứng để kiểm tra lâu dài', 'XML: chứng thư số, dữ liệu thu hồi và các lần gia hạn của Sở. Giữ cùng học bạ gốc; nhiều năm sau vẫn kiểm tra được chữ ký.', PATHS.evidence, 'Tải bằng chứng')}
</ul>
</section>`;
}

const accessSection = ({ accesses }: RecordView): Html => html`<section aria-labelledby="da-xem">
<h2 id="da-xem">Ai đã xem</h2>
<p class="prose">Trong 90 ngày qua, ai có mã và ngày sinh đã mở học bạ này ${accesses.length >= ACCESSES_SHOWN ? `từ ${ACCESSES_SHOWN}` : accesses.length} lần tính cả lần này. Có lần nào lạ thì báo nhà trường.</p>
<details class="layer above-12"><summary>${icon('chevron-right')}Từng lần xem</summary><ul class="prose above-8">${accesses.map((entry) => html`<li>${Instant.toVietnamese(entry.at)} · ${ACTION[entry.action]}${entry.channel === 'api' && ' (qua phần mềm)'}</li>`)}</ul></details>
</section>`;

export const ACCESSES_SHOWN = 30;
