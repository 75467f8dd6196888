import fc from 'fast-check';
import {
  decodeCompact,
  encodeCompact,
  formatBits,
  roundDownToCompact,
  TWO_TO_256,
  targetOf,
  targetToBytes,
} from './target.ts';

const targets = fc
  .tuple(fc.bigInt({ min: 1n, max: TWO_TO_256 - 1n }), fc.integer({ min: 0, max: 255 }))
  .map(([value, shift]) => value >> BigInt(shift) || 1n);

function codeOf(bits: number): string {
  const decoded = decodeCompact(bits);
  return decoded.ok ? 'accepted' : decoded.refusal.code;
}

describe('the compact form of a target', () => {
  it('reads and writes the examples of Bitcoin’s own tests', () => {
    const examples: [bits: number, target: bigint, canonical: number][] = [
      [0x01123456, 0x12n, 0x01120000],
      [0x02123456, 0x1234n, 0x02123400],
      [0x03123456, 0x123456n, 0x03123456],
      [0x04123456, 0x12345600n, 0x04123456],
      [0x05009234, 0x92340000n, 0x05009234],
      [0x20123456, 0x123456n << 232n, 0x20123456],
      [0x1d00ffff, 0xffffn << 208n, 0x1d00ffff],
      [0x1b0404cb, 0x0404cbn << 192n, 0x1b0404cb],
      [0x02008000, 0x80n, 0x02008000],
    ];
    for (const [bits, target, canonical] of examples) {
      expect(decodeCompact(bits)).toEqual({ ok: true, value: target });
      expect(formatBits(encodeCompact(target))).toBe(formatBits(canonical));
    }
  });

  it('refuses zero, negative and overflowing forms, each for its own reason', () => {
    const zeros = [0, 0x00123456, 0x01003456, 0x02000056, 0x03000000, 0x04000000, 0x00923456, 0x01803456, 0x04800000];
    for (const bits of [...zeros, 0xff000000]) expect(codeOf(bits)).toBe('target-zero');
    for (const bits of [0x01fedcba, 0x04923456, 0x1d80ffff, 0xff923456]) expect(codeOf(bits)).toBe('target-negative');
    for (const bits of [0xff123456, 0x23000001, 0x22000100, 0x21010000]) expect(codeOf(bits)).toBe('target-overflow');
  });

  it('goes up to the last target below 2^256', () => {
    expect(targetOf(0x220000ff)).toBe(0xffn << 248n);
    expect(targetOf(0x2100ffff)).toBe(0xffffn << 240n);
    expect(formatBits(encodeCompact(TWO_TO_256 - 1n))).toBe('2100ffff');
  });

  it('rounds down, by less than one of its last digit, and stays where it is the second time', () => {
    fc.assert(
      fc.property(targets, (target) => {
        const rounded = roundDownToCompact(target);
        expect(rounded <= target).toBe(true);
        expect((target - rounded) * 0x8000n < target).toBe(true);
        expect(roundDownToCompact(rounded)).toBe(rounded);
      }),
    );
  });

  it('keeps the order of targets', () => {
    fc.assert(
      fc.property(targets, targets, (left, right) => {
        const [low, high] = left < right ? [left, right] : [right, left];
        expect(roundDownToCompact(low) <= roundDownToCompact(high)).toBe(true);
      }),
    );
  });

  it('of any four bytes is a target in range or a refusal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (bits) => {
        const decoded = decodeCompact(bits);
        if (!decoded.ok) return decoded.refusal.bits === bits;
        return (
          decoded.value > 0n && decoded.value < TWO_TO_256 && targetOf(encodeCompact(decoded.value)) === decoded.value
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is asked only for what has one', () => {
    expect(() => encodeCompact(0n)).toThrow('2^256');
    expect(() => encodeCompact(TWO_TO_256)).toThrow('2^256');
    expect(() => decodeCompact(-1)).toThrow('uint32');
    expect(() => targetOf(0)).toThrow('00000000');
  });
});

describe('a target’s bytes', () => {
  it('stand in internal order, last digit first', () => {
    const bytes = targetToBytes(0x0102n);
    expect(bytes.length).toBe(32);
    expect([...bytes.subarray(0, 3)]).toEqual([2, 1, 0]);
  });
});
