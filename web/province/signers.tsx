import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { provinceDesk } from '#contract';
import { call } from '../shared/api.ts';
import { day } from '../shared/format.ts';
import { State } from '../shared/states.tsx';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';

const ROLES: Readonly<Record<string, string>> = { homeroomTeacher: 'Giáo viên chủ nhiệm', subjectTeacher: 'Giáo viên bộ môn', schoolHead: 'Hiệu trưởng', orgSignature: 'Con dấu của trường' };

/** SO-6: who may sign for which school; a signer counts once an officer has approved the certificate. */
export function SignersPage() {
  const client = useQueryClient();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery({ queryKey: ['signers'], queryFn: ({ signal }) => call(provinceDesk.signers, { signal }), refetchInterval: 15_000 });
  const decide = useMutation({
    mutationFn: (body: { signerIds: string[]; approve: boolean; reason?: string }) => call(provinceDesk.approveSigners, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['signers'] }),
  });
  if (query.isPending) return <><Head code="SO-6" title="Người ký" /><Skeleton lines={8} /></>;
  if (query.isError) return <><Head code="SO-6" title="Người ký" /><Failure error={query.error} retry={() => query.refetch()} /></>;
  const waiting = query.data.signers.filter((s) => s.state === 'waiting');
  const chosen = waiting.filter((s) => !left.has(s.signerId)).map((s) => s.signerId);
  return (
    <>
      <Head code="SO-6" title="Người ký" aside={`${waiting.length} chờ duyệt`} />
      {decide.isError ? <Failure error={decide.error} /> : null}
      <Panel id="signers" title="Chứng thư số của các trường" end={`${query.data.signers.length} chứng thư`}>
        {waiting.length > 0 ? <div className="filters"><button type="button" className="button primary" disabled={chosen.length === 0 || decide.isPending} onClick={() => decide.mutate({ signerIds: chosen, approve: true })}>Duyệt {chosen.length} người ký</button><span className="muted small">Bỏ dấu ở người chưa duyệt.</span></div> : null}
        {query.data.signers.length === 0 ? <Empty cause="Chưa trường nào gửi danh sách người ký." next="Trường gửi từ mục Nộp & trạng thái." /> : (
          <section className="scroll" tabIndex={0} aria-label="Chứng thư số">
            <table className="table middle cards">
              <thead><tr><th scope="col"><span className="hidden">Chọn</span></th><th scope="col">Người ký</th><th scope="col">Vai trò</th><th scope="col">Trường</th><th scope="col">Chứng thư</th><th scope="col">Hiệu lực</th><th scope="col">Tình trạng</th></tr></thead>
              <tbody>{query.data.signers.map((s) => (
                <tr key={s.signerId}>
                  <td>{s.state === 'waiting' ? <input type="checkbox" aria-label={`Chọn ${s.fullName}`} checked={!left.has(s.signerId)} onChange={(event) => setLeft((before) => { const after = new Set(before); if (event.target.checked) after.delete(s.signerId); else after.add(s.signerId); return after; })} /> : null}</td>
                  <th scope="row">{s.fullName}</th><td>{ROLES[s.role] ?? s.role}{s.classrooms.length > 0 ? ` ${s.classrooms.join(', ')}` : ''}</td><td>{s.schoolName}</td>
                  <td className="small">{s.certificateSubject}{s.testOnly ? <span className="muted"> · thử nghiệm</span> : null}</td><td className="nowrap">{day(s.validFrom)} – {day(s.validTo)}</td><td><State state={s.state} /></td>
                </tr>
              ))}</tbody>
            </table>
          </section>
        )}
      </Panel>
    </>
  );
}
