import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleCheck, Hourglass } from 'lucide-react';
import { useState } from 'react';
import { type SignQueue, type Slot, schoolDesk } from '#contract';
import { ASSESSMENT_POINT_LABEL } from '#domain';
import { call } from '../shared/api.ts';
import { day, moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { SLOT_OF } from './slots.ts';

export const SLOT_ACTS: Readonly<Record<Slot, { readonly who: string; readonly verb: string }>> = {
  homeroomTeacher: { who: 'Giáo viên chủ nhiệm ký', verb: 'Ký' },
  schoolHead: { who: 'Hiệu trưởng ký', verb: 'Ký' },
  orgSignature: { who: 'Đóng dấu số của trường', verb: 'Đóng dấu' },
};

/** TH-4: is everything ready, exceptions first, then one confirmation for the chosen classes. */
export function SignQueuePage() {
  const { session } = useSession();
  const slot = SLOT_OF[session.user.role];
  const head = (
    <PageHead
      trail={
        <>
          <li>
            <Link to="/">{session.user.organisation.name}</Link>
          </li>
          <li>
            <span aria-current="page">Ký &amp; phát hành</span>
          </li>
        </>
      }
      code="TH-4"
      title="Ký & phát hành"
      aside={slot ? SLOT_ACTS[slot].who : undefined}
    />
  );
  return (
    <>
      {head}
      {slot ? (
        <Queue slot={slot} />
      ) : (
        <Panel title="Hàng chờ ký">
          <Empty
            cause="Tài khoản này không ký học bạ."
            next="Giáo viên chủ nhiệm, hiệu trưởng và văn thư (con dấu) đăng nhập để ký phần của mình."
          />
        </Panel>
      )}
      <Runs />
    </>
  );
}

function Queue({ slot }: { slot: Slot }) {
  const query = useQuery({
    queryKey: ['sign-queue', slot],
    queryFn: ({ signal }) => call(schoolDesk.signQueue, { query: { slot }, signal }),
    refetchInterval: 15_000,
  });
  if (query.isPending) return <Skeleton lines={6} />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  return <Ready slot={slot} queue={query.data} />;
}

/** Results before the year end that nobody entered: no part of the học bạ, so signing goes on. */
function EarlierPoints({ lacking }: { lacking: SignQueue['earlierPoints'] }) {
  return (
    <Panel id="earlier" title="Các lần đánh giá trước còn thiếu" end="không chặn ký">
      <div className="inside stack">
        <p className="muted">Điểm và mức giữa kỳ, cuối kỳ I không ghi vào học bạ; ký vẫn được, nhưng hồ sơ đánh giá của lớp còn thiếu.</p>
        <details>
          <summary>{lacking.length} lần đánh giá của các lớp chưa đủ</summary>
          <ul className="stack under">
            {lacking.map(({ classroom, point, pupils, wholeClass }) => (
              <li key={`${classroom}${point}`}>
                <details>
                  <summary>
                    Lớp {classroom}, {ASSESSMENT_POINT_LABEL[point]}: {wholeClass ? `cả lớp (${pupils.length} em)` : `${pupils.length} em`}
                  </summary>
                  <p>
                    {pupils.join(', ')}.{' '}
                    <Link to="/lop/$classroom/$point" params={{ classroom, point }}>
                      Nhập tiếp
                    </Link>
                  </p>
                </details>
              </li>
            ))}
          </ul>
        </details>
      </div>
    </Panel>
  );
}

function Ready({ slot, queue }: { slot: Slot; queue: SignQueue }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const waiting = queue.classes.filter((c) => c.ready > 0);
  const chosen = waiting.filter((c) => !left.has(c.classroom));
  const total = chosen.reduce((sum, c) => sum + c.ready, 0);
  const start = useMutation({
    mutationFn: () => call(schoolDesk.startSignRun, { body: { slot, classrooms: chosen.map((c) => c.classroom) } }),
    onSuccess: async (run) => {
      client.setQueryData(['sign-run', run.runId], run);
      await navigate({ to: '/ky/$runId', params: { runId: run.runId } });
    },
  });
  const { verb } = SLOT_ACTS[slot];
  return (
    <div className="stack">
      <Panel id="s1" title="Bước 1. Sẵn sàng?" end={`${queue.ready} sẵn sàng`}>
        <div className="inside">
          <ul className="checks">
            {queue.signer ? (
              <li className="yes">
                <CircleCheck className="icon" aria-hidden="true" />
                <div>
                  Chứng thư số của {queue.signer.fullName}
                  <p>
                    Còn hạn đến {day(queue.signer.validTo)} ({queue.signer.daysLeft} ngày)
                    {queue.signer.testOnly ? ' · chữ ký thử nghiệm' : ''}
                  </p>
                </div>
              </li>
            ) : (
              <li className="fail">
                <Hourglass className="icon" aria-hidden="true" />
                <div>
                  Chưa có chứng thư số<p>Liên hệ quản trị trường để đăng ký chứng thư với Sở.</p>
                </div>
              </li>
            )}
            {queue.checks.map((check) => (
              <li key={check.label} className={check.holds ? 'yes' : 'care'}>
                {check.holds ? <CircleCheck className="icon" aria-hidden="true" /> : <Hourglass className="icon" aria-hidden="true" />}
                <div>
                  {check.label}
                  <p>{check.sentence}</p>
                </div>
              </li>
            ))}
          </ul>
        </div>
      </Panel>
      <Panel id="s2" title="Bước 2. Xem" end={`${queue.exceptions.length} điểm cần chú ý`}>
        {queue.exceptions.length === 0 ? (
          <Empty cause="Không có điểm nào cần chú ý." next="Không em nào có mức C, kết quả trái nhau hay vừa đổi." />
        ) : (
          <table className="table middle cards">
            <thead>
              <tr>
                <th scope="col">Học sinh</th>
                <th scope="col">Lớp</th>
                <th scope="col">Nội dung</th>
              </tr>
            </thead>
            <tbody>
              {queue.exceptions.map((e) => (
                <tr key={`${e.pupilId}${e.why}`}>
                  <th scope="row">{e.fullName}</th>
                  <td>{e.classroom}</td>
                  <td>{e.why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      {queue.earlierPoints.length > 0 ? <EarlierPoints lacking={queue.earlierPoints} /> : null}
      <Panel id="s3" title={`Bước 3. ${verb}`} end={`${chosen.length}/${waiting.length} lớp`}>
        {waiting.length === 0 ? (
          <Empty cause="Không có học bạ nào chờ ký." next={<NotReady classes={queue.classes} />} />
        ) : (
          <>
            {waiting.map((c) => (
              <div key={c.classroom} className="card">
                <input
                  type="checkbox"
                  id={`class-${c.classroom}`}
                  checked={!left.has(c.classroom)}
                  onChange={(event) =>
                    setLeft((before) => {
                      const after = new Set(before);
                      if (event.target.checked) after.delete(c.classroom);
                      else after.add(c.classroom);
                      return after;
                    })
                  }
                />
                <label htmlFor={`class-${c.classroom}`}>Lớp {c.classroom}</label>
                <b>{c.ready}</b>
                {c.notReady > 0 ? (
                  <p>
                    {c.notReady} chưa ký được: {c.reasons.map((r) => `${r.reason} (${r.pupils.join(', ')})`).join('; ')}
                  </p>
                ) : null}
              </div>
            ))}
            <div className="inside stack under">
              {start.isError ? <Failure error={start.error} /> : null}
              <div className="buttons">
                <button
                  type="button"
                  className="button primary large"
                  disabled={total === 0 || !queue.signer || start.isPending}
                  onClick={() => start.mutate()}
                >
                  {start.isPending ? 'Đang mở phiên ký…' : `${verb} ${total} học bạ`}
                </button>
                <span className="muted small">Mỗi em một kết quả riêng; một em lỗi không làm hỏng cả lớp.</span>
              </div>
            </div>
          </>
        )}
      </Panel>
    </div>
  );
}

function NotReady({ classes }: { classes: SignQueue['classes'] }) {
  const held = classes.filter((c) => c.notReady > 0);
  if (held.length === 0) return <>Học bạ hiện ở đây khi đến lượt ký của thầy cô.</>;
  return <>{held.map((c) => `${c.classroom}: ${c.reasons.map((r) => `${r.reason} (${r.pupils.length})`).join(', ')}`).join(' · ')}</>;
}

const RUN_WORDS = { running: 'Đang chạy', paused: 'Tạm dừng', finished: 'Đã xong' } as const;
function Runs() {
  const query = useQuery({ queryKey: ['sign-runs'], queryFn: ({ signal }) => call(schoolDesk.signRuns, { signal }) });
  if (!query.data) return null;
  return (
    <div className="above-16">
      <Panel id="ledger" title="Sổ các phiên ký" end={`${query.data.runs.length} phiên`}>
        {query.data.runs.length === 0 ? (
          <Empty cause="Chưa có phiên ký nào." next="Ký xong, sổ phiên ký được lưu lâu dài: ai ký, học bạ nào, lúc nào, kết quả." />
        ) : (
          <table className="table middle cards">
            <thead>
              <tr>
                <th scope="col">Bắt đầu</th>
                <th scope="col">Người ký</th>
                <th scope="col">Phần</th>
                <th scope="col">Kết quả</th>
                <th scope="col">Tình trạng</th>
              </tr>
            </thead>
            <tbody>
              {query.data.runs.map((run) => (
                <tr key={run.runId}>
                  <th scope="row">
                    <Link to="/ky/$runId" params={{ runId: run.runId }}>
                      {moment(run.startedAt)}
                    </Link>
                  </th>
                  <td>{run.startedBy}</td>
                  <td>{SLOT_ACTS[run.slot].who}</td>
                  <td>
                    {run.done} xong{run.failed > 0 ? `, ${run.failed} lỗi` : ''}
                    {run.left > 0 ? `, ${run.left} còn lại` : ''}
                  </td>
                  <td>{RUN_WORDS[run.state]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </div>
  );
}
