import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ImportRun, schoolDesk } from '#contract';
import { EARLIER_POINTS, pointInWords } from '#domain';
import { addressOf, ApiProblem, call } from '../shared/api.ts';
import { useFiles } from '../shared/files.tsx';
import { count } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { Alert, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Layouts } from './import/layouts.tsx';
import { PointQuestions } from './import/points.tsx';
import { MatchTable } from './import/match-table.tsx';
import { Spellings } from './import/spellings.tsx';
import { Undo } from './import/undo.tsx';

const SHOWN_MAX = 300;
const TITLES: Readonly<Record<ImportRun['state'], string>> = {
  dryRun: 'Kết quả chạy thử',
  refused: 'Kết quả chạy thử',
  committed: 'Đã nhập',
  discarded: 'Lần nhập đã bỏ',
  undone: 'Lần nhập đã hoàn tác',
};

/** TH-2.1: what a dry run found: questions and differences per pupil, each problem with its cell and remedy; then the one button. Afterwards: the way back. */
export function ImportRunPage() {
  const { importId } = useParams({ from: '/du-lieu/$importId' });
  const { session } = useSession();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['import', importId],
    queryFn: ({ signal }) => call(schoolDesk.importRun, { params: { importId }, signal }),
  });
  const refresh = (run: ImportRun) => {
    client.setQueryData(['import', importId], run);
    for (const key of ['overview', 'imports', 'class']) void client.invalidateQueries({ queryKey: [key] });
  };
  const commit = useMutation({
    mutationFn: (acceptedOnly: boolean) => call(schoolDesk.commitImport, { params: { importId }, body: { acceptedOnly } }),
    onSuccess: refresh,
  });
  const again = useMutation({
    mutationFn: () => call(schoolDesk.answerImport, { params: { importId }, body: { answers: [] } }),
    onSuccess: (run) => {
      commit.reset();
      refresh(run);
      void client.invalidateQueries({ queryKey: ['import', importId, 'pupils'] });
    },
  });
  const head = (
    <PageHead
      trail={
        <>
          <li>
            <Link to="/">{session.user.organisation.name}</Link>
          </li>
          <li>
            <Link to="/du-lieu">Dữ liệu</Link>
          </li>
          <li>
            <span aria-current="page">Lần nhập</span>
          </li>
        </>
      }
      code="TH-2.1"
      title={query.data ? TITLES[query.data.state] : 'Lần nhập'}
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
  const run = query.data;
  const outdated = commit.error instanceof ApiProblem && commit.error.problem.code === 'school/import-outdated';
  return (
    <>
      {head}
      <p className="lead below-16">{sentenceOf(run)}</p>
      <div className="stack">
        <Next run={run} isPending={commit.isPending} onCommit={(acceptedOnly) => commit.mutate(acceptedOnly)} />
        {run.state === 'committed' ? (
          <Alert
            tone="finalized"
            title="Đã ghi vào dữ liệu của trường."
            action={
              <Link className="button" to="/lop">
                Mở các lớp
              </Link>
            }
          />
        ) : null}
        {run.state === 'discarded' ? (
          <Alert
            tone="waiting"
            title="Đã có lần nhập khác được ghi sau lần chạy thử này."
            action={
              <Link className="button" to="/du-lieu">
                Chọn tệp và chạy thử lại
              </Link>
            }
          />
        ) : null}
        {commit.isError ? <Failure error={commit.error} /> : null}
        {outdated ? (
          <div className="buttons">
            <button type="button" className="button primary" disabled={again.isPending} onClick={() => again.mutate()}>
              {again.isPending ? 'Đang đọc lại…' : 'Đọc lại với dữ liệu mới'}
            </button>
          </div>
        ) : null}
        <Layouts run={run} />
        <PointQuestions run={run} />
        <Undo run={run} />
        <Refused run={run} />
        {run.state === 'dryRun' || run.state === 'refused' || run.state === 'committed' ? (
          <MatchTable key={run.importId} run={run} />
        ) : null}
        <Problems run={run} />
        <Spellings run={run} />
      </div>
    </>
  );
}

/** Results of earlier points, and which those are. */
function earlierOf({ counts, files }: ImportRun): string {
  const points = EARLIER_POINTS.filter((point) => files.some((file) => file.points.includes(point)));
  return points.length === 0 ? '' : `, ${count(counts.points)} dòng kết quả ${points.map(pointInWords).join(', ')}`;
}

const brings = ({ files }: ImportRun, kind: string): boolean => files.some((file) => file.kind === kind);
/** What the files bring, in words. The people and classes the school already has count too, so they are named only when a file brings them. */
const BROUGHT: readonly (readonly [holds: (run: ImportRun) => boolean, words: (run: ImportRun) => string])[] = [
  [(run) => brings(run, 'staff'), ({ counts: c }) => `${c.staff} nhân sự`],
  [(run) => brings(run, 'pupils'), ({ counts: c }) => `${c.classrooms} lớp, ${count(c.pupils)} học sinh, ${c.left} em đã chuyển đi`],
  [(run) => brings(run, 'results'), (run) => `${count(run.counts.results)} dòng kết quả cuối năm${earlierOf(run)}`],
  [({ counts: c }) => c.remarks > 0, ({ counts: c }) => `${count(c.remarks)} dòng nhận xét`],
  [({ counts: c }) => c.supplementary > 0, ({ counts: c }) => `${c.supplementary} dòng đánh giá bổ sung`],
];

