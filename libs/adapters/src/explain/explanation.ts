import type { Refusal, RuleBook } from '#domain/primitives/result';

/** A value that comes with a refusal. */
export interface ExplainedValue {
  readonly name: string;
  readonly meaning: string;
}

/** All that is to be said about a code, whatever the refusal at hand. */
export interface Explanation {
  /** Stable; never re-used for another meaning. */
  readonly code: string;
  /** Whose rule it is. */
  readonly capability: string;
  /** The rule in one sentence, as its own rule book has it. */
  readonly rule: string;
  /** What a refusal of this code tells beside it. */
  readonly values: readonly ExplainedValue[];
  /** What to do, where there is something that the rule does not say already. */
  readonly remedy: string | undefined;
}

/** The member of a union of refusals that has this code. */
type Member<Reason extends Refusal, Code> = Reason extends { readonly code: infer Codes }
  ? Code extends Codes
    ? Reason
    : never
  : never;

/** The members beside the code that can have a value. */
type ValueName<Reason extends Refusal, Code extends Reason['code']> = {
  readonly [Name in keyof Member<Reason, Code>]-?: Name extends 'code'
    ? never
    : [Member<Reason, Code>[Name]] extends [undefined]
      ? never
      : Name;
}[keyof Member<Reason, Code>];

type CodeWithValues<Reason extends Refusal> = {
  readonly [Code in Reason['code']]: [ValueName<Reason, Code>] extends [never] ? never : Code;
}[Reason['code']];

/** What each value of each refusal means. Complete by type, as the rule books are: a new value asks for its meaning. */
export type ValueMeanings<Reason extends Refusal> = {
  readonly [Code in CodeWithValues<Reason>]: Readonly<Record<ValueName<Reason, Code>, string>>;
};

/** What to do about refusals, as far as it is known. */
export type Remedies<Reason extends Refusal> = { readonly [Code in Reason['code']]?: string };

/** A capability's rule book with everything that explains it. */
export function explain<Reason extends Refusal>(
  capability: string,
  rules: RuleBook<Reason>,
  meanings: ValueMeanings<Reason>,
  remedies: Remedies<Reason> = {},
): Explanation[] {
  const [valuesOf, remedyOf] = [
    meanings as Readonly<Record<string, Readonly<Record<string, string>>>>,
    remedies as Readonly<Record<string, string>>,
  ];
  return Object.entries<string>(rules).map(([code, rule]) => {
    const values = Object.entries(valuesOf[code] ?? {}).map(([name, meaning]) => ({ name, meaning }));
    return { code, capability, rule, values, remedy: remedyOf[code] };
  });
}
