import { useMutation } from '@tanstack/react-query';
import { type ClassPage, type Doubt, type GridPupil, schoolDesk } from '#contract';
import { call } from '../../shared/api.ts';
import { moment } from '../../shared/format.ts';
import { useSession } from '../../shared/session.tsx';
import { Empty, Failure, Panel } from '../../shared/ui.tsx';
import { useRefresh } from './refresh.ts';

type GoTo = (pupilId: string, key: string) => void;
const WORDS: Readonly<Record<Doubt['severity'], string>> = { likely: 'Có thể nhầm', look: 'Nên xem' };
const MAY_SEE = new Set(['homeroomTeacher', 'subjectTeacher', 'schoolHead', 'deputyHead', 'schoolAdmin']);

function Actions({ pupil, doubt, goTo }: { pupil: GridPupil; doubt: Doubt; goTo: GoTo }) {
  const { session } = useSession();
  const refresh = useRefresh();
  const seen = useMutation({
    mutationFn: () => call(schoolDesk.doubtSeen, { params: { pupilId: pupil.pupilId }, body: { key: doubt.key } }),
    onSuccess: refresh,
  });
  const { cell } = doubt;
  return (
    <>
      <div className="buttons">
        {cell ? (
          <button type="button" className="button" onClick={() => goTo(pupil.pupilId, cell)}>
            Tới ô
            <span className="hidden">
              {' '}
              {doubt.place} của {pupil.fullName}
            </span>
          </button>
        ) : null}
        {doubt.seen || !MAY_SEE.has(session.user.role) ? null : (
          <button type="button" className="button" disabled={seen.isPending} onClick={() => seen.mutate()}>
            Đã xem
            <span className="hidden">
              : {doubt.place} của {pupil.fullName}
            </span>
          </button>
        )}
      </div>
      {seen.isError ? <Failure error={seen.error} /> : null}
    </>
  );
}

/** What in this pupil's year does not go together: where, why it is asked, what to do. */
export function PupilDoubts({ pupil, goTo }: { pupil: GridPupil; goTo: GoTo }) {
  if (pupil.doubts.length === 0) return null;
  const open = pupil.doubts.filter(({ seen }) => !seen).length;
  return (
    <section aria-labelledby="doubts">
      <h3 id="doubts">Nên xem lại{open > 0 ? ` (${open})` : ': đã xem hết'}</h3>
      <ul className="stack">
        {pupil.doubts.map((doubt) => (
          <li key={doubt.key}>
            <p className={doubt.seen ? 'muted' : ''}>
              <b>{doubt.place}</b>: {doubt.says}. {doubt.seen ? '' : doubt.remedy}
            </p>
            <p className="small muted below-4">{doubt.seen ? `${doubt.seen.by} đã xem lúc ${moment(doubt.seen.at)}.` : doubt.basis}</p>
            <Actions pupil={pupil} doubt={doubt} goTo={goTo} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Every open contradiction of the class in one list, for whoever signs or checks. They block nothing. */
export function ClassDoubts({ data, goTo, onSelect }: { data: ClassPage; goTo: GoTo; onSelect: (pupilId: string) => void }) {
  const rows = data.pupils.flatMap((pupil) => pupil.doubts.filter(({ seen }) => !seen).map((doubt) => ({ pupil, doubt })));
  const pupils = new Set(rows.map(({ pupil }) => pupil.pupilId)).size;
  return (
    <Panel id="class-doubts" title="Nên xem lại" end={rows.length === 0 ? 'không còn điểm nào' : `${rows.length} điểm của ${pupils} em`}>
      {rows.length === 0 ? (
        <Empty
          cause="Không có điểm nào nên xem lại."
          next="Khi mức trái với điểm, nhận xét trái với mức hay khen thưởng trái với kết quả, điểm ấy hiện ở đây. Không điểm nào chặn việc ký."
        />
      ) : (
        <section className="scroll" tabIndex={0} aria-label="Nên xem lại">
          <table className="table middle cards">
            <thead>
              <tr>
                <th scope="col">Học sinh</th>
                <th scope="col">Điểm nên xem</th>
                <th scope="col">Căn cứ</th>
                <th scope="col">
                  <span className="hidden">Việc làm</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ pupil, doubt }) => (
                <tr key={`${pupil.pupilId} ${doubt.key}`}>
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
                    <b>{doubt.place}</b>: {doubt.says}
                    <p className="small muted">
                      {WORDS[doubt.severity]} · {doubt.remedy}
                    </p>
                  </td>
                  <td className="small muted">{doubt.basis}</td>
                  <td>
                    <Actions pupil={pupil} doubt={doubt} goTo={goTo} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}
