import type { Catalogue } from './refusal.ts';

/** What the school desk cannot do, and what to do instead. */
export const school = {
  'school/not-registered': { publicCode: 'HBS-601', message: 'Trường có mã {code} chưa được khai báo trên hệ thống.', remedy: 'Quản trị viên khai báo trường (mã, tên, xã/phường) rồi làm lại.', retryable: false },
  'school/year-empty': { publicCode: 'HBS-602', message: 'Trường chưa có dữ liệu của năm học nào.', remedy: 'Mở mục Dữ liệu, chọn các tệp Excel của năm học rồi Chạy thử.', retryable: false },
  'school/class-unknown': { publicCode: 'HBS-603', message: 'Không có lớp {classroom} trong năm học {schoolYear}.', remedy: 'Kiểm tra lại tên lớp, hoặc nhập danh sách học sinh có lớp này.', retryable: false },
  'school/pupil-unknown': { publicCode: 'HBS-604', message: 'Không có học sinh mã {pupilId} trong năm học {schoolYear}.', remedy: 'Kiểm tra mã học sinh, hoặc nhập lại danh sách học sinh.', retryable: false },
  'school/class-not-yours': { publicCode: 'HBS-605', message: 'Thầy/cô không phụ trách lớp {classroom}.', remedy: 'Chỉ giáo viên chủ nhiệm của lớp, lãnh đạo hoặc quản trị trường làm được việc này.', retryable: false },
  'school/changed-meanwhile': { publicCode: 'HBS-606', message: 'Có người khác vừa thay đổi cùng học bạ này.', remedy: 'Tải lại trang để xem bản mới rồi làm lại.', retryable: true },
  'school/not-allowed': { publicCode: 'HBS-607', message: 'Vai trò của thầy/cô không được {action}.', remedy: 'Nhờ {who} thực hiện.', retryable: false },

  'school/record-locked': { publicCode: 'HBS-610', message: 'Không sửa được: học bạ của em {pupil} {why}.', remedy: '{remedy}', retryable: false },
  'school/cell-conflict': { publicCode: 'HBS-611', message: 'Ô “{cell}” của em {pupil} đã được người khác sửa thành “{value}”.', remedy: 'Xem giá trị mới, nếu vẫn muốn đổi thì nhập lại.', retryable: false },
  'school/cell-unknown': { publicCode: 'HBS-612', message: 'Lớp của em {pupil} không có ô “{cell}”.', remedy: 'Chọn ô có trong bảng của khối lớp này.', retryable: false },
  'school/cell-supplemented': { publicCode: 'HBS-613', message: 'Ô “{cell}” của em {pupil} đang mang kết quả đánh giá bổ sung.', remedy: 'Sửa trong mục Đánh giá bổ sung của em.', retryable: false },
  'school/pupil-left': { publicCode: 'HBS-614', message: 'Em {pupil} đã chuyển đi nên trường không lập học bạ năm học này.', remedy: 'Nếu em vẫn học tại trường, sửa trạng thái trong danh sách học sinh rồi nhập lại.', retryable: false },
  'school/nothing-to-accept': { publicCode: 'HBS-615', message: 'Kết quả của em {pupil} không có gì cần xác nhận.', remedy: 'Tải lại trang để xem trạng thái hiện tại.', retryable: false },
  'school/supplementary-not-needed': { publicCode: 'HBS-616', message: 'Em {pupil} không thuộc diện đánh giá bổ sung vì kết quả cuối năm không phải “Chưa hoàn thành”.', remedy: 'Chỉ ghi đánh giá bổ sung cho em có kết quả “Chưa hoàn thành” (TT 27/2020 Điều 11).', retryable: false },
  'school/date-malformed': { publicCode: 'HBS-618', message: 'Ngày “{value}” không có thật hoặc sai dạng.', remedy: 'Ghi ngày theo dạng năm-tháng-ngày, ví dụ 2024-08-07.', retryable: false },

  'school/import-other-school': { publicCode: 'HBS-619', message: 'Mã truy cập này là của trường {own}, không nhập dữ liệu cho trường {asked}.', remedy: 'Dùng mã truy cập do chính trường {asked} cấp.', retryable: false },
  'school/import-unknown': { publicCode: 'HBS-620', message: 'Không có lần nhập dữ liệu này.', remedy: 'Mở lại danh sách các lần nhập.', retryable: false },
  'school/import-no-files': { publicCode: 'HBS-621', message: 'Chưa chọn tệp nào.', remedy: 'Chọn các tệp Excel của trường rồi Chạy thử.', retryable: false },
  'school/import-not-committable': { publicCode: 'HBS-622', message: 'Lần nhập này không ghi được nữa vì {why}.', remedy: 'Chạy thử lại với tệp hiện tại.', retryable: false },
  'school/import-outdated': { publicCode: 'HBS-623', message: 'Dữ liệu của trường đã thay đổi sau lần chạy thử, nên kết quả ghi sẽ khác với bản đã xem.', remedy: 'Chạy thử lại, xem thay đổi rồi ghi.', retryable: false },
  'school/import-has-errors': { publicCode: 'HBS-624', message: 'Các tệp còn {count} lỗi nên chưa ghi gì vào dữ liệu của trường.', remedy: 'Sửa các lỗi đã liệt kê trong tệp rồi Chạy thử lại.', retryable: false },
  'school/import-record-locked': { publicCode: 'HBS-625', message: 'Tệp đổi dữ liệu của em {pupil} (lớp {classroom}: {cells}) nhưng học bạ của em {why}.', remedy: '{remedy}', retryable: false },
  'school/import-pupil-not-listed': { publicCode: 'HBS-626', message: 'Em {pupil} (lớp {classroom}) đang có trong dữ liệu nhưng không có trong tệp; dữ liệu của em được giữ nguyên.', remedy: 'Nếu em đã chuyển đi, ghi trạng thái “Chuyển đi” trong danh sách học sinh.', retryable: false },
  'school/import-year-malformed': { publicCode: 'HBS-627', message: 'Năm học “{value}” sai dạng.', remedy: 'Ghi năm học theo dạng 2023-2024.', retryable: false },

  'school/no-signer': { publicCode: 'HBS-630', message: 'Chưa có chứng thư số dùng được cho {who}.', remedy: 'Cắm thiết bị ký hoặc khai báo dịch vụ ký trong mục Chứng thư số.', retryable: true },
  'school/slot-not-yours': { publicCode: 'HBS-631', message: 'Thầy/cô không ký ở vị trí {slot}.', remedy: 'Giáo viên chủ nhiệm ký trước, rồi hiệu trưởng, sau cùng văn thư đóng dấu.', retryable: false },
  'school/nothing-to-sign': { publicCode: 'HBS-632', message: 'Không có học bạ nào chờ ký ở các lớp đã chọn.', remedy: 'Xem lý do từng em chưa ký được trong hàng chờ.', retryable: false },
  'school/not-signable': { publicCode: 'HBS-633', message: 'Học bạ của em {pupil} chưa ký được: {why}.', remedy: 'Hoàn tất việc còn thiếu rồi chạy tiếp phiên ký.', retryable: false },
  'school/no-homeroom-teacher': { publicCode: 'HBS-634', message: 'Lớp {classroom} chưa có giáo viên chủ nhiệm.', remedy: 'Ghi lớp chủ nhiệm trong danh sách cán bộ rồi nhập lại.', retryable: false },
  'school/no-school-head': { publicCode: 'HBS-635', message: 'Danh sách cán bộ chưa có hiệu trưởng đang làm việc.', remedy: 'Ghi “Hiệu trưởng” ở cột Vị trí việc làm rồi nhập lại.', retryable: false },
  'school/other-signer-named': { publicCode: 'HBS-636', message: 'Học bạ của em {pupil} ghi người ký là {named}.', remedy: 'Để {named} ký, hoặc mở lại học bạ để ghi người ký khác.', retryable: false },
  'school/run-unknown': { publicCode: 'HBS-637', message: 'Không có phiên ký này.', remedy: 'Mở lại sổ các phiên ký.', retryable: false },
  'school/run-not-possible': { publicCode: 'HBS-638', message: 'Phiên ký {state} nên không {action} được.', remedy: 'Tải lại trang để xem trạng thái hiện tại của phiên ký.', retryable: false },

  'school/nothing-to-submit': { publicCode: 'HBS-640', message: 'Lớp {classroom} không có học bạ đã phát hành chờ nộp đợt {wave}.', remedy: 'Ký và đóng dấu trước, rồi nộp.', retryable: false },
  'school/message-unknown': { publicCode: 'HBS-641', message: 'Không có gói tin này.', remedy: 'Mở lại danh sách gói tin đã nộp.', retryable: false },
  'school/not-admitted': { publicCode: 'HBS-642', message: 'Học bạ của em {pupil} chưa được Sở tiếp nhận nên không {action} được.', remedy: 'Trước khi nộp, dùng Mở lại để sửa.', retryable: false },
  'school/record-final': { publicCode: 'HBS-643', message: 'Học bạ của em {pupil} đã chốt, có hiệu lực từ {date}; không ai sửa, thu hồi hay thay thế được nữa.', remedy: 'Không có thao tác nào thay đổi học bạ đã chốt.', retryable: false },
  'school/withdrawal-pending': { publicCode: 'HBS-644', message: 'Yêu cầu thu hồi học bạ của em {pupil} đang chờ Sở trả lời.', remedy: 'Đợi kết quả trong mục Nộp & trạng thái.', retryable: true },
  'school/nothing-to-reopen': { publicCode: 'HBS-645', message: 'Học bạ của em {pupil} {why} nên không mở lại được.', remedy: '{remedy}', retryable: false },
  'school/list-empty': { publicCode: 'HBS-646', message: 'Không có ai để gửi trong {list}.', remedy: 'Nhập dữ liệu của trường trước.', retryable: false },

  'school/gateway-unreachable': { publicCode: 'HBS-650', message: 'Chưa kết nối được cổng tiếp nhận của Sở: {why}.', remedy: 'Gói tin đã lưu, hệ thống tự gửi lại đúng gói tin ấy.', retryable: true },
  'school/gateway-answer': { publicCode: 'HBS-651', message: 'Cổng tiếp nhận trả lời không đọc được: {why}.', remedy: 'Hệ thống tự hỏi lại; nếu kéo dài, báo bộ phận hỗ trợ kèm mã gói tin.', retryable: true },
  'school/receipt-not-genuine': { publicCode: 'HBS-652', message: 'Chữ ký của Sở trên {document} không xác thực được.', remedy: 'Không dùng tài liệu này; báo Sở kèm mã gói tin.', retryable: true },
} as const satisfies Catalogue;
