import { CallError, type FailureCode, failureFacts, refusalFacts } from './call-error.ts';
import type { TrackerRefusalCode } from './tracker-types.ts';

/** Why a call has no answer: the tracker refused it, or did not answer at all. */
export class TrackerError extends CallError<TrackerRefusalCode | FailureCode<'tracker'>> {
  override readonly name = 'TrackerError';

  /** From the body of a refusal, whatever it is: strangers give a code too, `http-502`. */
  static refused(status: number, body: unknown): TrackerError {
    return new TrackerError(refusalFacts(status, body));
  }

  /** From whatever `fetch`, or reading what it gave, has thrown. `tracker`: where it was asked. */
  static failed(cause: unknown, tracker: string): TrackerError {
    return new TrackerError(failureFacts('tracker', cause, tracker));
  }
}
