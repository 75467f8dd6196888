import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type KernelName, loadKernel } from '../kernel/load-kernel.ts';
import { headerHashValue } from './header-hash.ts';
import { Kernel } from './kernel.ts';

// Height, header and hash of Bitcoin blocks, as every explorer shows them.
const BITCOIN_BLOCKS: [string, string, string][] = [
  [
    '0',
    '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c',
    '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
  ],
  [
    '1',
    '010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299',
    '00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048',
  ],
  [
    '170',
    '0100000055bd840a78798ad0da853f68974f3d183e2bd1db6a842c1feecf222a00000000ff104ccb05421ab93e63f8c3ce5c2c2e9dbb37de2764b3a3175c8166562cac7d51b96a49ffff001d283e9e70',
    '00000000d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee',
  ],
  [
    '125552',
    '0100000081cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000e320b6c2fffc8d750423db8b1eb942ae710e951ed797f7affc8892b0f1fc122bc7f5d74df2b9441a42a14695',
    '00000000000000001e8d6829a8a21adc5d38d0a473b144b6765798e61f98bd1d',
  ],
];

/** Most significant 32 bits of a header's hash: written without the code under test. */
function topWord(header: Uint8Array, nonce: number): number {
  const bytes = Buffer.from(header);
  bytes.writeUInt32LE(nonce, 76);
  const once = createHash('sha256').update(bytes).digest();
  return createHash('sha256').update(once).digest().readUInt32LE(28);
}

function firstByReference(header: Uint8Array, start: number, count: number, highestTop: number): number | undefined {
  for (let nonce = start; nonce < start + count; nonce++) if (topWord(header, nonce) <= highestTop) return nonce;
  return undefined;
}

describe.each<KernelName>(['simd', 'scalar'])('the %s kernel', (name) => {
  const kernel = new Kernel(loadKernel(name).module);

  it.each(BITCOIN_BLOCKS)('finds the nonce of Bitcoin’s block %s', (_height, hex, hash) => {
    const header = Buffer.from(hex, 'hex');
    const nonce = header.readUInt32LE(76);
    expect(headerHashValue(header, nonce)).toBe(BigInt(`0x${hash}`));
    kernel.setHeader(header);
    for (const before of [0, 1, 2, 3, 999]) expect(kernel.firstCandidate(nonce - before, 1000, 0)).toBe(nonce);
    expect(kernel.firstCandidate(nonce - 1000, 1000, 0)).toBeUndefined();
  });

  it('finds the same nonces as node:crypto in random headers', () => {
    const start = fc.oneof(fc.nat(2 ** 32 - 1), fc.constantFrom(0, 0x7fff_fff0, 0xff_fffe, 2 ** 32 - 70));
    const highestTop = fc.constantFrom(0x0400_0000, 0x0080_0000, 0x4000_0000, 0xffff_ffff, 0);
    const header = fc.uint8Array({ minLength: 80, maxLength: 80 });
    fc.assert(
      fc.property(header, start, fc.nat(70), highestTop, (header, start, wanted, highestTop) => {
        const count = Math.min(wanted, 2 ** 32 - start);
        kernel.setHeader(header);
        const expected = firstByReference(header, start, count, highestTop);
        expect(kernel.firstCandidate(start, count, highestTop)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('takes a top word that is exactly the highest, and none above it', () => {
    const header = new Uint8Array(80).fill(3);
    kernel.setHeader(header);
    const top = topWord(header, 77);
    expect(kernel.firstCandidate(77, 1, top)).toBe(77);
    expect(kernel.firstCandidate(77, 1, top - 1)).toBeUndefined();
  });
});

describe('the choice of a kernel', () => {
  it('is SIMD where this machine has it', () => {
    expect(loadKernel().name).toBe('simd');
    expect(loadKernel('scalar').name).toBe('scalar');
  });
});
