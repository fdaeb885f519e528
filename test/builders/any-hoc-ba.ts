import fc from 'fast-check';
import {
  type HocBa, OVERALL_RESULTS, QUALITY_LEVELS, SUBJECT_CODES, SUBJECT_LEVELS, TRAIT_CODES,
} from '#domain';
import { PlainDate } from '#kernel';

type Shape = Readonly<Record<string, fc.Arbitrary<unknown>>>;
/** A record of required values, and optional ones that are often absent. */
const having = (required: Shape, optional: Shape = {}) => fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });

const hex = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const uuid = fc.tuple(hex(12), hex(3), fc.constantFrom('8', '9', 'a', 'b'), hex(15)).map(([a, b, c, d]) => `${a}4${b}${c}${d}`);
const word = fc.string({ unit: fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyAĐỄễỗ&<>"\'\u{1F600}1'), minLength: 1, maxLength: 8 }).map((text) => text.normalize('NFC'));
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));
const remark = fc.array(fc.oneof(words, fc.constantFrom('\n', '\t', '  ', ']]>', '&amp;')), { minLength: 1, maxLength: 5 }).map((parts) => `Em ${parts.join('')}`.normalize('NFC'));
const code = fc.string({ unit: fc.constantFrom(...'ABCxyz0189._-'), maxLength: 19 }).map((tail) => `H${tail}`);
const date = fc.integer({ min: 0, max: 60_000 }).map((days) => PlainDate.addDays('1930-01-01' as PlainDate, days));
const year = fc.integer({ min: 2000, max: 2098 }).map((first) => `${first}-${first + 1}`);
const measure = fc.integer({ min: 1, max: 25_000 }).map((hundredths) => hundredths / 100);
const staff = having({ staffId: code, fullName: words });

const subjects = fc.uniqueArray(fc.constantFrom(...SUBJECT_CODES), { minLength: 1, maxLength: 14 }).chain((codes) => fc.tuple(...codes.map((subject) => having(
  { subject: fc.constant(subject) },
  { language: fc.constantFrom('en', 'fr', 'tay'), level: fc.constantFrom(...SUBJECT_LEVELS), mark: fc.integer({ min: 0, max: 10 }), remark, teacher: staff },
))));
const traits = fc.uniqueArray(fc.constantFrom(...TRAIT_CODES), { maxLength: 15 }).chain((codes) => fc.tuple(...codes.map((trait) => fc.tuple(fc.constant(trait), fc.constantFrom(...QUALITY_LEVELS)))))
  .map((pairs) => Object.fromEntries(pairs));

/** Any record the packet can carry, consistent with no rule but its own form. */
export const anyHocBa = having({
  lookupCode: uuid, versionId: uuid, versionNumber: fc.integer({ min: 1, max: 999 }), schoolYear: year, wave: fc.constantFrom(1, 2), createdOn: date, classroom: word,
  school: having({ provinceDepartmentCode: code, code, name: words, commune: words, province: words, issuePlace: words }, { district: words }),
  pupil: having(
    { pupilId: code, fullName: words, birthDate: date, gender: fc.constantFrom(0, 1, 2), ethnicity: fc.constantFrom('01', '55'), nationality: fc.constantFrom('VN', 'LA') },
    { personalId: fc.constant('022315000123'), birthPlace: words, queQuan: words, residence: words, fatherName: words, motherName: words, guardianName: words, registerNumber: word, disability: words },
  ),
  history: fc.array(having({ schoolYear: year, classroom: word, schoolName: words }, { registerNumber: word, entryDate: date }), { minLength: 1, maxLength: 10 }),
  assessment: having(
    {
      grade: fc.integer({ min: 1, max: 5 }), notAssessed: fc.boolean(), subjects, traits, health: having({}, { heightCm: measure, weightKg: measure, note: remark }),
      absence: having({ excused: fc.nat(366), unexcused: fc.nat(366) }), awards: fc.array(words, { maxLength: 10 }),
    },
    { qualityRemark: remark, generalCompetencyRemark: remark, specificCompetencyRemark: remark },
  ),
  yearEnd: having({}, {
    overallResult: fc.constantFrom(...OVERALL_RESULTS), supplementary: having({ date, before: fc.constant('CHT') }), gradeCompleted: fc.boolean(), primaryCompleted: fc.boolean(), promoted: fc.boolean(),
    promotionDecision: having({ number: word, date, signer: words }),
  }),
  homeroomTeacher: staff,
  schoolHead: having({ staffId: code, fullName: words, position: words }),
}, { replaces: having({ versionId: uuid, sha256: hex(64), reason: remark }), previousYear: having({ schoolYear: year, versionId: uuid, sha256: hex(64) }) }) as unknown as fc.Arbitrary<HocBa>;
