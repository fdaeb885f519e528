import { cellLabel, type CellKey, EARLIER_POINTS, type EarlierPoint, pointInWords } from '#domain';

/** How a change at an earlier point stands in the list of changes, beside those of the year end. */
export const editName = (point: EarlierPoint, key: CellKey): string => `${point}:${key}`;

/** A change in the list, in words. */
export function editedCellLabel(name: string): string {
  const [head, key] = name.split(':');
  const point = EARLIER_POINTS.find((one) => one === head);
  return point === undefined || key === undefined ? cellLabel(name) : `${cellLabel(key)} (${pointInWords(point)})`;
}
