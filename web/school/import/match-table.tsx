import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, Eye } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { type ImportRun, type MatchedPupil, schoolDesk } from '#contract';
import { pointInWords } from '#domain';
import { call } from '../../shared/api.ts';
import { count, day } from '../../shared/format.ts';
import { Empty, Failure, Panel, Skeleton } from '../../shared/ui.tsx';
import { type Choice, Question, type Row } from './question.tsx';
import { CHANGES, COLOURS, KINDS, placeOf } from './words.ts';

const ICONS = { green: CircleCheck, yellow: Eye, red: CircleAlert } as const;
const keyOf = ({ file, sheet, row }: Row): string => `${file}\n${sheet}\n${row}`;

function Colour({ colour }: { colour: MatchedPupil['colour'] }) {
  const [tone, word, long] = COLOURS[colour];
  const Icon = ICONS[colour];
  return (
    <span className={`state ${tone}`} title={long}>
      <Icon className="icon" aria-hidden="true" />
      {word}
    </span>
  );
}

/** Every pupil with the rows that speak about the pupil, how sure that is, and each cell old → new. What is not sure is asked here. */
export function MatchTable({ run }: { run: ImportRun }) {
  const client = useQueryClient();
  const pending = run.state === 'dryRun' || run.state === 'refused';
  const [filter, setFilter] = useState(!pending ? '' : run.counts.asked > 0 ? 'asked' : run.colours.red > 0 ? 'red' : '');
  const [change, setChange] = useState(
    pending && run.counts.asked === 0 && run.colours.red === 0 && run.counts.added === 0 && run.counts.changed > 0 ? 'changed' : '',
  );
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const [choices, setChoices] = useState<ReadonlyMap<string, { readonly row: Row; readonly choice: Choice }>>(new Map());
  const wanted = useDeferredValue(search);
  const query = useQuery({
    queryKey: ['import', run.importId, 'pupils', filter, change, wanted, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call(schoolDesk.importPupils, {
        params: { importId: run.importId },
        signal,
        query: {
          page,
          search: wanted || undefined,
          change: (change || undefined) as MatchedPupil['change'] | undefined,
          ...(filter === 'asked' ? { asked: 'yes' as const } : { colour: (filter || undefined) as MatchedPupil['colour'] | undefined }),
        },
      }),
  });
  const send = useMutation({
    mutationFn: () =>
      call(schoolDesk.answerImport, {
        params: { importId: run.importId },
        body: { answers: [...choices.values()].map(({ row: { file, sheet, row }, choice }) => ({ file, sheet, row, decision: choice })) },
      }),
    onSuccess: (next) => {
      setChoices(new Map());
      setPage(1);
      if (next.counts.asked === 0 && filter === 'asked') setFilter('');
      client.setQueryData(['import', run.importId], next);
      void client.invalidateQueries({ queryKey: ['import', run.importId, 'pupils'] });
    },
  });
  const choose = (row: Row, choice: Choice) => setChoices((before) => new Map(before).set(keyOf(row), { row, choice }));
  const filters: readonly (readonly [string, string])[] = [
    ['', 'Tất cả'],
    ...(pending && run.counts.asked > 0 ? [['asked', `Chờ trả lời (${run.counts.asked})`] as const] : []),
    ...(['red', 'yellow', 'green'] as const).map((colour) => [colour, `${COLOURS[colour][1]} (${count(run.colours[colour])})`] as const),
  ];
  const changed = (set: (value: string) => void) => (event: React.ChangeEvent<HTMLSelectElement | HTMLInputElement>) => {
    set(event.target.value);
    setPage(1);
  };
  return (
    <Panel
      id="match"
      title="Từng học sinh"
      end={`${count(run.counts.added)} thêm · ${count(run.counts.changed)} đổi · ${count(run.counts.unchanged)} không đổi`}
    >
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <div className="field">
          <label htmlFor="match-colour">Mức chắc chắn</label>
          <select className="input" id="match-colour" value={filter} onChange={changed(setFilter)}>
            {filters.map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="match-change">Việc</label>
          <select className="input" id="match-change" value={change} onChange={changed(setChange)}>
            <option value="">Tất cả</option>
            {Object.entries(CHANGES).map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </select>
        </div>
        <div className="field grow">
          <label htmlFor="match-search">Tìm theo họ tên</label>
          <input
            className="input"
            id="match-search"
            type="search"
            placeholder="gõ không dấu cũng được"
            value={search}
            onChange={changed(setSearch)}
          />
        </div>
        {query.data ? <span className="result">{count(query.data.total)} em</span> : null}
      </form>
      {query.isPending ? (
        <Skeleton />
      ) : query.isError ? (
        <div className="inside">
          <Failure error={query.error} retry={() => query.refetch()} />
        </div>
      ) : query.data.items.length === 0 ? (
        <Empty cause="Không có em nào." next="Bỏ bớt điều kiện lọc để xem các em khác." />
      ) : (
        <section className="scroll" tabIndex={0} aria-label="Bảng ghép từng học sinh">
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">Mức</th>
                <th scope="col">Học sinh</th>
                <th scope="col">Lớp</th>
                <th scope="col">Việc</th>
                <th scope="col">Các dòng trong tệp, nội dung</th>
              </tr>
            </thead>
            <tbody>
              {query.data.items.map((pupil) => (
                <tr key={pupil.pupilId ?? keyOf(pupil.rows[0]!)}>
                  <td>
                    <Colour colour={pupil.colour} />
                  </td>
                  <th scope="row">
                    {pupil.fullName || 'Không rõ tên'}
                    {pupil.birthDate ? <p className="small muted">sinh {day(pupil.birthDate)}</p> : null}
                    {pupil.pupilId ? <p className="small muted code">{pupil.pupilId}</p> : null}
                  </th>
                  <td>
                    <span className="label-for">Lớp </span>
                    {pupil.classroom}
                  </td>
                  <td>{CHANGES[pupil.change]}</td>
                  <td>
                    {pupil.fields.map((field) => (
                      <span key={field.label} className="diff">
                        {field.label}: <del>{field.from || 'trống'}</del> <ins>{field.to || 'trống'}</ins>{' '}
                      </span>
                    ))}
                    {pupil.rows.map((row) => (
                      <RowLine
                        key={keyOf(row)}
                        row={row}
                        name={pupil.fullName}
                        pending={pending}
                        choice={choices.get(keyOf(row))?.choice}
                        onChoose={(choice) => choose(row, choice)}
                      />
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {query.data && query.data.pages > 1 ? (
        <div className="inside under buttons">
          <button type="button" className="button" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            Trang trước
          </button>
          <span>
            Trang {page}/{query.data.pages}
          </span>
          <button type="button" className="button" disabled={page >= query.data.pages} onClick={() => setPage(page + 1)}>
            Trang sau
          </button>
        </div>
      ) : null}
      {choices.size > 0 ? (
        <div className="inside under stack">
          {send.isError ? <Failure error={send.error} /> : null}
          <div className="buttons">
            <button type="button" className="button primary" disabled={send.isPending} onClick={() => send.mutate()}>
              {send.isPending ? 'Đang đọc lại các tệp…' : `Gửi ${choices.size} câu trả lời`}
            </button>
            <span className="muted small">Các tệp được đọc lại theo câu trả lời; vẫn chưa ghi gì.</span>
          </div>
        </div>
      ) : null}
    </Panel>
  );
}

/** A row with how it was matched; a question where nobody can tell, its reasons where it is refused. An answer that was given can be changed. */
function RowLine({
  row,
  name,
  pending,
  choice,
  onChoose,
}: {
  row: Row;
  name: string;
  pending: boolean;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
}) {
  const [again, setAgain] = useState(false);
  const asks = pending && (row.candidates.length > 0 || row.mayBeNew) && row.colour === 'red';
  return (
    <div className="above-8">
      <p className="small">
        <span className="muted">
          {KINDS[row.kind] ?? row.kind}
          {row.point ? ` ${pointInWords(row.point)}` : ''} · {placeOf(row)}
        </span>
        {row.how ? ` · ${row.how}` : ''}
        {row.decision && pending && !again ? (
          <>
            {' '}
            ·{' '}
            <button type="button" className="button plain" onClick={() => setAgain(true)}>
              Đổi câu trả lời
            </button>
          </>
        ) : null}
      </p>
      {row.reasons.map((reason) => (
        <p key={reason} className="small">
          {reason}
        </p>
      ))}
      {asks || (again && pending) ? <Question row={row} name={name} choice={choice} onChoose={onChoose} /> : null}
    </div>
  );
}
