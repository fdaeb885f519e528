import { z } from 'zod';
import type { Route } from '../route.ts';
import { CellEditResults, CellEdits, GridColumn, GridPupil } from './class-page.ts';
import { byPoint, Earlier, P, Point } from './shared.ts';

export const PointPupil = GridPupil.pick({
  pupilId: true,
  grade: true,
  order: true,
  fullName: true,
  birthDate: true,
  notAssessed: true,
  status: true,
  editable: true,
  cells: true,
});
export const PointPage = z.object({
  classroom: z.string(),
  grade: z.int(),
  schoolYear: z.string(),
  homeroomTeacher: z.string(),
  point: Earlier,
  missingCells: z.int(),
  columns: z.array(GridColumn),
  pupils: z.array(PointPupil),
});
export type PointPage = z.infer<typeof PointPage>;
export const PointsOverview = z.object({
  points: z.array(z.object({ point: Point, label: z.string() })),
  classes: z.array(
    z.object({
      classroom: z.string(),
      grade: z.int(),
      pupils: z.int(),
      missing: z.record(Point, z.int()).describe('required cells that are empty; earlier points block nothing'),
    }),
  ),
});
export type PointsOverview = z.infer<typeof PointsOverview>;

/** The points of assessment before the year end (TT 27/2020 Điều 7). */
export const pointRoutes = {
  points: { method: 'GET', path: `${P}/points`, summary: 'Ô còn trống của từng lớp ở từng lần đánh giá', answer: PointsOverview },
  pointPage: {
    method: 'GET',
    path: `${P}/classes/:classroom/points/:point`,
    summary: 'Trang lớp ở một lần đánh giá trước cuối năm',
    params: byPoint,
    answer: PointPage,
  },
  editPointCells: {
    method: 'PATCH',
    path: `${P}/classes/:classroom/points/:point/cells`,
    summary: 'Sửa ô của một lần đánh giá trước cuối năm',
    params: byPoint,
    body: CellEdits,
    answer: CellEditResults,
  },
} as const satisfies Record<string, Route>;
