import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SubmitQueue, schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { State } from '../shared/states.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';

type Preparation = SubmitQueue['preparations'][number];
const PREPARATION_STATES: Readonly<Record<Preparation['state'], readonly [look: string, word: string]>> = {
  missing: ['waiting', 'Chưa gửi'],
  sent: ['signed', 'Đã gửi'],
  accepted: ['finalized', 'Sở đã nhận'],
  outdated: ['waiting', 'Cần gửi lại'],
  notNeeded: ['draft', 'Không cần'],
};
export const SUBMISSION_KINDS = {
  batch: 'Gói học bạ',
  roster: 'Danh sách học sinh',
  signers: 'Danh sách người ký',
  supplementary: 'Danh sách đánh giá bổ sung',
} as const;

/** TH-5: what the province must know first, what may be submitted now, and every parcel sent with its receipt. */
export function SubmitPage() {
  const { session } = useSession();
  const queue = useQuery({
    queryKey: ['submit-queue'],
    queryFn: ({ signal }) => call(schoolDesk.submitQueue, { signal }),
    refetchInterval: 10_000,
  });
  return (
    <>
      <PageHead
        trail={
          <>
            <li>
              <Link to="/">{session.user.organisation.name}</Link>
            </li>
            <li>
              <span aria-current="page">Nộp &amp; trạng thái</span>
            </li>
          </>
        }
        code="TH-5"
        title="Nộp & trạng thái"
        buttons={
          <Link className="button" to="/nop/nguoi-ky">
            Người ký và chứng thư số
          </Link>
        }
      />
      {queue.isPending ? (
        <Skeleton />
      ) : queue.isError ? (
        <Failure error={queue.error} retry={() => queue.refetch()} />
      ) : (
        <div className="stack">
          <Preparations list={queue.data.preparations} />
          <Ready ready={queue.data.ready} />
        </div>
      )}
      <div className="above-16">
        <Submissions />
      </div>
    </>
  );
}

function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all(['submit-queue', 'submissions', 'overview', 'class'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}

function Preparations({ list }: { list: readonly Preparation[] }) {
  const refresh = useRefresh();
  const send = useMutation({ mutationFn: (kind: Preparation['kind']) => call(schoolDesk.prepare, { body: { kind } }), onSuccess: refresh });
  return (
    <Panel id="prepare" title="Sở cần biết trước">
      {send.isError ? (
        <div className="inside">
          <Failure error={send.error} />
        </div>
      ) : null}
      <ul className="todo plain">
        {list.map(({ kind, label, state, sentence }) => {
          const [look, word] = PREPARATION_STATES[state];
          return (
            <li key={kind}>
              <div>
                <b>{label}</b> <span className={`state ${look}`}>{word}</span>
                <p>{sentence}</p>
              </div>
              {state === 'missing' || state === 'outdated' ? (
                <button type="button" className="button" disabled={send.isPending} onClick={() => send.mutate(kind)}>
                  Gửi lên Sở
                </button>
              ) : (
                <span />
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function Ready({ ready }: { ready: SubmitQueue['ready'] }) {
  const refresh = useRefresh();
  const submit = useMutation({
    mutationFn: (item: SubmitQueue['ready'][number]) => call(schoolDesk.submit, { body: { classroom: item.classroom, wave: item.wave } }),
    onSuccess: refresh,
  });
  return (
    <Panel id="ready" title="Có thể nộp ngay" end={`${ready.reduce((sum, r) => sum + r.count, 0)} học bạ`}>
      {submit.isError ? (
        <div className="inside">
          <Failure error={submit.error} />
        </div>
      ) : null}
      {ready.length === 0 ? (
        <Empty cause="Không có học bạ nào chờ nộp." next="Học bạ hiện ở đây sau khi đóng dấu." />
      ) : (
        <ul className="todo plain">
          {ready.map((item, i) => (
            <li key={`${item.classroom}${item.wave}`}>
              <div>
                <b>
                  Lớp {item.classroom} · đợt {item.wave}
                </b>
                <p>{item.count} học bạ đã đóng dấu, chưa nộp</p>
              </div>
              <button
                type="button"
                className={`button ${i === 0 ? 'primary' : ''}`}
                disabled={submit.isPending}
                onClick={() => submit.mutate(item)}
              >
                Nộp {item.count} học bạ lên Sở
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Submissions() {
  const query = useQuery({
    queryKey: ['submissions'],
    queryFn: ({ signal }) => call(schoolDesk.submissions, { signal }),
    refetchInterval: 5_000,
  });
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  return (
    <Panel id="sent" title="Đã gửi lên Sở" end={`${query.data.submissions.length} gói`}>
      {query.data.submissions.length === 0 ? (
        <Empty cause="Chưa gửi gì lên Sở." next="Gửi danh sách học sinh và người ký trước, rồi nộp học bạ theo lớp." />
      ) : (
        <section className="scroll" tabIndex={0} aria-label="Các gói đã gửi">
          <table className="table middle cards">
            <thead>
              <tr>
                <th scope="col">Lúc</th>
                <th scope="col">Gói</th>
                <th scope="col">Biên nhận của Sở</th>
                <th scope="col">Kết quả</th>
                <th scope="col">Tình trạng</th>
              </tr>
            </thead>
            <tbody>
              {query.data.submissions.map((s) => (
                <tr key={s.messageId}>
                  <th scope="row">
                    <Link to="/nop/$messageId" params={{ messageId: s.messageId }}>
                      {moment(s.createdAt)}
                    </Link>
                  </th>
                  <td>
                    {SUBMISSION_KINDS[s.kind]}
                    {s.classroom ? ` · lớp ${s.classroom}` : ''}
                    {s.wave ? ` · đợt ${s.wave}` : ''}
                  </td>
                  <td>{s.receivedAt ? moment(s.receivedAt) : 'chưa có'}</td>
                  <td>
                    {s.counts.items > 0
                      ? `${s.counts.accepted} được nhận${s.counts.refused > 0 ? `, ${s.counts.refused} bị trả lại` : ''}${s.counts.waiting > 0 ? `, ${s.counts.waiting} đang chờ` : ''}`
                      : ''}
                  </td>
                  <td>
                    <State state={s.state} />
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
