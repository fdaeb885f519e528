import { type AssessmentPoint, describe, type Refusal, refusal } from '#domain';
import { err, ok, type Result, utf8 } from '#kernel';
import { reaches } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import type { ExportedFile } from '../export/service.ts';
import type { Actor } from '../model.ts';
import { loadClassrooms } from '../postgres/people.ts';
import { type ZipEntry, zipOf } from '../print/zip.ts';
import { classSummaryPdf, FILE_POINT, handoverPdf } from './service.ts';

type Print = (classroom: string) => ReturnType<typeof handoverPdf>;
const plain = (classroom: string): string => classroom.replace(/[^0-9A-Za-z]+/g, '-');

/** One PDF after the other, made while the ZIP is sent: one class in memory. A class that cannot be printed says why in its place; one without pupils has no sheet. */
async function* sheetsOf(classrooms: readonly string[], print: Print): AsyncGenerator<ZipEntry> {
  for (const classroom of classrooms) {
    const printed = await print(classroom);
    if (printed.ok) yield { name: printed.value.fileName.replace(classroom, plain(classroom)), bytes: printed.value.bytes };
    else if (printed.error.code !== 'print/nobody') {
      const { message, remedy } = describe(printed.error);
      yield { name: `${plain(classroom)}-chua-in-duoc.txt`, bytes: utf8(`Lớp ${classroom}: ${message} ${remedy}\r\n`) };
    }
  }
}

async function zipOfClasses(context: SchoolContext, who: Actor, name: string, print: Print): Promise<Result<ExportedFile, Refusal>> {
  const found = await inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    const classrooms = (await loadClassrooms(scope, schoolYear)).map(({ classroom }) => classroom).filter((one) => reaches(who, one));
    return classrooms.length === 0 ? err(refusal('print/nobody')) : ok({ schoolYear, classrooms });
  });
  if (!found.ok) return found;
  const { schoolYear, classrooms } = found.value;
  return ok({ stream: zipOf(sheetsOf(classrooms, print), context.clock.now()), fileName: `${name}-${schoolYear}.zip` });
}

/** Bảng tổng hợp (TT 27/2020 Điều 10, Phụ lục 2) at a point of every class the person reaches. */
export const summariesZip = (context: SchoolContext, who: Actor, point: AssessmentPoint): Promise<Result<ExportedFile, Refusal>> =>
  zipOfClasses(context, who, `bang-tong-hop-${FILE_POINT[point]}`, (classroom) => classSummaryPdf(context, who, classroom, point));

/** Biên bản nghiệm thu, bàn giao (Điều 12) of every class the person reaches. */
export const handoversZip = (context: SchoolContext, who: Actor): Promise<Result<ExportedFile, Refusal>> =>
  zipOfClasses(context, who, 'bien-ban-ban-giao', (classroom) => handoverPdf(context, who, classroom));
