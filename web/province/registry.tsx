import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { PACKET_STATES, provinceDesk } from '#contract';
import { call } from '../shared/api.ts';
import { count, day } from '../shared/format.ts';
import { State, stateWord } from '../shared/states.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';

/** SO-3: the originals, found by name without marks, code of the pupil or of the record. */
export function RegistryPage() {
  const [q, setQ] = useState('');
  const [state, setState] = useState('');
  const wanted = useDeferredValue(q);
  const query = useInfiniteQuery({
    queryKey: ['registry', wanted, state],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(provinceDesk.search, { query: { q: wanted || undefined, state: state || undefined, before: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const packets = query.data?.pages.flatMap((page) => page.packets) ?? [];
  return (
    <>
      <Head code="SO-3" title="CSDL gốc" aside={query.data ? `${count(query.data.pages[0]!.total)} học bạ` : undefined} />
      <Panel id="found" title="Học bạ">
        <form className="filters" onSubmit={(event) => event.preventDefault()}>
          <div className="field">
            <label htmlFor="state">Trạng thái</label>
            <select className="input" id="state" value={state} onChange={(event) => setState(event.target.value)}>
              <option value="">Tất cả</option>
              {PACKET_STATES.map((s) => (
                <option key={s} value={s}>
                  {stateWord(s)}
                </option>
              ))}
            </select>
          </div>
          <div className="field grow">
            <label htmlFor="q">Tìm theo họ tên, mã học sinh</label>
            <input
              className="input"
              id="q"
              type="search"
              placeholder="gõ không dấu cũng được"
              value={q}
              onChange={(event) => setQ(event.target.value)}
            />
          </div>
        </form>
        {query.isPending ? (
          <Skeleton />
        ) : query.isError ? (
          <div className="inside">
            <Failure error={query.error} retry={() => query.refetch()} />
          </div>
        ) : packets.length === 0 ? (
          <Empty cause="Không tìm thấy học bạ nào." next="Thử tên khác hoặc bỏ bớt điều kiện lọc." />
        ) : (
          <section className="scroll" tabIndex={0} aria-label="Học bạ tìm thấy">
            <table className="table middle cards">
              <thead>
                <tr>
                  <th scope="col">Học sinh</th>
                  <th scope="col">Mã học sinh</th>
                  <th scope="col">Trường</th>
                  <th scope="col">Lớp</th>
                  <th scope="col">Bản</th>
                  <th scope="col">Đợt</th>
                  <th scope="col">Trạng thái</th>
                  <th scope="col">Hiệu lực</th>
                </tr>
              </thead>
              <tbody>
                {packets.map((p) => (
                  <tr key={p.versionId}>
                    <th scope="row">
                      <Link to="/csdl-goc/$versionId" params={{ versionId: p.versionId }}>
                        {p.fullName}
                      </Link>
                    </th>
                    <td className="code">{p.pupilId}</td>
                    <td>{p.schoolName}</td>
                    <td>{p.classroom}</td>
                    <td>
                      <span className="label-for">Bản </span>
                      {p.versionNumber}
                    </td>
                    <td>
                      <span className="label-for">Đợt </span>
                      {p.wave}
                    </td>
                    <td>
                      <State state={p.state} />
                    </td>
                    <td>{p.effectiveDate ? day(p.effectiveDate) : ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {query.hasNextPage ? (
          <div className="inside under">
            <button type="button" className="button" onClick={() => query.fetchNextPage()}>
              Xem thêm
            </button>
          </div>
        ) : null}
      </Panel>
    </>
  );
}
