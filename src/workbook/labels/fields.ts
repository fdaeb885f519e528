/** A column that is not a cell of the entry grid. */
export const FIELDS = [
  'order', 'classroom', 'familyName', 'givenName', 'birthDay', 'birthMonth', 'birthYear', 'female', 'grade', 'pupilId', 'fullName', 'birthDate', 'gender', 'status', 'statusDate', 'ethnicity', 'nationality', 'disability', 'notAssessed', 'personalId',
  'birthPlace', 'queQuan', 'residence', 'fatherName', 'motherName', 'guardianName', 'registerNumber', 'schoolCode',
  'staffId', 'workState', 'position', 'positionGroup', 'homeroom', 'teaches',
  'completed', 'promoted', 'rating',
  'assessedItem', 'level', 'mark', 'assessedOn', 'decisionNumber', 'decisionDate',
] as const;
export type Field = (typeof FIELDS)[number];

/** How sheets name a field, folded; the first is the name in messages' remedies. */
const FIELD_NAMES: Readonly<Record<Field, readonly string[]>> = {
  order: ['stt', 'tt', 'so thu tu', 'so tt', 'thu tu', 'no'],
  classroom: ['ma lop', 'lop', 'ten lop', 'lop hoc'],
  familyName: ['ho', 'ho dem', 'ho va dem', 'ho lot', 'ho va lot', 'ho ten dem', 'ho va ten dem', 'ho chu lot', 'ho va chu lot', 'ho chu dem', 'ho va chu dem', 'ho va ten lot', 'ho va'],
  givenName: ['ten', 'ten hs'],
  birthDay: [],
  birthMonth: ['thang sinh'],
  birthYear: ['nam sinh'],
  female: ['nu', 'gioi tinh (nu)', 'gioi tinh nu', 'gt nu', 'hoc sinh nu', 'hs nu', 'la nu'],
  grade: ['khoi', 'khoi lop', 'ma khoi'],
  pupilId: ['ma hoc sinh', 'ma hs', 'ma so hoc sinh', 'ma so hs', 'ma dinh danh hoc sinh', 'ma dinh danh hs', 'ma dinh danh bo gd va dt', 'ma dinh danh bo gddt', 'ma dinh danh bo', 'ma dinh danh cua bo gd va dt', 'ma moet', 'ma hoc sinh (moet)', 'ma hs bo gd va dt', 'ma dd bo gd va dt'],
  fullName: ['ho ten', 'ho va ten', 'ho ten hoc sinh', 'ho va ten hoc sinh', 'ten hoc sinh', 'ho ten hs', 'ho va ten hs', 'ho, ten', 'ho, ten hoc sinh', 'ho ten tre', 'ho ten can bo', 'ho va ten can bo', 'ho va ten giao vien', 'ho ten gv', 'ho va ten gv', 'ho ten cb', 'ho ten giao vien'],
  birthDate: ['ngay sinh', 'ngay thang nam sinh', 'ngay, thang, nam sinh', 'ngay/thang/nam sinh', 'ngay-thang-nam sinh', 'sinh ngay', 'ns'],
  gender: ['gioi tinh', 'gioi', 'phai', 'nam/nu', 'nam, nu', 'nam-nu', 'gioi tinh (nam/nu)', 'gt'],
  status: ['trang thai hs', 'trang thai hoc sinh', 'trang thai', 'tths', 'tt hs', 'tinh trang', 'trang thai hoc tap'],
  statusDate: ['ngay nhap trang thai', 'ngay trang thai', 'ngay nhap tt', 'ngay tt', 'ngay vao truong', 'ngay nhap hoc', 'ngay chuyen trang thai'],
  ethnicity: ['dan toc'],
  nationality: ['quoc tich'],
  disability: ['loai khuyet tat', 'khuyet tat', 'dang khuyet tat', 'dang tat', 'kt', 'hs khuyet tat', 'hoc sinh khuyet tat'],
  notAssessed: ['hoc sinh khuyet tat khong danh gia', 'hs khuyet tat khong danh gia', 'khuyet tat khong danh gia'],
  personalId: ['so dinh danh ca nhan', 'so dinh danh', 'ma dinh danh ca nhan', 'so dinh danh ca nhan/cccd', 'so dinh danh ca nhan (cccd)', 'ma dinh danh ca nhan (cccd)', 'ma dinh danh ca nhan/cccd', 'ma so dinh danh ca nhan', 'so cccd', 'cccd', 'cccd/ma dinh danh', 'so cmnd/cccd', 'cmnd/cccd', 'so cccd/ma dinh danh', 'so cccd/dinh danh', 'so ddcn', 'ddcn', 'so ddcn/cccd', 'ma ddcn', 'so dd ca nhan', 'dinh danh ca nhan', 'so can cuoc', 'can cuoc cong dan', 'so can cuoc cong dan'],
  birthPlace: ['noi sinh', 'noi sinh chi tiet'],
  queQuan: ['que quan', 'nguyen quan'],
  residence: ['cho o hien nay', 'noi o hien nay', 'dia chi hien nay', 'cho o', 'cho o hien tai', 'noi o hien tai', 'dia chi', 'dia chi noi o', 'noi o'],
  fatherName: ['ho ten cha', 'ho va ten cha', 'ho ten bo', 'ho va ten bo', 'ten cha', 'ten bo'],
  motherName: ['ho ten me', 'ho va ten me', 'ten me'],
  guardianName: ['ho ten nguoi giam ho', 'ten nguoi giam ho', 'ho va ten nguoi giam ho', 'nguoi giam ho', 'ho ten nguoi nuoi duong'],
  registerNumber: ['so dang bo', 'so danh bo', 'so db', 'sodb'],
  schoolCode: ['ma truong'],
  staffId: ['ma can bo', 'ma giao vien', 'ma cb', 'ma gv', 'ma dinh danh can bo', 'ma can bo giao vien', 'ma dinh danh giao vien', 'ma nhan su', 'ma nhan vien', 'ma cbgv', 'ma cb/gv', 'ma so can bo'],
  workState: ['trang thai cb', 'trang thai can bo', 'trang thai lam viec'],
  position: ['vi tri viec lam', 'vi tri', 'vtvl', 'vi tri cong tac', 'chuc danh'],
  positionGroup: ['nhom chuc vu', 'chuc vu'],
  homeroom: ['lop chu nhiem', 'chu nhiem lop', 'chu nhiem', 'lop cn', 'gvcn lop', 'cn lop', 'phu trach lop'],
  teaches: ['mon day', 'mon giang day'],
  completed: ['hoan thanh chuong trinh lop hoc', 'hoan thanh ct lop hoc', 'htct lop hoc', 'hoan thanh chuong trinh', 'htctlh', 'ht chuong trinh lop hoc', 'htct', 'hoan thanh chuong trinh tieu hoc', 'htctth', 'hoan thanh ct'],
  promoted: ['len lop', 'duoc len lop', 'll'],
  rating: ['xep loai', 'xep loai giao duc', 'danh gia ket qua giao duc', 'danh gia kqgd', 'dg kqgd', 'kqgd', 'ket qua giao duc', 'ket qua danh gia giao duc', 'xep loai cuoi nam', 'xep loai chung', 'xep loai gd', 'xep loai kqgd', 'xl'],
  assessedItem: ['mon hoc/nang luc/pham chat', 'mon hoc/hoat dong giao duc', 'mon hoc, nang luc, pham chat', 'noi dung danh gia bo sung', 'noi dung danh gia'],
  level: ['muc dat duoc', 'muc', 'muc danh gia', 'muc dat duoc moi', 'muc danh gia lai'],
  mark: ['diem ktdk', 'diem', 'diem kiem tra dinh ki', 'diem kt', 'diem thi', 'diem danh gia lai', 'diem kiem tra lai'],
  assessedOn: ['ngay danh gia', 'ngay danh gia bo sung', 'ngay danh gia lai'],
  decisionNumber: ['so quyet dinh', 'so qd', 'quyet dinh so'],
  decisionDate: ['ngay quyet dinh', 'ngay qd'],
};

