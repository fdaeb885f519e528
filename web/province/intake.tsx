import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { provinceDesk } from '#contract';
import { call } from '../shared/api.ts';
import { moment } from '../shared/format.ts';
import { State } from '../shared/states.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';

export const MESSAGE_KINDS = {
  batch: 'Gói học bạ',
  roster: 'Danh sách học sinh',
  supplementary: 'Danh sách đánh giá bổ sung',
  signers: 'Danh sách người ký',
  earlyFinalization: 'Đề nghị chốt sớm',
} as const;

/** SO-2: every message that arrived, newest first. */
export function IntakePage() {
  const search = useSearch({ strict: false }) as { schoolCode?: string };
  const [state, setState] = useState('');
  const query = useInfiniteQuery({
    queryKey: ['batches', search.schoolCode, state],
    initialPageParam: '',
    refetchInterval: 5_000,
    queryFn: ({ pageParam, signal }) =>
      call(provinceDesk.batches, {
        query: { schoolCode: search.schoolCode, state: state || undefined, before: pageParam || undefined },
        signal,
      }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const batches = query.data?.pages.flatMap((page) => page.batches) ?? [];
  return (
    <>
      <Head code="SO-2" title="Tiếp nhận" aside={search.schoolCode ? `Trường ${search.schoolCode}` : undefined} />
      <Panel id="batches" title="Thông điệp đã nhận">
        <form className="filters" onSubmit={(event) => event.preventDefault()}>
          <div className="field">
            <label htmlFor="state">Tình trạng</label>
            <select className="input" id="state" value={state} onChange={(event) => setState(event.target.value)}>
              <option value="">Tất cả</option>
              <option value="waiting">Đang kiểm tra</option>
              <option value="answered">Đã trả lời</option>
              <option value="refused">Bị từ chối</option>
            </select>
          </div>
          {search.schoolCode ? (
            <Link className="button" to="/tiep-nhan" search={{}}>
              Mọi trường
            </Link>
          ) : null}
        </form>
        {query.isPending ? (
          <Skeleton />
        ) : query.isError ? (
          <div className="inside">
            <Failure error={query.error} retry={() => query.refetch()} />
          </div>
        ) : batches.length === 0 ? (
          <Empty cause="Chưa nhận thông điệp nào." next="Gói tin hiện ở đây ngay khi trường gửi." />
        ) : (
          <section className="scroll" tabIndex={0} aria-label="Thông điệp đã nhận">
            <table className="table middle cards">
              <thead>
                <tr>
                  <th scope="col">Nhận lúc</th>
                  <th scope="col">Trường</th>
                  <th scope="col">Loại</th>
                  <th scope="col">Kết quả</th>
                  <th scope="col">Tình trạng</th>
                </tr>
              </thead>
              <tbody>
                {batches.map((b) => (
                  <tr key={b.messageId}>
                    <th scope="row">
                      <Link to="/tiep-nhan/$messageId" params={{ messageId: b.messageId }}>
                        {moment(b.receivedAt)}
                      </Link>
                    </th>
                    <td>{b.schoolName}</td>
                    <td>
                      {MESSAGE_KINDS[b.kind]}
                      {b.classroom ? ` · lớp ${b.classroom}` : ''}
                      {b.wave ? ` · đợt ${b.wave}` : ''}
                    </td>
                    <td>
                      {b.counts.items} mục: {b.counts.accepted} được nhận{b.counts.refused > 0 ? `, ${b.counts.refused} bị trả lại` : ''}
                    </td>
                    <td>
                      <State state={b.state} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {query.hasNextPage ? (
          <div className="inside under">
            <button type="button" className="button" onClick={() => query.fetchNextPage()}>
              Xem cũ hơn
            </button>
          </div>
        ) : null}
      </Panel>
    </>
  );
}
