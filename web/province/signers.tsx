import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { provinceDesk, type SignerLine } from '#contract';
import { call } from '../shared/api.ts';
import { day } from '../shared/format.ts';
import { EndedNote, roleName } from '../shared/signers.tsx';
import { State } from '../shared/states.tsx';
import { Alert, Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';
import { Withdraw } from './signer-withdrawal.tsx';

const STATES = { waiting: 'Chờ duyệt', approved: 'Đã duyệt, đang dùng', ended: 'Đã kết thúc', refused: 'Không duyệt' } as const;
type Filter = keyof typeof STATES | '';

/** SO-6: who may sign for which school; a signer counts once an officer has approved the certificate, until something ends it. */
export function SignersPage() {
  const [state, setState] = useState<Filter>('');
  const query = useQuery({
    queryKey: ['signers', state],
    queryFn: ({ signal }) => call(provinceDesk.signers, { query: state === '' ? {} : { state }, signal }),
    refetchInterval: 15_000,
  });
  const signers = query.data?.signers ?? [];
  return (
    <>
      <Head
        code="SO-6"
        title="Người ký"
        aside={query.data ? `${signers.filter((s) => s.state === 'waiting').length} chờ duyệt` : undefined}
        buttons={
          <Link className="button" to="/nguoi-ky/canh-bao">
            Cảnh báo và tỷ lệ chứng thư số
          </Link>
        }
      />
      <Panel id="signers" title="Chứng thư số của các trường" end={`${signers.length} chứng thư`}>
        <form className="filters" onSubmit={(event) => event.preventDefault()}>
          <div className="field">
            <label htmlFor="signer-state">Tình trạng</label>
            <select className="input" id="signer-state" value={state} onChange={(event) => setState(event.target.value as Filter)}>
              <option value="">Tất cả</option>
              {Object.entries(STATES).map(([key, word]) => (
                <option key={key} value={key}>
                  {word}
                </option>
              ))}
            </select>
          </div>
        </form>
        {query.isPending ? (
          <Skeleton lines={8} />
        ) : query.isError ? (
          <div className="inside">
            <Failure error={query.error} retry={() => query.refetch()} />
          </div>
        ) : signers.length === 0 ? (
          <Empty cause="Không có người ký nào." next="Trường gửi danh sách người ký từ mục Nộp & trạng thái." />
        ) : (
          <Signers signers={signers} />
        )}
      </Panel>
    </>
  );
}

function Signers({ signers }: { signers: readonly SignerLine[] }) {
  const client = useQueryClient();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (body: { signerIds: string[]; approve: boolean; reason?: string }) => call(provinceDesk.approveSigners, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['signers'] }),
  });
  const waiting = signers.filter((s) => s.state === 'waiting');
  const chosen = waiting.filter((s) => !left.has(s.signerId)).map((s) => s.signerId);
  const toggle = (signerId: string, on: boolean) =>
    setLeft((before) => {
      const after = new Set(before);
      if (on) after.delete(signerId);
      else after.add(signerId);
      return after;
    });
  return (
    <>
      {decide.isError ? (
        <div className="inside">
          <Failure error={decide.error} />
        </div>
      ) : decide.data ? (
        <Results results={decide.data.results} />
      ) : null}
      {waiting.length > 0 ? (
        <div className="filters">
          <button
            type="button"
            className="button primary"
            disabled={chosen.length === 0 || decide.isPending}
            onClick={() => decide.mutate({ signerIds: chosen, approve: true })}
          >
            Duyệt {chosen.length} người ký
          </button>
          <div className="field">
            <label htmlFor="refuse-reason">Lý do không duyệt</label>
            <input
              className="input"
              id="refuse-reason"
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
          <button
            type="button"
            className="button"
            disabled={chosen.length === 0 || reason.trim() === '' || decide.isPending}
            onClick={() => decide.mutate({ signerIds: chosen, approve: false, reason })}
          >
            Không duyệt
          </button>
          <span className="muted small">Bỏ dấu ở người chưa quyết định.</span>
        </div>
      ) : null}
      <section className="scroll" tabIndex={0} aria-label="Chứng thư số">
        <table className="table middle cards">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">Chọn</span>
              </th>
              <th scope="col">Người ký</th>
              <th scope="col">Vai trò</th>
              <th scope="col">Trường</th>
              <th scope="col">Chứng thư</th>
              <th scope="col">Được ký</th>
              <th scope="col">Tình trạng</th>
              <th scope="col">
                <span className="hidden">Việc làm</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {signers.map((s) => (
              <tr key={s.signerId}>
                <td>
                  {s.state === 'waiting' ? (
                    <input
                      type="checkbox"
                      aria-label={`Chọn ${s.fullName}`}
                      checked={!left.has(s.signerId)}
                      onChange={(event) => toggle(s.signerId, event.target.checked)}
                    />
                  ) : null}
                </td>
                <th scope="row">{s.fullName}</th>
                <td>{roleName(s.role, s.classrooms)}</td>
                <td>{s.schoolName}</td>
                <td className="small">
                  {s.certificateSubject}
                  {s.testOnly ? <span className="muted"> · thử nghiệm</span> : null}
                </td>
                <td className="nowrap">
                  {day(s.validFrom)} – {day(s.lastDay)}
                </td>
                <td>
                  <State state={s.state} />
                  <EndedNote ending={s.ending} />
                  {s.state === 'refused' && s.decisionReason ? <span className="small muted"> {s.decisionReason}</span> : null}
                </td>
                <td>
                  <Withdraw signer={s} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** What became of each one asked about. */
function Results({
  results,
}: {
  results: readonly {
    readonly signerId: string;
    readonly fullName: string;
    readonly done: boolean;
    readonly refusal?: { readonly message: string; readonly remedy: string } | undefined;
  }[];
}) {
  const failed = results.filter(({ done }) => !done);
  return (
    <div className="inside">
      <Alert
        tone={failed.length === 0 ? 'finalized' : 'waiting'}
        title={`Đã ghi quyết định về ${results.length - failed.length} người ký${failed.length > 0 ? `; ${failed.length} người chưa ghi được` : ''}.`}
      >
        {failed.length > 0 ? (
          <ul>
            {failed.map(({ signerId, refusal }) => (
              <li key={signerId}>
                {refusal?.message} {refusal?.remedy}
              </li>
            ))}
          </ul>
        ) : null}
      </Alert>
    </div>
  );
}