/** Columns that are cells of the entry grid under one name of their own. */
const CELL_NAMES: Readonly<Record<string, readonly string[]>> = {
  'health.heightCm': ['chieu cao', 'chieu cao (m)', 'cao', 'cao (m)'],
  'health.weightKg': ['can nang', 'nang'],
  'health.note': ['suc khoe', 'tinh trang suc khoe', 'tinh hinh suc khoe', 'the luc', 'sk'],
  'absence.excused': ['nghi co phep', 'so ngay nghi co phep', 'co phep', 'so buoi nghi co phep', 'nghi hoc co phep', 'so ngay nghi cp', 'nghi cp', 'nghi phep', 'so ngay nghi hoc co phep', 'vang co phep', 'vang cp'],
  'absence.unexcused': ['nghi khong phep', 'so ngay nghi khong phep', 'khong phep', 'so buoi nghi khong phep', 'nghi hoc khong phep', 'so ngay nghi kp', 'nghi kp', 'so ngay nghi hoc khong phep', 'vang khong phep', 'vang kp'],
  'award': ['khen thuong', 'danh hieu', 'danh hieu khen thuong', 'noi dung khen thuong'],
};

/** Every spelling of every column that has a name of its own. */
export const FIELD_SPELLINGS: Readonly<Record<string, readonly string[]>> = { ...FIELD_NAMES, ...CELL_NAMES };

