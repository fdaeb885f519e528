import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { provinceDesk, type SignerCoverage } from '#contract';
import type { SignerWarningKind } from '#domain';
import { addressOf, call } from '../shared/api.ts';
import { useFiles } from '../shared/files.tsx';
import { day } from '../shared/format.ts';
import { useSession } from '../shared/session.tsx';
import { SignerWarnings } from '../shared/signers.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';

const KINDS: Readonly<Record<SignerWarningKind, string>> = {
  missing: 'Chưa có chứng thư số',
  revoked: 'Bị thu hồi',
  withdrawn: 'Sở thôi công nhận',
  expired: 'Đã hết hạn',
  expires7: 'Còn 7 ngày trở xuống',
  expires30: 'Còn 30 ngày trở xuống',
  expires60: 'Còn 60 ngày trở xuống',
  beforeDeadline: 'Hết hạn trước hạn nộp',
  nameDiffers: 'Tên khác hồ sơ',
};
const SHOWN_AT_ONCE = 100;

/** SO-6.1: certificates that are missing or about to end, and how far the schools are covered (R15, R30). */
export function SignerWarningsPage() {
  const { session } = useSession();
  const coverage = useQuery({ queryKey: ['signer-coverage'], queryFn: ({ signal }) => call(provinceDesk.signerCoverage, { signal }) });
  return (
    <>
      <Head
        code="SO-6.1"
        title="Cảnh báo và tỷ lệ chứng thư số"
        buttons={
          session.user.role === 'districtOfficer' ? undefined : (
            <Link className="button" to="/nguoi-ky">
              Người ký
            </Link>
          )
        }
      />
      {coverage.isPending ? (
        <Skeleton />
      ) : coverage.isError ? (
        <Failure error={coverage.error} retry={() => coverage.refetch()} />
      ) : (
        <div className="stack">
          <Warnings areas={coverage.data.areas.map(({ name }) => name)} schools={coverage.data.schools} />
          <Coverage coverage={coverage.data} />
        </div>
      )}
    </>
  );
}

function Warnings({ areas, schools }: { areas: readonly string[]; schools: SignerCoverage['schools'] }) {
  const [filter, setFilter] = useState<{ kind: string; area: string; schoolCode: string }>({ kind: '', area: '', schoolCode: '' });
  const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== '')) as {
    kind?: SignerWarningKind;
    area?: string;
    schoolCode?: string;
  };
  const files = useFiles();
  const query = useQuery({
    queryKey: ['signer-warnings', asked],
    queryFn: ({ signal }) => call(provinceDesk.signerWarnings, { query: asked, signal }),
  });
  const select = (key: keyof typeof filter, label: string, options: readonly (readonly [value: string, word: string])[]) => (
    <div className="field">
      <label htmlFor={`filter-${key}`}>{label}</label>
      <select
        className="input"
        id={`filter-${key}`}
        value={filter[key]}
        onChange={(event) => setFilter({ ...filter, [key]: event.target.value })}
      >
        <option value="">Tất cả</option>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
  const warnings = query.data?.warnings ?? [];
  return (
    <Panel id="warnings" title="Cần xử lý" end={query.data ? `${warnings.length} cảnh báo` : undefined}>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        {select('kind', 'Loại', Object.entries(KINDS))}
        {select(
          'area',
          'Địa bàn',
          [...new Set(areas)].map((name) => [name, name]),
        )}
        {select(
          'schoolCode',
          'Trường',
          schools.map(({ code, name }) => [code, name]),
        )}
        <a className="button" {...files.link(addressOf(provinceDesk.signerWarningsCsv, {}, asked))}>
          Tải tệp CSV
        </a>
      </form>
      {files.notice ? <div className="inside">{files.notice}</div> : null}
      {query.isPending ? (
        <Skeleton />
      ) : query.isError ? (
        <div className="inside">
          <Failure error={query.error} retry={() => query.refetch()} />
        </div>
      ) : warnings.length === 0 ? (
        <Empty cause="Không có cảnh báo nào." next="Chứng thư số sắp hết hạn, bị thu hồi hoặc còn thiếu sẽ hiện ở đây." />
      ) : (
        <>
          <SignerWarnings warnings={warnings.slice(0, SHOWN_AT_ONCE)} />
          {warnings.length > SHOWN_AT_ONCE ? (
            <p className="inside muted">Còn {warnings.length - SHOWN_AT_ONCE} cảnh báo nữa: lọc theo trường, hoặc tải tệp CSV.</p>
          ) : null}
        </>
      )}
    </Panel>
  );
}

type Counts = Pick<SignerCoverage['total'], 'schools' | 'teachers' | 'heads' | 'seals'>;
function Coverage({ coverage: { total, areas, schools, deadline } }: { coverage: SignerCoverage }) {
  const rows: readonly (Counts & { readonly key: string; readonly name: string })[] = [
    { key: 'total', name: 'Toàn tỉnh', ...total },
    ...areas.map((area) => ({ key: `${area.level} ${area.name}`, ...area })),
    ...schools.map((school) => ({ key: school.code, ...school })),
  ];
  const end = deadline === null ? undefined : `hạn nộp ${day(deadline)}`;
  const share = (label: string, { required, today, deadline: then }: Counts['teachers']) => (
    <td className="number">
      <span className="label-for">{label} </span>
      {today}/{required}
      {deadline !== null && then < today ? <span className="muted small"> (đến hạn {then})</span> : null}
    </td>
  );
  return (
    <Panel id="coverage" title="Vai trò đã có chứng thư số dùng được hôm nay" end={end}>
      <section className="scroll" tabIndex={0} aria-label="Tỷ lệ chứng thư số">
        <table className="table middle cards">
          <thead>
            <tr>
              <th scope="col">Đơn vị</th>
              <th scope="col" className="number">
                Lớp có giáo viên chủ nhiệm ký được
              </th>
              <th scope="col" className="number">
                Hiệu trưởng
              </th>
              <th scope="col" className="number">
                Con dấu
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.name}</th>
                {share('Chủ nhiệm', row.teachers)}
                {share('Hiệu trưởng', row.heads)}
                {share('Con dấu', row.seals)}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
