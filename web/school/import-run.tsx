import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ImportRun, schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { Alert, Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';

export const IMPORT_STATES: Readonly<Record<ImportRun['state'], string>> = { dryRun: 'Chạy thử, chưa ghi', committed: 'Đã ghi', refused: 'Không ghi được, có lỗi', discarded: 'Đã bỏ' };
const CHANGE_WORDS = { added: 'Thêm', changed: 'Đổi', left: 'Chuyển đi' } as const;
const SHOWN_MAX = 300;

/** TH-2.1: what a dry run found: counts, each problem with its cell and remedy, each change; then the one button. */
export function ImportRunPage() {
  const { importId } = useParams({ from: '/du-lieu/$importId' });
  const { session } = useSession();
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['import', importId], queryFn: ({ signal }) => call(schoolDesk.importRun, { params: { importId }, signal }) });
  const commit = useMutation({
    mutationFn: () => call(schoolDesk.commitImport, { params: { importId } }),
    onSuccess: (run) => { client.setQueryData(['import', importId], run); void client.invalidateQueries({ queryKey: ['overview'] }); void client.invalidateQueries({ queryKey: ['imports'] }); void client.invalidateQueries({ queryKey: ['class'] }); },
  });
  const head = <PageHead trail={<><li><Link to="/">{session.user.organisation.name}</Link></li><li><Link to="/du-lieu">Dữ liệu</Link></li><li><span aria-current="page">Chạy thử</span></li></>} code="TH-2.1" title={query.data?.state === 'committed' ? 'Đã nhập' : 'Kết quả chạy thử'} />;
  if (query.isPending) return <>{head}<Skeleton lines={8} /></>;
  if (query.isError) return <>{head}<Failure error={query.error} retry={() => query.refetch()} /></>;
  const run = query.data;
  const errors = run.problems.filter((p) => p.severity === 'error');
  const touched = run.counts.added + run.counts.changed;
  return (
    <>
      {head}
      <p className="lead below-16">{sentenceOf(run, errors.length)}</p>
      <div className="stack">
        {run.state === 'dryRun' && errors.length === 0 ? (
          <Alert tone="signed" title={touched === 0 ? 'Không có gì thay đổi so với dữ liệu đang có.' : 'Chưa ghi gì. Xem các thay đổi bên dưới rồi ghi.'} action={touched === 0 ? undefined : <button type="button" className="button primary" disabled={commit.isPending} onClick={() => commit.mutate()}>{commit.isPending ? 'Đang ghi…' : `Ghi ${touched} thay đổi`}</button>}>
            <p>Học bạ đã ký hoặc đã nộp không bị đổi bởi lần nhập này.</p>
          </Alert>
        ) : null}
        {run.state === 'committed' ? <Alert tone="finalized" title="Đã ghi vào dữ liệu của trường." action={<Link className="button" to="/lop">Mở các lớp</Link>} /> : null}
        {commit.isError ? <Failure error={commit.error} /> : null}
        <Problems problems={run.problems} />
        <Changes run={run} />
        <Normalised run={run} />
      </div>
    </>
  );
}

function sentenceOf(run: ImportRun, errors: number): string {
  const c = run.counts;
  const found = `${run.files.length} tệp: ${c.staff} nhân sự, ${c.classrooms} lớp, ${c.pupils} học sinh, ${c.left} em đã chuyển đi, ${c.results} dòng kết quả, ${c.remarks} dòng nhận xét, ${c.supplementary} dòng đánh giá bổ sung.`;
  return errors > 0 ? `${errors} lỗi cần sửa trong tệp trước khi ghi. ${found}` : found;
}

function Problems({ problems }: { problems: ImportRun['problems'] }) {
  if (problems.length === 0) return null;
  return (
    <Panel id="problems" title="Cần xem" end={`${problems.length} chỗ`}>
      <section className="scroll" tabIndex={0} aria-label="Các chỗ cần xem">
        <table className="table cards">
          <thead><tr><th scope="col">Chỗ</th><th scope="col">Giá trị</th><th scope="col">Vì sao, cách sửa</th><th scope="col">Mã</th></tr></thead>
          <tbody>{problems.slice(0, SHOWN_MAX).map((p, i) => (
            <tr key={i}>
              <th scope="row" className="small">{[p.file, p.sheet, p.column && p.row ? `ô ${p.column}${p.row}` : p.row ? `dòng ${p.row}` : p.column].filter(Boolean).join(' · ')}</th>
              <td>{p.value ?? ''}</td><td>{p.message} <span className="muted">{p.remedy}</span></td><td><span className={`state ${p.severity === 'error' ? 'refused' : 'waiting'}`}>{p.publicCode ?? (p.severity === 'error' ? 'Lỗi' : 'Lưu ý')}</span></td>
            </tr>
          ))}</tbody>
        </table>
      </section>
    </Panel>
  );
}

function Changes({ run }: { run: ImportRun }) {
  const { changes } = run;
  return (
    <Panel id="changes" title="Thay đổi" end={`${run.counts.added} thêm · ${run.counts.changed} đổi · ${run.counts.unchanged} không đổi`}>
      {changes.length === 0 ? <Empty cause="Không có thay đổi." next="Dữ liệu trong tệp giống dữ liệu đang có." /> : (
        <section className="scroll" tabIndex={0} aria-label="Thay đổi theo học sinh">
          <table className="table cards">
            <thead><tr><th scope="col">Lớp</th><th scope="col">Học sinh</th><th scope="col">Việc</th><th scope="col">Nội dung</th></tr></thead>
            <tbody>{changes.slice(0, SHOWN_MAX).map((change) => (
              <tr key={`${change.pupilId}${change.kind}`}>
                <td>{change.classroom}</td><th scope="row">{change.fullName}</th><td>{CHANGE_WORDS[change.kind]}</td>
                <td>{change.kind === 'added' ? <span className="muted">học sinh mới</span> : change.fields.map((field) => <span key={field.label} className="diff">{field.label}: <del>{field.from || 'trống'}</del> <ins>{field.to || 'trống'}</ins> </span>)}</td>
              </tr>
            ))}</tbody>
          </table>
          {changes.length > SHOWN_MAX ? <p className="inside muted">Còn {changes.length - SHOWN_MAX} học sinh nữa.</p> : null}
        </section>
      )}
    </Panel>
  );
}

function Normalised({ run }: { run: ImportRun }) {
  if (run.normalised.length === 0) return null;
  return (
    <Panel id="normalised" title="Đã chuẩn hoá cách viết" end={`${run.normalised.length} ô`}>
      <details className="inside layer"><summary>Xem từng ô</summary>
        <table className="table cards">
          <thead><tr><th scope="col">Ô</th><th scope="col">Trong tệp</th><th scope="col">Hiểu là</th><th scope="col">Quy tắc</th></tr></thead>
          <tbody>{run.normalised.slice(0, SHOWN_MAX).map((n, i) => <tr key={i}><th scope="row" className="small">{n.file} · {n.sheet} · {n.cell}</th><td>{n.from}</td><td>{n.to}</td><td className="muted">{n.rule}</td></tr>)}</tbody>
        </table>
      </details>
    </Panel>
  );
}
