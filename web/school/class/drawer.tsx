import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, Check, Minus, X } from 'lucide-react';
import { type GridColumn, type GridPupil, schoolDesk } from '#contract';
import type { z } from 'zod';
import { addressOf, call } from '../../shared/api.ts';
import { useFiles } from '../../shared/files.tsx';
import { day, RESULT_NAMES } from '../../shared/format.ts';
import { State } from '../../shared/states.tsx';
import { Failure } from '../../shared/ui.tsx';
import { Award } from './award.tsx';
import { PupilDoubts } from './doubts.tsx';
import { AssessmentWay, SectorCode } from './special.tsx';
import { Summer } from './summer.tsx';

const GENDER = ['', 'Nam', 'Nữ'];
const RUNGS = { yes: { Icon: Check, look: 'here' }, no: { Icon: X, look: 'no' }, notNeeded: { Icon: Minus, look: 'skip-it' } } as const;

/** Why this pupil got this result, which cell decides it, and where that cell came from. */
export function Drawer({
  pupil,
  columns,
  onClose,
  onNext,
  goTo,
  onRenamed,
}: {
  pupil: GridPupil;
  columns: readonly z.infer<typeof GridColumn>[];
  onClose: () => void;
  onNext: () => void;
  goTo: (pupilId: string, key: string) => void;
  onRenamed: (pupilId: string) => void;
}) {
  const client = useQueryClient();
  const accept = useMutation({
    mutationFn: () => call(schoolDesk.acceptResult, { params: { pupilId: pupil.pupilId } }),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['class'] }), client.invalidateQueries({ queryKey: ['overview'] })]),
  });
  const files = useFiles();
  const { computed } = pupil;
  const labelOf = (key: string) => columns.find((c) => c.key === key)?.longLabel ?? key;
  const first = computed.missingCells[0]?.key ?? computed.decidingCells[0];
  return (
    <aside className="drawer" aria-labelledby="pupil">
      <div className="stick">
        <header>
          <div>
            <h2 id="pupil">{pupil.fullName}</h2>
            <p className="muted small">
              STT {pupil.order} · {GENDER[pupil.gender]} · sinh {day(pupil.birthDate)}
              {pupil.personalIdMissing ? ' · chưa có số định danh' : ''}
            </p>
          </div>
          <div className="buttons">
            <button className="button plain square" type="button" aria-label="Học sinh tiếp theo" onClick={onNext}>
              <ArrowDown className="icon" aria-hidden="true" />
            </button>
            <button className="button plain square" type="button" aria-label="Đóng" onClick={onClose}>
              <X className="icon" aria-hidden="true" />
            </button>
          </div>
        </header>
        <section>
          <h3>Kết quả tự tính</h3>
          <p className="answer">
            {computed.notAssessed ? 'Không đánh giá' : computed.result ? RESULT_NAMES[computed.result] : 'Chưa đủ dữ liệu'}
          </p>
          <p>{computed.sentence}</p>
          {first ? (
            <p className="above-12">
              <button type="button" className="button" onClick={() => goTo(pupil.pupilId, first)}>
                Tới ô {labelOf(first)}
              </button>
            </p>
          ) : null}
        </section>
        <SectorCode pupil={pupil} onRenamed={onRenamed} />
        <PupilDoubts pupil={pupil} goTo={goTo} />
        {computed.differs ? (
          <section>
            <h3>Khác bảng đã nhập</h3>
            <p>
              Tệp Excel ghi <b>{computed.sheetResult ? RESULT_NAMES[computed.sheetResult] : ''}</b>.{' '}
              {computed.accepted ? 'Giáo viên chủ nhiệm đã xác nhận kết quả tự tính.' : 'Sửa ô sai, hoặc xác nhận kết quả tự tính.'}
            </p>
            {computed.accepted ? null : (
              <p className="above-12">
                <button type="button" className="button primary" disabled={accept.isPending} onClick={() => accept.mutate()}>
                  Xác nhận kết quả tự tính
                </button>
              </p>
            )}
            {accept.isError ? <Failure error={accept.error} /> : null}
          </section>
        ) : null}
        {computed.ladder.length > 0 ? (
          <section>
            <h3>Xét từ trên xuống, Điều 9 Thông tư 27</h3>
            <ol className="ladder">
              {computed.ladder.map(({ result, holds, why }) => {
                const { Icon, look } = RUNGS[holds];
                return (
                  <li key={result} className={look}>
                    <Icon className="icon" aria-hidden="true" />
                    <div>
                      {result in RESULT_NAMES ? RESULT_NAMES[result as keyof typeof RESULT_NAMES] : result}
                      <p>{why}</p>
                    </div>
                  </li>
                );
              })}
            </ol>
            <p className="small muted above-8">Chỉ tính bài kiểm tra cuối năm học, không tính học kỳ I.</p>
          </section>
        ) : null}
        {computed.decidingCells.length > 0 ? (
          <section>
            <h3>Ô quyết định đến từ đâu</h3>
            {computed.decidingCells.slice(0, 3).map((key) => (
              <p key={key} className="small">
                {labelOf(key)}: {pupil.cells[key]?.source ?? 'chưa rõ nguồn'}
              </p>
            ))}
          </section>
        ) : null}
        {pupil.status === 'left' ? null : (
          <>
            <Summer pupil={pupil} />
            <Award key={`${pupil.award.proposal?.title}${pupil.award.confirmed?.at}`} pupil={pupil} />
            <AssessmentWay pupil={pupil} />
          </>
        )}
        <section>
          <p className="below-12">
            <State state={pupil.state} />
          </p>
          {pupil.refusals.map((refusal) => (
            <p key={refusal.code} className="small below-12">
              <b>{refusal.message}</b> {refusal.remedy} <span className="code muted">{refusal.publicCode}</span>
            </p>
          ))}
          <div className="buttons">
            <a className="button plain" {...files.link(addressOf(schoolDesk.previewPdf, { pupilId: pupil.pupilId }))}>
              Xem như in
            </a>
            <a className="button plain" {...files.link(addressOf(schoolDesk.extractPdf, { pupilId: pupil.pupilId }))}>
              Trích lục năm học này
            </a>
          </div>
          {files.notice}
        </section>
      </div>
    </aside>
  );
}
