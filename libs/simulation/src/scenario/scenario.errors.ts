import type { RuleBook } from '#domain/primitives/result';

/** What is wrong with a scenario. `key` is the path to it, such as `faults[2].peer`. */
export type ScenarioRefusal =
  | { readonly code: 'scenario-not-json'; readonly reason: string }
  | { readonly code: 'scenario-too-large'; readonly bytes: number; readonly maximum: number }
  | { readonly code: 'scenario-not-an-object'; readonly key: string }
  | {
      readonly code: 'scenario-unknown-key';
      readonly key: string;
      readonly known: readonly string[];
      readonly nearest: string | undefined;
    }
  | { readonly code: 'scenario-missing-key'; readonly key: string; readonly allowed: string }
  | {
      readonly code: 'scenario-out-of-range';
      readonly key: string;
      readonly value: string;
      readonly allowed: string;
    }
  | {
      readonly code: 'scenario-too-many-faults';
      readonly key: string;
      readonly faults: number;
      readonly maximum: number;
    }
  | {
      readonly code: 'scenario-never-ends';
      readonly key: string;
      readonly endsAtSeconds: number;
      readonly durationSeconds: number;
    };

export const scenarioRules: RuleBook<ScenarioRefusal> = {
  'scenario-not-json': 'A scenario is a JSON object.',
  'scenario-too-large': 'A scenario has at most 1 MiB.',
  'scenario-not-an-object': 'A scenario, its lines and each of its faults are objects.',
  'scenario-unknown-key':
    'A scenario has no other keys than those that are known: a mistyped fault would never happen.',
  'scenario-missing-key': 'A scenario says everything it is about.',
  'scenario-out-of-range': 'Each value of a scenario has its range.',
  'scenario-too-many-faults': 'A scenario has at most 200 faults.',
  'scenario-never-ends':
    'Every fault that peers need not bear is over when the scenario’s duration is: only then can they be asked to agree.',
};

/** The refusal in a sentence, with the key and what it may be. */
export function describeRefusal(refusal: ScenarioRefusal): string {
  switch (refusal.code) {
    case 'scenario-not-json':
      return `This is no JSON: ${refusal.reason}.`;
    case 'scenario-too-large':
      return `A scenario has at most ${refusal.maximum} bytes; this one has ${refusal.bytes}.`;
    case 'scenario-not-an-object':
      return `${refusal.key} is no JSON object.`;
    case 'scenario-unknown-key': {
      const meant = refusal.nearest === undefined ? '' : ` Did you mean ${refusal.nearest}?`;
      return `${refusal.key} is unknown.${meant} There are ${refusal.known.join(', ')}.`;
    }
    case 'scenario-missing-key':
      return `${refusal.key} is missing: it takes ${refusal.allowed}.`;
    case 'scenario-out-of-range':
      return `${refusal.key} is ${refusal.value}, but takes ${refusal.allowed}.`;
    case 'scenario-too-many-faults':
      return `${refusal.key} has ${refusal.faults} faults; at most ${refusal.maximum} are possible.`;
    case 'scenario-never-ends':
      return `${refusal.key} ends at ${refusal.endsAtSeconds} s, after the scenario's ${refusal.durationSeconds} s.`;
  }
}
