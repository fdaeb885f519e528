import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { schoolDesk } from '#contract';
import { type AssessmentPoint, ASSESSMENT_POINT_LABEL, ASSESSMENT_POINTS } from '#domain';
import { addressOf, call } from '../../shared/api.ts';
import { useFiles } from '../../shared/files.tsx';
import { Failure, Skeleton } from '../../shared/ui.tsx';

const lacks = (cells: number): string => (cells === 0 ? 'đủ' : `${cells} ô trống`);

/** The four points of a school year (TT 27/2020 Điều 7), each with the number of cells it still lacks. */
export function Points({ classroom }: { classroom: string }) {
  const query = useQuery({ queryKey: ['points'], queryFn: ({ signal }) => call(schoolDesk.points, { signal }), staleTime: 15_000 });
  const missing = query.data?.classes.find((one) => one.classroom === classroom)?.missing;
  return (
    <nav className="tabs" aria-label="Lần đánh giá">
      {ASSESSMENT_POINTS.map((point) => {
        const label = (
          <>
            {ASSESSMENT_POINT_LABEL[point]}
            {missing ? <span className="muted small"> · {lacks(missing[point])}</span> : null}
          </>
        );
        return point === 'yearEnd' ? (
          <Link key={point} to="/lop/$classroom" params={{ classroom }} activeOptions={{ exact: true }}>
            {label}
          </Link>
        ) : (
          <Link key={point} to="/lop/$classroom/$point" params={{ classroom, point }}>
            {label}
          </Link>
        );
      })}
    </nav>
  );
}

/** How many cells each class one may see still lacks at each point. */
export function PointsTable() {
  const client = useQueryClient();
  const files = useFiles();
  const hasClasses = async (): Promise<boolean> => {
    const points = await call(schoolDesk.points, {});
    client.setQueryData(['points'], points);
    return points.classes.length > 0;
  };
  const query = useQuery({ queryKey: ['points'], queryFn: ({ signal }) => call(schoolDesk.points, { signal }), staleTime: 15_000 });
  if (query.isPending) return <Skeleton />;
  if (query.isError)
    return (
      <div className="inside">
        <Failure error={query.error} retry={() => query.refetch()} />
      </div>
    );
  return (
    <section className="scroll" tabIndex={0} aria-label="Ô còn trống theo lần đánh giá">
      <table className="table middle cards">
        <caption className="hidden">Số ô còn trống của {query.data.classes.length} lớp ở từng lần đánh giá</caption>
        <thead>
          <tr>
            <th scope="col">Lớp</th>
            {query.data.points.map(({ point, label }) => (
              <th key={point} scope="col" className="number">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {query.data.classes.map(({ classroom, missing }) => (
            <tr key={classroom}>
              <th scope="row">
                <span className="label-for">Lớp </span>
                {classroom}
              </th>
              {query.data.points.map(({ point, label }) => (
                <td key={point} className="number">
                  <span className="label-for">{label} </span>
                  {point === 'yearEnd' ? (
                    <Link to="/lop/$classroom" params={{ classroom }}>
                      {lacks(missing[point])}
                    </Link>
                  ) : (
                    <Link to="/lop/$classroom/$point" params={{ classroom, point }}>
                      {lacks(missing[point])}
                    </Link>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {query.data.classes.length === 0 ? null : (
        <div className="inside stack">
          <ul className="buttons" aria-label="Bảng của mọi lớp">
            {query.data.points.map(({ point, label }) => (
              <li key={point}>
                <a className="button" {...files.link(addressOf(schoolDesk.summariesZip, { point }), hasClasses)}>
                  Bảng tổng hợp {label} (ZIP)
                </a>
              </li>
            ))}
            <li>
              <a className="button" {...files.link(addressOf(schoolDesk.handoversZip), hasClasses)}>
                Biên bản bàn giao (ZIP)
              </a>
            </li>
          </ul>
          {files.notice}
        </div>
      )}
    </section>
  );
}

/** What is printed and kept of a class at a point (TT 27/2020 Điều 10, 12). */
export function Sheets({ classroom, point }: { classroom: string; point: AssessmentPoint }) {
  const files = useFiles();
  const params = { classroom, point };
  return (
    <div className="stack above-12">
      <ul className="buttons" aria-label="Bảng của lớp">
        <li>
          <a className="button" {...files.link(addressOf(schoolDesk.classSummaryPdf, params))}>
            Bảng tổng hợp (PDF)
          </a>
        </li>
        <li>
          <a className="button" {...files.link(addressOf(schoolDesk.classSummaryXlsx, params))}>
            Bảng tổng hợp (Excel)
          </a>
        </li>
        {point === 'yearEnd' ? (
          <li>
            <a className="button" {...files.link(addressOf(schoolDesk.handoverPdf, { classroom }))}>
              Biên bản bàn giao (PDF)
            </a>
          </li>
        ) : null}
      </ul>
      {files.notice}
    </div>
  );
}
