import { STATUS_CODES } from 'node:http';
import type { Problem } from '#contract';
import { describe, type Refusal } from '#domain';
import type { FastifyReply } from 'fastify';
import { statusOf } from './status.ts';

/** RFC 9457 problem details of one or more refusals; the first one rules. */
export function problemOf(refusals: readonly [Refusal, ...Refusal[]]): Problem {
  const [first] = refusals;
  const { code, publicCode, message, remedy, retryable, where } = describe(first);
  const status = statusOf(first);
  return {
    type: `urn:hocba:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    publicCode,
    detail: message,
    remedy,
    retryable,
    ...(where ? { where } : {}),
    ...(refusals.length > 1 ? { errors: refusals.map((each) => errorOf(each)) } : {}),
  };
}

function errorOf(refusal: Refusal): NonNullable<Problem['errors']>[number] {
  const { code, message, where } = describe(refusal);
  return { code, message, ...(where ? { where } : {}) };
}

/** Answers with the problem. What may be tried again says when (RFC 9110 §10.2.3). */
export function sendProblem(reply: FastifyReply, refusals: readonly [Refusal, ...Refusal[]]): FastifyReply {
  const problem = problemOf(refusals);
  const wait = refusals[0].params?.['retryAfterSeconds'];
  if (typeof wait === 'number') reply.header('retry-after', wait);
  else if (problem.retryable && (problem.status === 404 || problem.status >= 429)) reply.header('retry-after', 5);
  if (problem.status === 401 && problem.code === 'identity/client-token-needed') reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
