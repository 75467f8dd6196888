/** What a check of the doctor came to. */
export interface Check {
  /** Stable: scripts look for it. */
  readonly name: string;
  readonly outcome: 'ok' | 'warn' | 'fail';
  /** What was found, in a sentence. */
  readonly finding: string;
  /** What to do; with every outcome but `ok`. */
  readonly advice?: string;
}

export function ok(name: string, finding: string): Check {
  return { name, outcome: 'ok', finding };
}

export function warn(name: string, finding: string, advice: string): Check {
  return { name, outcome: 'warn', finding, advice };
}

export function fail(name: string, finding: string, advice: string): Check {
  return { name, outcome: 'fail', finding, advice };
}
