import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ImportRun, schoolDesk, type UndoResult } from '#contract';
import { call } from '../../shared/api.ts';
import { moment } from '../../shared/format.ts';
import { Alert, Failure, Panel, Skeleton } from '../../shared/ui.tsx';

const sentenceOf = ({ pupilsRestored, pupilsRemoved, cellsRestored, kept }: UndoResult): string =>
  `${pupilsRestored} em được trả lại dữ liệu cũ (${cellsRestored} ô), ${pupilsRemoved} em do lần nhập này thêm vào được bỏ ra, ${kept.length} chỗ giữ nguyên vì đã thay đổi sau đó.`;

function KeptList({ kept }: { kept: UndoResult['kept'] }) {
  if (kept.length === 0) return null;
  return (
    <section className="scroll" tabIndex={0} aria-label="Giữ nguyên">
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">Lớp</th>
            <th scope="col">Học sinh</th>
            <th scope="col">Chỗ giữ nguyên</th>
            <th scope="col">Vì sao</th>
          </tr>
        </thead>
        <tbody>
          {kept.map((one, i) => (
            <tr key={i}>
              <td>{one.classroom}</td>
              <th scope="row">{one.fullName}</th>
              <td>{one.what || 'Cả em'}</td>
              <td>{one.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Undoing a committed import: first what it would do, then a reason, then the one button; afterwards what it did. */
export function Undo({ run }: { run: ImportRun }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const preview = useQuery({
    queryKey: ['import', run.importId, 'undo'],
    enabled: open && run.state === 'committed',
    queryFn: ({ signal }) => call(schoolDesk.undoPreview, { params: { importId: run.importId }, signal }),
    staleTime: 0,
  });
  const undo = useMutation({
    mutationFn: () => call(schoolDesk.undoImport, { params: { importId: run.importId }, body: { reason } }),
    onSuccess: (next) => {
      client.setQueryData(['import', run.importId], next);
      for (const key of ['overview', 'imports', 'class']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  if (run.undone) {
    return (
      <Panel id="undone" title="Đã hoàn tác" end={moment(run.undone.at)}>
        <div className="inside">
          <p>
            {run.undone.by}: {run.undone.reason}
          </p>
          <p>{sentenceOf(run.undone.result)}</p>
        </div>
        <KeptList kept={run.undone.result.kept} />
      </Panel>
    );
  }
  if (run.state !== 'committed') return null;
  return (
    <Panel id="undo" title="Hoàn tác lần nhập này">
      {!open ? (
        <div className="inside stack">
          <p>
            Trả lại đúng dữ liệu trước lần nhập cho mọi em. Ô đã sửa sau đó và học bạ đang ký hoặc đã phát hành được giữ nguyên và nêu tên.
          </p>
          <div className="buttons">
            <button type="button" className="button" onClick={() => setOpen(true)}>
              Xem hoàn tác sẽ làm gì
            </button>
          </div>
        </div>
      ) : preview.isPending ? (
        <Skeleton />
      ) : preview.isError ? (
        <div className="inside">
          <Failure error={preview.error} retry={() => preview.refetch()} />
        </div>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            undo.mutate();
          }}
        >
          <div className="inside">
            <Alert tone="waiting" title={sentenceOf(preview.data)}>
              <p>Lịch sử của từng em ghi ai hoàn tác, khi nào và vì sao. Không hoàn tác lại được; muốn có lại dữ liệu thì nhập lại tệp.</p>
            </Alert>
          </div>
          <KeptList kept={preview.data.kept} />
          <div className="inside stack">
            <div className="field">
              <label htmlFor="undo-reason">Lý do</label>
              <input
                className="input"
                id="undo-reason"
                value={reason}
                minLength={5}
                maxLength={500}
                required
                onChange={(event) => setReason(event.target.value)}
              />
            </div>
            {undo.isError ? <Failure error={undo.error} /> : null}
            <div className="buttons">
              <button type="submit" className="button danger" disabled={undo.isPending || reason.trim().length < 5}>
                {undo.isPending ? 'Đang hoàn tác…' : `Hoàn tác lần nhập (${preview.data.pupilsRestored + preview.data.pupilsRemoved} em)`}
              </button>
              <button type="button" className="button" onClick={() => setOpen(false)}>
                Thôi
              </button>
            </div>
          </div>
        </form>
      )}
    </Panel>
  );
}
