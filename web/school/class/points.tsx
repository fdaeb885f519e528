import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { schoolDesk } from '#contract';
import { type AssessmentPoint, ASSESSMENT_POINT_LABEL, ASSESSMENT_POINTS } from '#domain';
import { addressOf, call } from '../../shared/api.ts';

/** The four points of a school year (TT 27/2020 Điều 7), each with the number of cells it still lacks. */
export function Points({ classroom }: { classroom: string }) {
  const query = useQuery({ queryKey: ['points'], queryFn: ({ signal }) => call(schoolDesk.points, { signal }), staleTime: 15_000 });
  const missing = query.data?.classes.find((one) => one.classroom === classroom)?.missing;
  return (
    <nav className="tabs" aria-label="Lần đánh giá">
      {ASSESSMENT_POINTS.map((point) => {
        const label = <>{ASSESSMENT_POINT_LABEL[point]}{missing ? <span className="muted small"> · {missing[point] === 0 ? 'đủ' : `${missing[point]} ô trống`}</span> : null}</>;
        return point === 'yearEnd'
          ? <Link key={point} to="/lop/$classroom" params={{ classroom }} activeOptions={{ exact: true }}>{label}</Link>
          : <Link key={point} to="/lop/$classroom/$point" params={{ classroom, point }}>{label}</Link>;
      })}
    </nav>
  );
}

/** What is printed and kept of a class at a point (TT 27/2020 Điều 10, 12). */
export function Sheets({ classroom, point }: { classroom: string; point: AssessmentPoint }) {
  const params = { classroom, point };
  return (
    <ul className="buttons above-12" aria-label="Bảng của lớp">
      <li><a className="button" href={addressOf(schoolDesk.classSummaryPdf, params)} download>Bảng tổng hợp (PDF)</a></li>
      <li><a className="button" href={addressOf(schoolDesk.classSummaryXlsx, params)} download>Bảng tổng hợp (Excel)</a></li>
      {point === 'yearEnd' ? <li><a className="button" href={addressOf(schoolDesk.handoverPdf, { classroom })} download>Biên bản bàn giao (PDF)</a></li> : null}
    </ul>
  );
}
