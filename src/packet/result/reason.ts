import { content, flag, leaf, matching, optional, statement } from '../codec/index.ts';

/** `LOI`, `LDO`: why something was refused. */
export const reasonContent = (name: string) =>
  content(name, {
    code: leaf('MA', matching(/^HBS-\d{3}$/, 'mã dạng HBS-nnn')),
    message: leaf('MO_TA', statement(2000)),
    where: optional(leaf('VI_TRI', statement(500))),
    retryable: leaf('CO_THE_THU_LAI', flag),
    subIndication: optional(leaf('CHI_BAO', matching(/^[A-Z][A-Z0-9_]{1,59}$/, 'chỉ báo ETSI, ví dụ HASH_FAILURE'))),
  });

/** Most reasons of one answer. */
export const REASONS_MAX = 100;
