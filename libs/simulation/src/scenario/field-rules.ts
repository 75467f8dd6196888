import { nearestText } from './nearest-text.ts';
import type { ScenarioRefusal } from './scenario.errors.ts';

/** What one key of a scenario may be. */
export type FieldRule =
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number; readonly whole?: true }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'text'; readonly maxLength: number }
  /** Numbers of peers, each once, at least one. */
  | { readonly kind: 'peers' };

export type FieldRules = Readonly<Record<string, FieldRule>>;

/** People read ranges, so they are said in words. */
export function allowedText(rule: FieldRule): string {
  if (rule.kind === 'number') {
    return `${rule.whole === true ? 'a whole number' : 'a number'} from ${rule.minimum} to ${rule.maximum}`;
  }
  if (rule.kind === 'choice') return `one of ${rule.of.join(', ')}`;
  if (rule.kind === 'text') return `a text of 1 to ${rule.maxLength} characters`;
  return 'a list of different peers, each a whole number from 0 to one less than there are';
}

/** The first key that is unknown, missing or out of its range. `optional` keys may be left out. */
export function checkFields(
  value: Readonly<Record<string, unknown>>,
  rules: FieldRules,
  path: string,
  peers: number,
  optional: readonly string[] = [],
): ScenarioRefusal | undefined {
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(rules, key)) continue;
    const known = Object.keys(rules);
    return { code: 'scenario-unknown-key', key: path + key, known, nearest: nearestText(key, known) };
  }
  for (const [key, rule] of Object.entries(rules)) {
    if (!Object.hasOwn(value, key)) {
      if (optional.includes(key)) continue;
      return { code: 'scenario-missing-key', key: path + key, allowed: allowedText(rule) };
    }
    if (fits(value[key], rule, peers)) continue;
    return { code: 'scenario-out-of-range', key: path + key, value: shown(value[key]), allowed: allowedText(rule) };
  }
  return undefined;
}

function fits(value: unknown, rule: FieldRule, peers: number): boolean {
  if (rule.kind === 'choice') return rule.of.includes(value as string);
  if (rule.kind === 'text') return typeof value === 'string' && value.length >= 1 && value.length <= rule.maxLength;
  if (rule.kind === 'peers') {
    if (!Array.isArray(value) || value.length === 0 || new Set(value).size !== value.length) return false;
    return value.every((peer) => Number.isInteger(peer) && peer >= 0 && peer < peers);
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (rule.whole === true && !Number.isInteger(value)) return false;
  return value >= rule.minimum && value <= rule.maximum;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}
