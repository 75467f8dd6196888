import { accepted, type Result, refused } from '#domain/primitives/result';
import { FAULT_KINDS, faultKind } from '../faults/fault-kinds.ts';
import type { Fault } from './fault.ts';
import { allowedText, checkFields, type FieldRule, type FieldRules } from './field-rules.ts';
import type { ScenarioRefusal } from './scenario.errors.ts';
import type { Scenario } from './scenario.ts';

/** A run of so many peers takes minutes; more would take the machine's memory. */
export const MAX_PEERS = 200;
/** An hour: what a peer does in longer than that, it does in that. */
const MAX_SECONDS = 3_600;
/** More than one cannot tell apart any more. */
const MAX_FAULTS = 200;
/** A scenario as people write it has a few kilobytes. */
export const MAX_SCENARIO_BYTES = 1_048_576;

/** As of real trackers, up to a week. */
const TICKET_LIFE: FieldRule = { kind: 'number', minimum: 60, maximum: 604_800, whole: true };

const TOP: FieldRules = {
  name: { kind: 'text', maxLength: 64 },
  peers: { kind: 'number', minimum: 2, maximum: MAX_PEERS, whole: true },
  miners: { kind: 'number', minimum: 1, maximum: MAX_PEERS, whole: true },
  trackers: { kind: 'number', minimum: 1, maximum: 10, whole: true },
  outbound: { kind: 'number', minimum: 1, maximum: 16, whole: true },
  durationSeconds: { kind: 'number', minimum: 10, maximum: MAX_SECONDS },
  settleSeconds: { kind: 'number', minimum: 10, maximum: MAX_SECONDS },
  paymentsPerMinute: { kind: 'number', minimum: 0, maximum: 6_000 },
  ticketLifeSeconds: TICKET_LIFE,
  ownAddress: { kind: 'choice', of: ['told', 'seen'] },
};
const OPTIONAL = ['ticketLifeSeconds', 'ownAddress'];

const LINES: FieldRules = {
  minimumLatencyMs: { kind: 'number', minimum: 0, maximum: 10_000 },
  meanLatencyMs: { kind: 'number', minimum: 0, maximum: 10_000 },
  jitterMs: { kind: 'number', minimum: 0, maximum: 10_000 },
  bytesPerSecond: { kind: 'number', minimum: 1_000, maximum: 1_000_000_000 },
  lossRate: { kind: 'number', minimum: 0, maximum: 0.5 },
  breakRate: { kind: 'number', minimum: 0, maximum: 0.05 },
  duplicateRate: { kind: 'number', minimum: 0, maximum: 0.5 },
  reorderRate: { kind: 'number', minimum: 0, maximum: 0.5 },
};

const FAULT_KIND: FieldRule = { kind: 'choice', of: FAULT_KINDS.map(({ name }) => name) };

const EVERY_FAULT: FieldRules = {
  kind: FAULT_KIND,
  atSeconds: { kind: 'number', minimum: 0, maximum: MAX_SECONDS },
  forSeconds: { kind: 'number', minimum: 0, maximum: MAX_SECONDS },
};

type Fields = Readonly<Record<string, unknown>>;

/** A scenario from JSON text, or the first thing that is wrong with it. */
export function parseScenario(text: string): Result<Scenario, ScenarioRefusal> {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_SCENARIO_BYTES) return refused({ code: 'scenario-too-large', bytes, maximum: MAX_SCENARIO_BYTES });
  try {
    return checkScenario(JSON.parse(text));
  } catch (error) {
    return refused({ code: 'scenario-not-json', reason: error instanceof Error ? error.message : String(error) });
  }
}

/** A scenario whose every key is known and in its range, and whose every fault is over before its end. */
export function checkScenario(value: unknown): Result<Scenario, ScenarioRefusal> {
  if (!isFields(value)) return refused({ code: 'scenario-not-an-object', key: 'scenario' });
  const { lines, faults, ...rest } = value;
  const refusal =
    checkFields(rest, TOP, '', 0, OPTIONAL) ?? checkLines(lines) ?? checkCounts(rest) ?? checkFaults(faults, rest);
  return refusal === undefined ? accepted(value as unknown as Scenario) : refused(refusal);
}

function checkLines(lines: unknown): ScenarioRefusal | undefined {
  return isFields(lines) ? checkFields(lines, LINES, 'lines.', 0) : { code: 'scenario-not-an-object', key: 'lines' };
}

/** Nobody mines who is not there. */
function checkCounts(fields: Fields): ScenarioRefusal | undefined {
  const [peers, miners] = [fields['peers'] as number, fields['miners'] as number];
  if (miners <= peers) return undefined;
  const allowed = `a whole number from 1 to the number of peers, ${peers}`;
  return { code: 'scenario-out-of-range', key: 'miners', value: String(miners), allowed };
}

function checkFaults(faults: unknown, scenario: Fields): ScenarioRefusal | undefined {
  if (!Array.isArray(faults)) {
    return { code: 'scenario-out-of-range', key: 'faults', value: typeof faults, allowed: 'a list of faults' };
  }
  if (faults.length > MAX_FAULTS) {
    return { code: 'scenario-too-many-faults', key: 'faults', faults: faults.length, maximum: MAX_FAULTS };
  }
  for (const [index, fault] of faults.entries()) {
    const refusal = checkFault(fault, `faults[${index}]`, scenario);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function checkFault(fault: unknown, path: string, scenario: Fields): ScenarioRefusal | undefined {
  if (!isFields(fault)) return { code: 'scenario-not-an-object', key: path };
  const [peers, trackers] = [scenario['peers'] as number, scenario['trackers'] as number];
  const kind = faultKind(String(fault['kind']));
  // What it takes besides depends on its kind.
  if (kind === undefined) return checkFields({ kind: fault['kind'] }, { kind: FAULT_KIND }, `${path}.`, peers);
  const refusal = checkFields(fault, { ...EVERY_FAULT, ...kind.fields }, `${path}.`, peers);
  if (refusal !== undefined) return refusal;
  if (kind.needsTickets === true && scenario['ticketLifeSeconds'] === undefined) {
    return { code: 'scenario-missing-key', key: 'ticketLifeSeconds', allowed: allowedText(TICKET_LIFE) };
  }
  const { atSeconds, forSeconds, peer, tracker } = fault as unknown as Fault;
  const durationSeconds = scenario['durationSeconds'] as number;
  const endsAtSeconds = atSeconds + (kind.endures === true ? 0 : forSeconds);
  if (endsAtSeconds > durationSeconds)
    return { code: 'scenario-never-ends', key: path, endsAtSeconds, durationSeconds };
  if (typeof peer === 'number' && peer >= peers) return beyond(`${path}.peer`, peer, peers);
  return typeof tracker === 'number' && tracker >= trackers ? beyond(`${path}.tracker`, tracker, trackers) : undefined;
}

function beyond(key: string, value: number, count: number): ScenarioRefusal {
  return { code: 'scenario-out-of-range', key, value: String(value), allowed: `a whole number from 0 to ${count - 1}` };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
