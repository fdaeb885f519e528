import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { provinceDesk } from '#contract';
import { call } from '../shared/api.ts';
import { moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';

/** The moments of the year worth rehearsing. */
const STOPS: readonly (readonly [label: string, at: string])[] = [
  ['Trước hạn đợt 1 một ngày', '06-29T08:00'],
  ['Ngay sau khi chốt đợt 1', '07-01T08:00'],
  ['Hạn báo cáo Bộ đợt 1', '07-10T08:00'],
  ['Đánh giá bổ sung trong hè', '08-09T08:00'],
  ['Ngay sau khi chốt đợt 2', '08-16T08:00'],
  ['Hạn báo cáo Bộ đợt 2', '08-25T08:00'],
];

/** SO-9: the rehearsal clock, only forward; every tier, the trial certificates and time-stamps follow it. */
export function ClockPage() {
  const client = useQueryClient();
  const { session } = useSession();
  const [to, setTo] = useState('');
  const query = useQuery({ queryKey: ['clock'], queryFn: ({ signal }) => call(provinceDesk.clock, { signal }), refetchInterval: 5_000 });
  const move = useMutation({
    mutationFn: (at: string) => call(provinceDesk.moveClock, { body: { to: `${at}:00+07:00` } }),
    onSuccess: () => client.invalidateQueries(),
  });
  if (query.isPending)
    return (
      <>
        <Head code="SO-9" title="Đồng hồ diễn tập" />
        <Skeleton />
      </>
    );
  if (query.isError)
    return (
      <>
        <Head code="SO-9" title="Đồng hồ diễn tập" />
        <Failure error={query.error} retry={() => query.refetch()} />
      </>
    );
  const { now } = query.data;
  const year = now.slice(0, 4);
  return (
    <>
      <Head code="SO-9" title="Đồng hồ diễn tập" />
      <p className="lead below-16">
        Bây giờ là <b>{moment(now)}</b> theo đồng hồ diễn tập. Đồng hồ chỉ chạy tới; khi qua mốc chốt, học bạ đã tiếp nhận có hiệu lực và
        không ai sửa được nữa.
      </p>
      {session.user.role === 'provinceAdmin' ? null : <p className="below-16">Chỉ quản trị Sở chuyển được đồng hồ.</p>}
      {move.isError ? <Failure error={move.error} /> : null}
      {session.user.role === 'provinceAdmin' ? (
        <Panel id="move" title="Chuyển tới">
          <form
            className="filters"
            onSubmit={(event) => {
              event.preventDefault();
              move.mutate(to);
            }}
          >
            <div className="field">
              <label htmlFor="to">Thời điểm (giờ Việt Nam)</label>
              <input
                className="input"
                id="to"
                type="datetime-local"
                value={to}
                min={now.slice(0, 16)}
                onChange={(event) => setTo(event.target.value)}
                required
              />
            </div>
            <button type="submit" className="button primary" disabled={to === '' || move.isPending}>
              Chuyển đồng hồ
            </button>
          </form>
          <ul className="todo plain">
            {STOPS.map(([label, at]) => {
              const target = `${year}-${at}`;
              const past = target <= now.slice(0, 16);
              return (
                <li key={at}>
                  <div>
                    <b>{label}</b>
                    <p>{moment(target)}</p>
                  </div>
                  <button type="button" className="button" disabled={past || move.isPending} onClick={() => move.mutate(target)}>
                    {past ? 'Đã qua' : 'Chuyển tới'}
                  </button>
                </li>
              );
            })}
          </ul>
        </Panel>
      ) : null}
    </>
  );
}
