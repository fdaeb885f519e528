import type { MatchedPupil } from '#contract';
import { day } from '../../shared/format.ts';
import { placeOf } from './words.ts';

export type Row = MatchedPupil['rows'][number];
/** `pupilId`, `new` or `skip`; nothing chosen is no answer. */
export type Choice = { readonly is: 'pupil'; readonly pupilId: string } | { readonly is: 'new' } | { readonly is: 'skip' };

const same = (a: Choice | undefined, b: Choice): boolean =>
  a?.is === b.is && (b.is !== 'pupil' || (a.is === 'pupil' && a.pupilId === b.pupilId));

/** Whom a row is about: the candidates with class and birthday, a new pupil where that is possible, or nobody. Nothing is chosen beforehand. */
export function Question({
  row,
  name,
  choice,
  onChoose,
}: {
  row: Row;
  name: string;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
}) {
  const group = `q-${row.file}-${row.sheet}-${row.row}`;
  const option = (value: Choice, label: React.ReactNode) => (
    <label className="tick" key={value.is === 'pupil' ? value.pupilId : value.is}>
      <input type="radio" name={group} checked={same(choice, value)} onChange={() => onChoose(value)} />
      <span>{label}</span>
    </label>
  );
  return (
    <fieldset className="field">
      <legend>
        {name || 'Dòng này'} ở {placeOf(row)} là em nào?
      </legend>
      {row.candidates.map((one) =>
        option(
          { is: 'pupil', pupilId: one.pupilId },
          <>
            <b>{one.fullName}</b>
            {one.birthDate ? `, sinh ${day(one.birthDate)}` : ''}, lớp {one.classroom} <span className="muted">({one.pupilId})</span>
          </>,
        ),
      )}
      {row.mayBeNew ? option({ is: 'new' }, 'Em mới, chưa có trong dữ liệu') : null}
      {option({ is: 'skip' }, 'Bỏ qua dòng này')}
    </fieldset>
  );
}
