import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ImportRun, schoolDesk } from '#contract';
import { type AssessmentPoint, ASSESSMENT_POINT_LABEL } from '#domain';
import { call } from '../../shared/api.ts';
import { Failure, Panel } from '../../shared/ui.tsx';

type Asked = ImportRun['pointQuestions'][number];
const keyOf = ({ file, sheet }: Asked): string => `${file}\n${sheet}`;
const sharedBy = (sheets: readonly Asked[]): readonly AssessmentPoint[] =>
  sheets[0]!.mayBe.filter((point) => sheets.every(({ mayBe }) => mayBe.includes(point)));

/** Of which point of assessment (TT 27/2020 Điều 7) a sheet is that does not say it; sheets of one file can be answered together. Nothing is chosen beforehand; an answer can be changed until the import is stored. */
export function PointQuestions({ run }: { run: ImportRun }) {
  const client = useQueryClient();
  const [choices, setChoices] = useState<ReadonlyMap<string, AssessmentPoint>>(new Map());
  const send = useMutation({
    mutationFn: () =>
      call(schoolDesk.answerImport, {
        params: { importId: run.importId },
        body: {
          answers: run.pointQuestions.flatMap((asked) => {
            const point = choices.get(keyOf(asked));
            return point ? [{ file: asked.file, sheet: asked.sheet, point }] : [];
          }),
        },
      }),
    onSuccess: (next) => {
      setChoices(new Map());
      client.setQueryData(['import', run.importId], next);
      void client.invalidateQueries({ queryKey: ['import', run.importId, 'pupils'] });
    },
  });
  const choose = (sheets: readonly Asked[], point: AssessmentPoint) =>
    setChoices((before) => new Map([...before, ...sheets.map((asked) => [keyOf(asked), point] as const)]));
  const chosen = (asked: Asked) => choices.get(keyOf(asked)) ?? asked.answer;
  const groups = [...new Set(run.pointQuestions.map(({ file }) => file))]
    .map((file) => ({ file, sheets: run.pointQuestions.filter((asked) => asked.file === file) }))
    .flatMap(({ file, sheets }) => [
      ...(sheets.length > 1 ? [{ legend: `Cả ${sheets.length} trang tính của tệp ${file}`, sheets, mayBe: sharedBy(sheets) }] : []),
      ...sheets.map((asked) => ({ legend: `Trang tính ${asked.sheet} của tệp ${file}`, sheets: [asked], mayBe: asked.mayBe })),
    ])
    .filter(({ mayBe }) => mayBe.length > 0);
  if (run.pointQuestions.length === 0 || (run.state !== 'dryRun' && run.state !== 'refused')) return null;
  return (
    <Panel id="points" title="Kết quả của lần đánh giá nào?" end={`${run.pointQuestions.length} trang tính`}>
      <div className="inside stack">
        {groups.map(({ legend, sheets, mayBe }) => (
          <fieldset className="field" key={legend}>
            <legend>{legend}</legend>
            {mayBe.map((point) => (
              <label className="tick" key={point}>
                <input
                  type="radio"
                  name={`point-${legend}`}
                  checked={sheets.every((asked) => chosen(asked) === point)}
                  onChange={() => choose(sheets, point)}
                />
                <span>{ASSESSMENT_POINT_LABEL[point]}</span>
              </label>
            ))}
          </fieldset>
        ))}
        {send.isError ? <Failure error={send.error} /> : null}
        <div className="buttons">
          <button type="button" className="button primary" disabled={choices.size === 0 || send.isPending} onClick={() => send.mutate()}>
            {send.isPending ? 'Đang đọc lại các tệp…' : 'Đọc theo lần đánh giá đã chọn'}
          </button>
          <span className="muted small">Vẫn chưa ghi gì.</span>
        </div>
      </div>
    </Panel>
  );
}
