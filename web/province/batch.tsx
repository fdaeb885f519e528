import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { provinceDesk } from '#contract';
import { call } from '../shared/api.ts';
import { moment } from '../shared/format.ts';
import { State } from '../shared/states.tsx';
import { Alert, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';
import { MESSAGE_KINDS } from './intake.tsx';

const ACTIONS = { new: 'Nộp mới', replace: 'Thay thế', withdraw: 'Thu hồi' } as const;

/** SO-2.1: one message: what it held, what was admitted, what was refused and why. */
export function BatchPage() {
  const { messageId } = useParams({ from: '/tiep-nhan/$messageId' });
  const query = useQuery({
    queryKey: ['batch', messageId],
    queryFn: ({ signal }) => call(provinceDesk.batch, { params: { messageId }, signal }),
    refetchInterval: (q) => (q.state.data?.state === 'waiting' ? 1_500 : false),
  });
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  const b = query.data;
  return (
    <>
      <Head
        code="SO-2.1"
        title={`${MESSAGE_KINDS[b.kind]}${b.classroom ? ` lớp ${b.classroom}` : ''}`}
        aside={
          <>
            {b.schoolName} <State state={b.state} />
          </>
        }
        above={<Link to="/tiep-nhan">Tiếp nhận</Link>}
      />
      <p className="lead below-16">
        Nhận lúc {moment(b.receivedAt)}: {b.counts.items} mục, {b.counts.accepted} được nhận, {b.counts.refused} bị trả lại.
      </p>
      <div className="stack">
        {b.refusals.map((refusal) => (
          <Alert key={refusal.code} tone="refused" title={refusal.message}>
            <p>
              {refusal.remedy} <span className="code muted">{refusal.publicCode ?? refusal.code}</span>
            </p>
          </Alert>
        ))}
        {b.items.length > 0 ? (
          <Panel id="items" title="Từng học bạ" end={`${b.items.length} mục`}>
            <section className="scroll" tabIndex={0} aria-label="Từng học bạ">
              <table className="table middle cards">
                <thead>
                  <tr>
                    <th scope="col">Học sinh</th>
                    <th scope="col">Lớp</th>
                    <th scope="col">Việc</th>
                    <th scope="col">Kết quả</th>
                    <th scope="col">Lý do</th>
                  </tr>
                </thead>
                <tbody>
                  {b.items.map((item) => (
                    <tr key={item.index}>
                      <th scope="row">
                        {item.accepted ? (
                          <Link to="/csdl-goc/$versionId" params={{ versionId: item.versionId }}>
                            {item.fullName ?? item.versionId}
                          </Link>
                        ) : (
                          (item.fullName ?? <span className="code">{item.versionId}</span>)
                        )}
                      </th>
                      <td>{item.classroom ?? ''}</td>
                      <td>{ACTIONS[item.action]}</td>
                      <td>
                        <State state={item.accepted === null ? 'waiting' : item.accepted ? 'accepted' : 'refused'} />
                      </td>
                      <td>
                        {item.refusals.map((r) => (
                          <p key={r.code}>
                            {r.message} <span className="code muted">{r.publicCode ?? r.code}</span>
                          </p>
                        ))}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </Panel>
        ) : null}
        <Panel id="proof" title="Bằng chứng">
          <dl className="facts technical inside">
            <dt>Mã thông điệp</dt>
            <dd className="code">{b.messageId}</dd>
            <dt>SHA-256 của nội dung nhận</dt>
            <dd className="code">{b.sha256}</dd>
          </dl>
        </Panel>
      </div>
    </>
  );
}
