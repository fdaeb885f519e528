import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ImportRun, schoolDesk } from '#contract';
import { type AssessmentPoint, ASSESSMENT_POINT_LABEL } from '#domain';
import { call } from '../../shared/api.ts';
import { Failure, Panel } from '../../shared/ui.tsx';

type Asked = ImportRun['pointQuestions'][number];
const keyOf = ({ file, sheet }: Asked): string => `${file}\n${sheet}`;

/** Of which point of assessment (TT 27/2020 Điều 7) a sheet is that does not say it. Nothing is chosen beforehand; an answer can be changed until the import is stored. */
export function PointQuestions({ run }: { run: ImportRun }) {
  const client = useQueryClient(), [choices, setChoices] = useState<ReadonlyMap<string, AssessmentPoint>>(new Map());
  const send = useMutation({
    mutationFn: () => call(schoolDesk.answerImport, { params: { importId: run.importId }, body: { answers: run.pointQuestions.flatMap((asked) => { const point = choices.get(keyOf(asked)); return point ? [{ file: asked.file, sheet: asked.sheet, point }] : []; }) } }),
    onSuccess: (next) => {
      setChoices(new Map());
      client.setQueryData(['import', run.importId], next);
      void client.invalidateQueries({ queryKey: ['import', run.importId, 'pupils'] });
    },
  });
  if (run.pointQuestions.length === 0 || (run.state !== 'dryRun' && run.state !== 'refused')) return null;
  return (
    <Panel id="points" title="Kết quả của lần đánh giá nào?" end={`${run.pointQuestions.length} trang tính`}>
      <div className="inside stack">
        {run.pointQuestions.map((asked) => (
          <fieldset className="field" key={keyOf(asked)}>
            <legend>Trang tính {asked.sheet} của tệp {asked.file}</legend>
            {asked.mayBe.map((point) => (
              <label className="tick" key={point}><input type="radio" name={`point-${keyOf(asked)}`} checked={(choices.get(keyOf(asked)) ?? asked.answer) === point} onChange={() => setChoices((before) => new Map(before).set(keyOf(asked), point))} /><span>{ASSESSMENT_POINT_LABEL[point]}</span></label>
            ))}
          </fieldset>
        ))}
        {send.isError ? <Failure error={send.error} /> : null}
        <div className="buttons"><button type="button" className="button primary" disabled={choices.size === 0 || send.isPending} onClick={() => send.mutate()}>{send.isPending ? 'Đang đọc lại các tệp…' : 'Đọc theo lần đánh giá đã chọn'}</button><span className="muted small">Vẫn chưa ghi gì.</span></div>
      </div>
    </Panel>
  );
}
