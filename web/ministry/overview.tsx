import { useQuery } from '@tanstack/react-query';
import { ministryDesk } from '#contract';
import { call } from '../shared/api.ts';
import { count, moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { State } from '../shared/states.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';

/** BO-1: what arrived from the provinces. */
export function OverviewPage() {
  const { session } = useSession();
  const query = useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => call(ministryDesk.overview, { signal }),
    refetchInterval: 5_000,
  });
  const head = (
    <PageHead
      trail={
        <>
          <li>{session.user.organisation.name}</li>
          <li>
            <span aria-current="page">Đã nhận</span>
          </li>
        </>
      }
      code="BO-1"
      title="Báo cáo từ các Sở"
    />
  );
  if (query.isPending)
    return (
      <>
        {head}
        <Skeleton lines={6} />
      </>
    );
  if (query.isError)
    return (
      <>
        {head}
        <Failure error={query.error} retry={() => query.refetch()} />
      </>
    );
  const { sentence, provinces, batches } = query.data;
  return (
    <>
      {head}
      <p className="lead below-16">{sentence}</p>
      <div className="stack">
        <Panel id="provinces" title="Theo tỉnh" end={`${provinces.length} tỉnh`}>
          {provinces.length === 0 ? (
            <Empty cause="Chưa có tỉnh nào báo cáo." next="Sở báo cáo đợt 1 trước 10/7 và đợt 2 trước 25/8." />
          ) : (
            <table className="table middle cards">
              <thead>
                <tr>
                  <th scope="col">Tỉnh</th>
                  <th scope="col" className="number">
                    Đợt 1
                  </th>
                  <th scope="col" className="number">
                    Đợt 2
                  </th>
                  <th scope="col" className="number">
                    Học bạ
                  </th>
                  <th scope="col">Nhận gần nhất</th>
                </tr>
              </thead>
              <tbody>
                {provinces.map((p) => (
                  <tr key={p.code}>
                    <th scope="row">{p.name}</th>
                    <td className="number">
                      <span className="label-for">Đợt 1 </span>
                      {count(p.wave1)}
                    </td>
                    <td className="number">
                      <span className="label-for">Đợt 2 </span>
                      {count(p.wave2)}
                    </td>
                    <td className="number">
                      <span className="label-for">Học bạ </span>
                      {count(p.records)}
                    </td>
                    <td>{p.lastReceivedAt ? moment(p.lastReceivedAt) : ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Panel>
        <Panel id="batches" title="Gói tin" end={`${batches.length} gói`}>
          {batches.length === 0 ? (
            <Empty cause="Chưa nhận gói nào." next="Gói tin hiện ở đây ngay khi Sở gửi." />
          ) : (
            <table className="table middle cards">
              <thead>
                <tr>
                  <th scope="col">Nhận lúc</th>
                  <th scope="col">Tỉnh</th>
                  <th scope="col">Đợt</th>
                  <th scope="col" className="number">
                    Học bạ
                  </th>
                  <th scope="col">Tình trạng</th>
                </tr>
              </thead>
              <tbody>
                {batches.map((b) => (
                  <tr key={b.messageId}>
                    <th scope="row">{moment(b.receivedAt)}</th>
                    <td>{b.province}</td>
                    <td>
                      <span className="label-for">Đợt </span>
                      {b.wave}
                    </td>
                    <td className="number">
                      <span className="label-for">Học bạ </span>
                      {b.records}
                    </td>
                    <td>
                      <State state={b.state} />
                      {b.refusals.map((r) => (
                        <p key={r.code} className="small">
                          {r.message}
                        </p>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Panel>
      </div>
    </>
  );
}
