import { QUALITY_CODES } from '#domain';

export const ethnicityName = (code: string): string => code;
export const nationalityName = (code: string): string => code;
export const cellLabel = (w: string): string => w + QUALITY_CODES.length;
