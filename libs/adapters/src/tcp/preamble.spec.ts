import { type Hash, ZERO_HASH } from '#domain/primitives/hash';
import { checkPreamble, encodePreamble, PREAMBLE_BYTES } from './preamble.ts';
import { encodePreambleGoodbye, preambleGoodbyeReason } from './preamble-goodbye.ts';

const GENESIS = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f' as Hash;

describe('the preamble', () => {
  it('is CHEZ, the version and the genesis hash as it is hashed', () => {
    expect(encodePreamble(GENESIS).toString('hex')).toBe(
      '4348455a' + '0100' + '1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100',
    );
    expect(encodePreamble(GENESIS)).toHaveLength(PREAMBLE_BYTES);
    expect(checkPreamble(encodePreamble(GENESIS), GENESIS)).toBeUndefined();
  });

  it('is refused when it has other letters, another version or another chain', () => {
    const letters = encodePreamble(GENESIS);
    letters[3] = 0x53;
    expect(checkPreamble(letters, GENESIS)).toEqual({ code: 'preamble-magic' });
    expect(checkPreamble(encodePreamble(GENESIS, 513), GENESIS)).toEqual({
      code: 'preamble-version',
      theirVersion: 513,
    });
    expect(checkPreamble(encodePreamble(ZERO_HASH), GENESIS)).toEqual({
      code: 'preamble-genesis',
      theirGenesisHash: ZERO_HASH,
    });
  });

  it('ends with a goodbye of three bytes that names the reason', () => {
    for (const code of ['preamble-magic', 'preamble-version', 'preamble-genesis'] as const) {
      const goodbye = encodePreambleGoodbye(code);
      expect(goodbye).toHaveLength(3);
      expect(goodbye.readUInt16BE(0)).toBe(0);
      expect(preambleGoodbyeReason(goodbye[2] as number)).toBe(code);
    }
    expect(preambleGoodbyeReason(0)).toBeUndefined();
  });
});
