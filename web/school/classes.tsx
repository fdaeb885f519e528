import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { schoolDesk } from '#contract';
import { foldText } from '#kernel';
import { call } from '../shared/api.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { PointsTable } from './class/points.tsx';
import { ClassTable } from './overview.tsx';

/** TH-3: the classes one may see, found without marks. */
export function ClassesPage() {
  const { session } = useSession();
  const [wanted, setWanted] = useState('');
  const [grade, setGrade] = useState('');
  const query = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => call(schoolDesk.overview, { signal }) });
  const head = (
    <PageHead
      trail={
        <>
          <li>
            <Link to="/">{session.user.organisation.name}</Link>
          </li>
          <li>
            <span aria-current="page">Lớp</span>
          </li>
        </>
      }
      code="TH-3"
      title="Lớp"
    />
  );
  if (query.isPending)
    return (
      <>
        {head}
        <Skeleton />
      </>
    );
  if (query.isError)
    return (
      <>
        {head}
        <Failure error={query.error} retry={() => query.refetch()} />
      </>
    );
  const all = query.data.classes;
  const shown = all.filter(
    (c) => (grade === '' || String(c.grade) === grade) && foldText(`${c.classroom} ${c.homeroomTeacher}`).includes(foldText(wanted)),
  );
  return (
    <>
      {head}
      <Panel id="classes" title="Các lớp" end={`${shown.length}/${all.length} lớp`}>
        <form className="filters" onSubmit={(event) => event.preventDefault()}>
          <div className="field">
            <label htmlFor="grade">Khối</label>
            <select className="input" id="grade" value={grade} onChange={(event) => setGrade(event.target.value)}>
              <option value="">Tất cả</option>
              {[...new Set(all.map((c) => c.grade))].sort().map((g) => (
                <option key={g} value={g}>
                  Khối {g}
                </option>
              ))}
            </select>
          </div>
          <div className="field grow">
            <label htmlFor="q">Tìm lớp, giáo viên</label>
            <input
              className="input"
              id="q"
              type="search"
              placeholder="gõ không dấu cũng được"
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
          </div>
        </form>
        {shown.length === 0 ? (
          <Empty
            cause={all.length === 0 ? 'Chưa có lớp nào.' : 'Không có lớp nào khớp.'}
            next={all.length === 0 ? <Link to="/du-lieu">Nhập dữ liệu từ Excel</Link> : 'Bỏ bớt điều kiện lọc.'}
          />
        ) : (
          <ClassTable classes={shown} />
        )}
      </Panel>
      {all.length === 0 ? null : (
        <div className="above-16">
          <Panel id="points" title="Bốn lần đánh giá trong năm" end="số ô còn trống">
            <PointsTable />
          </Panel>
        </div>
      )}
    </>
  );
}
