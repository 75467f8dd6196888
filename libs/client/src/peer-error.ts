import { CallError, type FailureCode, failureFacts, refusalFacts } from './call-error.ts';
import type { RefusalCode } from './operation-types.ts';

/**
 * Why a call has no answer: the peer refused it, or did not answer at all. Of the peer's own refusals, GET
 * /v1/explain/{code} says more.
 */
export class PeerError extends CallError<RefusalCode | FailureCode<'peer'>> {
  override readonly name = 'PeerError';

  /** From the body of a refusal, whatever it is: strangers give a code too, `http-502`. */
  static refused(status: number, body: unknown): PeerError {
    return new PeerError(refusalFacts(status, body));
  }

  /** From whatever `fetch`, or reading what it gave, has thrown. `peer`: where it was asked. */
  static failed(cause: unknown, peer: string): PeerError {
    return new PeerError(failureFacts('peer', cause, peer));
  }
}