const named = (table: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(table).flatMap(([key, names]) => names.map((name) => [name, key] as const)));
const FIELD_OF = named(FIELD_NAMES) as ReadonlyMap<string, Field>;
const CELL_OF = named(CELL_NAMES);

/** `NgaySinh`, `HO_TEN`: names as programs write them, without spaces. */
const SQUASHED_LEAST = 5, SQUASHED = new Map([...FIELD_OF].filter(([name]) => name.includes(' ')).map(([name, field]) => [name.replaceAll(' ', ''), field] as const));
const squashed = (folded: string): Field | undefined => (folded.length >= SQUASHED_LEAST && !folded.includes(' ') ? SQUASHED.get(folded.replaceAll('_', '')) : undefined);

export const fieldNamed = (folded: string): Field | undefined => FIELD_OF.get(folded) ?? squashed(folded);
export const cellNamed = (folded: string): string | undefined => CELL_OF.get(folded);

/** The headers as the sector database writes them, for messages about a column that is not there. */
export const HEADER_OF: Readonly<Record<string, string>> = {
  familyName: 'Họ đệm', givenName: 'Tên', birthDay: 'Ngày (sinh)', birthMonth: 'Tháng (sinh)', birthYear: 'Năm (sinh)', female: 'Nữ (đánh dấu x)',
  order: 'STT', grade: 'Khối', notAssessed: 'Học sinh khuyết tật không đánh giá', schoolCode: 'Mã trường', workState: 'Trạng thái CB', positionGroup: 'Nhóm chức vụ', teaches: 'Môn dạy', rating: 'Xếp loại', award: 'Khen thưởng',
  classroom: 'Mã lớp', pupilId: 'Mã học sinh', fullName: 'Họ tên', birthDate: 'Ngày sinh', gender: 'Giới tính', status: 'Trạng thái HS', statusDate: 'Ngày nhập trạng thái',
  ethnicity: 'Dân tộc', nationality: 'Quốc tịch', disability: 'Loại khuyết tật', personalId: 'Số định danh cá nhân', birthPlace: 'Nơi sinh', queQuan: 'Quê quán', residence: 'Chỗ ở hiện nay',
  fatherName: 'Họ tên cha', motherName: 'Họ tên mẹ', guardianName: 'Họ tên người giám hộ', registerNumber: 'Số đăng bộ',
  staffId: 'Mã cán bộ', position: 'Vị trí việc làm', homeroom: 'Lớp chủ nhiệm',
  assessedItem: 'Môn học/Năng lực/Phẩm chất', itemRemark: 'Nhận xét', itemPoint: 'Lần đánh giá', level: 'Mức đạt được', mark: 'Điểm KTĐK', assessedOn: 'Ngày đánh giá', completed: 'Hoàn thành chương trình lớp học', promoted: 'Lên lớp',
  decisionNumber: 'Số quyết định', decisionDate: 'Ngày quyết định',
  'health.heightCm': 'Chiều cao (cm)', 'health.weightKg': 'Cân nặng (kg)', 'health.note': 'Sức khỏe', 'absence.excused': 'Nghỉ có phép', 'absence.unexcused': 'Nghỉ không phép',
  'remark.qualities': 'Nhận xét: Phẩm chất', 'remark.generalCompetencies': 'Nhận xét: Năng lực chung', 'remark.specificCompetencies': 'Nhận xét: Năng lực đặc thù',
};

/** The overall result in four columns to tick, as in the summary of the circular (TT 27/2020 Phụ lục 2). */
export const RATINGS: Readonly<Record<string, string>> = { 'rating.excellent': 'Hoàn thành xuất sắc', 'rating.good': 'Hoàn thành tốt', 'rating.completed': 'Hoàn thành', 'rating.notCompleted': 'Chưa hoàn thành' };
