import type { Schemas } from './operation-types.ts';

/** A refusal as it was told (RFC 9457), with the values that broke the rule as further members. */
export type Problem = Schemas['ProblemView'] & Readonly<Record<string, unknown>>;

/** What an error of a client says. */
export interface CallFacts {
  readonly code: string;
  /** Of the answer; 0 when there was none. */
  readonly status: number;
  readonly message: string;
  readonly problem?: Problem;
  readonly cause?: unknown;
}

/** Codes of the client itself, when the program that was called gave no proper answer. */
export type FailureCode<Program extends string> =
  | `${Program}-unreachable`
  | `${Program}-timeout`
  | 'cancelled'
  | 'answer-unreadable';

/** Why a call has no answer: it was refused, or nobody answered at all. */
export class CallError<Code extends string> extends Error {
  /** Stable. */
  readonly code: Code | (string & {});
  /** Of the answer; 0 when there was none. */
  readonly status: number;
  /** What was said; undefined when nothing was said that could be read. */
  readonly problem: Problem | undefined;

  constructor({ code, status, message, problem, cause }: CallFacts) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
    this.problem = problem;
  }
}

/** From the body of a refusal, whatever it is: strangers give a code too, `http-502`. */
export function refusalFacts(status: number, body: unknown): CallFacts {
  const code = memberOf(body, 'code');
  if (code === undefined) return { code: `http-${status}`, status, message: `Refused with status ${status}.` };
  return { code, status, message: memberOf(body, 'detail') ?? code, problem: body as Problem };
}

/** From whatever `fetch`, or reading what it gave, has thrown. `program`: what was called; `base`: where. */
export function failureFacts<Program extends string>(program: Program, cause: unknown, base: string): CallFacts {
  const [code, message] = failureOf(program, cause, base);
  return { code, status: 0, message, cause };
}

function failureOf<Program extends string>(
  program: Program,
  cause: unknown,
  base: string,
): [code: FailureCode<Program>, message: string] {
  switch (memberOf(cause, 'name')) {
    case 'TimeoutError':
      return [`${program}-timeout`, `The ${program} at ${base} took too long to answer.`];
    case 'AbortError':
      return ['cancelled', 'The call was cancelled.'];
    case 'SyntaxError':
      return ['answer-unreadable', `What answers at ${base} is no ${program}, or its answer was cut off.`];
    default:
      return [`${program}-unreachable`, `No ${program} answers at ${base}.`];
  }
}

function memberOf(value: unknown, name: string): string | undefined {
  const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof member === 'string' && member !== '' ? member : undefined;
}
