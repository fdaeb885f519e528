import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { day, moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { State } from '../shared/states.tsx';
import { Alert, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { SUBMISSION_KINDS } from './submit.tsx';

const ACTIONS = { new: 'Nộp mới', replace: 'Thay thế', withdraw: 'Thu hồi' } as const;

/** TH-5.1: one parcel: the receipt, and an answer per pupil with cause and remedy. */
export function SubmissionPage() {
  const { messageId } = useParams({ from: '/nop/$messageId' });
  const { session } = useSession();
  const query = useQuery({
    queryKey: ['submission', messageId],
    queryFn: ({ signal }) => call(schoolDesk.submission, { params: { messageId }, signal }),
    refetchInterval: (q) => (q.state.data?.state === 'answered' || q.state.data?.state === 'refused' ? false : 1_500),
  });
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  const s = query.data;
  const title = `${SUBMISSION_KINDS[s.kind]}${s.classroom ? ` lớp ${s.classroom}` : ''}${s.wave ? ` · đợt ${s.wave}` : ''}`;
  return (
    <>
      <PageHead
        trail={
          <>
            <li>
              <Link to="/">{session.user.organisation.name}</Link>
            </li>
            <li>
              <Link to="/nop">Nộp &amp; trạng thái</Link>
            </li>
            <li>
              <span aria-current="page">{title}</span>
            </li>
          </>
        }
        code="TH-5.1"
        title={title}
        aside={<State state={s.state} />}
      />
      <p className="lead below-16">
        {s.receivedAt ? `Sở đã nhận lúc ${moment(s.receivedAt)}.` : 'Chưa có biên nhận của Sở; hệ thống tự gửi lại cho tới khi có.'}{' '}
        {s.counts.items > 0
          ? `${s.counts.accepted}/${s.counts.items} được nhận${s.counts.refused > 0 ? `, ${s.counts.refused} bị trả lại` : ''}.`
          : ''}
      </p>
      <div className="stack">
        {s.refusals.map((refusal) => (
          <Alert key={refusal.code} tone="refused" title={refusal.message}>
            <p>
              {refusal.remedy} <span className="code muted">{refusal.publicCode ?? refusal.code}</span>
            </p>
          </Alert>
        ))}
        {s.items.length > 0 ? (
          <Panel id="items" title="Từng học bạ" end={`${s.items.length} học bạ`}>
            <section className="scroll" tabIndex={0} aria-label="Từng học bạ">
              <table className="table middle cards">
                <thead>
                  <tr>
                    <th scope="col">Học sinh</th>
                    <th scope="col">Việc</th>
                    <th scope="col">Trả lời của Sở</th>
                    <th scope="col">Lý do, cách sửa</th>
                    <th scope="col">Có hiệu lực</th>
                  </tr>
                </thead>
                <tbody>
                  {s.items.map((item) => (
                    <tr key={item.versionId}>
                      <th scope="row">{item.fullName}</th>
                      <td>{ACTIONS[item.action]}</td>
                      <td>
                        <State state={item.state} />
                      </td>
                      <td>
                        {item.refusals.map((r) => (
                          <p key={r.code}>
                            {r.message} <span className="muted">{r.remedy}</span>{' '}
                            <span className="code muted">{r.publicCode ?? r.code}</span>
                          </p>
                        ))}
                      </td>
                      <td>{item.finalizedOn ? day(item.finalizedOn) : ''}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </Panel>
        ) : null}
        <Panel id="proof" title="Bằng chứng gửi nhận">
          <dl className="facts technical inside">
            <dt>Mã thông điệp</dt>
            <dd className="code">{s.messageId}</dd>
            <dt>Băm SHA-256 trong biên nhận</dt>
            <dd className="code">{s.receiptSha256 ?? 'chưa có'}</dd>
          </dl>
        </Panel>
      </div>
    </>
  );
}
