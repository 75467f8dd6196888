import fc from 'fast-check';
import type { AccountId } from '../transaction/account.ts';
import { encodeAddress } from '../transaction/address.ts';
import { MAX_ALLOCATIONS } from './check-allocations.ts';
import { createNetwork } from './network.ts';
import { networkFileRules } from './network-file.errors.ts';
import { PARAMETER_RANGES } from './parameter-ranges.ts';
import { MAX_NETWORK_FILE_CHARACTERS, parseNetworkFile } from './parse-network-file.ts';
import { PRESETS } from './presets.ts';

const address = (digit: string, prefix = 'village') => encodeAddress(prefix, digit.repeat(40) as AccountId);
const village: Record<string, unknown> = { ...PRESETS.testnet, name: 'village', addressPrefix: 'village' };

function refusalOf(change: Record<string, unknown>) {
  return refusalOfText(JSON.stringify({ ...village, ...change }));
}

function refusalOfText(text: string) {
  const result = parseNetworkFile(text);
  return result.ok ? undefined : result.refusal;
}

/** Code and key of what is refused. */
function complaint(change: Record<string, unknown>): string {
  const refusal = refusalOf(change);
  return refusal === undefined ? 'accepted' : `${refusal.code} ${refusal.key}`;
}

describe('a network file', () => {
  it('of the shape of a preset makes a network', () => {
    for (const preset of Object.values(PRESETS)) {
      expect(parseNetworkFile(JSON.stringify(preset))).toEqual({ ok: true, value: preset });
    }
  });

  it('may leave out allocations and minimum work, and write bits as hex', () => {
    const { allocations, minimumChainWork, ...rest } = village;
    const short = parseNetworkFile(JSON.stringify({ ...rest, startingBits: '1d400000', easiestBits: '1f010000' }));
    expect(short).toEqual(parseNetworkFile(JSON.stringify({ ...rest, allocations, minimumChainWork })));
    expect(short.ok).toBe(true);
  });

  it('may begin with a byte order mark', () => {
    expect(parseNetworkFile(`\ufeff${JSON.stringify(village)}`).ok).toBe(true);
  });

  it('brings allocations into their one order and spelling', () => {
    const [first, second] = [address('a'), address('b')].sort() as [string, string];
    const allocations = [
      { address: second.toUpperCase(), amount: 2 },
      { address: first, amount: 1 },
    ];
    const result = parseNetworkFile(JSON.stringify({ ...village, allocations }));
    const sorted = [
      { address: first, amount: 1 },
      { address: second, amount: 2 },
    ];
    expect(result.ok && result.value.allocations).toEqual(sorted);
    expect(result.ok && createNetwork(result.value).allocations.length).toBe(2);
  });

  it('is refused with the key, what it got and what it takes', () => {
    expect(refusalOf({ targetSpacingSeconds: 0 })).toEqual({
      code: 'network-file-out-of-range',
      key: 'targetSpacingSeconds',
      actual: '0',
      expected: 'a whole number, 1 … 86400',
    });
    expect(refusalOf({ name: 'x'.repeat(5000) })?.actual.length).toBeLessThan(90);
  });

  it('that is no JSON object is refused', () => {
    for (const text of ['', '{', 'x', "{'a':1}"]) expect(refusalOfText(text)?.code).toBe('network-file-not-json');
    for (const text of ['[]', 'null', '5', '"x"']) expect(refusalOfText(text)?.code).toBe('network-file-not-an-object');
    expect(refusalOfText(' '.repeat(MAX_NETWORK_FILE_CHARACTERS + 1))?.code).toBe('network-file-too-large');
  });

  it('with a misspelt, foreign or missing key is refused', () => {
    for (const key of ['targetSpacing', 'chainId', 'genesisHash', 'toString', '']) {
      expect(complaint({ [key]: 1 })).toBe(`network-file-unknown-key ${key}`);
    }
    expect(refusalOfText('{"__proto__":1}')).toMatchObject({ code: 'network-file-unknown-key', key: '__proto__' });
    for (const key of Object.keys(village).filter((each) => !['allocations', 'minimumChainWork'].includes(each))) {
      expect(complaint({ [key]: undefined })).toBe(`network-file-missing-key ${key}`);
    }
  });

  it('with a value of another type is refused', () => {
    for (const key of Object.keys(village)) {
      for (const value of [null, {}, key === 'allocations' ? 'x' : [1]]) {
        expect(complaint({ [key]: value })).toBe(`network-file-wrong-type ${key}`);
      }
    }
    expect(complaint({ initialSubsidy: '5' })).toBe('network-file-wrong-type initialSubsidy');
    expect(complaint({ retarget: 'false' })).toBe('network-file-wrong-type retarget');
  });

  it('with a number out of its range, or a fraction, is refused', () => {
    for (const [key, { minimum, maximum }] of Object.entries(PARAMETER_RANGES)) {
      for (const value of [minimum - 1, maximum + 1, 1.5, -0.5, 1e300]) {
        expect(complaint({ [key]: value })).toBe(`network-file-out-of-range ${key}`);
      }
    }
  });

  it('with a malformed text is refused', () => {
    for (const name of ['', '-x', 'Village', 'a b', 'x'.repeat(33), '../x']) {
      expect(complaint({ name })).toBe('network-file-malformed name');
    }
    for (const addressPrefix of ['', '1x', 'Käse', 'x-y', 'x'.repeat(33)]) {
      expect(complaint({ addressPrefix })).toBe('network-file-malformed addressPrefix');
    }
    for (const minimumChainWork of ['', '00', '0x1', 'FF', '-1', '1'.repeat(65)]) {
      expect(complaint({ minimumChainWork })).toBe('network-file-malformed minimumChainWork');
    }
    expect(complaint({ startingBits: '1D400000' })).toBe('network-file-malformed startingBits');
  });

  it('with bits that are no target, or not in their one form, is refused', () => {
    for (const bits of [0, 0x1d800001, 0xff123456, 0x1e004000, 'ff123456', '1e004000']) {
      expect(complaint({ startingBits: bits })).toBe('network-file-bits startingBits');
    }
    for (const bits of [-1, 2 ** 32, 0.5]) {
      expect(complaint({ easiestBits: bits })).toBe('network-file-out-of-range easiestBits');
    }
  });

  it('whose parameters contradict each other is refused', () => {
    expect(complaint({ startingBits: '1f020000' })).toBe('network-file-starting-too-easy startingBits');
    expect(complaint({ minTimestampStepSeconds: 11 })).toBe('network-file-step-above-spacing minTimestampStepSeconds');
    expect(complaint({ name: 'mainnet' })).toBe('network-file-name-taken name');
  });

  it('whose supply passes 2^53 − 1, or is nothing, is refused', () => {
    const whole = { initialSubsidy: 0, allocations: [{ address: address('a'), amount: Number.MAX_SAFE_INTEGER }] };
    expect(complaint(whole)).toBe('accepted');
    const more = [...whole.allocations, { address: address('b'), amount: 1 }];
    expect(complaint({ ...whole, allocations: more })).toBe('network-file-supply initialSubsidy');
    expect(complaint({ ...whole, initialSubsidy: 1 })).toBe('network-file-supply initialSubsidy');
    expect(complaint({ initialSubsidy: Number.MAX_SAFE_INTEGER, halvingIntervalBlocks: 0xffff_ffff })).toBe(
      'network-file-supply initialSubsidy',
    );
    expect(complaint({ initialSubsidy: 0 })).toBe('network-file-supply initialSubsidy');
  });

  it('with a wrong allocation is refused', () => {
    const good = { address: address('a'), amount: 5 };
    const cases: [item: unknown, complaint: string][] = [
      ['x', 'network-file-not-an-object allocations[1]'],
      [{ ...good, note: '' }, 'network-file-unknown-key allocations[1].note'],
      [{ amount: 5 }, 'network-file-missing-key allocations[1].address'],
      [{ address: address('b') }, 'network-file-missing-key allocations[1].amount'],
      [{ ...good, address: 7 }, 'network-file-wrong-type allocations[1].address'],
      [{ ...good, address: address('b', 'cheese') }, 'network-file-allocation-address allocations[1].address'],
      [{ ...good, address: `${address('b')}x` }, 'network-file-allocation-address allocations[1].address'],
      [{ ...good, address: good.address.toUpperCase() }, 'network-file-allocation-repeated allocations[1].address'],
      [{ address: address('b'), amount: '5' }, 'network-file-wrong-type allocations[1].amount'],
      [{ address: address('b'), amount: 0 }, 'network-file-out-of-range allocations[1].amount'],
      [{ address: address('b'), amount: -1 }, 'network-file-out-of-range allocations[1].amount'],
      [{ address: address('b'), amount: 0.5 }, 'network-file-out-of-range allocations[1].amount'],
      [{ address: address('b'), amount: 2 ** 53 }, 'network-file-out-of-range allocations[1].amount'],
    ];
    for (const [item, expected] of cases) expect(complaint({ allocations: [good, item] })).toBe(expected);
    const many = Array<unknown>(MAX_ALLOCATIONS + 1).fill(0);
    expect(complaint({ allocations: many })).toBe('network-file-out-of-range allocations');
  });

  it('of any content is accepted or refused by a known code, never a crash', () => {
    const json = fc.json({ maxDepth: 3 });
    const mutated = fc
      .tuple(fc.constantFrom(...Object.keys(village)), fc.jsonValue({ maxDepth: 2 }))
      .map(([key, value]) => JSON.stringify({ ...village, [key]: value }));
    fc.assert(
      fc.property(fc.oneof(json, mutated, fc.string()), (text) => {
        const refusal = refusalOfText(text);
        return refusal === undefined || refusal.code in networkFileRules;
      }),
      { numRuns: 500 },
    );
  });
});
