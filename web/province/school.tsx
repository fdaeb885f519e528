import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { provinceDesk } from '#contract';
import { call } from '../shared/api.ts';
import { day, moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { ComeSoFarCells, ComeSoFarHeaders } from './come-so-far.tsx';
import { Head } from './head.tsx';

interface Missing {
  readonly pupilId: string;
  readonly fullName: string;
  readonly classroom: string;
  readonly reason: string;
}

/** SO-1.1: one school: who is missing against the roster, and why. */
export function SchoolPage() {
  const { session } = useSession();
  const { schoolCode } = useParams({ from: '/truong/$schoolCode' });
  const query = useQuery({
    queryKey: ['school', schoolCode],
    queryFn: ({ signal }) => call(provinceDesk.school, { params: { schoolCode }, signal }),
    refetchInterval: 15_000,
  });
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  const { line, missing, refused, classes, lateLane, lateUntil } = query.data;
  return (
    <>
      <Head
        code="SO-1.1"
        title={line.name}
        aside={`Mã trường ${line.code} · ${line.commune}`}
        buttons={
          <Link className="button" to="/tiep-nhan" search={{ schoolCode }}>
            Gói tin của trường
          </Link>
        }
      />
      <p className="lead below-16">{line.sentence}</p>
      <div className="stack">
        <Pupils id="refused" title="Bị trả lại, chờ trường nộp lại" pupils={refused} none="Không có học bạ nào bị trả lại." />
        <Panel id="classes" title="Theo lớp" end={`${classes.length} lớp`}>
          {classes.length === 0 ? (
            <Empty cause="Chưa có lớp nào." next="Trường chưa gửi danh sách học sinh." />
          ) : (
            <table className="table middle cards">
              <thead>
                <tr>
                  <th scope="col">Lớp</th>
                  <ComeSoFarHeaders />
                </tr>
              </thead>
              <tbody>
                {classes.map((c) => (
                  <tr key={c.classroom}>
                    <th scope="row">
                      <span className="label-for">Lớp </span>
                      {c.classroom}
                    </th>
                    <ComeSoFarCells counts={c} />
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Panel>
        <Panel id="late" title="Nộp muộn">
          {lateLane ? (
            <p className="inside">
              Được nộp muộn đến {moment(lateUntil)} theo quyết định số {lateLane.decisionNumber} ngày {day(lateLane.decisionDate)},{' '}
              {lateLane.recordedBy} ghi ngày {moment(lateLane.recordedAt)}. Học bạ nộp muộn có hiệu lực từ ngày tiếp nhận.
            </p>
          ) : session.user.role === 'districtOfficer' ? (
            <Empty cause="Sở chưa có quyết định cho trường nộp muộn." next="Chuyên viên Sở ghi quyết định tại đây." />
          ) : (
            <AllowLate schoolCode={schoolCode} until={lateUntil} />
          )}
        </Panel>
        <Pupils id="missing" title="Còn thiếu so với danh sách" pupils={missing} none="Không thiếu em nào." />
      </div>
    </>
  );
}

/** What the school has not handed in by the cut-off is let in only on a decision of the province, which is recorded once. */
function AllowLate({ schoolCode, until }: { schoolCode: string; until: string }) {
  const client = useQueryClient();
  const [decisionNumber, setNumber] = useState('');
  const [decisionDate, setDate] = useState('');
  const allow = useMutation({
    mutationFn: () => call(provinceDesk.allowLate, { params: { schoolCode }, body: { decisionNumber, decisionDate } }),
    onSuccess: (data) => client.setQueryData(['school', schoolCode], data),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    allow.mutate();
  };
  return (
    <form className="inside stack" onSubmit={send}>
      <p className="muted">
        Hết hạn đợt 1, học bạ nộp sau bị trả lại. Khi Sở có quyết định cho trường nộp muộn, ghi số và ngày quyết định; trường nộp được đến{' '}
        {moment(until)}.
      </p>
      {allow.isError ? <Failure error={allow.error} /> : null}
      <div className="filters">
        <div className="field">
          <label htmlFor="decision-number">Số quyết định</label>
          <input
            className="input"
            id="decision-number"
            required
            maxLength={100}
            value={decisionNumber}
            onChange={(event) => setNumber(event.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor="decision-date">Ngày quyết định</label>
          <input
            className="input"
            id="decision-date"
            type="date"
            required
            value={decisionDate}
            onChange={(event) => setDate(event.target.value)}
          />
        </div>
        <button type="submit" className="button" disabled={allow.isPending}>
          Cho nộp muộn
        </button>
      </div>
    </form>
  );
}

function Pupils({ id, title, pupils, none }: { id: string; title: string; pupils: readonly Missing[]; none: string }) {
  return (
    <Panel id={id} title={title} end={`${pupils.length} em`}>
      {pupils.length === 0 ? (
        <Empty cause={none} next="" />
      ) : (
        <section className="scroll" tabIndex={0} aria-label={title}>
          <table className="table middle cards">
            <thead>
              <tr>
                <th scope="col">Học sinh</th>
                <th scope="col">Lớp</th>
                <th scope="col">Lý do</th>
              </tr>
            </thead>
            <tbody>
              {pupils.map((p) => (
                <tr key={p.pupilId}>
                  <th scope="row">{p.fullName}</th>
                  <td>{p.classroom}</td>
                  <td>{p.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}