function sentenceOf(run: ImportRun): string {
  const c = run.counts;
  const found = `${run.files.length} tệp: ${BROUGHT.flatMap(([holds, words]) => (holds(run) ? [words(run)] : [])).join(', ') || 'chưa có dòng nào đọc được'}.`;
  const waits = [
    ...(c.asked > 0 && run.state !== 'committed' ? [`${c.asked} dòng chờ thầy cô trả lời`] : []),
    ...(c.refusedRows > 0 ? [`${c.refusedRows} dòng ${run.state === 'committed' ? 'không nhập' : 'chưa nhập được'}`] : []),
  ];
  const questions = run.layouts.filter(({ state }) => state === 'asked').length;
  if (questions > 0 && run.state !== 'discarded')
    return `Chưa rõ cột nào là gì ở ${questions} loại trang tính. Trả lời ở dưới, hệ thống đọc lại ngay, không phải tải tệp lên nữa.`;
  return run.blocked ? `Có lỗi của cả tệp nên chưa ghi được gì. ${found}` : waits.length > 0 ? `${waits.join(', ')}. ${found}` : found;
}

/** What the main button does: store everything, or what is accepted. */
function Next({ run, isPending, onCommit }: { run: ImportRun; isPending: boolean; onCommit: (acceptedOnly: boolean) => void }) {
  if (run.state !== 'dryRun') return null;
  const { added, changed, refusedRows, asked } = run.counts;
  const touched = added + changed;
  const button = (acceptedOnly: boolean, label: string) => (
    <button type="button" className="button primary" disabled={isPending} onClick={() => onCommit(acceptedOnly)}>
      {isPending ? 'Đang ghi…' : label}
    </button>
  );
  return (
    <>
      {touched === 0 ? (
        <Alert
          tone="signed"
          title={refusedRows > 0 ? 'Phần đọc được không khác dữ liệu đang có.' : 'Không có gì thay đổi so với dữ liệu đang có.'}
        />
      ) : refusedRows === 0 ? (
        <Alert
          tone="signed"
          title="Chưa ghi gì. Xem các thay đổi bên dưới rồi ghi."
          action={button(false, `Ghi ${count(touched)} thay đổi`)}
        >
          <p>Học bạ đã ký hoặc đã nộp không bị đổi bởi lần nhập này. Ghi rồi vẫn hoàn tác được.</p>
        </Alert>
      ) : (
        <Alert
          tone="waiting"
          title={
            asked > 0
              ? `Còn ${asked} dòng chưa rõ của em nào. Trả lời bên dưới, hoặc ghi phần đã rõ.`
              : `${refusedRows} dòng có lỗi. Sửa rồi nhập lại sau, hoặc ghi phần đúng trước.`
          }
          action={button(true, `Ghi ${count(touched)} thay đổi, bỏ qua ${refusedRows} dòng`)}
        >
          <p>Chưa ghi gì. Các dòng bị bỏ qua tải về được thành tệp Excel kèm lý do để sửa và nhập lại.</p>
        </Alert>
      )}
      {isPending ? (
        <div className="inside">
          <progress aria-label="Đang ghi" /> <span className="muted">Đang ghi; đóng trang cũng không mất, chỉ ghi một lần.</span>
        </div>
      ) : null}
    </>
  );
}

/** One workbook of refused rows per file. */
function Refused({ run }: { run: ImportRun }) {
  const files = useFiles();
  if (run.counts.refusedRows === 0 || run.state === 'discarded' || run.state === 'undone') return null;
  return (
    <Panel id="refused" title="Các dòng chưa nhập được" end={`${run.counts.refusedRows} dòng`}>
      <p className="inside">
        Tải các dòng này về, sửa ngay trong tệp theo cột lý do, rồi nhập lại tệp đó. Cột lý do được bỏ qua khi nhập lại.
      </p>
      {files.notice ? <div className="inside">{files.notice}</div> : null}
      <ul className="todo plain under">
        {run.files.flatMap(({ name, refused }, number) =>
          refused > 0
            ? [
                <li key={name}>
                  <div>
                    <b className="code">{name}</b>
                    <p>{refused} dòng</p>
                  </div>
                  <a className="button" {...files.link(addressOf(schoolDesk.refusedRows, { importId: run.importId, number }))}>
                    Tải dòng bị từ chối
                  </a>
                </li>,
              ]
            : [],
        )}
      </ul>
    </Panel>
  );
}

function Problems({ run: { problems, problemsLeftOff } }: { run: ImportRun }) {
  if (problems.length === 0) return null;
  const more = problemsLeftOff + Math.max(0, problems.length - SHOWN_MAX);
  return (
    <Panel id="problems" title="Cần xem" end={`${count(problems.length + problemsLeftOff)} chỗ`}>
      <section className="scroll" tabIndex={0} aria-label="Các chỗ cần xem">
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">Chỗ</th>
              <th scope="col">Giá trị</th>
              <th scope="col">Vì sao, cách sửa</th>
              <th scope="col">Mã</th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, SHOWN_MAX).map((p, i) => (
              <tr key={i}>
                <th scope="row" className="small">
                  {[p.file, p.sheet, p.column && p.row ? `ô ${p.column}${p.row}` : p.row ? `dòng ${p.row}` : p.column]
                    .filter(Boolean)
                    .join(' · ')}
                </th>
                <td>{p.value ?? ''}</td>
                <td>
                  {p.message} <span className="muted">{p.remedy}</span>
                </td>
                <td>
                  <span className={`state ${p.severity === 'error' ? 'refused' : 'waiting'}`}>
                    {p.publicCode ?? (p.severity === 'error' ? 'Lỗi' : 'Lưu ý')}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 ? <p className="inside under muted">Còn {count(more)} chỗ nữa; mọi dòng có lỗi đều có trong tệp dòng bị từ chối.</p> : null}
    </Panel>
  );
}
