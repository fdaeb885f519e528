import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type EXPORT_LISTS, schoolDesk } from '#contract';
import { addressOf, call } from '../shared/api.ts';
import { useFiles } from '../shared/files.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';

type List = (typeof EXPORT_LISTS)[number];

const LISTS: readonly (readonly [list: List, name: string, what: string])[] = [
  ['pupils', 'Danh sách học sinh', 'Mẫu C1-HocSinh: lý lịch, lớp, trạng thái.'],
  ['staff', 'Danh sách giáo viên', 'Mẫu CSDL_GiaoVien, có lớp chủ nhiệm.'],
  ['results', 'Kết quả cuối năm', 'Ba mẫu khối 1–2, 3, 4–5: mức, điểm, năng lực, phẩm chất, xếp loại.'],
  ['remarks', 'Nhận xét, sức khoẻ, chuyên cần', 'Mẫu NhanXet.'],
  ['supplementary', 'Đánh giá bổ sung', 'Mẫu DanhGiaBoSung: kết quả sau hè, quyết định lên lớp.'],
  ['classes', 'Tình trạng học bạ', 'Từng lớp và từng em đang ở bước nào, vì sao bị trả lại.'],
];
/** Lists in which a sheet per class makes no sense. */
const WHOLE: ReadonlySet<List> = new Set(['staff', 'classes']);

/** Lists of the school as Excel files that can be brought in again. */
export function Exports() {
  const files = useFiles();
  const overview = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => call(schoolDesk.overview, { signal }), staleTime: 15_000 });
  const [classroom, setClassroom] = useState('');
  const [per, setPer] = useState<'school' | 'class'>('school');
  return (
    <Panel id="exports" title="Xuất ra Excel">
      {overview.isPending ? (
        <Skeleton />
      ) : overview.isError ? (
        <div className="inside">
          <Failure error={overview.error} retry={() => overview.refetch()} />
        </div>
      ) : overview.data.classes.length === 0 ? (
        <Empty cause="Chưa có lớp nào để xuất." next="Nhập danh sách học sinh trước." />
      ) : (
        <>
          <p className="inside">
            Tệp theo đúng mẫu của cơ sở dữ liệu ngành, điền sẵn dữ liệu của trường, sửa xong nhập lại được. Mỗi lần xuất được ghi vào nhật
            ký truy cập.
          </p>
          <div className="filters">
            <div className="field">
              <label htmlFor="export-class">Lớp</label>
              <select className="input" id="export-class" value={classroom} onChange={(event) => setClassroom(event.target.value)}>
                <option value="">Tất cả các lớp</option>
                {overview.data.classes.map((one) => (
                  <option key={one.classroom}>{one.classroom}</option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor="export-per">Trang tính</label>
              <select
                className="input"
                id="export-per"
                value={per}
                onChange={(event) => setPer(event.target.value === 'class' ? 'class' : 'school')}
              >
                <option value="school">Tất cả một trang</option>
                <option value="class">Mỗi lớp một trang</option>
              </select>
            </div>
          </div>
          {files.notice ? <div className="inside">{files.notice}</div> : null}
          <ul className="todo plain under">
            {LISTS.map(([list, name, what]) => (
              <li key={list}>
                <div>
                  <b>{name}</b>
                  <p>{what}</p>
                </div>
                <a
                  className="button"
                  {...files.link(addressOf(schoolDesk.exportList, { list }, WHOLE.has(list) ? {} : { classroom, per }))}
                >
                  Tải {name.toLowerCase()}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
