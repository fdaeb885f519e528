import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type GridPupil, schoolDesk } from '#contract';
import { call } from '../../shared/api.ts';
import { day } from '../../shared/format.ts';
import { useSession } from '../../shared/session.tsx';
import { Failure } from '../../shared/ui.tsx';
import { useRefresh } from './refresh.ts';

const ASSESS = new Set(['homeroomTeacher', 'schoolHead', 'deputyHead', 'schoolAdmin']);
const DECIDE = new Set(['schoolHead', 'deputyHead', 'schoolAdmin']);

/** Điều 11: the rounds of supplementary assessment, the last of which counts, then the head's decision on promotion. */
export function Summer({ pupil }: { pupil: GridPupil }) {
  const { session } = useSession();
  const { needed, attempts, promotion } = pupil.summer;
  if (!needed && attempts.length === 0) return null;
  return (
    <section aria-labelledby="summer">
      <h3 id="summer">Đánh giá bổ sung, Điều 11 Thông tư 27</h3>
      {attempts.length === 0 ? (
        <p>Em chưa hoàn thành chương trình lớp học. Sau khi được giúp đỡ, ghi kết quả đánh giá lại.</p>
      ) : (
        <ol className="stack">
          {attempts.map(({ date, cells }, i) => (
            <li key={date}>
              <b>
                Lần {i + 1}, ngày {day(date)}
              </b>
              : {cells.map(({ label, value }) => `${label} ${value}`).join('; ')}
              {i === attempts.length - 1 && attempts.length > 1 ? ' (lần cuối, được tính)' : ''}
            </li>
          ))}
        </ol>
      )}
      {promotion.promoted === null ? null : (
        <p className="above-8">
          <b>{promotion.promoted ? 'Được lên lớp' : 'Chưa được lên lớp'}</b>
          {promotion.number ? ` theo quyết định ${promotion.number}${promotion.date ? ` ngày ${day(promotion.date)}` : ''}` : ''}.
        </p>
      )}
      {pupil.editable && needed && ASSESS.has(session.user.role) ? <Round key={attempts.length} pupil={pupil} /> : null}
      {pupil.editable && promotion.needed ? (
        DECIDE.has(session.user.role) ? (
          <Decision pupil={pupil} />
        ) : (
          <p className="small muted above-8">Em vẫn chưa hoàn thành: chờ hiệu trưởng quyết định việc lên lớp.</p>
        )
      ) : null}
    </section>
  );
}

function Round({ pupil }: { pupil: GridPupil }) {
  const refresh = useRefresh();
  const [date, setDate] = useState('');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const save = useMutation({
    mutationFn: () =>
      call(schoolDesk.supplementary, {
        params: { pupilId: pupil.pupilId },
        body: { date, cells: Object.entries(values).map(([key, value]) => ({ key, value })), promotion: null },
      }),
    onSuccess: refresh,
  });
  return (
    <details className="above-8">
      <summary>{pupil.summer.attempts.length === 0 ? 'Ghi kết quả đánh giá lại' : 'Ghi thêm một lần đánh giá lại'}</summary>
      <form
        className="stack above-8"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="field">
          <label htmlFor="round-date">Ngày đánh giá</label>
          <input className="input" type="date" id="round-date" value={date} required onChange={(event) => setDate(event.target.value)} />
        </div>
        {pupil.summer.before.map(({ key, label, value }) => (
          <div key={key} className="field">
            <label htmlFor={`round-${key}`}>{label}</label>
            <p className="hint" id={`hint-${key}`}>
              Cuối năm: {value}. Để trống nếu lần này không đánh giá lại ô này.
            </p>
            <input
              className="input"
              id={`round-${key}`}
              value={values[key] ?? ''}
              maxLength={2}
              inputMode={key.endsWith('.mark') ? 'decimal' : 'text'}
              aria-describedby={`hint-${key}`}
              onChange={(event) => setValues({ ...values, [key]: event.target.value })}
            />
          </div>
        ))}
        {save.isError ? <Failure error={save.error} /> : null}
        <button type="submit" className="button" disabled={save.isPending}>
          Ghi lần đánh giá này
        </button>
      </form>
    </details>
  );
}

function Decision({ pupil }: { pupil: GridPupil }) {
  const refresh = useRefresh();
  const [promoted, setPromoted] = useState<boolean>();
  const [decisionNumber, setNumber] = useState('');
  const [decisionDate, setDate] = useState('');
  const save = useMutation({
    mutationFn: () =>
      call(schoolDesk.supplementary, {
        params: { pupilId: pupil.pupilId },
        body: { date: '', cells: [], promotion: { promoted: promoted ?? false, decisionNumber, decisionDate } },
      }),
    onSuccess: refresh,
  });
  return (
    <form
      className="stack above-12"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset className="stack">
        <legend>
          <b>Hiệu trưởng quyết định</b>
        </legend>
        {(
          [
            [true, 'Được lên lớp'],
            [false, 'Chưa được lên lớp'],
          ] as const
        ).map(([value, label]) => (
          <label key={label} className="tick">
            <input type="radio" name="promoted" required checked={promoted === value} onChange={() => setPromoted(value)} />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor="decision-number">Số quyết định</label>
        <input
          className="input"
          id="decision-number"
          value={decisionNumber}
          maxLength={50}
          required={promoted === true}
          onChange={(event) => setNumber(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor="decision-date">Ngày quyết định</label>
        <input
          className="input"
          type="date"
          id="decision-date"
          value={decisionDate}
          required={promoted === true}
          onChange={(event) => setDate(event.target.value)}
        />
      </div>
      {save.isError ? <Failure error={save.error} /> : null}
      <button type="submit" className="button primary" disabled={save.isPending}>
        Ghi quyết định
      </button>
    </form>
  );
}
