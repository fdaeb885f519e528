import { SUBJECT_LABEL, type SubjectCode, TRAIT_LABEL, type TraitCode } from '#domain';

const PARTS: Readonly<Record<string, string>> = { level: 'Mức đạt được', mark: 'Điểm KTĐK', remark: 'Nhận xét' };

/** The header of an entry-grid cell as a person would look for it: `Toán – Điểm KTĐK`. */
export function headerOfCell(key: string): string {
  const [area, code, part] = key.split('.');
  if (area === 'trait') return TRAIT_LABEL[key.slice('trait.'.length) as TraitCode];
  return `${SUBJECT_LABEL[code as SubjectCode]} – ${PARTS[part!]}`;
}
