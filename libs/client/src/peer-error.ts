import { CallError, type Failure, failureOf, refusalFacts } from './call-error.ts';
import type { RefusalCode } from './operation-types.ts';

/** Codes of the client itself, when no peer gave a proper answer. */
export type FailureCode = 'peer-unreachable' | 'peer-timeout' | 'cancelled' | 'answer-unreadable';

const CODES: Readonly<Record<Failure, FailureCode>> = {
  unreachable: 'peer-unreachable',
  timeout: 'peer-timeout',
  cancelled: 'cancelled',
  unreadable: 'answer-unreadable',
};

const SENTENCES: Readonly<Record<Failure, (peer: string) => string>> = {
  unreachable: (peer) => `No peer answers at ${peer}.`,
  timeout: (peer) => `The peer at ${peer} took too long to answer.`,
  cancelled: () => 'The call was cancelled.',
  unreadable: (peer) => `What answers at ${peer} is no peer, or its answer was cut off.`,
};

/**
 * Why a call has no answer: the peer refused it, or did not answer at all. Of the peer's own refusals, GET
 * /v1/explain/{code} says more.
 */
export class PeerError extends CallError<RefusalCode | FailureCode> {
  override readonly name = 'PeerError';

  /** From the body of a refusal, whatever it is: strangers give a code too, `http-502`. */
  static refused(status: number, body: unknown): PeerError {
    return new PeerError(refusalFacts(status, body));
  }

  /** From whatever `fetch`, or reading what it gave, has thrown. `peer`: where it was asked. */
  static failed(cause: unknown, peer: string): PeerError {
    const failure = failureOf(cause);
    return new PeerError({ code: CODES[failure], status: 0, message: SENTENCES[failure](peer), cause });
  }
}
