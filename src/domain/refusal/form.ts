import type { Catalogue, CatalogueEntry } from './refusal.ts';

const row = (publicCode: CatalogueEntry['publicCode'], message: string, remedy: string): CatalogueEntry => ({
  publicCode,
  message,
  remedy,
  retryable: false,
});

const WRITE_AGAIN = 'Lập lại tệp bằng phần mềm đúng quy cách hbs-1 rồi ký lại; không sửa tay tệp đã ký.';
const SEND_AGAIN = 'Lập lại thông điệp từ các tệp gốc, đóng dấu số rồi gửi lại với mã thông điệp mới.';

/** The form of a document: well-formed XML, version, structure and values, counts and digests of a batch. */
export const form = {
  'form/not-xml': row(
    'HBS-201',
    'Không đọc được tệp XML: {reason} (dòng {line}, cột {column}).',
    'Lấy lại tệp gốc từ nơi phát hành; nếu tệp gốc cũng như vậy, nơi phát hành phải lập lại tệp XML đúng chuẩn (UTF-8, không có DTD) rồi ký lại; không sửa tay tệp đã ký.',
  ),
  'form/foreign-content': row('HBS-201', 'Tệp có {what}; tệp của quy cách hbs-1 không được có thành phần này.', WRITE_AGAIN),
  'form/structure': row('HBS-202', 'Cấu trúc tệp không đúng mẫu: {name} {fault}.', WRITE_AGAIN),
  'form/value': row(
    'HBS-202',
    'Giá trị của {name} không hợp lệ: “{value}”. Phải là {expected}.',
    'Sửa giá trị này ở phần mềm lập học bạ, lập lại tệp rồi ký lại.',
  ),
  'form/mismatch': row('HBS-202', '{name} là “{value}”, không khớp với {other} là “{expected}”.', WRITE_AGAIN),
  'form/duplicate': row('HBS-202', '{name} có giá trị “{value}” xuất hiện nhiều lần.', WRITE_AGAIN),
  'form/xsd': row('HBS-202', 'Tệp không đúng lược đồ XSD ở dòng {line}: {detail}', WRITE_AGAIN),
  'form/unknown-document': row(
    'HBS-203',
    'Không nhận ra loại tệp: phần tử gốc là {root}.',
    'Gửi đúng gói tin học bạ hoặc thông điệp của quy cách hbs-1.',
  ),
  'form/version': row(
    'HBS-203',
    'Phiên bản hoặc quy cách của tệp chưa được hỗ trợ: {name} là “{value}”.',
    'Lập tệp theo quy cách hbs-1, phiên bản 1.0.',
  ),
  'form/count': row('HBS-204', 'Số lượng ghi trong thông điệp là {stated}, nhưng có {counted} mục.', SEND_AGAIN),
  'form/item-size': row('HBS-205', 'Mục {index}: kích thước ghi là {stated} byte, tệp thật có {counted} byte.', SEND_AGAIN),
  'form/item-hash': row('HBS-205', 'Mục {index}: giá trị băm SHA-256 không khớp với tệp gửi kèm.', SEND_AGAIN),
  'form/too-large': row(
    'HBS-104',
    'Thông điệp có {size} byte, vượt giới hạn {limit} byte.',
    'Chia thành nhiều thông điệp nhỏ hơn, mỗi thông điệp tối đa 60 học bạ.',
  ),
} as const satisfies Catalogue;
