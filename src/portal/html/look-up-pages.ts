import { describe, LookupCode, type Refusal } from '#domain';
import { html, type Html } from './html.ts';
import { icon } from './icons.ts';
import { type Page, PATHS } from './layout.ts';

/** What went wrong, on top of the page and beside the field (the pattern of GOV.UK's error summary). */
function problems(refusal: Refusal | undefined, field: string): Html | undefined {
  if (refusal === undefined) return undefined;
  const { message, remedy } = describe(refusal);
  return html`<div class="problems prose below-32" role="alert"><h2>${message}</h2><p><a href="#${field}">${remedy}</a></p></div>`;
}

const inField = (refusal: Refusal | undefined, id: string): Html | undefined =>
  refusal && html`<p class="error" id="${id}">${icon('circle-alert')}${describe(refusal).message}</p>`;

/** Page 1: the code. It travels in the body of the request, never in an address. */
export const codePage = (typed = '', refusal?: Refusal): Page => ({
  title: refusal ? 'Cần sửa: tra cứu học bạ' : 'Tra cứu học bạ',
  under: PATHS.lookUp,
  main: html`${problems(refusal, 'code')}
<p class="step">Bước 1 trong 2</p>
<h1>Tra cứu học bạ số</h1>
<form action="${PATHS.birthDate}" method="post" class="prose">
<div class="field${refusal && ' wrong'}">
<label for="code">Mã tra cứu học bạ</label>
<p class="hint" id="hint">32 ký tự, gồm chữ số và chữ cái từ a đến f. Dán cả mã hoặc gõ từng nhóm bốn ký tự; chữ hoa, dấu cách, dấu gạch đều được.</p>
${inField(refusal, 'err')}
<input class="input large codebox" id="code" name="ma" value="${typed}" maxlength="80" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="hint${refusal && ' err'}"${refusal && html` aria-invalid="true"`}>
</div>
<div class="buttons"><button class="button primary large" type="submit">Tiếp tục</button></div>
</form>
<div class="prose">
<h2 class="above-48">Tìm mã ở đâu</h2>
<p>Mã in dưới mã QR ở chân mỗi trang học bạ, cả bản PDF lẫn bản giấy. Quét mã QR bằng máy ảnh của điện thoại thì không phải gõ mã. Chưa có mã thì hỏi giáo viên chủ nhiệm hoặc văn thư của trường.</p>
<p>Bước sau hỏi ngày sinh của học sinh để chắc rằng người xem là phụ huynh, người giám hộ hoặc cơ quan được quyền. Mỗi lần xem đều được ghi lại để gia đình theo dõi.</p>
<p><a href="${PATHS.verify}">Đã có sẵn tệp học bạ? Xác thực tệp</a></p>
</div>`,
});

/** Page 2: the second factor. Looks the same for every code of the right form, whether it exists or not. */
export const birthDatePage = (code: LookupCode, refusal?: Refusal): Page => ({
  title: refusal ? 'Cần sửa: ngày sinh' : 'Ngày sinh của học sinh',
  under: PATHS.lookUp,
  main: html`${problems(refusal, 'ngay')}
<p class="step">Bước 2 trong 2</p>
<h1>Ngày sinh của học sinh</h1>
<form action="${PATHS.open}" method="post" class="prose" autocomplete="off">
<input type="hidden" name="ma" value="${code}">
<p>Mã tra cứu: <span class="code">${LookupCode.grouped(code)}</span> · <a href="${PATHS.lookUp}">Đổi mã khác</a></p>
<fieldset class="field dateparts${refusal && ' wrong'}">
<legend>Ngày sinh như trên giấy khai sinh, ví dụ 14 3 2014</legend>
${inField(refusal, 'err')}
${[
  ['ngay', 'Ngày', 2],
  ['thang', 'Tháng', 2],
  ['nam', 'Năm', 4],
].map(
  ([
    name,
    label,
    length,
  ]) => html`<div class="field"><label for="${name}">${label}</label><input class="input large" id="${name}" name="${name}" inputmode="numeric" maxlength="${length}" autocomplete="off"${refusal && html` aria-describedby="err"`}></div>
`,
)}</fieldset>
<div class="buttons"><button class="button primary large" type="submit">Xem học bạ</button></div>
</form>
<div class="prose"><p class="above-48 muted">Mỗi mã được thử 5 lần trong một giờ. Mỗi lần xem đều được ghi lại.</p></div>`,
});

/** A page for everything that cannot be shown, with the remedy. */
export const refusalPage = (refusal: Refusal): Page => {
  const { message, remedy, publicCode } = describe(refusal);
  return {
    title: message,
    under: PATHS.lookUp,
    main: html`<h1>${message}</h1>
<div class="prose"><p>${remedy}</p><p><a href="${PATHS.lookUp}">Tra cứu học bạ</a> · <a href="${PATHS.verify}">Xác thực tệp</a></p>
<p class="small muted">Mã lỗi ${publicCode ?? refusal.code}</p></div>`,
  };
};
