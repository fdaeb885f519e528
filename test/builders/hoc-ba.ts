import {
  GENERAL_COMPETENCY_CODES, type HocBa, LookupCode, PupilId, QUALITY_CODES, SchoolCode, SchoolYear, SPECIFIC_COMPETENCY_CODES, StaffId, type SubjectCode, VersionId, type YearAssessment,
} from '#domain';
import { PlainDate, unwrap } from '#kernel';

const TESTED: readonly SubjectCode[] = ['TV', 'TOAN', 'NN1', 'LSDL', 'KH', 'TH', 'CN'];
const UNTESTED: readonly SubjectCode[] = ['DD', 'GDTC', 'AN', 'MT', 'HDTN'];

/** A lớp 4 year with every cell filled: all T, all marks 9. */
export function fullAssessment(overrides: Partial<YearAssessment> = {}): YearAssessment {
  return {
    grade: 4,
    notAssessed: false,
    subjects: [...TESTED, ...UNTESTED].map((subject) => ({
      subject,
      level: 'T' as const,
      remark: 'Em đọc lưu loát, viết đúng chính tả.',
      ...(TESTED.includes(subject) ? { mark: 9 as const } : {}),
      ...(subject === 'NN1' ? { language: 'en' } : {}),
    })),
    traits: Object.fromEntries([...QUALITY_CODES, ...GENERAL_COMPETENCY_CODES, ...SPECIFIC_COMPETENCY_CODES].map((code) => [code, 'T' as const])),
    qualityRemark: 'Chăm ngoan, biết giúp đỡ bạn bè.',
    generalCompetencyRemark: 'Biết hợp tác trong nhóm.',
    specificCompetencyRemark: 'Vận dụng kiến thức vào thực tế.',
    health: { heightCm: 132, weightKg: 28, note: 'Tốt' },
    absence: { excused: 2, unexcused: 0 },
    awards: ['Học sinh Xuất sắc'],
    ...overrides,
  };
}

/** An invented pupil of an invented school, complete and consistent. */
export function hocBa(overrides: Partial<HocBa> = {}): HocBa {
  return {
    lookupCode: unwrap(LookupCode.parse('5f0c2b7e9d1a4c3e8b6f2a1d0c9e7b54')),
    versionId: unwrap(VersionId.parse('a3d1e0c47b2f4e59b8c60d9f1e2a7b33')),
    versionNumber: 1,
    schoolYear: unwrap(SchoolYear.parse('2023-2024')),
    wave: 1,
    createdOn: unwrap(PlainDate.parse('2024-05-31')),
    classroom: '4A2',
    school: {
      provinceDepartmentCode: '22', code: unwrap(SchoolCode.parse('22205411')), name: 'Trường Tiểu học Minh Hoạ A',
      commune: 'Phường Mạo Khê', district: 'Thị xã Đông Triều', province: 'Quảng Ninh', issuePlace: 'Đông Triều',
    },
    pupil: {
      pupilId: unwrap(PupilId.parse('2200123456')), fullName: 'Nguyễn Gia Hân', birthDate: unwrap(PlainDate.parse('2014-03-14')), gender: 2, ethnicity: '01', nationality: 'VN',
      birthPlace: 'Quảng Ninh', queQuan: 'Quảng Ninh', residence: 'Đông Triều, Quảng Ninh', fatherName: 'Nguyễn Văn Ví Dụ', motherName: 'Trần Thị Ẫn Ữ Ợ', registerNumber: '1234',
    },
    history: [{ schoolYear: unwrap(SchoolYear.parse('2023-2024')), classroom: '4A2', schoolName: 'Trường Tiểu học Minh Hoạ A', registerNumber: '1234', entryDate: unwrap(PlainDate.parse('2023-09-05')) }],
    assessment: fullAssessment(),
    yearEnd: { overallResult: 'HTXS', gradeCompleted: true, primaryCompleted: false, promoted: true },
    homeroomTeacher: { staffId: unwrap(StaffId.parse('GV0017')), fullName: 'Đỗ Thị Ngân' },
    schoolHead: { staffId: unwrap(StaffId.parse('GV0001')), fullName: 'Phạm Hồng Vân', position: 'Hiệu trưởng' },
    ...overrides,
  };
}
