import { ARROWS, PURE_AREAS } from './arrows.ts';
import { areaOf, importsOf, isTest, type SourceFile, targetArea } from './source.ts';

/** `src/domain/x.ts:12 domain must not import database` */
export type Violation = string;
export type Rule = (file: SourceFile) => readonly Violation[];

const FILE_LINES_MAX = 400;

/** Arrows between areas (ARCHITECTURE.md). Tests may look everywhere; nobody looks into apps. */
export const arrows: Rule = ({ path, text }) => {
  const area = areaOf(path);
  if (area === undefined || area === 'apps' || isTest(path)) return [];
  return importsOf(text).flatMap(({ specifier, line }) => {
    const target = targetArea(path, specifier);
    return target === undefined || target === area || (ARROWS[area] ?? []).includes(target)
      ? []
      : [`${path}:${line} ${area} must not import ${target}`];
  });
};

/** Another area is reached by its name, never by a path into its folder. */
export const noRelativeEscape: Rule = ({ path, text }) => {
  const area = areaOf(path);
  if (area === undefined || isTest(path)) return [];
  return importsOf(text).flatMap(({ specifier, line }) => {
    if (!specifier.startsWith('.') || /(^|\/)policies\/[a-z-]+\.json$/.test(specifier)) return [];
    const target = targetArea(path, specifier);
    const sameFamily =
      target !== undefined &&
      (target === area ||
        target.startsWith(`${area}/`) ||
        area.startsWith(`${target}/`) ||
        (area === 'apps' && target === 'apps') ||
        target.split('/')[0] === area.split('/')[0]);
    return sameFamily ? [] : [`${path}:${line} imports ${specifier}: use the #name of the area`];
  });
};

/** Pure areas use nothing of a host and no package outside their list. */
export const pureImports: Rule = ({ path, text }) => {
  const allowed = PURE_AREAS[areaOf(path) ?? ''];
  if (!allowed || isTest(path)) return [];
  return importsOf(text).flatMap(({ specifier, line }) => {
    const isPackage = !specifier.startsWith('.') && !specifier.startsWith('#');
    return !isPackage || allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`))
      ? []
      : [`${path}:${line} ${areaOf(path)} is pure and must not import ${specifier}`];
  });
};

const HOST = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.|\bcrypto\.|\brandomUUID\b|\bsetTimeout\b|\bprocess\.|\bfetch\(/;
/** Pure areas know no clock and no chance: time and ids are arguments. */
export const noClock: Rule = ({ path, text }) => {
  if (!PURE_AREAS[areaOf(path) ?? ''] || isTest(path)) return [];
  return text
    .split('\n')
    .flatMap((line, i) =>
      HOST.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line)
        ? [`${path}:${i + 1} a pure area uses the host: ${line.trim().slice(0, 80)}`]
        : [],
    );
};

/** Words that mean something else in law, with the right one (docs/glossary.md). */
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\b(transcript|reportCard|schoolRecord)\w*/i, 'hocBa'],
  [/\b(classTeacher|formTeacher)\w*/i, 'homeroomTeacher'],
  [/\bprincipal(Id|Name|Signature)?\b/, 'schoolHead'],
  [/\b(lockRecord|lockPacket|sealRecord|freezeRecord|isLocked)\w*/i, 'finalize'],
  [/\b(recallPacket|revokePacket|revokeRecord)\w*/i, 'withdraw'],
  [/\bsemester\b/i, 'term'],
  // A key whose value is a text is a word that sheets use.
  [/\bcccd\b\s*(?::(?! ')|[=.(])/, 'personalId'],
  [/\bblockchain\b/i, 'translog'],
];
export const bannedWords: Rule = ({ path, text }) => {
  const area = areaOf(path);
  if (area === undefined || isTest(path) || area === 'signature' || area.startsWith('signature/')) return [];
  return text.split('\n').flatMap((line, i) =>
    BANNED.flatMap(([word, instead]) => {
      const found = word.exec(line);
      return found ? [`${path}:${i + 1} ${found[0]}: say ${instead}`] : [];
    }),
  );
};

/** Ministry names of XML elements live in packet alone (and in the trial vendor, which shares no code). */
export const ministryNames: Rule = ({ path, text }) => {
  const area = areaOf(path);
  if (area === undefined || area === 'packet' || area === 'packet/xsd' || isTest(path) || path === 'src/apps/year/vendor.ts') return [];
  return text
    .split('\n')
    .flatMap((line, i) =>
      /['"`<](DU_LIEU_HOC_BA|THONG_TIN_HOC_BA|DIEM_TONG_KET|DANH_SACH_DIEM|PHAT_HANH_HOC_BA|THONG_TIN_CHUNG|KET_QUA_CUOI_NAM)\b/.test(
        line,
      ) && area !== 'verifier'
        ? [`${path}:${i + 1} a Ministry element name outside packet`]
        : [],
    );
};

/** Tables of refusals are as long as there are refusals. */
export const fileLength: Rule = ({ path, text }) => {
  if (path.startsWith('src/domain/refusal/')) return [];
  const lines = text.split('\n').length;
  return lines > FILE_LINES_MAX ? [`${path} has ${lines} lines; is it still one idea?`] : [];
};

/** Focused, skipped and empty tests, left-over marks, silenced compilers. */
export const leftovers: Rule = ({ path, text }) =>
  text
    .split('\n')
    .flatMap((line, i) =>
      /\b(test|it|describe)\.(only|skip|todo)\b|@ts-(ignore|nocheck|expect-error)|\bTODO\b|\bFIXME\b|\bas any\b(?=\s*[;,)\]}])/.test(
        line,
      ) && !path.startsWith('tools/tidy/')
        ? [`${path}:${i + 1} ${line.trim().slice(0, 80)}`]
        : [],
    );

export const RULES: Readonly<Record<string, Rule>> = {
  arrows,
  noRelativeEscape,
  pureImports,
  noClock,
  bannedWords,
  ministryNames,
  fileLength,
  leftovers,
};
