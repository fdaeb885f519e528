/** `30/06/2024` of `2024-06-30` or of an instant with an offset. */
export const day = (text: string): string => `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)}`;
/** `30/06/2024 23:59`: the contract gives instants in Vietnam time, so the text is only rearranged. */
export const moment = (text: string): string => `${day(text)} ${text.slice(11, 16)}`;
export const RESULT_NAMES = { HTXS: 'Hoàn thành xuất sắc', HTT: 'Hoàn thành tốt', HT: 'Hoàn thành', CHT: 'Chưa hoàn thành' } as const;
export const count = (n: number): string => n.toLocaleString('vi-VN');
