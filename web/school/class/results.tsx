import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type ClassPage, type GridPupil, schoolDesk } from '#contract';
import { addressOf, call } from '../../shared/api.ts';
import { type FileLink, useFiles } from '../../shared/files.tsx';
import { RESULT_NAMES } from '../../shared/format.ts';
import { State } from '../../shared/states.tsx';
import { Failure, Panel } from '../../shared/ui.tsx';
import { ClassDoubts } from './doubts.tsx';

type Act = 'withdraw' | 'replace' | 'reopen';
/** What a school may still do with a record, by its state; nothing after finality. */
const ACTS: Readonly<Partial<Record<GridPupil['state'], readonly Act[]>>> = {
  signingSchoolHead: ['reopen'],
  signingOrgSignature: ['reopen'],
  issued: ['reopen'],
  admitted: ['withdraw', 'replace'],
};
const WORDS: Readonly<Record<Act, { button: string; explain: string }>> = {
  withdraw: { button: 'Thu hồi', explain: 'Học bạ đã nộp được thu hồi khỏi Sở; bản cũ vẫn được lưu. Sửa, ký lại rồi nộp lại trước hạn.' },
  replace: { button: 'Mở bản thay thế', explain: 'Mở bản mới để sửa; bản đang ở Sở vẫn có hiệu lực cho tới khi bản mới được tiếp nhận.' },
  reopen: { button: 'Mở lại để sửa', explain: 'Các chữ ký đã có của học bạ này bị bỏ và phải ký lại.' },
};

/** The result of every pupil: computed, from the sheet, what waits for the teacher, and what may be done with the record. */
export function Results({
  data,
  onSelect,
  goTo,
}: {
  data: ClassPage;
  onSelect: (pupilId: string) => void;
  goTo: (pupilId: string, key: string) => void;
}) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<{ pupil: GridPupil; act: Act }>();
  const refresh = () =>
    Promise.all([client.invalidateQueries({ queryKey: ['class'] }), client.invalidateQueries({ queryKey: ['overview'] })]);
  const accept = useMutation({
    mutationFn: (pupilId: string) => call(schoolDesk.acceptResult, { params: { pupilId } }),
    onSuccess: refresh,
  });
  const files = useFiles();
  const preview = (pupilId: string) => files.link(addressOf(schoolDesk.previewPdf, { pupilId }));
  return (
    <div className="stack above-12">
      {files.notice}
      {accept.isError ? <Failure error={accept.error} /> : null}
      {asking ? (
        <AskReason
          pupil={asking.pupil}
          act={asking.act}
          onDone={() => {
            setAsking(undefined);
            void refresh();
          }}
          onCancel={() => setAsking(undefined)}
        />
      ) : null}
      <ClassDoubts data={data} goTo={goTo} onSelect={onSelect} />
      <Panel id="results" title="Kết quả cuối năm" end={`${data.pupils.length} học sinh`}>
        <section className="scroll" tabIndex={0} aria-label="Kết quả cuối năm">
          <table className="table middle cards">
            <thead>
              <tr>
                <th scope="col">STT</th>
                <th scope="col">Học sinh</th>
                <th scope="col">Tự tính theo Điều 9</th>
                <th scope="col">Trong tệp</th>
                <th scope="col">Lên lớp</th>
                <th scope="col">Trạng thái</th>
                <th scope="col">
                  <span className="hidden">Việc làm</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.pupils.map((pupil) => (
                <Row
                  key={pupil.pupilId}
                  pupil={pupil}
                  onSelect={onSelect}
                  onAccept={() => accept.mutate(pupil.pupilId)}
                  onAct={(act) => setAsking({ pupil, act })}
                  busy={accept.isPending}
                  preview={preview(pupil.pupilId)}
                />
              ))}
            </tbody>
          </table>
        </section>
      </Panel>
    </div>
  );
}

const promotion = (c: GridPupil['computed']) =>
  c.promoted === null ? '' : c.promoted ? (c.gradeCompleted ? 'Lên lớp' : 'Lên lớp theo quyết định') : 'Chưa được lên lớp';

function Row({
  pupil,
  onSelect,
  onAccept,
  onAct,
  busy,
  preview,
}: {
  pupil: GridPupil;
  onSelect: (id: string) => void;
  onAccept: () => void;
  onAct: (act: Act) => void;
  busy: boolean;
  preview: FileLink;
}) {
  const c = pupil.computed;
  return (
    <tr>
      <td className="number">{pupil.order}</td>
      <th scope="row">
        <a
          href={`#${pupil.pupilId}`}
          onClick={(event) => {
            event.preventDefault();
            onSelect(pupil.pupilId);
          }}
        >
          {pupil.fullName}
        </a>
      </th>
      <td>
        <span className="label-for">Tự tính: </span>
        {c.notAssessed ? 'Không đánh giá' : c.result ? RESULT_NAMES[c.result] : `Còn ${c.missingCells.length} ô trống`}
        {c.award ? <p className="small muted">{c.award}</p> : null}
      </td>
      <td>
        <span className="label-for">Trong tệp: </span>
        {c.sheetResult ? RESULT_NAMES[c.sheetResult] : '–'}
      </td>
      <td>{promotion(c)}</td>
      <td>
        <State state={pupil.state} />
      </td>
      <td>
        <span className="buttons">
          {c.differs && !c.accepted ? (
            <button type="button" className="button" disabled={busy} onClick={onAccept}>
              Xác nhận tự tính
            </button>
          ) : null}
          {(ACTS[pupil.state] ?? []).map((act) => (
            <button key={act} type="button" className="button" onClick={() => onAct(act)}>
              {WORDS[act].button}
            </button>
          ))}
          {pupil.status === 'left' ? null : (
            <a className="button plain" {...preview}>
              Xem như in
            </a>
          )}
        </span>
      </td>
    </tr>
  );
}

function AskReason({ pupil, act, onDone, onCancel }: { pupil: GridPupil; act: Act; onDone: () => void; onCancel: () => void }) {
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const run = useMutation({
    mutationFn: async () => {
      const input = { params: { pupilId: pupil.pupilId }, body: { reason } };
      if (act === 'withdraw') return (await call(schoolDesk.withdraw, input)).messageId;
      if (act === 'replace') await call(schoolDesk.replace, input);
      else await call(schoolDesk.reopen, input);
      return undefined;
    },
    // A withdrawal is a message to the province: its page tells when the province has answered.
    onSuccess: (messageId) => (messageId ? navigate({ to: '/nop/$messageId', params: { messageId } }) : onDone()),
  });
  return (
    <Panel id="ask" title={`${WORDS[act].button}: ${pupil.fullName}`}>
      <form
        className="inside stack"
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate();
        }}
      >
        <p>{WORDS[act].explain}</p>
        <div className="field">
          <label htmlFor="reason">Lý do</label>
          <p className="hint" id="reason-hint">
            Lý do được lưu cùng học bạ và gửi Sở. Ít nhất 5 ký tự.
          </p>
          <input
            className="input"
            id="reason"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            minLength={5}
            maxLength={500}
            required
            autoFocus
            aria-describedby="reason-hint"
          />
        </div>
        {run.isError ? <Failure error={run.error} /> : null}
        <div className="buttons">
          <button type="submit" className="button danger" disabled={run.isPending || reason.trim().length < 5}>
            {WORDS[act].button} học bạ của {pupil.fullName}
          </button>
          <button type="button" className="button" onClick={onCancel}>
            Thôi
          </button>
        </div>
      </form>
    </Panel>
  );
}
