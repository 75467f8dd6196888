import { decodeCompact, encodeCompact, formatBits, targetOf } from '../chain/target.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { isAddressPrefix } from '../transaction/address.ts';
import { readAllocations } from './check-allocations.ts';
import { isRecord } from './is-record.ts';
import type { NetworkFileRefusal } from './network-file.errors.ts';
import { refusal } from './network-file-refusal.ts';
import type { NetworkParameters } from './network-parameters.ts';
import { type IntegerKey, PARAMETER_RANGES } from './parameter-ranges.ts';
import { supplyOf } from './supply.ts';

type Key = keyof NetworkParameters;
type Read<Value> = Result<Value, NetworkFileRefusal>;
type Reader = (value: unknown, key: string) => Read<unknown>;

const NO_MINIMUM_WORK = '0';
/** What may be left out, and what it then is. */
const DEFAULTS: Partial<Record<Key, unknown>> = { minimumChainWork: NO_MINIMUM_WORK, allocations: [] };

const integer = (key: IntegerKey): Reader => {
  const { minimum, maximum } = PARAMETER_RANGES[key];
  const expected = `a whole number, ${minimum} … ${maximum}`;
  return (value, path) => {
    if (typeof value !== 'number') return refused(refusal('network-file-wrong-type', path, value, expected));
    if (Number.isSafeInteger(value) && value >= minimum && value <= maximum) return accepted(value);
    return refused(refusal('network-file-out-of-range', path, value, expected));
  };
};

const text = (expected: string, isRight: (value: string) => boolean): Reader => {
  return (value, key) => {
    if (typeof value !== 'string') return refused(refusal('network-file-wrong-type', key, value, expected));
    return isRight(value) ? accepted(value) : refused(refusal('network-file-malformed', key, value, expected));
  };
};

/** One reader for each parameter, in the order in which they are looked at. */
const READERS: Readonly<Record<Exclude<Key, 'allocations'>, Reader>> = {
  name: text('1 to 32 lower-case letters, digits and dashes, no dash first', (name) =>
    /^[a-z0-9][a-z0-9-]{0,31}$/.test(name),
  ),
  addressPrefix: text('1 to 32 lower-case letters and digits, a letter first', isAddressPrefix),
  coinType: integer('coinType'),
  targetSpacingSeconds: integer('targetSpacingSeconds'),
  retarget: (value, key) =>
    typeof value === 'boolean'
      ? accepted(value)
      : refused(refusal('network-file-wrong-type', key, value, 'true or false')),
  startingBits: readBits,
  easiestBits: readBits,
  initialSubsidy: integer('initialSubsidy'),
  halvingIntervalBlocks: integer('halvingIntervalBlocks'),
  rewardMaturityBlocks: integer('rewardMaturityBlocks'),
  maxBlockBytes: integer('maxBlockBytes'),
  minTimestampStepSeconds: integer('minTimestampStepSeconds'),
  maxFutureDriftSeconds: integer('maxFutureDriftSeconds'),
  genesisTimeSeconds: integer('genesisTimeSeconds'),
  minimumChainWork: text('lower-case hex digits without leading zeros, at most 64', (work) =>
    /^(0|[1-9a-f][0-9a-f]{0,63})$/.test(work),
  ),
};

const KNOWN_KEYS: readonly string[] = [...Object.keys(READERS), 'allocations'];

/**
 * The parameters in any value at all, in their one true form: bits as numbers, allocations in small letters and
 * sorted, nothing left out. Gives the first thing that is wrong.
 */
export function checkNetworkParameters(value: unknown): Read<NetworkParameters> {
  if (!isRecord(value)) {
    return refused(refusal('network-file-not-an-object', '', value, 'one object with the parameters'));
  }
  const unknown = Object.keys(value).find((key) => !KNOWN_KEYS.includes(key));
  if (unknown !== undefined) {
    return refused(refusal('network-file-unknown-key', unknown, value[unknown], `only ${KNOWN_KEYS.join(', ')}`));
  }
  const found: Record<string, unknown> = {};
  for (const [key, read] of Object.entries(READERS)) {
    const given = ownValue(value, key);
    if (given === undefined) return refused(refusal('network-file-missing-key', key, given, `a value for ${key}`));
    const result = read(given, key);
    if (!result.ok) return result;
    found[key] = result.value;
  }
  const parameters = found as unknown as Omit<NetworkParameters, 'allocations'>;
  const allocations = readAllocations(ownValue(value, 'allocations'), parameters.addressPrefix);
  return allocations.ok ? checkTogether({ ...parameters, allocations: allocations.value }) : allocations;
}

/** What no parameter can break alone. */
function checkTogether(parameters: NetworkParameters): Read<NetworkParameters> {
  const { startingBits, easiestBits, minTimestampStepSeconds, targetSpacingSeconds } = parameters;
  if (targetOf(startingBits) > targetOf(easiestBits)) {
    const expected = `not easier than easiestBits, ${formatBits(easiestBits)}`;
    return refused(refusal('network-file-starting-too-easy', 'startingBits', formatBits(startingBits), expected));
  }
  if (minTimestampStepSeconds > targetSpacingSeconds) {
    const expected = `at most targetSpacingSeconds, ${targetSpacingSeconds}`;
    return refused(
      refusal('network-file-step-above-spacing', 'minTimestampStepSeconds', minTimestampStepSeconds, expected),
    );
  }
  const supply = supplyOf(parameters);
  if (supply < 1n || supply > BigInt(Number.MAX_SAFE_INTEGER)) {
    const expected = `allocations and all subsidies together 1 … ${Number.MAX_SAFE_INTEGER} crumbs`;
    return refused(refusal('network-file-supply', 'initialSubsidy', supply, expected));
  }
  return accepted(Object.freeze(parameters));
}

/** Bits are the number itself or, easier to read, its 8 hex digits. */
function readBits(value: unknown, key: string): Read<number> {
  const expected = 'a compact target: a uint32 or its 8 hex digits, for example "1d100000"';
  const isText = typeof value === 'string';
  if (!isText && typeof value !== 'number') return refused(refusal('network-file-wrong-type', key, value, expected));
  if (isText && !/^[0-9a-f]{8}$/.test(value)) return refused(refusal('network-file-malformed', key, value, expected));
  const bits = isText ? Number.parseInt(value, 16) : value;
  if (bits !== bits >>> 0) return refused(refusal('network-file-out-of-range', key, value, expected));
  const target = decodeCompact(bits);
  if (!target.ok) return refused(refusal('network-file-bits', key, value, `${expected} (${target.refusal.code})`));
  const canonical = encodeCompact(target.value);
  if (canonical === bits) return accepted(bits);
  return refused(
    refusal('network-file-bits', key, value, `the canonical form of this target, ${formatBits(canonical)}`),
  );
}

function ownValue(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : DEFAULTS[key as Key];
}
