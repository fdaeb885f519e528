import type { Catalogue } from '../refusal.ts';
import { row } from './row.ts';

/** Why a row without a fault is left out when only the sound rows are imported. */
export const partial = {
  'workbook/listed-row-refused': row(
    'HBS-524',
    'Dòng {row} trang {sheet} của em {pupil} chưa nhập được vì dòng của em trong danh sách học sinh bị từ chối.',
    'Sửa dòng của em trong danh sách học sinh rồi nhập lại cả hai.',
  ),
  'workbook/rows-lean-on-each-other': row(
    'HBS-524',
    'Các dòng lỗi của tệp {file} liên quan chồng chéo đến nhiều dòng khác nên không tách riêng được phần đúng.',
    'Sửa các lỗi đã nêu trong tệp rồi nhập lại.',
  ),
  'workbook/other-line-refused': row(
    'HBS-550',
    'Dòng {row} trang {sheet} chưa nhập được vì dòng {otherRow} cũng của {pupil} bị từ chối; các dòng đánh giá bổ sung của một em được nhập cùng nhau.',
    'Sửa dòng {otherRow} rồi nhập lại cả các dòng của em.',
  ),
} as const satisfies Catalogue;
