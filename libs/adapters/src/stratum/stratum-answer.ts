import { type StratumRefusal, stratumRules } from '#domain/stratum/stratum.errors';
import { type LineRefusal, lineRules } from './line.errors.ts';

/** What a request may carry to tell its answer by. */
export type RequestId = string | number | null;

/** Stratum's own numbers: 20 other, 21 job not found, 22 duplicate, 23 low difficulty, 24 unauthorised, 25 not subscribed. */
const NUMBERS: Readonly<Partial<Record<StratumRefusal['code'] | LineRefusal['code'], number>>> = {
  'stratum-job-unknown': 21,
  'stratum-duplicate': 22,
  'stratum-above-target': 23,
  'stratum-unauthorised': 24,
  'stratum-address-refused': 24,
  'stratum-other-worker': 24,
  'stratum-not-subscribed': 25,
};

const OTHER = 20;

/** The line that says yes, with what was asked for. */
export function resultLine(id: RequestId, result: unknown): string {
  return JSON.stringify({ id, result, error: null });
}

/** The line that says no: number, sentence, and the stable code as data. */
export function refusalLine(id: RequestId, { code }: StratumRefusal | LineRefusal): string {
  const sentence = { ...stratumRules, ...lineRules }[code];
  return JSON.stringify({ id, result: null, error: [NUMBERS[code] ?? OTHER, sentence, code] });
}
