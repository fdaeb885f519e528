import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type PointPage as PointData, schoolDesk } from '#contract';
import { ASSESSMENT_POINT_LABEL, EARLIER_POINTS } from '#domain';
import { call } from '../../shared/api.ts';
import { useSession } from '../../shared/session.tsx';
import { PageHead } from '../../shared/shell.tsx';
import { Empty, Failure, Skeleton } from '../../shared/ui.tsx';
import { useCells } from './cells.ts';
import { EntryGrid, GridKeys, GridLegend } from './grid.tsx';
import { Parts } from './parts.tsx';
import { Points, Sheets } from './points.tsx';

const TABS = { subjects: 'Môn học', traits: 'Phẩm chất – Năng lực' } as const;
type Tab = keyof typeof TABS;

/** TH-3.2: levels and marks of a class at a point before the year end. */
export function PointPage() {
  const { classroom, point: named } = useParams({ from: '/lop/$classroom/$point' });
  const point = EARLIER_POINTS.find((one) => one === named);
  const query = useQuery({
    queryKey: ['point', classroom, point],
    queryFn: ({ signal }) => call(schoolDesk.pointPage, { params: { classroom, point: point! }, signal }),
    enabled: point !== undefined,
    staleTime: 0,
    refetchInterval: 20_000,
  });
  if (point === undefined)
    return (
      <Empty
        cause="Không có lần đánh giá này."
        next={
          <Link to="/lop/$classroom" params={{ classroom }}>
            Về trang lớp {classroom}
          </Link>
        }
      />
    );
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  return <Loaded key={`${classroom}/${point}`} data={query.data} />;
}

function Loaded({ data }: { data: PointData }) {
  const { session } = useSession();
  const [tab, setTab] = useState<Tab>('subjects');
  const cells = useCells(data);
  const label = ASSESSMENT_POINT_LABEL[data.point];
  return (
    <>
      <PageHead
        trail={
          <>
            <li>
              <Link to="/">{session.user.organisation.name}</Link>
            </li>
            <li>
              <Link to="/lop">Lớp</Link>
            </li>
            <li>
              <Link to="/lop/$classroom" params={{ classroom: data.classroom }}>
                {data.classroom}
              </Link>
            </li>
            <li>
              <span aria-current="page">{label}</span>
            </li>
          </>
        }
        code="TH-3.2"
        title={`${data.classroom} · Năm học ${data.schoolYear.replace('-', '–')} · ${label}`}
        aside={data.homeroomTeacher}
      />
      <Points classroom={data.classroom} />
      <p className="muted small above-12">
        Mức và điểm ở lần đánh giá này không ghi vào học bạ; ô còn trống không chặn việc ký học bạ cuối năm.
      </p>
      <Parts labels={TABS} current={tab} onChoose={setTab} />
      <GridLegend />
      <EntryGrid
        columns={data.columns.filter((column) => column.tab === tab)}
        pupils={data.pupils}
        cells={cells}
        caption={`${label} lớp ${data.classroom}, ${data.pupils.length} học sinh`}
      />
      <GridKeys />
      <p className="muted small" role="status">
        {cells.sentence} · {data.missingCells} ô trống
      </p>
      <Sheets classroom={data.classroom} point={data.point} />
    </>
  );
}
