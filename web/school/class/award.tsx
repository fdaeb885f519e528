import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type GridPupil, schoolDesk } from '#contract';
import { call } from '../../shared/api.ts';
import { moment } from '../../shared/format.ts';
import { useSession } from '../../shared/session.tsx';
import { Failure } from '../../shared/ui.tsx';
import { useRefresh } from './refresh.ts';

/** Điều 13: the title the result opens. The rule proposes; the homeroom teacher confirms, with reason and the recognition of the class where the law asks for them. */
export function Award({ pupil }: { pupil: GridPupil }) {
  const { session } = useSession();
  const refresh = useRefresh();
  const { proposal, confirmed } = pupil.award;
  const [reason, setReason] = useState(confirmed?.reason ?? '');
  const [recognisedByClass, setRecognised] = useState(confirmed?.recognisedByClass ?? false);
  const decide = useMutation({
    mutationFn: (yes: boolean) =>
      call(schoolDesk.confirmAward, { params: { pupilId: pupil.pupilId }, body: { confirmed: yes, reason, recognisedByClass } }),
    onSuccess: refresh,
  });
  if (!proposal && !confirmed && !pupil.computed.award) return null;
  const teacher = session.user.role === 'homeroomTeacher' && pupil.editable;
  const astray = pupil.doubts.some(({ rule }) => rule === 'award-against-result' || rule === 'old-title');
  return (
    <section aria-labelledby="award">
      <h3 id="award">Khen thưởng, Điều 13 Thông tư 27</h3>
      {pupil.computed.award ? (
        <p>
          <b>Ghi trong học bạ:</b> {pupil.computed.award}
        </p>
      ) : null}
      {teacher && !confirmed && astray ? (
        <p className="above-8">
          <button type="button" className="button" disabled={decide.isPending} onClick={() => decide.mutate(false)}>
            Bỏ danh hiệu cuối năm
          </button>
        </p>
      ) : null}
      {confirmed ? (
        <>
          <p className="small muted">
            {confirmed.by} xác nhận lúc {moment(confirmed.at)}
            {confirmed.reason ? `, vì ${confirmed.reason}` : ''}
            {confirmed.recognisedByClass ? '; tập thể lớp công nhận' : ''}.
          </p>
          {teacher ? (
            <p className="above-8">
              <button type="button" className="button" disabled={decide.isPending} onClick={() => decide.mutate(false)}>
                Bỏ xác nhận
              </button>
            </p>
          ) : null}
        </>
      ) : proposal ? (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            decide.mutate(true);
          }}
        >
          <p>
            Có thể khen <b>{proposal.title}</b>. <span className="muted">{proposal.why}</span>
          </p>
          {teacher && proposal.needsReason ? (
            <>
              <div className="field">
                <label htmlFor="award-reason">Thành tích hoặc tiến bộ</label>
                <p className="hint" id="award-hint">
                  {proposal.hints.length > 0
                    ? `Gợi ý từ bài kiểm tra: ${proposal.hints.join(', ')}.`
                    : 'Ghi điều em làm được hoặc tiến bộ rõ rệt.'}
                </p>
                <input
                  className="input"
                  id="award-reason"
                  value={reason}
                  maxLength={300}
                  required
                  onChange={(event) => setReason(event.target.value)}
                  aria-describedby="award-hint"
                />
              </div>
              <label className="tick">
                <input type="checkbox" checked={recognisedByClass} required onChange={(event) => setRecognised(event.target.checked)} />
                Tập thể lớp đã công nhận
              </label>
            </>
          ) : null}
          {teacher ? (
            <button type="submit" className="button" disabled={decide.isPending}>
              Xác nhận khen thưởng
            </button>
          ) : (
            <p className="small muted">Giáo viên chủ nhiệm xác nhận.</p>
          )}
        </form>
      ) : null}
      {decide.isError ? <Failure error={decide.error} /> : null}
    </section>
  );
}
