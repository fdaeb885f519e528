import { Instant } from '#kernel';
import type { PortalSite } from '../site.ts';
import { html, type Html } from './html.ts';

export const PATHS = {
  lookUp: '/tra-cuu',
  birthDate: '/tra-cuu/ngay-sinh',
  open: '/tra-cuu/mo',
  record: '/tra-cuu/hoc-ba',
  pdf: '/tra-cuu/hoc-ba.pdf',
  extract: '/tra-cuu/trich-luc.pdf',
  xml: '/tra-cuu/hoc-ba.xml',
  confirmation: '/tra-cuu/xac-nhan.xml',
  evidence: '/tra-cuu/bang-chung.xml',
  close: '/tra-cuu/dong',
  verify: '/tra-cuu/xac-thuc',
  guide: '/tra-cuu/huong-dan',
  styles: '/giao-dien/cong',
} as const;

const NAVIGATION = [
  [PATHS.lookUp, 'Tra cứu'],
  [PATHS.verify, 'Xác thực tệp'],
  [PATHS.guide, 'Hướng dẫn'],
] as const;

export interface Page {
  readonly title: string;
  /** Which entry of the navigation this page belongs to. */
  readonly under: (typeof NAVIGATION)[number][0];
  readonly main: Html;
}

/** A whole page: works without JavaScript, names who is responsible, says on top what is not real. */
export function layout(site: PortalSite, page: Page): string {
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${page.title} · Học bạ số · ${site.shortName}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${PATHS.styles}/tokens.css">
<link rel="stylesheet" href="${PATHS.styles}/base.css">
<link rel="stylesheet" href="${PATHS.styles}/portal.css">
</head>
<body class="portal">
<a class="skip" href="#main">Tới nội dung chính</a>
${testBar(site)}
<header class="site"><div class="inner">
<a class="brand" href="${PATHS.lookUp}">${BRAND}<span>Học bạ số<small>Cổng tra cứu và xác thực<span class="wide-only"> · </span><span class="own">${site.shortName}</span></small></span></a>
<nav aria-label="Cổng tra cứu"><ul>${NAVIGATION.map(([href, label]) => html`<li><a href="${href}"${href === page.under && html` aria-current="page"`}>${label}</a></li>`)}</ul></nav>
</div></header>
<div class="ruled"></div>
<div class="sheet"><div class="page">
<div class="margin"></div>
<main id="main" class="body">
${page.main}
</main>
</div></div>
<footer class="foot"><div class="inner">
<p>Đơn vị chịu trách nhiệm: <b>${site.fullName}</b><br><span class="muted">${site.support}</span></p>
<p class="prose muted">${site.standing}</p>
<ul><li><a href="${PATHS.guide}">Câu hỏi thường gặp</a></li><li><a href="${PATHS.guide}#du-lieu">Bảo vệ dữ liệu cá nhân</a></li><li><a href="${PATHS.guide}#tro-nang">Trợ năng</a></li><li><a href="${PATHS.guide}#nha-phat-trien">Nhà phát triển</a></li></ul>
</div></footer>
</body>
</html>
`.markup;
}

const BRAND = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="6" fill="#1F4B99"/><path d="M11 0v32M21.5 0v32M0 10.5h32M0 21h32" stroke="#fff" stroke-opacity=".2"/><path d="m8 17.5 5.5 5.5L25 9.5" fill="none" stroke="#fff" stroke-width="3.25" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

function testBar(site: PortalSite): Html | undefined {
  const { testData, testSignatures, virtualClock, now } = site.bar();
  if (!testData && !testSignatures && !virtualClock) return undefined;
  const read = Instant.parse(now);
  const clock =
    virtualClock && read.ok ? html` · <span class="wide-only">đồng hồ diễn tập </span>${Instant.toVietnamese(read.value)}` : undefined;
  return html`<aside class="testbar" aria-label="Dữ liệu thử nghiệm"><p><b>DỮ LIỆU THỬ NGHIỆM</b><span class="wide-only"> · chữ ký thử, không có giá trị pháp lý</span>${clock}</p></aside>`;
}
