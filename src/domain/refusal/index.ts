import { content } from './content.ts';
import { form } from './form.ts';
import { portal } from './portal.ts';
import { print } from './print.ts';
import type { Catalogue, Refusal } from './refusal.ts';
import { school } from './school.ts';
import { signature } from './signature.ts';
import { system } from './system.ts';
import { transport } from './transport.ts';
import { upward } from './upward.ts';
import { workbook } from './workbook/index.ts';

export * from './refusal.ts';

/** Every refusal the product can give: transport 1xx, form 2xx, signature 3xx, content 4xx, workbook 5xx, school 6xx, portal 7xx, upward 8xx, system 9xx. */
export const CATALOGUE: Catalogue = {
  ...transport,
  ...form,
  ...signature,
  ...content,
  ...workbook,
  ...school,
  ...print,
  ...portal,
  ...upward,
  ...system,
};

export interface RefusalText {
  readonly code: string;
  readonly publicCode: string | null;
  readonly message: string;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly where?: string;
}

/** The refusal as people read it, in Vietnamese. An unknown code is our fault and says so (HBS-999). */
export function describe(refusal: Refusal): RefusalText {
  const entry = CATALOGUE[refusal.code];
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(refusal.params?.[name] ?? whole));
  return {
    code: refusal.code,
    publicCode: entry ? entry.publicCode : 'HBS-999',
    message: entry ? fill(entry.message) : 'Hệ thống gặp lỗi chưa xác định.',
    remedy: entry ? fill(entry.remedy) : 'Thử lại sau ít phút; nếu vẫn lỗi, gửi mã này cho bộ phận hỗ trợ.',
    retryable: entry?.retryable ?? true,
    ...(refusal.where ? { where: refusal.where } : {}),
  };
}
