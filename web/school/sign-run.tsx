import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type SignRun, schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { State } from '../shared/states.tsx';
import { Failure, Panel, Progress, Skeleton } from '../shared/ui.tsx';
import { SLOT_ACTS } from './sign-queue.tsx';
import { HelperPanel } from './vgca/helper-panel.tsx';

const POLL_MS = 700;

/** TH-4.2: done, failed, left; each failure by name with its cause; pause and go on. A reload changes nothing. */
export function SignRunPage() {
  const { runId } = useParams({ from: '/ky/$runId' });
  const { session } = useSession();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['sign-run', runId],
    queryFn: ({ signal }) => call(schoolDesk.signRun, { params: { runId }, signal }),
    refetchInterval: (q) => (q.state.data?.state === 'running' || !q.state.data ? POLL_MS : false),
  });
  const change = useMutation({
    mutationFn: (route: typeof schoolDesk.pauseSignRun | typeof schoolDesk.resumeSignRun) => call(route, { params: { runId } }),
    onSuccess: (run) => {
      client.setQueryData(['sign-run', runId], run);
      void client.invalidateQueries({ queryKey: ['sign-run', runId] });
    },
  });
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  const run = query.data;
  const classrooms = [...new Set(run.items.map((item) => item.classroom))].join(', ');
  return (
    <>
      <PageHead
        trail={
          <>
            <li>
              <Link to="/">{session.user.organisation.name}</Link>
            </li>
            <li>
              <Link to="/ky">Ký &amp; phát hành</Link>
            </li>
            <li>
              <span aria-current="page">Phiên ký {classrooms}</span>
            </li>
          </>
        }
        code="TH-4.2"
        title={`Phiên ký ${classrooms} · ${run.total} học bạ`}
        aside={`${SLOT_ACTS[run.slot].who} · ${run.startedBy} · ${moment(run.startedAt)}`}
      />
      <p className="lead below-16" role="status">
        {sentenceOf(run)}
      </p>
      <Panel id="progress" title="Tiến độ">
        <div className="inside stack">
          <Progress total={run.total} done={run.done} failed={run.failed} label="Tiến độ ký" />
          {change.isError ? <Failure error={change.error} /> : null}
          <div className="buttons">
            {run.state === 'running' ? (
              <button type="button" className="button" onClick={() => change.mutate(schoolDesk.pauseSignRun)}>
                Tạm dừng
              </button>
            ) : null}
            {run.state === 'paused' ? (
              <button type="button" className="button primary" onClick={() => change.mutate(schoolDesk.resumeSignRun)}>
                Ký tiếp {run.left + run.failed} học bạ
              </button>
            ) : null}
            {run.state === 'finished' && run.failed > 0 ? (
              <button type="button" className="button primary" onClick={() => change.mutate(schoolDesk.resumeSignRun)}>
                Thử lại {run.failed} học bạ lỗi
              </button>
            ) : null}
            {run.state === 'finished' && run.failed === 0 ? (
              <Link className="button primary" to="/">
                Về Tổng quan
              </Link>
            ) : null}
            <span className="muted small">Đóng trang hoặc mất điện cũng không mất phần đã ký; mở lại là chạy tiếp.</span>
          </div>
        </div>
      </Panel>
      {run.state === 'running' ? <HelperPanel runId={runId} /> : null}
      <Items title="Chưa ký được" items={run.items.filter((item) => item.state === 'failed')} />
      <Items title="Sổ của phiên ký" items={run.items.filter((item) => item.state !== 'failed')} />
    </>
  );
}

function sentenceOf(run: SignRun): string {
  if (run.state === 'running') return `Đang ký: ${run.done} xong, ${run.failed} lỗi, ${run.left} còn lại.`;
  if (run.state === 'paused') return `Tạm dừng sau ${run.done} học bạ; còn ${run.left}.`;
  return run.failed === 0 ? `Đã ký xong ${run.done} học bạ.` : `Đã ký ${run.done} học bạ; ${run.failed} chưa ký được, xem lý do bên dưới.`;
}

function Items({ title, items }: { title: string; items: SignRun['items'] }) {
  if (items.length === 0) return null;
  return (
    <Panel id={title} title={title} end={`${items.length} học bạ`}>
      <section className="scroll" tabIndex={0} aria-label={title}>
        <table className="table middle cards">
          <thead>
            <tr>
              <th scope="col">Học sinh</th>
              <th scope="col">Lớp</th>
              <th scope="col">Kết quả</th>
              <th scope="col">Lúc</th>
              <th scope="col">Vì sao</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.pupilId}>
                <th scope="row">{item.fullName}</th>
                <td>{item.classroom}</td>
                <td>
                  <State state={item.state} />
                </td>
                <td>{item.signedAt ? moment(item.signedAt) : ''}</td>
                <td>
                  {item.refusal ? (
                    <>
                      {item.refusal.message} {item.refusal.remedy}{' '}
                      <span className="code muted">{item.refusal.publicCode ?? item.refusal.code}</span>
                    </>
                  ) : (
                    ''
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
