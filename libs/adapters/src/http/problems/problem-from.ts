import { HttpException } from '@nestjs/common';
import { Problem } from './problem.ts';
import { httpProblem } from './problem-of.ts';

/** Fastify's own refusals, by its code. */
const FASTIFY_PROBLEMS: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => httpProblem('request-media-type'),
  FST_ERR_CTP_BODY_TOO_LARGE: () => httpProblem('request-too-large'),
  FST_ERR_BAD_URL: () => httpProblem('path-malformed'),
  FST_ERR_MAX_PARAM_LENGTH: () => httpProblem('path-too-long'),
};

/** The problem that an error stands for; undefined when it is a fault of this program. */
export function problemFrom(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  const known = FASTIFY_PROBLEMS[memberOf(error, 'code')];
  if (known !== undefined) return known();
  const status = error instanceof HttpException ? error.getStatus() : Number(memberOf(error, 'statusCode'));
  // The file server says "forbidden" to paths that climb out of its folder: there is nothing for anybody.
  if (status === 404 || status === 403) return httpProblem('not-found');
  return status >= 400 && status < 500 ? httpProblem('request-malformed') : undefined;
}

function memberOf(error: unknown, name: string): string {
  return typeof error === 'object' && error !== null ? String(Reflect.get(error, name)) : '';
}
