import { z } from 'zod';
import type { Route } from '../route.ts';
import { byAnyPoint, byClass, byPupil, P, Point } from './shared.ts';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** pupils, staff, results, remarks, supplementary: the layouts of the sector database; classes: where the records stand. */
export const EXPORT_LISTS = ['pupils', 'staff', 'results', 'remarks', 'supplementary', 'classes'] as const;

/** What the school takes along: official tables, handover papers, records, lists. */
export const paperRoutes = {
  classSummaryPdf: {
    method: 'GET',
    path: `${P}/classes/:classroom/points/:point/bang-tong-hop.pdf`,
    summary: 'Bảng tổng hợp kết quả đánh giá giáo dục của lớp (TT 27/2020 Phụ lục 2)',
    params: byAnyPoint,
    produces: 'application/pdf',
  },
  classSummaryXlsx: {
    method: 'GET',
    path: `${P}/classes/:classroom/points/:point/bang-tong-hop.xlsx`,
    summary: 'Bảng tổng hợp kết quả đánh giá giáo dục của lớp, tệp Excel',
    params: byAnyPoint,
    produces: XLSX,
  },
  summariesZip: {
    method: 'GET',
    path: `${P}/points/:point/bang-tong-hop.zip`,
    summary: 'Bảng tổng hợp của mọi lớp người dùng được xem, một tệp ZIP các PDF',
    params: z.object({ point: Point }),
    produces: 'application/zip',
  },
  handoversZip: {
    method: 'GET',
    path: `${P}/ban-giao.zip`,
    summary: 'Biên bản nghiệm thu, bàn giao của mọi lớp người dùng được xem, một tệp ZIP các PDF',
    produces: 'application/zip',
  },
  handoverPdf: {
    method: 'GET',
    path: `${P}/classes/:classroom/ban-giao.pdf`,
    summary: 'Biên bản nghiệm thu, bàn giao kết quả giáo dục (TT 27/2020 Điều 12)',
    params: byClass,
    produces: 'application/pdf',
  },
  previewPdf: {
    method: 'GET',
    path: `${P}/pupils/:pupilId/hoc-ba.pdf`,
    summary: 'Xem như in: mọi năm học',
    params: byPupil,
    produces: 'application/pdf',
  },
  extractPdf: {
    method: 'GET',
    path: `${P}/pupils/:pupilId/trich-luc.pdf`,
    summary: 'Trích lục một năm học',
    params: byPupil,
    query: z.object({ schoolYear: z.string().max(9).optional() }),
    produces: 'application/pdf',
  },
  exportList: {
    method: 'GET',
    path: `${P}/exports/:list`,
    summary: 'Xuất một danh sách thành tệp Excel (nhập lại được)',
    params: z.object({ list: z.enum(EXPORT_LISTS) }),
    query: z.object({
      classroom: z.string().max(40).optional().describe('absent: every class one reaches'),
      per: z.enum(['school', 'class']).default('school').describe('one sheet for all, or one per class'),
    }),
    produces: XLSX,
  },
} as const satisfies Record<string, Route>;
