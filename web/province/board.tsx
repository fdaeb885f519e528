import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Board, provinceDesk } from '#contract';
import { foldText } from '#kernel';
import { call } from '../shared/api.ts';
import { Deadlines } from '../shared/deadlines.tsx';
import { count } from '../shared/format.ts';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { ComeSoFarCells, ComeSoFarHeaders } from './come-so-far.tsx';
import { Head } from './head.tsx';

type School = Board['schools'][number];
/** Risk of missing the deadline: order on the board, look, word. Nothing here ranks schools by anything else. */
const RISKS: Readonly<Record<School['risk'], readonly [order: number, look: string, word: string]>> = {
  mayBeLate: [0, 'refused', 'Có thể trễ'],
  notStarted: [1, 'waiting', 'Chưa bắt đầu'],
  watch: [2, 'waiting', 'Cần theo dõi'],
  onTime: [3, 'signed', 'Đúng nhịp'],
  complete: [4, 'finalized', 'Đã xong'],
};

/** SO-1: one sentence for the province, one per school, by the risk of missing the deadline. */
export function BoardPage() {
  const [wanted, setWanted] = useState('');
  const [risk, setRisk] = useState('');
  const query = useQuery({ queryKey: ['board'], queryFn: ({ signal }) => call(provinceDesk.board, { signal }), refetchInterval: 10_000 });
  if (query.isPending)
    return (
      <>
        <Head code="SO-1" title="Toàn cảnh" />
        <Skeleton lines={8} />
      </>
    );
  if (query.isError)
    return (
      <>
        <Head code="SO-1" title="Toàn cảnh" />
        <Failure error={query.error} retry={() => query.refetch()} />
      </>
    );
  const { data } = query;
  const shown = data.schools
    .filter(
      (s) =>
        (risk === '' || s.risk === risk) && foldText(`${s.name} ${s.commune} ${s.district ?? ''} ${s.code}`).includes(foldText(wanted)),
    )
    .sort((a, b) => RISKS[a.risk][0] - RISKS[b.risk][0] || a.name.localeCompare(b.name, 'vi'));
  return (
    <>
      <Head code="SO-1" title="Toàn cảnh" aside={`Năm học ${data.schoolYear.replace('-', '–')}`} />
      <p className="lead below-16">{data.sentence}</p>
      <Deadlines deadlines={data.deadlines} />
      <div className="above-16">
        <Panel
          id="schools"
          title="Từng trường"
          end={`${shown.length}/${data.totals.schools} trường · ${count(data.totals.admitted)}/${count(data.totals.roster)} học bạ đã tiếp nhận`}
        >
          <form className="filters" onSubmit={(event) => event.preventDefault()}>
            <div className="field">
              <label htmlFor="risk">Tiến độ</label>
              <select className="input" id="risk" value={risk} onChange={(event) => setRisk(event.target.value)}>
                <option value="">Tất cả</option>
                {Object.entries(RISKS).map(([name, [, , word]]) => (
                  <option key={name} value={name}>
                    {word}
                  </option>
                ))}
              </select>
            </div>
            <div className="field grow">
              <label htmlFor="q">Tìm trường, xã, phường</label>
              <input
                className="input"
                id="q"
                type="search"
                placeholder="gõ không dấu cũng được"
                value={wanted}
                onChange={(event) => setWanted(event.target.value)}
              />
            </div>
          </form>
          {shown.length === 0 ? (
            <Empty
              cause={data.schools.length === 0 ? 'Chưa có trường nào gửi danh sách học sinh.' : 'Không có trường nào khớp.'}
              next={data.schools.length === 0 ? 'Trường hiện ở đây khi gửi danh sách học sinh (loại 130).' : 'Bỏ bớt điều kiện lọc.'}
            />
          ) : (
            <Schools schools={shown} />
          )}
        </Panel>
      </div>
    </>
  );
}

function Schools({ schools }: { schools: readonly School[] }) {
  return (
    <section className="scroll" tabIndex={0} aria-label="Bảng từng trường">
      <table className="table middle cards">
        <thead>
          <tr>
            <th scope="col">Trường</th>
            <th scope="col">Tiến độ</th>
            <ComeSoFarHeaders />
          </tr>
        </thead>
        <tbody>
          {schools.map((s) => {
            const [, look, word] = RISKS[s.risk];
            return (
              <tr key={s.code}>
                <th scope="row" className="sentence">
                  <Link to="/truong/$schoolCode" params={{ schoolCode: s.code }}>
                    {s.sentence}
                  </Link>
                  <p className="muted small">{[s.commune, s.district].filter(Boolean).join(', ')}</p>
                </th>
                <td>
                  <span className={`state ${look}`}>{word}</span>
                </td>
                <ComeSoFarCells counts={s} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
