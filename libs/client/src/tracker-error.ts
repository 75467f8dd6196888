import { CallError, type Failure, failureOf, refusalFacts } from './call-error.ts';
import type { TrackerRefusalCode } from './tracker-types.ts';

/** Codes of the client itself, when no tracker gave a proper answer. */
export type TrackerFailureCode = 'tracker-unreachable' | 'tracker-timeout' | 'cancelled' | 'answer-unreadable';

const CODES: Readonly<Record<Failure, TrackerFailureCode>> = {
  unreachable: 'tracker-unreachable',
  timeout: 'tracker-timeout',
  cancelled: 'cancelled',
  unreadable: 'answer-unreadable',
};

const SENTENCES: Readonly<Record<Failure, (tracker: string) => string>> = {
  unreachable: (tracker) => `No tracker answers at ${tracker}.`,
  timeout: (tracker) => `The tracker at ${tracker} took too long to answer.`,
  cancelled: () => 'The call was cancelled.',
  unreadable: (tracker) => `What answers at ${tracker} is no tracker, or its answer was cut off.`,
};

/** Why a call has no answer: the tracker refused it, or did not answer at all. */
export class TrackerError extends CallError<TrackerRefusalCode | TrackerFailureCode> {
  override readonly name = 'TrackerError';

  /** From the body of a refusal, whatever it is: strangers give a code too, `http-502`. */
  static refused(status: number, body: unknown): TrackerError {
    return new TrackerError(refusalFacts(status, body));
  }

  /** From whatever `fetch`, or reading what it gave, has thrown. `tracker`: where it was asked. */
  static failed(cause: unknown, tracker: string): TrackerError {
    const failure = failureOf(cause);
    return new TrackerError({ code: CODES[failure], status: 0, message: SENTENCES[failure](tracker), cause });
  }
}
