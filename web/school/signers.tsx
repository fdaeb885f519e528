import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SchoolSigners, schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { day, moment } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { EndedNote, roleName, SignerWarnings } from '../shared/signers.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';

type Role = SchoolSigners['roles'][number];
const STATES: Readonly<Record<Role['state'], readonly [look: string, word: string]>> = {
  noCertificate: ['refused', 'Chưa có chứng thư số'],
  notSent: ['waiting', 'Chưa gửi Sở'],
  waiting: ['waiting', 'Chờ Sở duyệt'],
  approved: ['finalized', 'Sở đã duyệt'],
  refused: ['refused', 'Sở không duyệt'],
  ended: ['replaced', 'Đã kết thúc'],
};

/** TH-5.1: who signs for the school, what the province says of them, and what to do before a certificate ends. */
export function SignersPage() {
  const { session } = useSession();
  const query = useQuery({
    queryKey: ['school-signers'],
    queryFn: ({ signal }) => call(schoolDesk.signers, { signal }),
    refetchInterval: 60_000,
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
              <Link to="/nop">Nộp &amp; trạng thái</Link>
            </li>
            <li>
              <span aria-current="page">Người ký</span>
            </li>
          </>
        }
        code="TH-5.1"
        title="Người ký và chứng thư số"
        aside={query.data?.askedAt ? `Theo sổ của Sở lúc ${moment(query.data.askedAt)}` : undefined}
      />
      {query.isPending ? (
        <Skeleton />
      ) : query.isError ? (
        <Failure error={query.error} retry={() => query.refetch()} />
      ) : (
        <div className="stack">
          <Panel id="warnings" title="Cần xử lý" end={`${query.data.warnings.length} cảnh báo`}>
            {query.data.warnings.length === 0 ? (
              <Empty cause="Không có cảnh báo nào." next="Chứng thư số sắp hết hạn, bị thu hồi hoặc còn thiếu sẽ hiện ở đây." />
            ) : (
              <SignerWarnings warnings={query.data.warnings} />
            )}
          </Panel>
          <Roles roles={query.data.roles} />
        </div>
      )}
    </>
  );
}

function Roles({ roles }: { roles: readonly Role[] }) {
  return (
    <Panel
      id="roles"
      title="Ai ký cho trường"
      end={`${roles.filter(({ state }) => state === 'approved').length}/${roles.length} được duyệt`}
    >
      <section className="scroll" tabIndex={0} aria-label="Người ký của trường">
        <table className="table middle cards">
          <thead>
            <tr>
              <th scope="col">Người ký</th>
              <th scope="col">Vai trò</th>
              <th scope="col">Chứng thư số</th>
              <th scope="col">Dùng được đến</th>
              <th scope="col">Tình trạng</th>
            </tr>
          </thead>
          <tbody>
            {roles.map((one) => {
              const [look, word] = STATES[one.state];
              return (
                <tr key={`${one.role} ${one.fullName} ${one.classrooms.join()}`}>
                  <th scope="row">{one.fullName ?? 'Chưa phân công'}</th>
                  <td>{roleName(one.role, one.classrooms)}</td>
                  <td className="small">{one.certificateSubject ?? ''}</td>
                  <td className="nowrap">{one.certificateUntil ? day(one.certificateUntil) : ''}</td>
                  <td>
                    <span className={`state ${look}`}>{word}</span>
                    <EndedNote ending={one.ending} />
                    {one.reason ? <span className="small muted"> {one.reason}</span> : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
