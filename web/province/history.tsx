import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CircleDot } from 'lucide-react';
import { type PacketHistory, provinceDesk } from '#contract';
import { call } from '../shared/api.ts';
import { day, moment } from '../shared/format.ts';
import { roleName } from '../shared/signers.tsx';
import { State } from '../shared/states.tsx';
import { Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';

/** SO-3.2: the life of one học bạ: who, when, what, digest, log index; the difference between versions in words. */
export function HistoryPage() {
  const { versionId } = useParams({ from: '/csdl-goc/$versionId' });
  const query = useQuery({
    queryKey: ['history', versionId],
    queryFn: ({ signal }) => call(provinceDesk.history, { params: { versionId }, signal }),
  });
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError) return <Failure error={query.error} retry={() => query.refetch()} />;
  const h = query.data;
  const c = h.current;
  return (
    <>
      <Head
        code="SO-3.2"
        title={c.fullName}
        aside={
          <>
            {c.schoolName} · {c.classroom} · {c.schoolYear.replace('-', '–')} <State state={c.state} />
          </>
        }
        above={<Link to="/csdl-goc">CSDL gốc</Link>}
      />
      <p className="lead below-16">
        {c.effectiveDate
          ? `Có hiệu lực từ ${day(c.effectiveDate)}; không ai sửa được nữa.`
          : `Bản ${c.versionNumber}, đợt ${c.wave}: chưa chốt.`}
      </p>
      <div className="columns wide-end">
        <Panel id="life" title="Vòng đời" end={`${h.versions.length} bản`}>
          <ol className="timeline inside">
            {h.events.map((event, i) => (
              <Event key={i} event={event} />
            ))}
          </ol>
        </Panel>
        <div>
          <Panel id="signatures" title="Chữ ký">
            <ul className="checks single inside">
              {h.signatures.map((s) => (
                <li key={s.role} className={s.verdict === 'TOTAL-PASSED' ? 'yes' : 'care'}>
                  <CircleDot className="icon" aria-hidden="true" />
                  <div>
                    {s.signer}
                    <p>
                      {roleName(s.role)} · {s.sentence}
                      {s.signedAt ? ` · ${moment(s.signedAt)}` : ''}
                      {s.testOnly ? ' · chữ ký thử nghiệm' : ''}
                    </p>
                  </div>
                </li>
              ))}
            </ul>
          </Panel>
          <Panel id="proof" title="Bằng chứng">
            <dl className="facts inside">
              <dt>Mã phiên bản</dt>
              <dd className="code">{c.versionId}</dd>
              <dt>SHA-256</dt>
              <dd className="code">{h.sha256}</dd>
            </dl>
          </Panel>
        </div>
      </div>
    </>
  );
}

function Event({ event }: { event: PacketHistory['events'][number] }) {
  return (
    <li>
      <time dateTime={event.at}>
        <b>{day(event.at)}</b>
        {event.at.slice(11, 16)}
      </time>
      <span className="mark">
        <span className="signed">
          <CircleDot className="icon" aria-hidden="true" />
        </span>
      </span>
      <div className="what">
        <h3>{event.what}</h3>
        <p>
          {event.who}
          {event.reason ? ` · lý do: ${event.reason}` : ''}
          {event.leafIndex === null ? '' : ` · nhật ký số ${event.leafIndex}`}
        </p>
        {event.digest ? <p className="code">{event.digest}</p> : null}
        {event.differences && event.differences.length > 0 ? (
          <ul className="diff above-8">
            {event.differences.map((d) => (
              <li key={d.label}>
                {d.label}: <del>{d.from || 'trống'}</del> <ins>{d.to || 'trống'}</ins>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}
