/** What is wrong with a document that cannot be read, in Vietnamese, by the last word of its code. */
const WORDS: Readonly<Record<string, string>> = {
  'too-large': 'tệp quá lớn',
  'not-utf8': 'tệp không được ghi bằng UTF-8',
  doctype: 'có khai báo DTD (DOCTYPE), không được phép trong tệp đã ký',
  entity: 'dùng thực thể không có trong XML',
  malformed: 'sai cú pháp XML',
  namespace: 'khai báo không gian tên sai',
  'undeclared-prefix': 'dùng tiền tố chưa khai báo',
  'duplicate-attribute': 'một thuộc tính xuất hiện hai lần',
  'illegal-character': 'có ký tự không được phép trong XML',
  'too-deep': 'các phần lồng nhau quá sâu',
  'too-many-attributes': 'một phần có quá nhiều thuộc tính',
  'too-many-declarations': 'có quá nhiều khai báo không gian tên',
  'too-many-nodes': 'có quá nhiều phần',
};

/** @param code `xml/…` */
export const describeXmlFault = (code: string): string => WORDS[code.replace(/^xml\//, '')] ?? code;
