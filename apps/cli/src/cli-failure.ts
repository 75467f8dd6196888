/** 1: it was tried and did not work. 2: it was not tried, because what was asked for cannot be right. */
export type FailureExitCode = 1 | 2;

/** Ends a command with a code, a sentence for people and a stable code for scripts. Not a bug: no stack trace. */
export class CliFailure extends Error {
  constructor(
    readonly exitCode: FailureExitCode,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What was typed, or the configuration, cannot be right. */
export function usageFailure(code: string, message: string): CliFailure {
  return new CliFailure(2, code, message);
}
