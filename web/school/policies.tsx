import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Policies, schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { day } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';
import { Failure, Panel, Skeleton } from '../shared/ui.tsx';

/** TH-7: which law the product follows today, with document, article and since when; what was before and what is to come. */
export function PoliciesPage() {
  const { session } = useSession();
  const query = useQuery({ queryKey: ['policies'], queryFn: ({ signal }) => call(schoolDesk.policies, { signal }), staleTime: 3_600_000 });
  const head = (
    <PageHead
      trail={
        <>
          <li>
            <Link to="/">{session.user.organisation.name}</Link>
          </li>
          <li>
            <span aria-current="page">Chính sách</span>
          </li>
        </>
      }
      code="TH-7"
      title="Chính sách đang áp dụng"
      aside={query.data ? `ngày ${day(query.data.today)}` : undefined}
    />
  );
  if (query.isPending)
    return (
      <>
        {head}
        <Skeleton lines={12} />
      </>
    );
  if (query.isError)
    return (
      <>
        {head}
        <Failure error={query.error} retry={() => query.refetch()} />
      </>
    );
  return (
    <>
      {head}
      <p className="lead below-16">
        Phần mềm làm theo các văn bản này. Quy định theo ngày: học bạ của năm nào theo văn bản của năm ấy, và học bạ đã phát hành không đổi
        theo văn bản mới.
      </p>
      <Panel id="policies" title="Văn bản theo từng việc" end={`${query.data.topics.length} việc`}>
        <Topics topics={query.data.topics} />
      </Panel>
    </>
  );
}

const span = ({ from, until }: Policies['topics'][number]['versions'][number]) =>
  until === null ? `từ ${day(from)}` : `${day(from)} đến ${day(until)}`;

function Topics({ topics }: { topics: Policies['topics'] }) {
  return (
    <section className="scroll" tabIndex={0} aria-label="Văn bản theo từng việc">
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">Việc</th>
            <th scope="col">Văn bản đang áp dụng</th>
            <th scope="col">Thời gian</th>
            <th scope="col">Nội dung phần mềm làm theo</th>
          </tr>
        </thead>
        <tbody>
          {topics.map(({ key, title, versions }) => {
            const now = versions.find(({ inForce }) => inForce);
            const others = versions.filter((version) => version !== now);
            return (
              <tr key={key}>
                <th scope="row">{title}</th>
                <td>
                  {now ? (
                    <>
                      <b>{now.document}</b>
                      <p className="small muted">{now.article}</p>
                    </>
                  ) : (
                    'Chưa có'
                  )}
                </td>
                <td>{now ? span(now) : ''}</td>
                <td>
                  {now?.says}
                  {others.length > 0 ? (
                    <details className="above-8">
                      <summary>Văn bản trước và sau</summary>
                      <ul className="stack above-8">
                        {others.map((version) => (
                          <li key={version.from}>
                            <b>{version.document}</b>, {version.article} ({span(version)}): {version.says}
                          </li>
                        ))}
                      </ul>
                    </details>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
