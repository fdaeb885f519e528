/** How many records of a school or a class have come so far, in the order of their way. */
const COLUMNS = [
  ['roster', 'Danh sách'],
  ['admitted', 'Tiếp nhận'],
  ['refused', 'Bị trả lại'],
  ['finalized', 'Đã chốt'],
] as const;
type Counts = Readonly<Record<(typeof COLUMNS)[number][0], number>>;

export const ComeSoFarHeaders = () =>
  COLUMNS.map(([key, label]) => (
    <th key={key} scope="col" className="number">
      {label}
    </th>
  ));

/** On a phone the rows are cards, where each number says what it is. */
export const ComeSoFarCells = ({ counts }: { counts: Counts }) =>
  COLUMNS.map(([key, label]) => (
    <td key={key} className="number">
      <span className="label-for">{label} </span>
      {counts[key]}
    </td>
  ));
