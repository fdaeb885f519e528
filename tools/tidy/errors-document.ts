import { CATALOGUE } from '#domain';

/** `docs/errors.md`: every refusal of the catalogue, by public code, as vendors and support read it. */
export function errorsDocument(): string {
  const rows = Object.entries(CATALOGUE).sort(([a, x], [b, y]) =>
    (x.publicCode ?? '~') < (y.publicCode ?? '~') ? -1 : (x.publicCode ?? '~') > (y.publicCode ?? '~') ? 1 : a < b ? -1 : 1,
  );
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return [
    '# Errors',
    '',
    'Generated from `src/domain/refusal` by `node tools/launch/run.mjs tools/errors.ts`. 1xx transport, 2xx form, 3xx signature, 4xx content and state, 5xx workbook, 6xx school desk, 7xx identity and portal, 8xx upward, 9xx system.',
    'A row without a public code is only ever shown on its own screen. `{name}` is filled in from the case at hand.',
    '',
    '| public | code | message | remedy | retry helps |',
    '|---|---|---|---|---|',
    ...rows.map(
      ([code, { publicCode, message, remedy, retryable }]) =>
        `| ${publicCode ?? ''} | \`${code}\` | ${cell(message)} | ${cell(remedy)} | ${retryable ? 'yes' : 'no'} |`,
    ),
    '',
  ].join('\n');
}
