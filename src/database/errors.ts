/**
 * Database errors are told apart by SQLSTATE alone: names of constraints and tables differ or are missing as soon as the
 * database is spread over several machines.
 */
export const SQLSTATE = {
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
  notNullViolation: '23502',
  checkViolation: '23514',
  insufficientPrivilege: '42501',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  connectionFailure: '08006',
  commitOutcomeUnknown: '08007',
  internalError: 'XX000',
  queryCanceled: '57014',
  lockNotAvailable: '55P03',
} as const;

/** What the driver and the socket say when the server went away without a word. */
const LOST_CONNECTION_CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);
const LOST_CONNECTION_MESSAGES = [
  'Connection terminated',
  'Client has encountered a connection error',
  'connection error and is not queryable',
  'Client was closed',
];
/** 57P01 admin shutdown, 57P02 crash shutdown, 57P03 starting up or shutting down; class 08 = connection exceptions. */
const LOST_CONNECTION_STATES = new Set(['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006']);

/** The five-character SQLSTATE of an error; a lost connection counts as 08006 even when nobody could say so any more. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined && LOST_CONNECTION_STATES.has(code)) return SQLSTATE.connectionFailure;
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !LOST_CONNECTION_CODES.has(code)) return code;
  if (code !== undefined && LOST_CONNECTION_CODES.has(code)) return SQLSTATE.connectionFailure;
  return LOST_CONNECTION_MESSAGES.some((text) => error.message.includes(text)) ? SQLSTATE.connectionFailure : undefined;
}

const is =
  (state: string) =>
  (error: unknown): boolean =>
    sqlState(error) === state;

export const isUniqueViolation = is(SQLSTATE.uniqueViolation);
export const isConnectionLost = is(SQLSTATE.connectionFailure);

/** The connection broke while COMMIT was under way: the transaction may or may not have happened. Look before doing it again. */
export class CommitOutcomeUnknownError extends Error {
  readonly code = SQLSTATE.commitOutcomeUnknown;
  constructor(cause: unknown) {
    super('the connection was lost during commit; whether the transaction took effect is unknown', { cause });
  }
}
