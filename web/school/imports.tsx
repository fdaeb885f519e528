import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { FileSpreadsheet } from 'lucide-react';
import { useRef, useState } from 'react';
import { schoolDesk } from '#contract';
import { pointInWords } from '#domain';
import { call, upload } from '../shared/api.ts';
import { moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { RememberedLayouts } from './import/remembered-layouts.tsx';
import { IMPORT_STATES } from './import/words.ts';
import { Exports } from './exports.tsx';
import { Tokens } from './tokens.tsx';

/** TH-2: workbooks in, always through a dry run first. */
export function ImportsPage() {
  const { session } = useSession();
  return (
    <>
      <PageHead
        trail={
          <>
            <li>
              <Link to="/">{session.user.organisation.name}</Link>
            </li>
            <li>
              <span aria-current="page">Dữ liệu</span>
            </li>
          </>
        }
        code="TH-2"
        title="Dữ liệu"
      />
      {OFFICE.has(session.user.role) ? <Imports /> : null}
      <Exports />
      <Tokens />
    </>
  );
}

/** Who brings data in; teachers take out the lists of their classes. */
const OFFICE: ReadonlySet<string> = new Set(['schoolHead', 'deputyHead', 'schoolAdmin', 'clerk']);

function Imports() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [sent, setSent] = useState(0);
  const query = useQuery({ queryKey: ['imports'], queryFn: ({ signal }) => call(schoolDesk.imports, { signal }) });
  const dryRun = useMutation({
    mutationFn: () => {
      const form = new FormData();
      for (const file of files) form.append('files', file, file.name);
      return upload(schoolDesk.dryRunImport, form, setSent);
    },
    onSuccess: async (run) => {
      client.setQueryData(['import', run.importId], run);
      await navigate({ to: '/du-lieu/$importId', params: { importId: run.importId } });
    },
  });
  return (
    <>
      <Panel id="upload" title="Nhập tệp Excel, CSV">
        <form
          className="inside stack"
          onSubmit={(event) => {
            event.preventDefault();
            dryRun.mutate();
          }}
        >
          <p>
            Chọn các tệp xuất từ cơ sở dữ liệu ngành: giáo viên, học sinh, kết quả, nhận xét, đánh giá bổ sung. Tệp của phần mềm khác cũng
            được: cột nào chưa rõ thì hệ thống hỏi một lần rồi nhớ. Hệ thống chạy thử trước và chưa ghi gì; thầy cô xem từng thay đổi rồi
            mới ghi.
          </p>
          <section
            className="drop"
            aria-label="Thả tệp vào đây"
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              setFiles([...event.dataTransfer.files]);
            }}
          >
            <FileSpreadsheet className="icon" aria-hidden="true" />
            <input
              ref={input}
              className="hidden"
              id="files"
              type="file"
              multiple
              accept=".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"
              onChange={(event) => setFiles([...(event.target.files ?? [])])}
            />
            {/* The browser's own button speaks the language of the browser. */}
            <label htmlFor="files">
              Kéo tệp .xlsx, .csv vào đây hoặc <span className="button">Chọn tệp</span>
            </label>
          </section>
          {files.length > 0 ? (
            <ul>
              {files.map((file) => (
                <li key={file.name}>
                  <span className="code">{file.name}</span> <span className="muted">{Math.ceil(file.size / 1024)} KB</span>
                </li>
              ))}
            </ul>
          ) : null}
          {dryRun.isPending ? (
            <p>
              <progress max={1} value={sent < 1 ? sent : undefined} aria-label="Tiến độ tải lên" />{' '}
              {sent < 1 ? `Đang tải lên ${Math.floor(sent * 100)}%` : 'Đang đọc các tệp…'}
            </p>
          ) : null}
          {dryRun.isError ? <Failure error={dryRun.error} /> : null}
          <div className="buttons">
            <button type="submit" className="button primary" disabled={files.length === 0 || dryRun.isPending}>
              {dryRun.isPending ? 'Đang đọc các tệp…' : files.length === 0 ? 'Chọn tệp để chạy thử' : `Chạy thử ${files.length} tệp`}
            </button>
          </div>
        </form>
      </Panel>
      <Panel id="runs" title="Các lần nhập">
        {query.isPending ? (
          <Skeleton />
        ) : query.isError ? (
          <div className="inside">
            <Failure error={query.error} retry={() => query.refetch()} />
          </div>
        ) : query.data.imports.length === 0 ? (
          <Empty cause="Chưa nhập lần nào." next="Chọn tệp ở trên để chạy thử." />
        ) : (
          <table className="table middle cards">
            <thead>
              <tr>
                <th scope="col">Lúc</th>
                <th scope="col">Tệp</th>
                <th scope="col">Thêm</th>
                <th scope="col">Đổi</th>
                <th scope="col">Tình trạng</th>
              </tr>
            </thead>
            <tbody>
              {query.data.imports.map((run) => (
                <tr key={run.importId}>
                  <th scope="row">
                    <Link to="/du-lieu/$importId" params={{ importId: run.importId }}>
                      {moment(run.createdAt)}
                    </Link>
                  </th>
                  <td>
                    {run.files
                      .map(
                        (file) =>
                          `${file.name}${file.points.some((point) => point !== 'yearEnd') ? ` (${file.points.map(pointInWords).join(', ')})` : ''}`,
                      )
                      .join(', ')}
                  </td>
                  <td>
                    <span className="label-for">Thêm </span>
                    {run.counts.added}
                  </td>
                  <td>
                    <span className="label-for">Đổi </span>
                    {run.counts.changed}
                  </td>
                  <td>{IMPORT_STATES[run.state]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <RememberedLayouts />
    </>
  );
}
