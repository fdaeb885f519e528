import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, refusal } from '#domain';
import type { ServerPart } from './part.ts';

interface Door {
  readonly path: string;
  readonly name: string;
  readonly who: string;
}
const PORTAL: Door = {
  path: '/tra-cuu',
  name: 'Cổng tra cứu',
  who: 'Phụ huynh, nhà trường tiếp nhận: xem và xác thực học bạ, không cần tài khoản.',
};
const DESKS: Readonly<Record<ServerPart['name'], Door>> = {
  school: {
    path: '/truong',
    name: 'Bàn làm việc của trường',
    who: 'Giáo viên, hiệu trưởng, văn thư, quản trị trường: nhập, soát, ký, nộp.',
  },
  province: { path: '/so', name: 'Bàn làm việc của Sở', who: 'Sở và Phòng GD&ĐT: tiếp nhận, theo dõi, chốt, báo cáo Bộ.' },
  ministry: { path: '/bo', name: 'Bàn làm việc của Bộ', who: 'Bộ GD&ĐT: nhận báo cáo của các Sở.' },
};
const GUIDE: Door = {
  path: '/huong-dan',
  name: 'Hướng dẫn',
  who: 'Một năm học của nhà trường, của Sở và Phòng; bảng nhập, in, giữ tài khoản.',
};

/** The two pages that belong to no tier, as HTML: `/` with a door to everything that runs here, and what a person finds at an address nobody serves. */
export function doorPages(
  folder: string,
  tiers: readonly ServerPart['name'][],
  hasPortal: boolean,
): { readonly front: string; readonly missing: string } {
  const file = join(folder, 'doors.html');
  const page = existsSync(file)
    ? readFileSync(file, 'utf8')
    : '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Học bạ số</title><!--head--><ul><!--doors--></ul></html>';
  const open = [...(hasPortal ? [PORTAL] : []), ...tiers.map((tier) => DESKS[tier]), GUIDE];
  const filled = (head: string) =>
    page
      .replace('<!--head-->', head)
      .replace(
        '<!--doors-->',
        open
          .map(
            ({ path, name, who }) =>
              `<li><div><b>${name}</b><p>${who}</p></div><a class="button" href="${path}" aria-label="Mở ${name}">Mở</a></li>`,
          )
          .join(''),
      );
  const { message, publicCode } = describe(refusal('transport/route-not-found'));
  return {
    front: filled('<h1>Học bạ số</h1>'),
    missing: filled(
      `<h1>${message}</h1><p class="prose below-24">Liên kết có thể đã cũ hoặc gõ thiếu. Chọn nơi cần đến. <span class="small muted">Mã lỗi ${publicCode ?? ''}</span></p>`,
    ),
  };
}
