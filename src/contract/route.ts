import { z } from 'zod';

/** One operation of the HTTP contract. Server, web client and OpenAPI document are all made from it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Full path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** JSON body. Raw XML and multipart bodies are said in `consumes` instead. */
  readonly body?: z.ZodType;
  readonly consumes?: 'application/xml' | 'multipart/form-data';
  /** JSON answer; absent when `produces` names another media type. */
  readonly answer?: z.ZodType;
  readonly produces?: string;
  readonly status?: number;
}

/** RFC 9457 problem details with our stable codes and the remedy in Vietnamese. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** `area/reason` */
  code: z.string(),
  publicCode: z.string().nullable(),
  detail: z.string(),
  remedy: z.string(),
  retryable: z.boolean(),
  where: z.string().optional(),
  errors: z.array(z.object({ code: z.string(), message: z.string(), where: z.string().optional() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

export const Ok = z.object({ ok: z.literal(true) });

/** A refusal as screens show it. */
export const RefusalView = z.object({
  code: z.string(),
  publicCode: z.string().nullable(),
  message: z.string(),
  remedy: z.string(),
  retryable: z.boolean(),
  where: z.string().optional(),
});
export type RefusalView = z.infer<typeof RefusalView>;
