import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { provinceDesk } from '#contract';
import { call } from '../shared/api.ts';
import { count, day, moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { State } from '../shared/states.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';

/** SO-4: what is final, what was reported to the ministry, and whether the numbers agree. */
export function FinalityPage() {
  const finality = useQuery({
    queryKey: ['finality'],
    queryFn: ({ signal }) => call(provinceDesk.finality, { signal }),
    refetchInterval: 10_000,
  });
  return (
    <>
      <Head code="SO-4" title="Chốt & báo cáo Bộ" />
      {finality.isPending ? (
        <Skeleton />
      ) : finality.isError ? (
        <Failure error={finality.error} retry={() => finality.refetch()} />
      ) : (
        <Panel id="waves" title="Hai đợt chốt">
          <section className="scroll" tabIndex={0} aria-label="Hai đợt chốt">
            <table className="table middle cards">
              <thead>
                <tr>
                  <th scope="col">Đợt</th>
                  <th scope="col">Tình hình</th>
                  <th scope="col">Hạn</th>
                  <th scope="col">Hiệu lực</th>
                  <th scope="col" className="number">
                    Đang tiếp nhận
                  </th>
                  <th scope="col" className="number">
                    Đã chốt
                  </th>
                  <th scope="col" className="number">
                    Đã cấp xác nhận
                  </th>
                </tr>
              </thead>
              <tbody>
                {finality.data.waves.map((w) => (
                  <tr key={w.wave}>
                    <th scope="row">Đợt {w.wave}</th>
                    <td>{w.sentence}</td>
                    <td>{moment(w.cutOff)}</td>
                    <td>{day(w.effectiveDate)}</td>
                    <td className="number">
                      <span className="label-for">Đang tiếp nhận </span>
                      {count(w.admitted)}
                    </td>
                    <td className="number">
                      <span className="label-for">Đã chốt </span>
                      {count(w.finalized)}
                    </td>
                    <td className="number">
                      <span className="label-for">Đã cấp xác nhận </span>
                      {count(w.confirmationsWritten)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </Panel>
      )}
      <div className="above-16">
        <Upward />
      </div>
    </>
  );
}

function Upward() {
  const client = useQueryClient();
  const { session } = useSession();
  const mayReport = session.user.role !== 'districtOfficer';
  const query = useQuery({ queryKey: ['upward'], queryFn: ({ signal }) => call(provinceDesk.upward, { signal }), refetchInterval: 3_000 });
  const report = useMutation({
    mutationFn: async (wave: 1 | 2) => {
      // A part at a time until nothing remains; what the ministry has just refused does not become less and waits for the officer.
      for (let before = Number.POSITIVE_INFINITY, left = 0; ; before = left) {
        left = (await call(provinceDesk.reportUpward, { body: { wave } })).remaining;
        await client.invalidateQueries({ queryKey: ['upward'] });
        if (left === 0 || left >= before) return;
      }
    },
  });
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  const { reconciliation, batches } = query.data;
  return (
    <div className="stack">
      <Panel id="reconcile" title="Đối soát: trường = Sở = đã gửi = Bộ xác nhận">
        {report.isError ? (
          <div className="inside">
            <Failure error={report.error} />
          </div>
        ) : null}
        <ul className="todo plain">
          {reconciliation.map((r) => (
            <li key={r.wave} className={r.agrees ? 'yes' : 'care'}>
              <div>
                <b>
                  Học bạ đợt {r.wave}: trường nộp {count(r.schoolsSubmitted)} · đã chốt {count(r.finalized)} · đã gửi {count(r.sent)} · Bộ
                  xác nhận {count(r.acknowledged)}
                </b>
                <p>{r.sentence}</p>
              </div>
              {mayReport && r.finalized > r.sent ? (
                <button type="button" className="button primary" disabled={report.isPending} onClick={() => report.mutate(r.wave)}>
                  {report.isPending
                    ? `Đang gửi, còn ${count(r.finalized - r.sent)} học bạ…`
                    : `Báo cáo Bộ ${count(r.finalized - r.sent)} học bạ đợt ${r.wave}`}
                </button>
              ) : (
                <span />
              )}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel id="upward" title="Gói đã gửi Bộ" end={`${batches.length} gói mới nhất`}>
        {batches.length === 0 ? (
          <Empty cause="Chưa gửi gói nào." next="Sau khi chốt, gửi báo cáo trước 10/7 (đợt 1) và 25/8 (đợt 2)." />
        ) : (
          <table className="table middle cards">
            <thead>
              <tr>
                <th scope="col">Lúc</th>
                <th scope="col">Đợt</th>
                <th scope="col" className="number">
                  Học bạ
                </th>
                <th scope="col">Tình trạng</th>
                <th scope="col">Bộ xác nhận lúc</th>
              </tr>
            </thead>
            <tbody>
              {batches.map((b) => (
                <tr key={b.messageId}>
                  <th scope="row">{moment(b.createdAt)}</th>
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
                        {r.message} {r.remedy}
                      </p>
                    ))}
                  </td>
                  <td>{b.acknowledgedAt ? moment(b.acknowledgedAt) : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </div>
  );
}
