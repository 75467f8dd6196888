import type { RefusalCode, Schemas } from './operation-types.ts';

/** Codes of the client itself, when nobody gave a proper answer. */
export type FailureCode = 'peer-unreachable' | 'peer-timeout' | 'cancelled' | 'answer-unreadable';

/** A refusal as the peer told it (RFC 9457), with the values that broke the rule as further members. */
export type Problem = Schemas['ProblemView'] & Readonly<Record<string, unknown>>;

const SENTENCES: Readonly<Record<FailureCode, (peer: string) => string>> = {
  'peer-unreachable': (peer) => `No peer answers at ${peer}.`,
  'peer-timeout': (peer) => `The peer at ${peer} took too long to answer.`,
  cancelled: () => 'The call was cancelled.',
  'answer-unreadable': (peer) => `What answers at ${peer} is no peer, or its answer was cut off.`,
};

/** Why a call has no answer: the peer refused it, or did not answer at all. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  /** Stable. Of the peer's own refusals, GET /v1/explain/{code} says more. */
  readonly code: RefusalCode | FailureCode | (string & {});
  /** Of the answer; 0 when there was none. */
  readonly status: number;
  /** What the peer said; undefined when it said nothing that could be read. */
  readonly problem: Problem | undefined;

  private constructor(code: string, status: number, message: string, problem?: Problem, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
    this.problem = problem;
  }

  /** From the body of a refusal, whatever it is: strangers give a code too, `http-502`. */
  static refused(status: number, body: unknown): PeerError {
    const code = memberOf(body, 'code');
    if (code === undefined) return new PeerError(`http-${status}`, status, `Refused with status ${status}.`);
    return new PeerError(code, status, memberOf(body, 'detail') ?? code, body as Problem);
  }

  /** From whatever `fetch`, or reading what it gave, has thrown. `peer`: where it was asked. */
  static failed(cause: unknown, peer: string): PeerError {
    const code = failureCode(cause);
    return new PeerError(code, 0, SENTENCES[code](peer), undefined, cause);
  }
}

function failureCode(cause: unknown): FailureCode {
  const name = memberOf(cause, 'name');
  if (name === 'TimeoutError') return 'peer-timeout';
  if (name === 'AbortError') return 'cancelled';
  return name === 'SyntaxError' ? 'answer-unreadable' : 'peer-unreachable';
}

function memberOf(value: unknown, name: string): string | undefined {
  const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof member === 'string' && member !== '' ? member : undefined;
}
