import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type ClassPage as ClassData, type GridColumn, schoolDesk } from '#contract';
import type { z } from 'zod';
import { call } from '../../shared/api.ts';
import { useSession } from '../../shared/session.tsx';
import { PageHead } from '../../shared/shell.tsx';
import { StateCounts } from '../../shared/states.tsx';
import { Failure, Skeleton } from '../../shared/ui.tsx';
import { useCells } from './cells.ts';
import { Drawer } from './drawer.tsx';
import { EntryGrid, GridKeys, GridLegend } from './grid.tsx';
import { Parts } from './parts.tsx';
import { Points, Sheets } from './points.tsx';
import { Results } from './results.tsx';

type Column = z.infer<typeof GridColumn>;
const TABS = {
  subjects: 'Môn học',
  traits: 'Phẩm chất – Năng lực',
  remarks: 'Nhận xét',
  year: 'Sức khoẻ – Khen thưởng',
  result: 'Kết quả',
} as const;
type Tab = keyof typeof TABS;

/** TH-3.1: the entry grid of a class at year end. */
export function ClassPage() {
  const { classroom } = useParams({ from: '/lop/$classroom' });
  const query = useQuery({
    queryKey: ['class', classroom],
    queryFn: ({ signal }) => call(schoolDesk.classPage, { params: { classroom }, signal }),
    staleTime: 0,
    refetchInterval: 20_000,
  });
  if (query.isPending)
    return (
      <>
        <Head classroom={classroom} title={classroom} />
        <Skeleton lines={12} />
      </>
    );
  if (query.isError)
    return (
      <>
        <Head classroom={classroom} title={classroom} />
        <Failure error={query.error} retry={() => query.refetch()} />
      </>
    );
  return <Loaded key={classroom} data={query.data} />;
}

function Head({ classroom, ...more }: { classroom: string; title: string; aside?: ReactNode; buttons?: ReactNode }) {
  const { session } = useSession();
  return (
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
            <span aria-current="page">{classroom}</span>
          </li>
        </>
      }
      code="TH-3.1"
      {...more}
    />
  );
}

function Loaded({ data }: { data: ClassData }) {
  const [tab, setTab] = useState<Tab>('subjects');
  const [selected, setSelected] = useState<string>();
  const cells = useCells(data);
  const pupil = data.pupils.find((p) => p.pupilId === selected);
  const columns = data.columns.filter((column) => column.tab === tab);
  const go = (pupilId: string, key: string) => goTo(data, pupilId, key, setTab);
  return (
    <div className={pupil ? 'split' : ''}>
      <div>
        <Head
          classroom={data.classroom}
          title={`${data.classroom} · Năm học ${data.schoolYear.replace('-', '–')} · Cuối năm`}
          aside={data.homeroomTeacher}
          buttons={<Next data={data} onFill={() => focusFirstMissing(data, setTab)} onReview={() => setTab('result')} />}
        />
        <Points classroom={data.classroom} />
        <div className="above-12 below-12">
          <StateCounts counts={data.counts} />
        </div>
        <Parts labels={TABS} current={tab} onChoose={setTab} />
        {tab === 'result' ? (
          <Results data={data} onSelect={setSelected} goTo={go} />
        ) : (
          <GridTab columns={columns} data={data} cells={cells} selected={selected} onSelect={setSelected} />
        )}
        <Sheets classroom={data.classroom} point="yearEnd" />
      </div>
      {pupil ? (
        <Drawer
          key={pupil.pupilId}
          pupil={pupil}
          columns={data.columns}
          onClose={() => setSelected(undefined)}
          onNext={() => setSelected(data.pupils[(data.pupils.indexOf(pupil) + 1) % data.pupils.length]?.pupilId)}
          goTo={go}
          onRenamed={setSelected}
        />
      ) : null}
    </div>
  );
}

function Next({ data, onFill, onReview }: { data: ClassData; onFill: () => void; onReview: () => void }) {
  const { session } = useSession();
  const { kind, label, count } = data.next;
  if (kind === 'none') return <span className="muted">{label}</span>;
  if (kind === 'fill')
    return (
      <button type="button" className="button primary" onClick={onFill}>
        {label}
      </button>
    );
  if (kind === 'review')
    return (
      <button type="button" className="button primary" onClick={onReview}>
        {label}
      </button>
    );
  if (kind === 'sign' && session.user.role !== 'homeroomTeacher')
    return <span className="muted">{count} học bạ chờ giáo viên chủ nhiệm ký</span>;
  return kind === 'sign' ? (
    <Link className="button primary" to="/ky">
      {label}
    </Link>
  ) : (
    <Link className="button primary" to="/nop">
      {label}
    </Link>
  );
}

function GridTab({
  columns,
  data,
  cells,
  selected,
  onSelect,
}: {
  columns: readonly Column[];
  data: ClassData;
  cells: ReturnType<typeof useCells>;
  selected: string | undefined;
  onSelect: (id: string) => void;
}) {
  return (
    <>
      <GridLegend />
      <EntryGrid
        columns={columns}
        pupils={data.pupils}
        cells={cells}
        selected={selected}
        onSelect={onSelect}
        caption={`Kết quả cuối năm lớp ${data.classroom}, ${data.pupils.length} học sinh`}
      />
      <GridKeys />
      <p className="muted small" role="status">
        {cells.sentence} · {data.missingCells} ô trống
      </p>
    </>
  );
}

/** Shows the tab of a cell and puts the cursor into it. */
function goTo(data: ClassData, pupilId: string, key: string, setTab: (tab: Tab) => void): void {
  const column = data.columns.find((c) => c.key === key);
  if (!column) return;
  setTab(column.tab);
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(`cell-${pupilId}-${key}`)?.focus()));
}

function focusFirstMissing(data: ClassData, setTab: (tab: Tab) => void): void {
  for (const pupil of data.pupils) {
    const missing = pupil.computed.missingCells[0];
    if (missing) {
      goTo(data, pupil.pupilId, missing.key, setTab);
      return;
    }
  }
}
