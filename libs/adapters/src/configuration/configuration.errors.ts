import type { RuleBook } from '#domain/primitives/result';

/** What is wrong with one variable. */
export type ConfigurationProblem =
  | {
      readonly code: 'configuration-value-refused';
      readonly variable: string;
      /** The text, shortened and quoted; a secret is described, not shown. */
      readonly got: string;
      readonly takes: string;
    }
  | {
      readonly code: 'configuration-variable-unknown';
      readonly variable: string;
      /** The known variable that looks most like it, if one does. */
      readonly nearest?: string;
    }
  | { readonly code: 'configuration-secret-unreadable'; readonly variable: string; readonly path: string }
  | { readonly code: 'configuration-needs-another'; readonly variable: string; readonly other: string }
  | { readonly code: 'configuration-given-twice'; readonly variable: string; readonly other: string };

/** The environment does not describe a program that could run: every problem at once, so that one look mends all. */
export interface ConfigurationRefusal {
  readonly code: 'configuration-refused';
  readonly problems: readonly ConfigurationProblem[];
}

export const CONFIGURATION_RULES: RuleBook<ConfigurationProblem> = {
  'configuration-value-refused': 'A variable must hold what it takes: a guess at a typing error could cost money.',
  'configuration-variable-unknown':
    'A CHEESE_ variable that nothing reads is a typing error that would silently leave its default in force.',
  'configuration-secret-unreadable': 'A secret that was promised in a file must be there; none is made up instead.',
  'configuration-needs-another': 'A variable that does nothing without another comes with it.',
  'configuration-given-twice': 'A secret comes from the variable or from the file: with both, one would be ignored.',
};

/** One problem as a sentence for people. */
export function describeProblem(problem: ConfigurationProblem): string {
  switch (problem.code) {
    case 'configuration-value-refused':
      return `${problem.variable} got ${problem.got}, but takes ${problem.takes}.`;
    case 'configuration-variable-unknown': {
      const hint = problem.nearest === undefined ? '' : ` Did you mean ${problem.nearest}?`;
      return `${problem.variable} is not a variable that cheesechain knows.${hint}`;
    }
    case 'configuration-secret-unreadable':
      return `${problem.variable} names ${problem.path}, which cannot be read.`;
    case 'configuration-needs-another':
      return `${problem.variable} does nothing without ${problem.other}.`;
    case 'configuration-given-twice':
      return `${problem.variable} and ${problem.other} are both set; keep one.`;
  }
}

/** The whole refusal, one problem a line. */
export function describeConfigurationRefusal(refusal: ConfigurationRefusal): string {
  return refusal.problems.map(describeProblem).join('\n');
}
