/** A field of a request that does not fit, in the words of whoever has to mend it. */
export interface FieldProblem {
  readonly field: string;
  readonly detail: string;
}

/** A refusal on its way to an HTTP answer (RFC 9457). Thrown by controllers and guards, written by the filter. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    /** Stable; never re-used for another meaning. */
    readonly code: string,
    /** One sentence: what the rule is, and what to do. */
    readonly detail: string,
    /** The values that broke the rule, beside the standard members. */
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`);
  }
}
