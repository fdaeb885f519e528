import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type PrintRun, schoolDesk } from '#contract';
import { addressOf, call } from '../shared/api.ts';
import { useFiles } from '../shared/files.tsx';
import { moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { State } from '../shared/states.tsx';
import { Failure, Panel, Progress, Skeleton } from '../shared/ui.tsx';
import { classesOf, PRODUCTS } from './print-runs.tsx';

const POLL_MS = 700;

/** TH-6.1: done, failed, left; each failure by name with cell and remedy; stop, go on, and the files. A reload changes nothing. */
export function PrintRunPage() {
  const { runId } = useParams({ from: '/in/$runId' });
  const { session } = useSession();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['print-run', runId],
    queryFn: ({ signal }) => call(schoolDesk.printRun, { params: { runId }, signal }),
    refetchInterval: (q) => (q.state.data?.state === 'running' || !q.state.data ? POLL_MS : false),
  });
  const change = useMutation({
    mutationFn: (route: typeof schoolDesk.cancelPrintRun | typeof schoolDesk.resumePrintRun) => call(route, { params: { runId } }),
    onSuccess: (run) => {
      client.setQueryData(['print-run', runId], run);
      void client.invalidateQueries({ queryKey: ['print-runs'] });
    },
  });
  const files = useFiles();
  const isKept = async (): Promise<boolean> => {
    const run = await call(schoolDesk.printRun, { params: { runId } });
    client.setQueryData(['print-run', runId], run);
    return run.kept > 0;
  };
  const file = (route: typeof schoolDesk.printRunPdf | typeof schoolDesk.printRunZip) => files.link(addressOf(route, { runId }), isKept);
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  const run = query.data;
  return (
    <>
      <PageHead
        trail={
          <>
            <li>
              <Link to="/">{session.user.organisation.name}</Link>
            </li>
            <li>
              <Link to="/in">In học bạ</Link>
            </li>
            <li>
              <span aria-current="page">Lượt in {classesOf(run)}</span>
            </li>
          </>
        }
        code="TH-6.1"
        title={`${PRODUCTS[run.product]} ${classesOf(run)} · ${run.total} em`}
        aside={`${run.startedBy} · ${moment(run.startedAt)}`}
      />
      <p className="lead below-16" role="status">
        {sentenceOf(run)}
      </p>
      <Panel id="progress" title="Tiến độ">
        <div className="inside stack">
          <Progress total={run.total} done={run.done} failed={run.failed} label="Tiến độ in" />
          {change.isError ? <Failure error={change.error} /> : null}
          <div className="buttons">
            {run.state === 'running' ? (
              <button type="button" className="button" onClick={() => change.mutate(schoolDesk.cancelPrintRun)}>
                Dừng
              </button>
            ) : null}
            {run.state !== 'running' && run.left + run.failed > 0 ? (
              <button type="button" className="button" onClick={() => change.mutate(schoolDesk.resumePrintRun)}>
                {run.left > 0 ? `In tiếp ${run.left + run.failed} em` : `In lại ${run.failed} em lỗi`}
              </button>
            ) : null}
            {run.state !== 'running' && run.kept > 0 ? (
              <>
                <a className="button primary" {...file(schoolDesk.printRunPdf)}>
                  Tải một PDF ({run.kept} em)
                </a>
                <a className="button" {...file(schoolDesk.printRunZip)}>
                  Tải ZIP, mỗi em một PDF
                </a>
              </>
            ) : null}
          </div>
          {files.notice}
          <p className="muted small">
            {run.state !== 'running' && run.kept === 0 && run.done > 0
              ? 'Tệp chỉ giữ một ngày và đã được xóa; in lại nếu cần.'
              : 'Đóng trang hoặc mất điện cũng không mất phần đã in; mở lại là chạy tiếp. Tệp được giữ một ngày; tên tệp chỉ có số thứ tự và lớp.'}
          </p>
        </div>
      </Panel>
      <Items title="Chưa in được" items={run.items.filter((item) => item.state === 'failed')} />
      <Items title="Từng học bạ" items={run.items.filter((item) => item.state !== 'failed')} />
    </>
  );
}

function sentenceOf(run: PrintRun): string {
  if (run.state === 'running') return `Đang in: ${run.done} xong, ${run.failed} lỗi, ${run.left} còn lại.`;
  if (run.state === 'cancelled') return `Đã dừng sau ${run.done} học bạ; còn ${run.left}.`;
  return run.failed === 0
    ? `Đã in xong ${run.done} học bạ.`
    : `Đã in ${run.done} học bạ; ${run.failed} chưa in được, xem ô cần sửa bên dưới.`;
}

function Items({ title, items }: { title: string; items: PrintRun['items'] }) {
  if (items.length === 0) return null;
  return (
    <Panel id={title} title={title} end={`${items.length} em`}>
      <section className="scroll" tabIndex={0} aria-label={title}>
        <table className="table middle cards">
          <thead>
            <tr>
              <th scope="col" className="number">
                Số trong tệp
              </th>
              <th scope="col">Học sinh</th>
              <th scope="col">Lớp</th>
              <th scope="col">Kết quả</th>
              <th scope="col">Vì sao</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.pupilId}>
                <td className="number">
                  <span className="label-for">Số trong tệp: </span>
                  {item.number}
                </td>
                <th scope="row">{item.fullName}</th>
                <td>
                  <Link to="/lop/$classroom" params={{ classroom: item.classroom }}>
                    {item.classroom}
                  </Link>
                </td>
                <td>
                  <State state={item.state} />
                </td>
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
