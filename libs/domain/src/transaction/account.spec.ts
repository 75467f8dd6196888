import fc from 'fast-check';
import { fromHex } from '../primitives/bytes.ts';
import { accountFromBytes, accountOf, accountToBytes, isAccountId, ZERO_ACCOUNT } from './account.ts';

describe('an account', () => {
  it('is the HASH160 of the compressed key, as in Bitcoin (BIP 173 example key)', () => {
    const generator = fromHex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798');
    expect(accountOf(generator)).toBe('751e76e8199196d454941c45d1b3a323f1433bd6');
  });

  it('survives the way to bytes and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const account = accountFromBytes(bytes);
        expect(isAccountId(account)).toBe(true);
        expect([...accountToBytes(account)]).toEqual([...bytes]);
      }),
    );
  });

  it('is made of 20 bytes and of a 33-byte key only', () => {
    expect(() => accountFromBytes(new Uint8Array(19))).toThrow('20 bytes');
    expect(() => accountOf(new Uint8Array(65))).toThrow('33 bytes');
  });

  it('is 40 lower-case hex digits', () => {
    expect(isAccountId(ZERO_ACCOUNT)).toBe(true);
    for (const other of ['', '00', 'A'.repeat(40), 'g'.repeat(40), '0'.repeat(64), 5, null]) {
      expect(isAccountId(other)).toBe(false);
    }
  });
});
