import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Overview, type PrintRun, schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';

export const PRODUCTS: Readonly<Record<PrintRun['product'], string>> = { hocBa: 'Học bạ', extract: 'Trích lục năm học này' };
const RUN_STATES: Readonly<Record<PrintRun['state'], readonly [look: string, word: string]>> = {
  running: ['waiting', 'Đang in'],
  cancelled: ['draft', 'Đã dừng'],
  finished: ['signed', 'Đã xong'],
};

/** TH-6: choose classes and what to print, one button; below the runs of the last days with their files. */
export function PrintRunsPage() {
  const { session } = useSession();
  const query = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => call(schoolDesk.overview, { signal }) });
  return (
    <>
      <PageHead
        trail={
          <>
            <li>
              <Link to="/">{session.user.organisation.name}</Link>
            </li>
            <li>
              <span aria-current="page">In học bạ</span>
            </li>
          </>
        }
        code="TH-6"
        title="In học bạ"
      />
      {query.isPending ? (
        <Skeleton />
      ) : query.isError ? (
        <Failure error={query.error} retry={() => query.refetch()} />
      ) : (
        <Order classes={query.data.classes} />
      )}
      <div className="above-16">
        <Runs />
      </div>
    </>
  );
}

function Order({ classes }: { classes: Overview['classes'] }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [product, setProduct] = useState<PrintRun['product']>('hocBa');
  const isAll = chosen.size === classes.length;
  const pupils = classes.filter(({ classroom }) => chosen.has(classroom)).reduce((sum, one) => sum + one.pupils, 0);
  const start = useMutation({
    mutationFn: () => call(schoolDesk.startPrintRun, { body: { product, classrooms: [...chosen] } }),
    onSuccess: async (run) => {
      client.setQueryData(['print-run', run.runId], run);
      await navigate({ to: '/in/$runId', params: { runId: run.runId } });
    },
  });
  if (classes.length === 0)
    return (
      <Panel id="order" title="Chọn lớp">
        <Empty cause="Chưa có lớp nào." next={<Link to="/du-lieu">Nhập dữ liệu từ Excel</Link>} />
      </Panel>
    );
  const toggle = (classroom: string, on: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      if (on) after.add(classroom);
      else after.delete(classroom);
      return after;
    });
  return (
    <Panel id="order" title="Chọn lớp" end={`${chosen.size}/${classes.length} lớp`}>
      <div className="card">
        <input
          type="checkbox"
          id="print-all"
          checked={isAll}
          onChange={(event) => setChosen(new Set(event.target.checked ? classes.map(({ classroom }) => classroom) : []))}
        />
        <label htmlFor="print-all">Tất cả các lớp</label>
      </div>
      {classes.map(({ classroom, pupils: size }) => (
        <div key={classroom} className="card">
          <input
            type="checkbox"
            id={`print-${classroom}`}
            checked={chosen.has(classroom)}
            onChange={(event) => toggle(classroom, event.target.checked)}
          />
          <label htmlFor={`print-${classroom}`}>Lớp {classroom}</label>
          <b>{size}</b>
        </div>
      ))}
      <div className="inside stack under">
        <div className="field">
          <label htmlFor="product">In gì</label>
          <select
            className="input"
            id="product"
            value={product}
            onChange={(event) => setProduct(event.target.value as PrintRun['product'])}
          >
            {Object.entries(PRODUCTS).map(([key, label]) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </div>
        {start.isError ? <Failure error={start.error} /> : null}
        <div className="buttons">
          <button
            type="button"
            className="button primary large"
            disabled={chosen.size === 0 || start.isPending}
            onClick={() => start.mutate()}
          >
            {start.isPending ? 'Đang mở lượt in…' : `In ${pupils} học bạ`}
          </button>
          <span className="muted small">Học bạ chưa phát hành in ra có dòng “Bản xem trước” ở mỗi trang. Mỗi lần in đều được ghi lại.</span>
        </div>
      </div>
    </Panel>
  );
}

function Runs() {
  const query = useQuery({ queryKey: ['print-runs'], queryFn: ({ signal }) => call(schoolDesk.printRuns, { signal }) });
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  const { runs } = query.data;
  return (
    <Panel id="runs" title="Các lượt in" end={`${runs.length} lượt`}>
      {runs.length === 0 ? (
        <Empty cause="Chưa có lượt in nào." next="Chọn lớp ở trên rồi bấm In." />
      ) : (
        <section className="scroll" tabIndex={0} aria-label="Các lượt in">
          <table className="table middle cards">
            <thead>
              <tr>
                <th scope="col">Lúc</th>
                <th scope="col">Lớp</th>
                <th scope="col">In gì</th>
                <th scope="col">Kết quả</th>
                <th scope="col">Tệp</th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => {
                const [look, word] = RUN_STATES[run.state];
                return (
                  <tr key={run.runId}>
                    <th scope="row">
                      <Link to="/in/$runId" params={{ runId: run.runId }}>
                        {moment(run.startedAt)}
                      </Link>
                      <p className="small muted">{run.startedBy}</p>
                    </th>
                    <td>{classesOf(run)}</td>
                    <td>{PRODUCTS[run.product]}</td>
                    <td>
                      <span className={`state ${look}`}>{word}</span> {run.done}/{run.total}
                      {run.failed > 0 ? `, ${run.failed} lỗi` : ''}
                    </td>
                    <td>{run.kept > 0 ? `còn giữ ${run.kept}` : 'không còn giữ'}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}

const FEW = 4;
export const classesOf = ({ classrooms }: Pick<PrintRun, 'classrooms'>): string =>
  classrooms.length <= FEW ? classrooms.join(', ') : `${classrooms.length} lớp`;
