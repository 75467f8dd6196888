/**
 * An expected refusal: something from outside broke a rule. A value, never an exception.
 * Each capability has a union of its own, one member per code, with the data that broke the rule.
 * Codes are stable strings, never re-used for another meaning.
 */
export interface Refusal {
  readonly code: string;
}

/** Either a value or the reason why there is none. */
export type Result<Value, Reason extends Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Reason };

export function accepted<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refused<Reason extends Refusal>(refusal: Reason): { readonly ok: false; readonly refusal: Reason } {
  return { ok: false, refusal };
}

/** The first refusal that a list of checks gives, each run only when the ones before it passed. */
export function firstRefusal<Reason extends Refusal>(checks: Iterable<() => Reason | undefined>): Reason | undefined {
  for (const check of checks) {
    const refusal = check();
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** One sentence for each code of a union of refusals: what the rule is and why it stands. Complete by type. */
export type RuleBook<Reason extends Refusal> = Readonly<Record<Reason['code'], string>>;
