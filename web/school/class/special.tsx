import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type GridPupil, schoolDesk } from '#contract';
import { call } from '../../shared/api.ts';
import { useSession } from '../../shared/session.tsx';
import { Failure } from '../../shared/ui.tsx';
import { useRefresh } from './refresh.ts';

type Way = GridPupil['way']['way'];
const WAYS: Readonly<Record<Way, string>> = {
  inclusive: 'Như các em khác; em học hoà nhập thì theo yêu cầu đã điều chỉnh',
  specialClass: 'Lớp dành cho người khuyết tật: chỉ Tiếng Việt và Toán',
  notAssessed: 'Không đánh giá',
};
const MAY_SET = new Set(['homeroomTeacher', 'schoolHead', 'deputyHead', 'schoolAdmin']);
const MAY_CODE = new Set(['schoolHead', 'deputyHead', 'schoolAdmin', 'clerk']);

/** Điều 8: how the pupil is assessed, and why. */
export function AssessmentWay({ pupil }: { pupil: GridPupil }) {
  const { session } = useSession();
  const refresh = useRefresh();
  const [way, setWay] = useState<Way>(pupil.way.way);
  const [reason, setReason] = useState(pupil.way.reason ?? '');
  const save = useMutation({
    mutationFn: () => call(schoolDesk.assessmentWay, { params: { pupilId: pupil.pupilId }, body: { way, reason } }),
    onSuccess: refresh,
  });
  return (
    <section aria-labelledby="way">
      <h3 id="way">Cách đánh giá, Điều 8 Thông tư 27</h3>
      <p>
        {WAYS[pupil.way.way]}
        {pupil.way.reason ? `, vì ${pupil.way.reason}` : ''}.
      </p>
      {pupil.editable && MAY_SET.has(session.user.role) ? (
        <details className="above-8">
          <summary>Đổi cách đánh giá</summary>
          <form
            className="stack above-8"
            onSubmit={(event) => {
              event.preventDefault();
              save.mutate();
            }}
          >
            <fieldset className="stack">
              <legend>
                <b>Em được đánh giá</b>
              </legend>
              {(Object.keys(WAYS) as Way[]).map((value) => (
                <label key={value} className="tick">
                  <input type="radio" name="way" checked={way === value} onChange={() => setWay(value)} />
                  {WAYS[value]}
                </label>
              ))}
            </fieldset>
            <div className="field">
              <label htmlFor="way-reason">Lý do</label>
              <p className="hint" id="way-hint">
                Ví dụ: theo kế hoạch giáo dục cá nhân. Ít nhất 5 ký tự.
              </p>
              <input
                className="input"
                id="way-reason"
                value={reason}
                minLength={5}
                maxLength={300}
                required
                onChange={(event) => setReason(event.target.value)}
                aria-describedby="way-hint"
              />
            </div>
            {save.isError ? <Failure error={save.error} /> : null}
            <button type="submit" className="button" disabled={save.isPending}>
              Ghi cách đánh giá
            </button>
          </form>
        </details>
      ) : null}
    </section>
  );
}

/** A temporary code is replaced in place when the sector database has given the pupil one. */
export function SectorCode({ pupil, onRenamed }: { pupil: GridPupil; onRenamed: (pupilId: string) => void }) {
  const { session } = useSession();
  const refresh = useRefresh();
  const [code, setCode] = useState('');
  const save = useMutation({
    mutationFn: () => call(schoolDesk.pupilCode, { params: { pupilId: pupil.pupilId }, body: { code } }),
    onSuccess: async (renamed) => {
      await refresh();
      onRenamed(renamed.pupilId);
    },
  });
  if (!pupil.temporaryCode) return null;
  return (
    <section aria-labelledby="code">
      <h3 id="code">Chưa có mã học sinh của Bộ</h3>
      <p>
        Em đang dùng mã tạm <span className="code">{pupil.pupilId}</span>: nhập và xem được, ký thì chưa.
      </p>
      {MAY_CODE.has(session.user.role) ? (
        <form
          className="stack above-8"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <div className="field">
            <label htmlFor="sector-code">Mã học sinh của Bộ</label>
            <p className="hint" id="code-hint">
              Mọi ô và lịch sử của em được giữ nguyên. Mã của Bộ không đổi lại được.
            </p>
            <input
              className="input"
              id="sector-code"
              value={code}
              maxLength={20}
              required
              autoComplete="off"
              onChange={(event) => setCode(event.target.value)}
              aria-describedby="code-hint"
            />
          </div>
          {save.isError ? <Failure error={save.error} /> : null}
          <button type="submit" className="button" disabled={save.isPending}>
            Thay mã tạm
          </button>
        </form>
      ) : (
        <p className="small muted">Văn thư hoặc quản trị trường thay mã.</p>
      )}
    </section>
  );
}
