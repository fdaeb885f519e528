import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, Undo2 } from 'lucide-react';
import { type Overview, schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { Deadlines } from '../shared/deadlines.tsx';
import { count } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { State, type StateName, StateCounts } from '../shared/states.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';

/** The steps of the road, each the sum of the states that stand there. */
const ROAD: readonly { readonly show: StateName; readonly states: readonly (keyof Overview['counts'])[]; readonly note: string }[] = [
  { show: 'incomplete', states: ['incomplete'], note: 'nhập tiếp hoặc chờ đánh giá bổ sung' },
  { show: 'review', states: ['review'], note: 'kết quả khác bảng của giáo viên' },
  { show: 'ready', states: ['ready'], note: 'giáo viên chủ nhiệm ký' },
  { show: 'withdrawn', states: ['withdrawn'], note: 'sửa rồi ký lại' },
  { show: 'signingHomeroomTeacher', states: ['signingHomeroomTeacher'], note: 'đã trình ký' },
  { show: 'signingSchoolHead', states: ['signingSchoolHead'], note: 'giáo viên đã ký' },
  { show: 'signingOrgSignature', states: ['signingOrgSignature'], note: 'hiệu trưởng đã ký' },
  { show: 'issued', states: ['issued'], note: 'chưa nộp' },
  { show: 'submitted', states: ['submitted'], note: 'chờ Sở kiểm tra' },
  { show: 'refused', states: ['refused'], note: 'cần sửa' },
  { show: 'admitted', states: ['admitted'], note: 'chờ Sở chốt' },
  { show: 'finalized', states: ['finalized', 'reported'], note: 'có hiệu lực' },
];

/** TH-1: one sentence that is true now, where the records stand, what blocks us. */
export function OverviewPage() {
  const { session } = useSession();
  const query = useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => call(schoolDesk.overview, { signal }),
    refetchInterval: 20_000,
  });
  const head = (
    <PageHead
      trail={
        <>
          <li>{session.user.organisation.name}</li>
          <li>
            <span aria-current="page">Tổng quan</span>
          </li>
        </>
      }
      code="TH-1"
      title="Tổng quan"
      aside={query.data ? `Năm học ${query.data.schoolYear.replace('-', '–')}` : undefined}
    />
  );
  if (query.isPending)
    return (
      <>
        {head}
        <Skeleton lines={8} />
      </>
    );
  if (query.isError)
    return (
      <>
        {head}
        <Failure error={query.error} retry={() => query.refetch()} />
      </>
    );
  const { data } = query;
  if (data.pupils === 0) {
    return (
      <>
        {head}
        <Panel title="Bắt đầu năm học">
          <Empty
            cause="Trường chưa có dữ liệu học sinh."
            next={
              <Link className="button primary" to="/du-lieu">
                Nhập tệp Excel của trường
              </Link>
            }
          />
        </Panel>
      </>
    );
  }
  return (
    <>
      {head}
      <p className="lead">{data.sentence}</p>
      <div className="above-16 below-16">
        <Panel
          id="road"
          title={`${count(data.pupils)} học bạ đang ở đâu`}
          end={data.waves.map(({ wave, expected }) => `${count(expected)} đợt ${wave}`).join(' · ')}
        >
          <Road counts={data.counts} />
        </Panel>
      </div>
      <div className="columns">
        <Panel id="todo" title="Việc đang chặn" end={`${data.blockers.length} việc`}>
          <Blockers blockers={data.blockers} />
        </Panel>
        <Deadlines deadlines={data.deadlines} single />
      </div>
      <div className="above-16">
        <Panel id="perclass" title="Theo lớp" end={`${data.classes.length} lớp · ${count(data.pupils)} học sinh`}>
          <ClassTable classes={data.classes} />
        </Panel>
      </div>
    </>
  );
}

function Road({ counts }: { counts: Overview['counts'] }) {
  const steps = ROAD.map((step) => ({ ...step, n: step.states.reduce((sum, state) => sum + (counts[state] ?? 0), 0) })).filter(
    ({ n, show }) => n > 0 || show === 'incomplete' || show === 'finalized',
  );
  return (
    <ol className="road">
      {steps.map(({ show, n, note }) => (
        <li key={show}>
          <b>{count(n)}</b>
          <State state={show} />
          <p>{note}</p>
        </li>
      ))}
    </ol>
  );
}

function Blockers({ blockers }: { blockers: Overview['blockers'] }) {
  if (blockers.length === 0)
    return <Empty cause="Không có việc nào đang chặn." next="Khi có ô trống, học bạ chờ ký hoặc bị trả lại, việc sẽ hiện ở đây." />;
  return (
    <ul className="todo">
      {blockers.map(({ key, sentence, action }, i) => {
        const refused = key.startsWith('refused');
        const Icon = refused ? Undo2 : CircleAlert;
        return (
          <li key={`${key}${i}`} className={refused ? 'fail' : 'care'}>
            <Icon className="icon" aria-hidden="true" />
            <div>
              <b>{sentence}</b>
            </div>
            <Link className={`button ${i === 0 ? 'primary' : ''}`} to={action.href.replace(/^\/truong/, '') || '/'}>
              {action.label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

export function ClassTable({ classes }: { classes: Overview['classes'] }) {
  return (
    <section className="scroll" tabIndex={0} aria-label="Bảng theo lớp">
      <table className="table middle cards">
        <caption className="hidden">Trạng thái học bạ của {classes.length} lớp</caption>
        <thead>
          <tr>
            <th scope="col">Lớp</th>
            <th scope="col">Giáo viên chủ nhiệm</th>
            <th scope="col" className="number">
              Sĩ số
            </th>
            <th scope="col">Trạng thái</th>
            <th scope="col">Bước tiếp theo</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((c) => (
            <tr key={c.classroom}>
              <th scope="row">
                <span className="label-for">Lớp </span>
                <Link to="/lop/$classroom" params={{ classroom: c.classroom }}>
                  {c.classroom}
                </Link>
              </th>
              <td>{c.homeroomTeacher}</td>
              <td className="number">
                <span className="label-for">Sĩ số </span>
                {c.pupils}
              </td>
              <td>
                <StateCounts counts={c.counts} />
              </td>
              <td>{c.sentence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
